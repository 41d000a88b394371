using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.LocalCluster.ApiServer;
using Hearth.Operator;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.Operator;

/// <summary>Applications with mixed outcomes while the API server answers 409, 429, 500 and 410 at random, cuts watches, and operators die.</summary>
public sealed class ChaosStories(ITestOutputHelper output)
{
    private const int Applications = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(20261121)]
    public async Task Every_application_ends_as_it_should(int seed)
    {
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var faults = new FaultOptions { Seed = seed, Conflict = 0.05, InternalError = 0.03, TooManyRequests = 0.002, Gone = 0.02, CutWatch = 0.05 };
        await using var cluster = await OperatorCluster.StartAsync(Role, faults);
        for (var i = 0; i < Applications; i++)
            await InsistAsync(() => cluster.Client.CreateAsync(Stories.Application(NameOf(i))));

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (!await AreAllOverAsync(cluster.Client))
        {
            await using var mortal = Stories.Start(cluster.Client, new OperatorOptions { LogTailLines = 0 });
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(300, 3000)), limit.Token);
        }

        var ended = await ListAsync(cluster.Client);
        foreach (var application in ended)
            application.Status!.ApplicationState.State.ShouldBe(IsToFail(application.Metadata.Name!) ? ApplicationStates.Failed : ApplicationStates.Completed, application.Metadata.Name);
        ended.ShouldAllBe(a => a.Status!.ExecutionAttempts == 1);
        cluster.Player.Violations.ShouldBeEmpty();
        cluster.Player.Runs.Count.ShouldBe(Applications);
    }

    private static string NameOf(int i) => i % 3 == 0 ? $"fails-{i}" : $"works-{i}";

    private static bool IsToFail(string name) => name.StartsWith("fails-", StringComparison.Ordinal);

    private static DriverRole Role(Pod driver) => IsToFail(driver.Metadata.Labels![SparkLabels.AppName]) ? DriverRole.Fail : DriverRole.Succeed;

    private static async Task<bool> AreAllOverAsync(KubeClient client) =>
        (await ListAsync(client)).All(a => ApplicationStates.IsTerminal(a.Status?.ApplicationState.State ?? ""));

    private static Task<IReadOnlyList<SparkApplication>> ListAsync(KubeClient client) =>
        InsistAsync(async () => (await client.ListAsync(SparkResources.SparkApplications, "default", null, CancellationToken.None)).Items);

    internal static async Task<T> InsistAsync<T>(Func<Task<T>> call)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (KubeException) when (attempt < 20)
            {
            }
        }
    }
}
