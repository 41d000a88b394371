using System.Globalization;
using System.Text.Json;
using Hearth.History.Model;
using Hearth.History.Sources;

namespace Hearth.History.Rest.V2;

/// <summary>A resource of an application. <paramref name="Path"/> is below it, with numbers as <c>{stageId}</c>.</summary>
/// <param name="IsPaged">Whether the answer is a page of the shape.</param>
/// <param name="Write">Null for what is known without the application being loaded.</param>
/// <param name="OfLoading">Such a thing.</param>
internal sealed record Route(
    string Path, string Summary, IShape Shape, bool IsPaged, Parameter[] Parameters,
    Action<Application, V2Query, int[], Utf8JsonWriter>? Write, Action<LoadProgress, Utf8JsonWriter>? OfLoading = null)
{
    public string[] Segments { get; } = Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>What <c>/api/v2</c> has.</summary>
internal static class Routes
{
    public static readonly Parameter Page = new("page", "Which page, from 1.", "integer", "1", 1, int.MaxValue);
    public static readonly Parameter Size = new("size", "Rows of a page.", "integer", "100", 1, 1000);
    public static readonly Parameter Search = new("search", "Only rows with this text, whatever its case.");
    public static readonly Parameter Ascending = new("desc", "Largest or latest first.", "boolean", "false", Values: ["true", "false"]);
    public static readonly Parameter Descending = Ascending with { Default = "true" };
    private static readonly Parameter s_state = new("state", "Only those in this state.", Values: ["completed", "failed", "running"]);
    private static readonly Parameter s_status = new("status", "Only those in this state, in the words of the field status.");
    private static readonly Parameter s_buckets = new("buckets", "Number of parts.", "integer", "500", 1, 2000);
    private static readonly Parameter s_from = new("from", "Begin, in ms since 1970; default: the application's start.", "integer", Least: 0);
    private static readonly Parameter s_to = new("to", "End, in ms since 1970; default: the application's end.", "integer", Least: 0);

    private static readonly Parameter s_taskSort = Sort(TaskFields.Names, "index");

    public static readonly ApplicationsRoute Applications = new();

    /// <summary>The resources of an application; the empty path is the application itself.</summary>
    public static readonly Route[] OfApplication =
    [
        new("", "What the application did in all", Shapes.Summary, false, [], (app, _, _, json) => Shapes.Summary.Write(json, new(app, EndOf(app)))),
        Paged("jobs", "Its jobs", Shapes.Job, "jobId", Descending, [s_status], (app, query) => app.Jobs.Values.Where(j =>
            Has(query, j.Description ?? j.Name, j.Group) && IsStatus(query, j.Status.ToString()))),
        Paged("stages", "Its stage attempts", Shapes.Stage, "stageId", Descending, [s_status], (app, query) => app.Stages.Values.Where(s =>
            Has(query, s.Info.Name, s.Description) && IsStatus(query, s.Status.ToString())).OrderBy(s => s.Key)),
        new("stages/{stageId}/{stageAttempt}/tasks", "The tasks of a stage attempt", Shapes.Task, true, [Page, Size, Search, s_taskSort, Ascending], Tasks),
        Paged("executors", "Its executors and the driver, also those that are gone", Shapes.Executor, "addTime", Ascending, [], (app, query) => app.Executors.Values.Where(x => Has(query, x.Id, x.HostPort, x.HostName))),
        Paged("sql", "Its SQL executions", Shapes.Sql, "id", Descending, [s_status], (app, query) => app.SqlExecutions.Values.Where(e =>
            Has(query, e.Description) && IsStatus(query, SqlResource.StatusOf(e)))),
        new("timeline", "Running tasks and cores over time", Shapes.Timeline, false, [s_buckets, s_from, s_to], Timeline),
        new("problems", "What of its log could not be read", Shapes.Problems, false, [], (app, _, _, json) => Shapes.Problems.Write(json, app)),
        new("progress", "How far the reading of its log is; answers at once", Shapes.Progress, false, [], null, (progress, json) => Shapes.Progress.Write(json, progress)),
    ];

    /// <summary>The route of a path below an application, and the numbers in it.</summary>
    public static (Route Route, int[] Numbers)? Find(string[] path)
    {
        foreach (var route in OfApplication)
        {
            if (route.Segments.Length == path.Length && Numbers(route, path) is { } numbers)
                return (route, numbers);
        }

        return null;
    }

    public static bool Has(V2Query query, params string?[] texts)
    {
        var search = query.Text(Search);
        return search.Length == 0 || Array.Exists(texts, t => t?.Contains(search, StringComparison.OrdinalIgnoreCase) == true);
    }

    public static Parameter Sort(IEnumerable<string> fields, string first) => new("sort", "The field that orders the rows.", Default: first, Values: [.. fields]);

    public static void WritePage<T>(V2Query query, long total, IEnumerable<T> sorted, Shape<T> shape, Utf8JsonWriter json)
    {
        long page = query.Long(Page)!.Value, size = query.Long(Size)!.Value;
        json.WriteStartObject();
        json.WriteNumber("total", total);
        json.WriteNumber("page", page);
        json.WriteNumber("size", size);
        json.WriteStartArray("items");
        foreach (var row in sorted.Skip((int)Math.Min(int.MaxValue, (page - 1) * size)).Take((int)size))
            shape.Write(json, row);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static int[]? Numbers(Route route, string[] path)
    {
        var numbers = new List<int>();
        for (var i = 0; i < path.Length; i++)
        {
            if (route.Segments[i].StartsWith('{'))
            {
                if (!int.TryParse(path[i], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                    return null;
                numbers.Add(number);
            }
            else if (route.Segments[i] != path[i])
            {
                return null;
            }
        }

        return [.. numbers];
    }

    private static Route Paged<T>(string path, string summary, Shape<T> shape, string first, Parameter order, Parameter[] more, Func<Application, V2Query, IEnumerable<T>> rows)
    {
        var sort = Sort(shape.Sortable, first);
        return new(path, summary, shape, true, [Page, Size, Search, .. more, sort, order], (app, query, _, json) =>
        {
            var found = rows(app, query).ToList();
            WritePage(query, found.Count, shape.Sort(found, query.Text(sort), query.Flag(order)), shape, json);
        });
    }

    private static void Tasks(Application app, V2Query query, int[] numbers, Utf8JsonWriter json)
    {
        if (!app.Stages.TryGetValue(new StageKey(numbers[0], numbers[1]), out var stage))
            throw RestException.NotFound($"there is no attempt {numbers[1]} of stage {numbers[0]}");
        var rows = TaskFields.Sort(stage, app, query.Text(s_taskSort), query.Flag(Ascending));
        if (query.Text(Search) is { Length: > 0 } search)
            rows = TaskFields.Search(stage, app, rows, search);
        var rowOf = TaskQuery.Reader(stage);
        WritePage(query, rows.Length, rows.Select(n => new Shapes.TaskOf(app, rowOf(n))), Shapes.Task, json);
    }

    private static void Timeline(Application app, V2Query query, int[] numbers, Utf8JsonWriter json)
    {
        var from = query.Long(s_from) ?? app.StartTime;
        var to = Math.Max(from + 1, query.Long(s_to) ?? EndOf(app));
        Shapes.Timeline.Write(json, new(app, from, to, (int)query.Long(s_buckets)!.Value));
    }

    private static bool IsStatus(V2Query query, string status) =>
        query.Text(s_status) is var wanted && (wanted.Length == 0 || status.Equals(wanted, StringComparison.OrdinalIgnoreCase));

    private static long EndOf(Application app) => app.Completed ? app.EndTime : Math.Max(app.LastUpdated, app.StartTime + 1);

    /// <summary>The list itself.</summary>
    internal sealed class ApplicationsRoute
    {
        private readonly Parameter _sort = Sort(Shapes.Listed.Sortable, "startTime");

        public Parameter[] Parameters => [Page, Size, Search, s_state, _sort, Descending];

        public void Write(CatalogSnapshot list, V2Query query, Utf8JsonWriter json)
        {
            var found = list.Applications.SelectMany(a => a.Attempts).Where(a => IsIn(a, query.Text(s_state))
                && Has(query, a.Summary.Id, a.Summary.Name, a.Summary.User, a.Summary.SparkVersion)).ToList();
            WritePage(query, found.Count, Shapes.Listed.Sort(found, query.Text(_sort), query.Flag(Descending)), Shapes.Listed, json);
        }

        private static bool IsIn(ListedAttempt attempt, string state) => state switch
        {
            "completed" => attempt.Summary.Completed,
            "failed" => attempt.Summary.ExitCode is { } code and not 0,
            "running" => !attempt.Summary.Completed,
            _ => true,
        };
    }
}
