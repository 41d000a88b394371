using Hearth.Kube.Core.Objects;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.Operator;

/// <summary>
/// The same manifest and the same disturbance give the same states, objects and event reasons as before the peer. What differs on
/// purpose is in docs/compatibility.md. Here pods are played by the test: fast, and every step is seen.
/// </summary>
public sealed class PeerStories(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task Every_recorded_application_goes_the_same_way()
    {
        var names = PeerStory.Applications();
        var differences = new List<string>();
        var equal = 0;
        foreach (var name in names)
        {
            var found = await DifferencesAsync(new PeerStory(name));
            equal += found.Count == 0 ? 1 : 0;
            differences.AddRange(found.Select(difference => $"{name}: {difference}"));
        }

        output.WriteLine($"{equal} of {names.Count} stories equal");
        differences.ShouldBeEmpty();
    }

    private static async Task<List<string>> DifferencesAsync(PeerStory story)
    {
        var ends = story.Fails ? DriverRole.Fail : DriverRole.Succeed;
        var role = story.Notes().Contains("while running", StringComparison.Ordinal) ? DriverRole.Run : ends;
        await using var cluster = await OperatorCluster.StartAsync(_ => role);
        await PeerStage.InstallPodGroupsAsync(cluster.Client);
        await cluster.Client.CreateAsync(ResourceTypes.ServiceAccounts, "default", new ServiceAccount { Metadata = new() { Name = "spark-operator-spark" } }, CancellationToken.None);
        var stage = new PeerStage(cluster.Client, "default", () => role = ends);
        await stage.PrepareAsync(story);
        await using var hearth = Stories.Start(cluster.Client, PeerStage.Options);
        await hearth.Ready;
        return await PeerComparison.DifferencesAsync(stage, story, story.Manifest());
    }
}
