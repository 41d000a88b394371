using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.ApiServers.Differential;

/// <summary>Tells every story to both servers and compares the answers.</summary>
internal sealed class Comparison(StoryTeller real, StoryTeller ours)
{
    public int Equal { get; private set; }

    public int Total { get; private set; }

    public List<string> Differences { get; } = [];

    public async Task RunAsync(IEnumerable<StoryRequest> story)
    {
        foreach (var request in story)
        {
            var expected = await real.TellAsync(request);
            var actual = await ours.TellAsync(request);
            if (expected is null || actual is null)
                continue;
            Count(request, expected, actual);
        }
    }

    /// <summary>Tells a recording to both.</summary>
    public async Task ReplayAsync(string path)
    {
        await using var expected = new DriverCalls(path, real).TellAsync().GetAsyncEnumerator();
        await foreach (var (request, actual) in new DriverCalls(path, ours).TellAsync())
        {
            await expected.MoveNextAsync();
            Count(request, expected.Current.Answer, actual);
        }
    }

    private void Count(StoryRequest request, StoryAnswer expected, StoryAnswer actual)
    {
        Total++;
        var differences = Compare(expected, actual).ToList();
        if (differences.Count == 0)
            Equal++;
        else
            Differences.Add($"{request}\n    {string.Join("\n    ", differences.Take(12))}");
    }

    private static string? Message(StoryAnswer answer) =>
        answer.Body is JsonObject body ? body["message"]?.ToJsonString() ?? body["kind"]?.ToJsonString() : answer.Body?.ToJsonString();

    private static IEnumerable<string> Compare(StoryAnswer expected, StoryAnswer actual)
    {
        if (expected.Status != actual.Status)
        {
            yield return $"status: real {expected.Status} {Message(expected)} ours {actual.Status} {Message(actual)}";
            yield break;
        }

        if (expected.Headers != actual.Headers)
            yield return $"headers: real [{expected.Headers}] ours [{actual.Headers}]";
        foreach (var difference in JsonDifference.Between(Masks.Apply(expected.Body), Masks.Apply(actual.Body)))
            yield return difference;
    }
}
