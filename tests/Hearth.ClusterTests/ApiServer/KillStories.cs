using System.Globalization;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.ApiServers;

/// <summary>
/// <c>hearth dev --data</c> is killed at random moments while clients write, and started again: nothing acknowledged is lost, nothing
/// deleted comes back, versions never go back. HEARTH_KILLS says how often (default: 8).
/// </summary>
public sealed class KillStories(ITestOutputHelper output) : IDisposable
{
    private const int Writers = 6;
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_cluster_is_killed_under_load()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("HEARTH_KILLS") ?? "8", CultureInfo.InvariantCulture);
        var random = new Random(kills);
        // One writer's objects are so large that snapshots are written, and cut, too.
        var writers = Enumerable.Range(0, Writers).Select(i => new KilledWriter(i, i == 0 ? 900_000 : 300)).ToList();
        for (var round = 0; round <= kills; round++)
        {
            var config = _home.File($"kubeconfig-{round}");
            await using var dev = HearthProcess.Start(_home.Home, "dev", "--no-operator", "--data", _home.File("data"), "--kubeconfig", config);
            await dev.WaitForAsync("Ctrl-C ends it");
            using var server = await KilledServer.OfAsync(config);
            await server.CheckAsync(writers, round);
            if (round == kills)
                break;
            var writing = writers.Select(w => w.WriteUntilKilledAsync(server)).ToArray();
            // At any moment, but with work to lose.
            var before = writers.Sum(w => w.Acknowledged);
            while (writers.Sum(w => w.Acknowledged) < before + 2 && !Array.Exists(writing, w => w.IsCompleted))
                await Task.Delay(5);
            await Task.Delay(random.Next(20, 400));
            await dev.SignalAsync("KILL");
            await dev.ExitAsync();
            await Task.WhenAll(writing);
        }

        var (acknowledged, inDoubt) = (writers.Sum(w => w.Acknowledged), writers.Sum(w => w.InDoubt));
        acknowledged.ShouldBeGreaterThan(kills);
        output.WriteLine($"{kills} of {kills} kills survived: {acknowledged} writes acknowledged and kept, {inDoubt} cut off, of which {writers.Sum(w => w.Kept)} had been kept; "
            + $"{Directory.EnumerateFiles(_home.File("data"), "snapshot-*", SearchOption.AllDirectories).Count()} snapshot at the end");
        Directory.EnumerateFiles(_home.File("data"), "*.tmp", SearchOption.AllDirectories).Count().ShouldBeLessThanOrEqualTo(1);
    }
}
