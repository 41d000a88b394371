using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;

namespace Hearth.ClusterTests.Operator;

/// <summary>Tells a recorded story of an application again and says what went differently: states, objects, reasons of events.</summary>
internal static class PeerComparison
{
    /// <summary>The peer never records these, though it documents them; see the events of docs/compatibility.md.</summary>
    public static IReadOnlyList<string> MoreEvents { get; } =
        ["SparkApplicationAdded", "SparkApplicationCompleted", "SparkApplicationFailed", "SparkApplicationSubmissionFailed", "SparkDriverPending"];

    private static readonly ResourceType<KubeObject> s_applications = ResourceTypes.Untyped("sparkoperator.k8s.io", "v1beta2", "sparkapplications", "SparkApplication");

    /// <param name="stage">Prepared; its operator is ready.</param>
    /// <param name="story">What the peer did.</param>
    /// <param name="manifest">That of the story, changed where the stage has no real Spark.</param>
    public static async Task<List<string>> DifferencesAsync(PeerStage stage, PeerStory story, JsonObject manifest)
    {
        var client = stage.Client;
        var notes = story.Notes();
        using var stop = new CancellationTokenSource();
        var seen = new ObjectsSeen(client, stage.Namespace);
        var watching = seen.RunAsync(stop.Token);
        var states = CollectAsync(client, stage.Namespace, story.Name, stop.Token);
        await stage.CreateAsync(s_applications, manifest);
        await stage.DisturbAsync(story.Name, notes);
        if (!notes.Contains("application deleted", StringComparison.Ordinal) && !notes.Contains("after TTL", StringComparison.Ordinal))
            await client.WaitAsync(story.Name, a => a.Status?.ApplicationState.State is { } state && (state == story.States()[^1] || ApplicationStates.IsTerminal(state)), stage.Namespace);
        else
            await stage.WaitUntilGoneAsync(story.Name);
        var wanted = story.Objects();
        var objects = await seen.SettledAsync(wanted);
        var reasons = await ReasonsAsync(stage, story);
        await stop.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var found = new List<string>();
        var way = string.Join(' ', await states);
        if (way != string.Join(' ', story.States()))
            found.Add($"states {way} instead of {string.Join(' ', story.States())}: {await WhyAsync(stage, story)}");
        found.AddRange(Compare(objects, wanted));
        found.AddRange(reasons);
        return found;
    }

    public static IEnumerable<string> Compare(IReadOnlyList<string> objects, IReadOnlyList<string> wanted) =>
    [
        .. wanted.Except(objects).Select(o => $"missing object {o}"),
        .. objects.Except(wanted).Select(o => $"surplus object {o}"),
        .. objects.Count == wanted.Count ? [] : (string[])[$"{objects.Count} objects instead of {wanted.Count}"],
    ];

    private static async Task<string> WhyAsync(PeerStage stage, PeerStory story)
    {
        var application = await stage.Client.FindAsync(SparkResources.SparkApplications, stage.Namespace, story.Name, CancellationToken.None);
        return $"{application?.Status?.ApplicationState.ErrorMessage} {application?.Status?.Hearth?.Driver?.LogTail}";
    }

    private static async Task<IEnumerable<string>> ReasonsAsync(PeerStage stage, PeerStory story)
    {
        static bool IsExecutor(string reason) => reason.StartsWith("SparkExecutor", StringComparison.Ordinal);
        var wanted = story.Reasons().Where(r => !IsExecutor(r)).ToHashSet();
        HashSet<string> reasons = [];
        using var limit = new CancellationTokenSource(Stories.Patience);
        while (!limit.IsCancellationRequested)
        {
            var events = await stage.Client.ListAsync(ResourceTypes.Events, stage.Namespace, null, CancellationToken.None);
            reasons = [.. events.Items.Where(e => e.InvolvedObject?.Kind == "SparkApplication" && e.InvolvedObject?.Name == story.Name).Select(e => e.Reason!).Where(r => !IsExecutor(r))];
            if (wanted.IsSubsetOf(reasons))
                break;
            await Task.Delay(25, CancellationToken.None);
        }

        return wanted.Except(reasons).Select(r => $"missing event {r}").Concat(reasons.Except(wanted).Except(MoreEvents).Select(r => $"surplus event {r}"));
    }

    private static async Task<List<string>> CollectAsync(KubeClient client, string ns, string name, CancellationToken cancellationToken)
    {
        var states = new List<string>();
        try
        {
            await foreach (var e in client.WatchAsync(SparkResources.SparkApplications, ns, new() { FieldSelector = $"metadata.name={name}" }, cancellationToken))
            {
                if (e.Object.Status?.ApplicationState.State is { Length: > 0 } state && (states.Count == 0 || states[^1] != state))
                    states.Add(state);
            }
        }
        catch (OperationCanceledException)
        {
        }

        return states;
    }
}
