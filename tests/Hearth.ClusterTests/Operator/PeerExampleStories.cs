using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.ClusterTests.ApiServers.Differential;
using Hearth.ClusterTests.Cli;
using Hearth.Cli.Clusters;
using Hearth.Cli.Manifests;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.Spark.Schema;
using Hearth.Testing;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.Operator;

/// <summary>Manifests as the peer's users have them, unchanged, before our CRDs.</summary>
public sealed class PeerExampleStories(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task They_apply_to_the_local_cluster()
    {
        await using var cluster = await OperatorCluster.StartAsync();
        output.WriteLine(await ApplyAsync(cluster.Client));
    }

    /// <summary>What a cluster refuses although it takes every example.</summary>
    [SkippableTheory]
    [InlineData("spec", """{"arguments":"one"}""", "arguments")]
    [InlineData("spec", """{"driver":{"cores":0}}""", "cores")]
    [InlineData("spec", """{"restartPolicy":{"type":"Sometimes"}}""", "Sometimes")]
    [InlineData("spec", """{"sparkConf":{"spark.master":"local"}}""", "is not allowed")]
    [InlineData("spec", """{"hearth":{"deadlines":{"pending":"soon"}}}""", "pending")]
    [InlineData("spec", """{"nodeSelector":{"a":"b"},"driver":{"nodeSelector":{"a":"b"}}}""", "node selector cannot be defined")]
    public async Task The_schema_refuses_what_is_wrong_in_them(string field, string change, string words)
    {
        await using var cluster = await OperatorCluster.StartAsync();
        var manifest = Documents().First(d => d["metadata"]!["name"]!.ToString() == "pi");
        Merge(manifest[field]!.AsObject(), JsonNode.Parse(change)!.AsObject());

        var refusal = await Should.ThrowAsync<KubeException>(() => CreateAsync(cluster.Client, manifest));

        refusal.IsInvalid.ShouldBeTrue(refusal.Message);
        refusal.Message.ShouldContain(words);
    }

    internal static async Task<string> ApplyAsync(KubeClient client)
    {
        var refused = new List<string>();
        var count = 0;
        foreach (var document in Documents())
        {
            count++;
            try
            {
                await CreateAsync(client, document);
            }
            catch (KubeException e)
            {
                refused.Add($"{document["kind"]}/{document["metadata"]!["name"]}: {e.Message}");
            }
        }

        refused.ShouldBeEmpty();
        return $"{count} of {count} objects of the peer's examples applied";
    }

    private static Task<KubeObject> CreateAsync(KubeClient client, JsonObject manifest)
    {
        var kind = manifest["kind"]!.ToString();
        var (group, version) = manifest["apiVersion"]!.ToString().Split('/') is [var g, var v] ? (g, v) : ("", manifest["apiVersion"]!.ToString());
        var type = ResourceTypes.Untyped(group, version, kind.ToLowerInvariant() + "s", kind);
        return client.CreateAsync(type, "default", manifest.Deserialize(KubeJson.Default.KubeObject)!, new() { DryRun = true, FieldValidation = "Strict" }, CancellationToken.None);
    }

    private static void Merge(JsonObject into, JsonObject change)
    {
        foreach (var (name, value) in change)
        {
            if (value is JsonObject inner && into[name] is JsonObject present)
                Merge(present, inner);
            else
                into[name] = value?.DeepClone();
        }
    }

    private static List<JsonObject> Documents() =>
        [.. Directory.GetFiles(Shared.Path("peer-examples"), "*.yaml").Order(StringComparer.Ordinal)
            .SelectMany(file => ManifestFile.Parse(File.ReadAllBytes(file), Path.GetFileName(file), [])).Select(d => d.Json.DeepClone().AsObject())];
}

/// <summary>The same before a real API server, with the real kubectl.</summary>
[Collection("whole machine")]
public sealed class PeerExampleRealStories(ITestOutputHelper output)
{
    private const int LargestAnnotation = 256 * 1024;

    [SkippableFact]
    public async Task They_apply_to_a_real_API_server_that_explains_their_fields()
    {
        await using var server = await RealApiServer.StartAsync();
        await using var client = new KubeClient(KubeConfigFile.Load(server.Kubeconfig));
        foreach (var definition in CustomResourceDefinitions.All())
            Encoding.UTF8.GetByteCount(definition.ToJsonString()).ShouldBeLessThan(LargestAnnotation, "kubectl keeps it in an annotation");

        // As a user installs them: client-side.
        await Kubectl.RunAsync(server.Kubeconfig, "apply", "-f", Path.Combine(Shared.Repository, "deploy", "crds"));
        await new ManifestApplier(client).InstallAsync(CustomResourceDefinitions.All(), CancellationToken.None);
        output.WriteLine(await PeerExampleStories.ApplyAsync(client));

        (await Kubectl.RunAsync(server.Kubeconfig, "explain", "sparkapplication.spec.driver.memory")).ShouldContain("FIELD: memory <string>");
        (await Kubectl.RunAsync(server.Kubeconfig, "explain", "sparkapp.spec.hearth.deadlines")).ShouldContain("From submission until the driver runs");
        (await Kubectl.RunAsync(server.Kubeconfig, "explain", "scheduledsparkapp.spec.concurrencyPolicy")).ShouldContain("What to do when the last run is not over");
        (await Kubectl.RunAsync(server.Kubeconfig, "explain", "sparkconn.spec.server.service.spec.ports")).ShouldContain("appProtocol");
        (await Kubectl.RunAsync(server.Kubeconfig, "explain", "sparkapp.spec.volumes.persistentVolumeClaim")).ShouldContain("claimName");
    }
}
