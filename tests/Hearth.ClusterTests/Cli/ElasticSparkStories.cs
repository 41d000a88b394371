using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Cli;

/// <summary>Real Spark uses what Kubernetes gives it: executors that come and go, volumes on demand, pod templates.</summary>
[Collection("whole machine")]
public sealed class ElasticSparkStories : IDisposable
{
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    [SkippableFact]
    public async Task Executors_come_go_hand_over_and_inherit_volumes_and_pods_look_as_their_templates_say()
    {
        var config = _home.File("kubeconfig");
        await using var dev = HearthProcess.Start(_home.Home, "dev", "--spark-home", await RealSpark.HomeAsync(), "--kubeconfig", config);
        await dev.WaitForAsync("Ctrl-C ends it");
        await using var client = new KubeClient(KubeConfigFile.Load(config));
        await using var seen = SeenObjects.Watch(client);
        foreach (var manifest in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Cli", "elastic")).Order(StringComparer.Ordinal))
            await Kubectl.RunAsync(config, "apply", "-f", manifest);
        await seen.UntilAsync("elastic-driver", () => HasSaidAsync(client, "elastic-driver", "third burst"));
        var victim = seen.ExecutorsOf("elastic").Last(p => p.Status?.Phase == "Running");
        await client.DeleteAsync(ResourceTypes.Pods, "default", victim.Metadata.Name!, null, CancellationToken.None);

        (await client.EndAsync("elastic")).ShouldBe("COMPLETED", dev.Text);
        (await client.EndAsync("templated")).ShouldBe("COMPLETED", dev.Text);
        await CheckElasticAsync(client, seen, victim);
        await CheckTemplatesAsync(client, seen);
    }

    private static async Task CheckElasticAsync(KubeClient client, SeenObjects seen, Pod victim)
    {
        var log = await client.LogAsync("elastic-driver", SparkLabels.DriverContainer);
        log.ShouldContain("sums: 12 12 12");
        log.ShouldContain("executors when idle: 0");
        seen.ExecutorsOf("elastic").Count.ShouldBeGreaterThanOrEqualTo(4, "two for each burst with a rest before it");
        log.ShouldContain("removed due to idle timeout");
        log.ShouldMatch($"Executor {victim.Metadata.Labels!["spark-exec-id"]} on .* is decommissioned after");
        var claims = seen.Claims;
        claims.Count.ShouldBe(2, "as many as executors may live at once: each later one waits for a volume that is free");
        claims.ShouldAllBe(c => c.Metadata.OwnerReferences!.Any(o => o.Name == "elastic-driver"));
        var users = seen.ExecutorsOf("elastic").SelectMany(p => p.Spec!.Volumes!).Select(v => v.PersistentVolumeClaim?.ClaimName).OfType<string>().ToList();
        users.Count.ShouldBeGreaterThan(claims.Count, "a claim has had several executors");
        users.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ShouldBe(claims.Select(c => c.Metadata.Name!).Order(StringComparer.Ordinal));
        (await client.ListAsync(ResourceTypes.PersistentVolumeClaims, "default", null, CancellationToken.None)).Items.ShouldBeEmpty();
        seen.GoneClaims.Count.ShouldBe(claims.Count);
    }

    private static async Task CheckTemplatesAsync(KubeClient client, SeenObjects seen)
    {
        var driver = await client.GetAsync(ResourceTypes.Pods, "default", "templated-driver", CancellationToken.None);
        driver.Metadata.Labels!["team"].ShouldBe("analytics");
        driver.Status!.InitContainerStatuses!.Single(s => s.Name == "proxy").State!.Terminated.ShouldNotBeNull("the sidecar ends with the driver");
        (await client.LogAsync("templated-driver", "proxy")).ShouldContain("sidecar of templated-driver");
        (await client.LogAsync("templated-driver", SparkLabels.DriverContainer)).ShouldContain("Pi is roughly 3.1");
        var executors = seen.ExecutorsOf("templated");
        executors.Count.ShouldBe(2);
        foreach (var executor in executors)
        {
            executor.Metadata.Annotations!["example.com/cost-center"].ShouldBe("4711");
            executor.Spec!.InitContainers!.Single().Name.ShouldBe("prepare");
            executor.Status!.InitContainerStatuses!.Single().State!.Terminated!.ExitCode.ShouldBe(0);
            executor.Spec.Containers!.Single().Env!.ShouldContain(e => e.Name == "FROM_TEMPLATE" && e.Value == "yes");
        }
    }

    private static async Task<bool> HasSaidAsync(KubeClient client, string pod, string words)
    {
        try
        {
            return (await client.LogAsync(pod, SparkLabels.DriverContainer)).Contains(words, StringComparison.Ordinal);
        }
        catch (KubeException)
        {
            return false;
        }
    }
}
