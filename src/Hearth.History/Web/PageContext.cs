using Hearth.History.Model;
using Hearth.History.Rest;
using Hearth.History.Sources;
using Hearth.History.Web.Charts;

namespace Hearth.History.Web;

/// <summary>What a page of an application is made of.</summary>
/// <param name="Attempts">All attempts of the application, the newest first.</param>
/// <param name="Tab">The tab that the page belongs to.</param>
/// <param name="Now">ms since 1970.</param>
internal sealed record PageContext(Site Site, Application App, ListedAttempt Attempt, ListedAttempt[] Attempts, RestQuery Query, string Tab, long Now)
{
    private const long Day = 86_400_000;
    private ILookup<int, Stage>? _stages;
    private long? _to;

    public string Root => Site.Root(Attempt);
    public long From => App.StartTime;

    /// <summary>Where time ends: with the application, with its log when that was closed without its end, or with the log's last change.</summary>
    public long To => _to ??= Math.Max(App.StartTime + 1, App.Completed ? App.EndTime : Attempt.Log.IsComplete ? Timeline.LastEvent(App) : App.LastUpdated);

    public Span Time => new(From, To);

    /// <summary>Whether more may come.</summary>
    public bool IsRunning => !App.Completed && !Attempt.Log.IsComplete;

    public bool IsFirstDay(long time) => time / Day == From / Day;

    /// <summary>The attempts of a stage, in order.</summary>
    public IEnumerable<Stage> StagesOf(int id) => (_stages ??= App.Stages.Values.OrderBy(s => s.Key).ToLookup(s => s.Info.Id))[id];

    public int Id(string name) => int.TryParse(Query.First(name), out var id) ? id : throw RestException.NotFound($"The address needs a number '{name}'.");

    public string Link(Job job) => LinkToJob(job.Id);

    public string LinkToJob(int id) => $"{Root}jobs/job/?id={id}";

    public string Link(Stage stage) => $"{Root}stages/stage/?id={stage.Info.Id}&attempt={stage.Info.Attempt}";

    public string LinkToSql(long id) => $"{Root}SQL/execution/?id={id}";

    public long Duration(Job job) => job.SubmissionTime is { } start ? (job.CompletionTime ?? To) - start : -1;

    public long Duration(Stage stage) => stage.Info.SubmissionTime is { } start ? (stage.Info.CompletionTime ?? To) - start : -1;

    public long Duration(SqlExecution execution) => (execution.CompletionTime ?? To) - execution.SubmissionTime;
}

/// <summary>What the list of applications is made of.</summary>
internal sealed record ListContext(CatalogSnapshot List, RestQuery Query, string Title, IReadOnlyList<string> Directories, long Now);

/// <summary>A page that cannot be shown.</summary>
/// <param name="Application">The address of the application that it is about, where that is known.</param>
internal sealed record Trouble(int Status, string Message, string? Application = null)
{
    /// <summary>Nothing is wrong with the address: it may work in a moment.</summary>
    public bool IsPassing => Status >= 500;
}

/// <summary>A log that is being read.</summary>
internal sealed record LoadingLog(ListedAttempt Attempt, LoadProgress Progress);

/// <summary>Signing in.</summary>
/// <param name="Next">Where to go then.</param>
/// <param name="Refusal">Why the last try was refused.</param>
internal sealed record SignIn(string Next, string? Refusal);
