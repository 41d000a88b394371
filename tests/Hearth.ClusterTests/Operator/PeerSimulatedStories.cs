using System.Text.Json.Nodes;
using Hearth.Cli.Clusters;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.LocalCluster.Scheduling;
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
        var server = KubeConfigFile.Load(config);
        await using var client = new KubeClient(server);
        await PeerStage.InstallPodGroupsAsync(client);
        using var stop = new CancellationTokenSource();
        // Volcano and the others are not here: this one binds their pods.
        var scheduling = Task.WhenAll(PeerStage.OtherSchedulers.Select(name => Scheduler.RunAsync(client, new() { Name = name }, stop.Token)));
        await using var hearth = Stories.Start(client, PeerStage.Options with { DriverMaster = server.Server.GetLeftPart(UriPartial.Authority) });
        await hearth.Ready;

        var differences = new List<string>();
        var equal = 0;
        await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (name, cancellationToken) =>
        {
            var story = new PeerStory(name);
            var stage = new PeerStage(client, $"story-{name}", () => { });
            await SparkAccounts.PrepareAsync(client, stage.Namespace, [SparkAccounts.Default], cancellationToken);
            await stage.PrepareAsync(story);
            var found = name switch
            {
                "connect" => await PeerOtherKinds.ConnectDifferencesAsync(stage, PeerOtherKinds.WithStandIn(story.Manifest()), () => Task.CompletedTask),
                "scheduled" => await PeerOtherKinds.ScheduleDifferencesAsync(stage),
                _ => await PeerComparison.DifferencesAsync(stage, story, Simulated(story)),
            };
            lock (differences)
            {
                equal += found.Count == 0 ? 1 : 0;
                differences.AddRange(found.Select(difference => $"{name}: {difference}"));
            }
        });
        await stop.CancelAsync();
        await scheduling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        output.WriteLine($"{equal} of {names.Count} stories equal on the local cluster with the simulator");
        differences.ShouldBeEmpty();
    }

    /// <summary>The simulator holds no jars, so it cannot miss one, and it is done before a test could disturb it: it is told to do so.</summary>
    private static JsonObject Simulated(PeerStory story)
    {
        var manifest = story.Manifest();
        string[]? arguments = story.Fails ? ["exit", "1"] : story.Notes().Contains("while running", StringComparison.Ordinal) ? ["sleep", "2"] : null;
        if (arguments is null)
            return manifest;
        manifest["spec"]!["mainClass"] = "hearth.examples.Workload";
        manifest["spec"]!["arguments"] = new JsonArray([.. arguments.Select(a => JsonValue.Create(a))]);
        return manifest;
    }
}
