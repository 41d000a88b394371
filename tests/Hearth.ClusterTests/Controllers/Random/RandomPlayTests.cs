using System.Globalization;
using Hearth.ClusterTests.ApiServers.Differential;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.Controllers.RandomPlays;

/// <summary>Courses of events that nobody wrote down, beside the real controller manager: after each step all objects, statuses and events are the same.</summary>
public sealed class RandomPlayTests(ITestOutputHelper output)
{
    private const int AtOnce = 10;

    private static readonly (string Name, Func<RandomPlay, Task> Course)[] s_courses =
    [
        ("job", JobPlays.JobAsync),
        ("deployment", WorkloadPlays.DeploymentAsync),
        ("stateful", WorkloadPlays.StatefulSetAsync),
        ("service", ClusterPlays.ServiceAsync),
        ("garbage", ClusterPlays.GarbageAsync),
        ("volume", ClusterPlays.VolumeAsync),
        ("set", WorkloadPlays.ReplicaSetAsync),
        ("budget", ClusterPlays.BudgetAsync),
        ("quota", ClusterPlays.QuotaAsync),
        ("daemon", WorkloadPlays.DaemonSetAsync),
        ("taint", ClusterPlays.TaintAsync),

        // It takes minutes: for longer runs.
        ("cron", JobPlays.CronJobAsync),
    ];

    /// <summary>
    /// <c>HEARTH_PLAY_CASES</c> is how many there are, by default one of each course but the longest; <c>HEARTH_PLAY_SEED</c> is where they begin, and
    /// <c>HEARTH_PLAY_KIND</c> names courses with commas between, where not all are wanted. The real controllers race each other: what differs is played
    /// once more, alone, and counts where it differs again; what does not is printed.
    /// </summary>
    [SkippableFact]
    public async Task Random_plays_are_alike_at_every_moment()
    {
        await using var servers = await ServerPair.StartAsync();
        var wanted = Environment.GetEnvironmentVariable("HEARTH_PLAY_KIND")?.Split(',');
        var courses = s_courses.Where(c => wanted is null || wanted.Contains(c.Name, StringComparer.Ordinal)).ToArray();
        var (cases, seed) = (Number("HEARTH_PLAY_CASES", s_courses.Length - 1), Number("HEARTH_PLAY_SEED", 20261121));
        var plays = new RandomPlay[cases];
        await Parallel.ForAsync(0, cases, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (i, _) => plays[i] = await PlayAsync(i, ""));
        for (var i = 0; i < cases; i++)
        {
            if (plays[i].Difference is not { } once)
                continue;
            output.WriteLine($"played again: {once}");
            plays[i] = await PlayAsync(i, "-again");
        }

        var differences = plays.Select(p => p.Difference).OfType<string>().ToList();
        foreach (var difference in differences)
            output.WriteLine(difference);
        output.WriteLine($"{cases - differences.Count} of {cases} equal, at {plays.Sum(p => p.Moments)} moments");
        Assert.True(differences.Count == 0, $"{cases - differences.Count} of {cases} equal; the first that is not: {differences.FirstOrDefault()}");

        async Task<RandomPlay> PlayAsync(int i, string suffix)
        {
            var (name, course) = courses[i % courses.Length];
            var ns = string.Create(CultureInfo.InvariantCulture, $"{name}-{i}{suffix}");
            await using var expected = new PlayedCluster(servers.Real.Address, servers.Real.Token, ns);
            await using var actual = new PlayedCluster(servers.Ours.Address, servers.Ours.AdminToken, ns);
            // Here some are provisioned that are not there.
            await Task.WhenAll(new[] { expected, actual }.Select(cluster => cluster.TellAsync("POST", "/apis/storage.k8s.io/v1/storageclasses", """{"metadata":{"name":"nobody"},"provisioner":"kubernetes.io/no-provisioner"}""")));
            var play = new RandomPlay(ns, seed + i, expected, actual);
            await play.PlayAsync(course);
            return play;
        }
    }

    private static int Number(string variable, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
