using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.ApiServers.Differential;

/// <summary>Tells every story to both servers and compares the answers.</summary>
internal sealed class Comparison(StoryTeller real, StoryTeller ours)
{
    private const int WatchesAgain = 5;

    // What differs so often is no cache that follows late.
    private const int MostPatient = 3;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    public int Equal { get; private set; }

    public int Total { get; private set; }

    public List<string> Differences { get; } = [];

    /// <summary>The path of every request that was compared, and how it ended.</summary>
    public List<(string Path, bool IsEqual)> Results { get; } = [];

    public async Task RunAsync(IEnumerable<StoryRequest> story)
    {
        foreach (var request in story)
        {
            var (expected, actual) = await TellAsync(request);
            // Only so much comes in the one second of a watch where the machine has other work.
            var tries = Math.Max(request.Tries, request.IsWatch ? WatchesAgain : 0);
            var start = TimeProvider.System.GetTimestamp();
            for (var again = 0; expected is not null && actual is not null && Compare(expected, actual).Any(); again++)
            {
                var isPatient = request.Tries > 0 && Differences.Count < MostPatient && TimeProvider.System.GetElapsedTime(start) < s_patience;
                if (again >= tries && !isPatient)
                    break;
                await Task.Delay(Math.Min(again * 5, 250));
                (expected, actual) = await TellAsync(request);
            }

            // A defect of the real server is nothing to be equal to.
            if (expected is null || actual is null || expected.Status == StoryAnswer.HungUp)
                continue;
            Compare(request, expected, actual);
        }
    }

    private async Task<(StoryAnswer? Real, StoryAnswer? Ours)> TellAsync(StoryRequest request) =>
        await Task.WhenAll(real.TellAsync(request), ours.TellAsync(request)) is [var expected, var actual] ? (expected, actual) : default;

    /// <summary>Tells a recording to both.</summary>
    public async Task ReplayAsync(string path)
    {
        var told = await Task.WhenAll(TellAsync(real), TellAsync(ours));
        foreach (var (expected, actual) in told[0].Zip(told[1]))
            Compare(expected.Request, expected.Answer, actual.Answer);

        async Task<List<(StoryRequest Request, StoryAnswer Answer)>> TellAsync(StoryTeller teller)
        {
            var answers = new List<(StoryRequest Request, StoryAnswer Answer)>();
            await foreach (var answer in new DriverCalls(path, teller).TellAsync())
                answers.Add(answer);
            return answers;
        }
    }

    /// <summary>What the random objects of <see cref="PatchCases"/> need.</summary>
    public async Task PrepareForPatchesAsync()
    {
        var none = new Dictionary<string, string>(StringComparer.Ordinal);
        await RunAsync(
        [
            new("preparation", 1, "THERE", "/api/v1/namespaces/default/serviceaccounts/default", none, null),
            new("preparation", 2, "QUIET", "POST /apis/apiextensions.k8s.io/v1/customresourcedefinitions", none, PatchCases.Definition),
            new("preparation", 3, "THERE", "/apis/props.example.com/v1/namespaces/default/things", none, null),
        ]);
    }

    /// <summary>Counts a request whose answers somebody else got.</summary>
    public void Compare(StoryRequest request, StoryAnswer expected, StoryAnswer actual)
    {
        Total++;
        var differences = Compare(expected, actual).ToList();
        Results.Add((request.Path, differences.Count == 0));
        if (differences.Count == 0)
            Equal++;
        else
            Differences.Add($"{request} {string.Join(' ', request.Headers.Select(header => $"[{header.Key}: {header.Value}]"))} {request.Body}\n    {string.Join("\n    ", differences.Take(12))}");
    }

    private static string? Message(StoryAnswer answer) =>
        Part(answer.Body) is JsonObject body ? body["message"]?.ToJsonString() ?? body["kind"]?.ToJsonString() : answer.Body?.ToJsonString();

    /// <summary>The answer itself, without what else was seen.</summary>
    private static JsonNode? Part(JsonNode? body) => body is JsonObject map && map.ContainsKey("after") ? map["answer"] : body;

    private static IEnumerable<string> Compare(StoryAnswer expected, StoryAnswer actual)
    {
        if (expected.Status != actual.Status)
        {
            yield return $"status: real {expected.Status} {Message(expected)} ours {actual.Status} {Message(actual)}";
            yield break;
        }

        if (expected.Headers != actual.Headers)
            yield return $"headers: real [{expected.Headers}] ours [{actual.Headers}]";
        var (real, ours) = (Masks.Apply(WithoutExtraBookmark(expected.Body)), Masks.Apply(actual.Body));
        if (Causes(real) is { } causes && Causes(ours) is { } others && !JsonNode.DeepEquals(real, ours))
        {
            foreach (var missing in causes.Except(others, StringComparer.Ordinal))
                yield return "cause only real: " + missing;
            foreach (var more in others.Except(causes, StringComparer.Ordinal))
                yield return "cause only ours: " + more;
        }

        foreach (var difference in JsonDifference.Between(real, ours))
            yield return difference;
    }

    /// <summary>By a timer of its own a real server tells two of a hundred new watches where they are once more, right after the bookmark that ends their initial events.</summary>
    private static JsonNode? WithoutExtraBookmark(JsonNode? body)
    {
        if (body is not JsonArray events)
            return body;
        return new JsonArray([.. events.Where((item, i) => i == 0 || !EndsInitial(events[i - 1]) || !IsBookmark(item) || EndsInitial(item)).Select(item => item?.DeepClone())]);

        static bool IsBookmark(JsonNode? item) => (string?)(item as JsonObject)?["type"] == "BOOKMARK";
        static bool EndsInitial(JsonNode? item) => IsBookmark(item) && item!["object"]?["metadata"]?["annotations"]?["k8s.io/initial-events-end"] is not null;
    }

    private static string[]? Causes(JsonNode? answer) =>
        answer is JsonObject body && body["details"] is JsonObject details && details["causes"] is JsonArray causes ? [.. causes.Select(cause => $"{cause!["field"]} | {cause["message"]} | {cause["reason"]}")] : null;
}
