using System.Text.Json.Nodes;
using Hearth.ClusterTests.ApiServers.Differential;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.LocalCluster.Controllers;
using Hearth.Testing;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.Controllers.Policies;

/// <summary>The real controller manager and ours write the same warnings about expressions into the status of the same policies.</summary>
public sealed class PolicyStatusTests(ITestOutputHelper output)
{
    private const string Policies = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies";
    private const int Changed = 10;
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Controllers", "Policies");

    [SkippableFact]
    public async Task Policies_get_the_same_status()
    {
        await using var real = await RealApiServer.StartAsync();
        var directory = Directory.CreateTempSubdirectory("hearth-policies-").FullName;
        await using var server = await LocalCluster.ApiServer.ApiServer.StartAsync(new LocalCluster.ApiServer.ApiServerOptions { Random = new Random(1) }, CancellationToken.None);
        using var client = new KubeClient(KubeConfigFile.Load(server.WriteKubeconfig(Path.Combine(directory, "kubeconfig"))));
        using var stop = new CancellationTokenSource();
        var controllers = ClusterControllers.RunAsync(client, new() { VolumeDirectory = Path.Combine(directory, "volumes"), ApiServer = server.Address }, stop.Token);
        using var expected = new StoryTeller(real.Address, real.Token);
        using var actual = new StoryTeller(server.Address, server.AdminToken);
        var comparison = new Comparison(expected, actual);
        await comparison.RunAsync(StoryRequest.Read(Path.Combine(s_folder, "kinds.story")));
        PolicyCase[] cases = [.. PolicyCase.Read(Path.Combine(s_folder, "policies.cases"))];
        await comparison.RunAsync(cases.Select(policy => Send("POST", Policies, policy.Policy)));
        // What is not stored alike has no status to wait for.
        if (comparison.Differences.Count == 0)
            await comparison.RunAsync(Looks([.. cases.Where(policy => policy.IsAccepted)]));
        await stop.CancelAsync();
        await controllers.ContinueWith(_ => { }, TaskScheduler.Default);
        TemporaryFolder.Delete(directory);
        foreach (var difference in comparison.Differences)
            output.WriteLine(difference);
        output.WriteLine($"{comparison.Equal} of {comparison.Total} equal");
        Assert.True(comparison.Equal == comparison.Total, $"{comparison.Equal} of {comparison.Total} equal; the first that is not: {comparison.Differences.FirstOrDefault()}");
    }

    private static IEnumerable<StoryRequest> Looks(IReadOnlyList<PolicyCase> policies)
    {
        foreach (var look in policies.SelectMany(policy => Look(policy, 1)))
            yield return look;
        // Another spec is judged anew; labels are not.
        foreach (var policy in policies.Take(Changed))
        {
            yield return Patch(policy, """{"spec":{"validations":[{"expression":"object.metadata.name == 'a'"}]}}""");
            foreach (var look in Look(policy, 2))
                yield return look;
            yield return Patch(policy, """{"metadata":{"labels":{"a":"b"}}}""");
            yield return Patch(policy, """{"spec":{"validations":[{"expression":"object.later == 'a'"}]}}""");
            foreach (var look in Look(policy, 3))
                yield return look;
        }
    }

    private static IEnumerable<StoryRequest> Look(PolicyCase policy, int generation)
    {
        yield return Send("UNTIL", $"{Policies}/{policy.Name} status.observedGeneration={generation}", null);
        yield return Send("GET", $"{Policies}/{policy.Name}", null);
    }

    private static StoryRequest Patch(PolicyCase policy, string patch) => Send("PATCH", $"{Policies}/{policy.Name}", null) with { Headers = Typed("application/merge-patch+json"), Body = patch };

    private static StoryRequest Send(string method, string path, JsonObject? body) => new("policies", 0, method, path, Typed("application/json"), body?.ToJsonString());

    private static Dictionary<string, string> Typed(string type) => new(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = type };
}
