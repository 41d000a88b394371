using System.Globalization;
using Hearth.ClusterTests.ApiServers.Differential;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.LocalCluster.Controllers;
using Hearth.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.Controllers;

/// <summary>
/// The real controller manager and ours get the same stories: afterwards, and at many moments between, the same objects, statuses and events
/// are there.
/// </summary>
public sealed class ControllerDifferentialTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task Our_controllers_do_what_the_real_ones_do()
    {
        await using var real = await RealApiServer.StartAsync();
        var directory = Directory.CreateTempSubdirectory("hearth-controllers-").FullName;
        await using var server = await LocalCluster.ApiServer.ApiServer.StartAsync(new LocalCluster.ApiServer.ApiServerOptions { Random = new Random(1) }, CancellationToken.None);
        using var client = new KubeClient(KubeConfigFile.Load(server.WriteKubeconfig(Path.Combine(directory, "kubeconfig"))));
        using var stop = new CancellationTokenSource();
        var controllers = ClusterControllers.RunAsync(client, new() { VolumeDirectory = Path.Combine(directory, "volumes"), ApiServer = server.Address }, stop.Token);
        var stories = await Task.WhenAll(Files().Select((file, i) => PlayAsync(file, i, real, server)));
        await stop.CancelAsync();
        await controllers.ContinueWith(_ => { }, TaskScheduler.Default);
        TemporaryFolder.Delete(directory);
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

    private static async Task<PlayedStory> PlayAsync(string file, int number, RealApiServer real, LocalCluster.ApiServer.ApiServer server)
    {
        var ns = string.Create(CultureInfo.InvariantCulture, $"play-{Path.GetFileNameWithoutExtension(file)}");
        await using var expected = new PlayedCluster(real.Address, real.Token, ns);
        await using var actual = new PlayedCluster(server.Address, server.AdminToken, ns);
        var story = new PlayedStory(file, number + 1, expected, actual);
        await story.PlayAsync();
        return story;
    }
}
