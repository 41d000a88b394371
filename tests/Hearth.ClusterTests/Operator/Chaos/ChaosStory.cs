using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Operator;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.Operator;

/// <summary>
/// Applications with mixed outcomes while the operator is killed at random and the API server answers 409, 429, 500 and 410, loses answers
/// and cuts watches: each ends as it must, no attempt has two drivers, nothing is left over. <c>HEARTH_CHAOS_APPLICATIONS</c> and
/// <c>HEARTH_CHAOS_SEEDS</c> (comma-separated) make it larger.
/// </summary>
[Collection("whole machine")]
public sealed class ChaosStory(ITestOutputHelper output)
{
    private const int MostKills = 40;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(6);
    private static readonly int s_applications = int.TryParse(Environment.GetEnvironmentVariable("HEARTH_CHAOS_APPLICATIONS"), out var set) ? set : 68;

    public static TheoryData<int> Seeds() => [.. (Environment.GetEnvironmentVariable("HEARTH_CHAOS_SEEDS") ?? "16,20261121").Split(',').Select(int.Parse)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Every_application_ends_as_it_must(int seed)
    {
        var clock = Stopwatch.StartNew();
        var random = new Random(seed);
        var runs = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        await using var cluster = await OperatorCluster.StartAsync(driver => NextRole(driver, runs), controllers: true);
        cluster.Player.Work = TimeSpan.FromMilliseconds(400);
        var users = new ChaosUsers(cluster.Client, new Random(seed));
        using var limit = new CancellationTokenSource(s_patience);
        var watching = users.WatchAsync(limit.Token);
        var names = Enumerable.Range(0, s_applications).Select(i => $"{ChaosRole.All[i % ChaosRole.All.Count].Name}-{i}").ToList();
        var over = Task.WhenAll(names.Select(async name =>
        {
            await users.OwnAsync(name);
            await users.UntilAsync(name, application => IsOver(name, application));
        }));

        var (kills, faults) = (0, 0);
        while (!over.IsCompleted && !limit.IsCancellationRequested)
        {
            var life = kills < MostKills ? TimeSpan.FromMilliseconds(random.Next(100, 1500)) : s_patience;
            faults += await LiveAsync(cluster, random.Next(), over, life, limit.Token);
            kills++;
        }

        output.WriteLine($"seed {seed}: {s_applications} applications, {kills - 1} kills, {faults} faults, {clock.Elapsed.TotalSeconds:0} s");
        Unfinished(names, users).ShouldBeEmpty($"seed {seed}");
        await over.WaitAsync(limit.Token);
        await ShouldHaveEndedAsync(cluster, names, runs, seed);
        await limit.CancelAsync();
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private static DriverRole NextRole(Pod driver, ConcurrentDictionary<string, int> runs)
    {
        var application = driver.Metadata.Labels![SparkLabels.AppName];
        var roles = ChaosRole.Of(application).Runs;
        var run = runs.AddOrUpdate(application, 1, (_, n) => n + 1);
        return roles[Math.Min(run, roles.Length) - 1];
    }

    /// <summary>One operator from its start to its sudden death.</summary>
    private static async Task<int> LiveAsync(OperatorCluster cluster, int seed, Task over, TimeSpan life, CancellationToken cancellationToken)
    {
        using var network = new BadNetwork(cluster.Configuration, seed);
        await using var client = new KubeClient(cluster.Configuration, network, random: new Random(seed));
        using var death = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new SparkOperator(client, new() { DriverGracePeriod = TimeSpan.FromSeconds(2), LogTailLines = 0 }, TestLog.Factory).RunAsync(death.Token);
        await Task.WhenAny(over, running, Task.Delay(life, death.Token));
        if (running.IsFaulted)
            await running;
        await network.KillAsync();
        await death.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        return network.Faults;
    }

    private static bool IsOver(string name, SparkApplication? application) => ChaosRole.Of(name).End is { } end
        ? application?.Status is { } status && status.ApplicationState.State == end && status.ObservedGeneration == application.Metadata.Generation
        : application is null;

    private static List<string> Unfinished(List<string> names, ChaosUsers users) =>
        [.. names.Where(name => !IsOver(name, users.Seen.GetValueOrDefault(name))).Select(name => $"{name}: {JsonSerializer.Serialize(users.Seen.GetValueOrDefault(name)?.Status, SparkJson.Default.SparkApplicationStatus)}")];

    private static async Task ShouldHaveEndedAsync(OperatorCluster cluster, List<string> names, ConcurrentDictionary<string, int> runs, int seed)
    {
        var ended = await cluster.Client.ApplicationsAsync();
        foreach (var name in names)
        {
            var role = ChaosRole.Of(name);
            if (role is { End: not null, Attempts: { } attempts })
                (ended[name].Status!.ExecutionAttempts ?? 0).ShouldBe(attempts, $"{name}, seed {seed}");
            if (role.Drivers is { } drivers)
                runs.GetValueOrDefault(name).ShouldBe(drivers, $"drivers of {name}, seed {seed}");
        }

        cluster.Player.Violations.ShouldBeEmpty($"seed {seed}");
        await Leftovers.ShouldBeNoneAsync(cluster.Client, ended, $"seed {seed}");
    }
}
