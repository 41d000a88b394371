using System.Collections.Concurrent;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Cli;

/// <summary>
/// Many applications at once while the operator dies again and again: all complete, none runs twice, none is lost.
/// <c>HEARTH_MANY_APPLICATIONS</c> says how many (60).
/// </summary>
[Collection("whole machine")]
public sealed class ManyApplicationsStory : IDisposable
{
    private const int Kills = 6;
    private static readonly int s_applications = int.TryParse(Environment.GetEnvironmentVariable("HEARTH_MANY_APPLICATIONS"), out var set) ? set : 60;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5) + (s_applications * TimeSpan.FromSeconds(3));

    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Every_application_survives_the_kills_of_the_operator()
    {
        var config = _home.File("kubeconfig");
        await using var dev = HearthProcess.Start(_home.Home, "dev", "--no-operator", "--simulate", "--kubeconfig", config);
        await dev.WaitForAsync("Ctrl-C ends it");
        var server = KubeConfigFile.Load(config);
        await using var client = new KubeClient(server);
        using var limit = new CancellationTokenSource(s_patience);
        var drivers = new ConcurrentDictionary<string, ConcurrentDictionary<string, bool>>(StringComparer.Ordinal);
        var watching = WatchDriversAsync(client, drivers, limit.Token);

        await Task.WhenAll(Enumerable.Range(0, s_applications).Select(i => client.CreateAsync(SparkResources.SparkApplications, "default", Application(i), limit.Token)));
        var kills = 0;
        while (true)
        {
            await using var sparkOperator = HearthProcess.Start(_home.Home, "operator", "--kubeconfig", config, "--driver-master", server.Server.GetLeftPart(UriPartial.Authority));
            if (kills < Kills)
            {
                await WaitForCompletedAsync(client, s_applications * (kills + 1) / (Kills + 2), limit.Token);
                await sparkOperator.SignalAsync("KILL");
                await sparkOperator.ExitAsync();
                kills++;
                continue;
            }

            await WaitForCompletedAsync(client, s_applications, limit.Token);
            break;
        }

        await limit.CancelAsync();
        await watching;
        drivers.Count.ShouldBe(s_applications);
        drivers.Where(d => d.Value.Count != 1).Select(d => d.Key).ShouldBeEmpty("an application had several drivers");
    }

    private static async Task WaitForCompletedAsync(KubeClient client, int wanted, CancellationToken cancellationToken)
    {
        while (true)
        {
            var all = (await client.ListAsync(SparkResources.SparkApplications, "default", null, cancellationToken)).Items;
            all.Count.ShouldBe(s_applications);
            all.Where(a => a.Status?.ApplicationState.State is "FAILED" or "SUBMISSION_FAILED").Select(a => $"{a.Metadata.Name}: {a.Status!.ApplicationState.ErrorMessage}").ShouldBeEmpty();
            if (all.Count(a => a.Status?.ApplicationState.State == "COMPLETED") >= wanted)
                return;
            await Task.Delay(200, cancellationToken);
        }
    }

    private static async Task WatchDriversAsync(KubeClient client, ConcurrentDictionary<string, ConcurrentDictionary<string, bool>> drivers, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var change in client.WatchAsync(ResourceTypes.Pods, "default", new WatchOptions { LabelSelector = "spark-role=driver" }, cancellationToken))
                {
                    if (change.Type is not WatchEventType.Bookmark)
                        drivers.GetOrAdd(change.Object.Metadata.Labels![SparkLabels.AppName], _ => new(StringComparer.Ordinal))[change.Object.Metadata.Uid!] = true;
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static SparkApplication Application(int index) => new()
    {
        Metadata = new ObjectMeta { Name = $"pi-{index}", Namespace = "default" },
        Spec = new SparkApplicationSpec
        {
            Type = "Scala",
            Mode = "cluster",
            Image = "docker.io/apache/spark:4.3.0",
            MainClass = "org.apache.spark.examples.SparkPi",
            MainApplicationFile = "local:///opt/spark/examples/jars/spark-examples.jar",
            Arguments = ["2"],
            SparkVersion = "4.3.0",
            Driver = new DriverSpec { Cores = 1, Memory = "512m", ServiceAccount = "spark-operator-spark" },
            Executor = new ExecutorSpec { Cores = 1, Memory = "512m", Instances = 1 },
        },
    };
}
