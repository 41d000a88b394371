using System.Text.Json.Nodes;
using Hearth.Kube.Configuration;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.Operator;

/// <summary>The stories of the peer on the local cluster: real pods on a real node, the simulator in the place of Spark.</summary>
[Collection("whole machine")]
public sealed class PeerSimulatedStories(ITestOutputHelper output) : IDisposable
{
    private const int AtOnce = 8;
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    [SkippableFact]
    public async Task Every_recorded_story_goes_the_same_way()
    {
        IReadOnlyList<string> names = [.. PeerStory.Applications(), "connect", "scheduled"];
        var config = _home.File("kubeconfig");
        await using var dev = HearthProcess.Start(_home.Home, "dev", "--no-operator", "--simulate", "--image", $"busybox={PeerStage.Busybox(_home)}", "--image", $"connect={PeerOtherKinds.StandIn(_home)}", "--kubeconfig", config);
        await dev.WaitForAsync("Ctrl-C ends it");
        var (differences, equal) = await PeerStage.TellAsync(KubeConfigFile.Load(config), names, AtOnce, Simulated);
        output.WriteLine($"{equal} of {names.Count} stories equal on the local cluster with the simulator");
        differences.ShouldBeEmpty();
    }

    /// <summary>The simulator holds no jars, so it cannot miss one, and it is done before a test could disturb it: it is told to do so, and how long to run, which a busy machine may not see at once.</summary>
    private static JsonObject Simulated(PeerStory story)
    {
        var manifest = story.Manifest();
        string[]? arguments = story.Fails ? ["exit", "1"] : story.Notes().Contains("while running", StringComparison.Ordinal) ? ["sleep", "20"] : null;
        if (arguments is null)
            return manifest;
        manifest["spec"]!["mainClass"] = "hearth.examples.Workload";
        manifest["spec"]!["arguments"] = new JsonArray([.. arguments.Select(a => JsonValue.Create(a))]);
        return manifest;
    }
}
