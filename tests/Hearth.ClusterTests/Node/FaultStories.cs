using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Hearth.ClusterTests.Nodes;

public sealed class FaultStories : IAsyncLifetime
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hearth-faults-").FullName;
    private LocalCluster.LocalCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await LocalCluster.LocalCluster.StartAsync(new() { Directory = _directory, Images = ClusterFixture.Images, Nodes = 2 }, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        TemporaryFolder.Delete(_directory);
    }

    [Fact]
    public async Task Pods_run_to_their_end_though_a_tenth_of_everything_fails()
    {
        _cluster.BeginFaults(new() { Seed = 7, Conflict = 0.1, TooManyRequests = 0.05, InternalError = 0.1, Gone = 0.2, CutWatch = 0.3, Delay = 0.1, DelayTime = TimeSpan.FromMilliseconds(20) }, TimeProvider.System, NullLogger.Instance);
        for (var i = 0; i < 5; i++)
            await AgainAsync(() => Pods().RunAsync($"p-{i}", "echo done"));
        for (var i = 0; i < 5; i++)
            await UntilAsync(async () => (await _cluster.Admin.GetAsync(ResourceTypes.Pods, "default", $"p-{i}", CancellationToken.None)).Status?.Phase == "Succeeded");
    }

    [Fact]
    public async Task Pods_and_nodes_are_lost_and_nodes_come_back()
    {
        foreach (var name in new[] { "a", "b" })
            await Pods().RunAsync(name, "sleep 1000", spec: s => s with { TerminationGracePeriodSeconds = 0 });
        await Task.WhenAll(Pods().ReadyAsync("a"), Pods().ReadyAsync("b"));
        _cluster.BeginFaults(new() { Seed = 1, PodsPerMinute = 60, NodesPerMinute = 30, NodeLoss = TimeSpan.FromSeconds(1) }, TimeProvider.System, NullLogger.Instance);
        await Task.WhenAll(Pods().GoneAsync(ResourceTypes.Pods, "a"), Pods().GoneAsync(ResourceTypes.Pods, "b"));
        await UntilAsync(async () => (await Nodes()).Any(n => n.Spec?.Taints is { Count: > 0 }));
        await UntilAsync(async () => (await Nodes()).All(n => n.Spec?.Taints is not { Count: > 0 }));
    }

    private PodStory Pods() => new(_cluster.Admin, "default");

    private async Task<IReadOnlyList<Node>> Nodes() => (await _cluster.Admin.ListAsync(ResourceTypes.Nodes, null, null, CancellationToken.None)).Items;

    private static Task AgainAsync(Func<Task> act) => UntilAsync(async () =>
    {
        await act();
        return true;
    });

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var deadline = TimeProvider.System.GetUtcNow() + HearthProcess.Patience; TimeProvider.System.GetUtcNow() < deadline; await Task.Delay(50))
        {
            try
            {
                if (await holds())
                    return;
            }
            catch (KubeException error) when (!error.IsNotFound)
            {
                // That is what faults are for.
                if (error.IsAlreadyExists)
                    return;
            }
        }

        throw new TimeoutException("it did not come to pass");
    }
}
