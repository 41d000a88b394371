using System.Collections.Concurrent;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Kube;

public sealed class HostileServerTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Whatever_a_server_does_store_and_controller_end_with_the_truth(int seed)
    {
        await using var server = await HostileServer.StartAsync(seed);
        using var client = new KubeClient(new() { Server = server.Address }, random: new Random(seed));
        var store = new Store<ConfigMap, string>(client, ResourceTypes.ConfigMaps, m => m.Data?["v"], new() { Namespaces = ["n"] }, null, new Random(seed));
        using var queue = new WorkQueue<ObjectKey>(random: new Random(seed));
        store.Changed += change => queue.Add(change.Key, change.After is null ? Lane.Urgent : Lane.Normal);

        // The controller copies the store, fails at times, and must never work on one key twice at once.
        var copy = new ConcurrentDictionary<string, string>();
        var working = new ConcurrentDictionary<ObjectKey, bool>();
        var (looks, twice) = (0, 0);
        var controller = new Controller<ObjectKey>("copy", queue, async (key, ct) =>
        {
            if (!working.TryAdd(key, true))
                Interlocked.Increment(ref twice);
            await Task.Yield();
            working.TryRemove(key, out _);
            if (Interlocked.Increment(ref looks) % 7 == 0)
                throw new InvalidOperationException("at times");
            if (store.TryGet(key, out var value))
                copy[key.Name] = value;
            else
                copy.TryRemove(key.Name, out _);
            return ReconcileResult.Done;
        }, new(), NullLogger.Instance);

        using var stop = new CancellationTokenSource();
        var running = Task.WhenAll(store.RunAsync(stop.Token), controller.RunAsync(stop.Token));
        using var limit = new CancellationTokenSource(HearthProcess.Patience);
        for (var i = 0; i < 3000 || server.Mischief < 30; i++)
        {
            server.ChangeSomething();
            if (i % 50 == 0)
                await Task.Delay(5, limit.Token);
        }

        server.IsHostile = false;
        await UntilAsync(() => Same(server.Truth, copy.ToArray()) && Same(server.Truth, store.Snapshot().ToDictionary(i => i.Key.Name, i => i.Value)));
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        twice.ShouldBe(0, "a key was worked on twice at once");
    }

    private static bool Same(IReadOnlyDictionary<string, string> truth, IEnumerable<KeyValuePair<string, string>> seen) =>
        truth.OrderBy(i => i.Key, StringComparer.Ordinal).SequenceEqual(seen.OrderBy(i => i.Key, StringComparer.Ordinal));

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(HearthProcess.Patience);
        while (!holds())
            await Task.Delay(50, limit.Token);
    }
}
