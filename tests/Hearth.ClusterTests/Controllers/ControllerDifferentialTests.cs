using System.Globalization;
using Hearth.ClusterTests.ApiServers.Differential;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.Controllers;

/// <summary>
/// The real controller manager and ours get the same stories: afterwards, and at many moments between, the same objects, statuses and events
/// are there.
/// </summary>
public sealed class ControllerDifferentialTests(ITestOutputHelper output)
{
    /// <summary>
    /// <c>HEARTH_PLAYS</c> names stories with commas between, where not all are wanted. The real controllers race each other: a story that differs is
    /// played once more, before new servers, and counts where it differs again; what does not is printed.
    /// </summary>
    [SkippableFact]
    public async Task Our_controllers_do_what_the_real_ones_do()
    {
        var stories = await PlayAsync([.. Files()]);
        if (stories.Where(s => s.Differences.Count > 0).ToArray() is { Length: > 0 } differing)
        {
            foreach (var once in differing.SelectMany(s => s.Differences))
                output.WriteLine($"played again: {once}");
            stories = [.. stories.Except(differing), .. await PlayAsync([.. differing.Select(s => s.Path)])];
        }

        foreach (var difference in stories.SelectMany(s => s.Differences))
            output.WriteLine(difference);
        var (equal, total) = (stories.Sum(s => s.Equal), stories.Sum(s => s.Total));
        output.WriteLine($"{equal} of {total} equal");
        Assert.True(equal == total, $"{equal} of {total} equal; the first that is not: {stories.SelectMany(s => s.Differences).FirstOrDefault()}");
    }

    private static IEnumerable<string> Files() =>
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Controllers", "stories"), "*.play")
            .Where(f => Environment.GetEnvironmentVariable("HEARTH_PLAYS") is not { } wanted || wanted.Split(',').Contains(Path.GetFileNameWithoutExtension(f), StringComparer.Ordinal))
            .Order(StringComparer.Ordinal);

    private static async Task<PlayedStory[]> PlayAsync(string[] files)
    {
        await using var servers = await ServerPair.StartAsync();
        return await Task.WhenAll(files.Select((file, i) => PlayAsync(file, i, servers)));
    }

    private static async Task<PlayedStory> PlayAsync(string file, int number, ServerPair servers)
    {
        var ns = string.Create(CultureInfo.InvariantCulture, $"play-{Path.GetFileNameWithoutExtension(file)}");
        await using var expected = new PlayedCluster(servers.Real.Address, servers.Real.Token, ns);
        await using var actual = new PlayedCluster(servers.Ours.Address, servers.Ours.AdminToken, ns);
        var story = new PlayedStory(file, number + 1, expected, actual);
        await story.PlayAsync();
        return story;
    }
}
