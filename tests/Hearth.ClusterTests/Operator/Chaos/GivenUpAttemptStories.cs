using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Spark.Api;
using Xunit;

namespace Hearth.ClusterTests.Operator;

/// <summary>An operator dies with the Service and ConfigMaps of an attempt made and its driver not; then nobody wants that attempt any more.</summary>
public sealed class GivenUpAttemptStories
{
    [Theory]
    [InlineData("""{"suspend":true}""", ApplicationStates.Suspended)]
    [InlineData("""{"arguments":["other"]}""", ApplicationStates.Completed)]
    [InlineData("""{"sparkConf":{"spark.driver.memory":"lots"}}""", ApplicationStates.Failed)]
    public async Task Nothing_of_it_stays(string change, string end)
    {
        await using var cluster = await OperatorCluster.StartAsync();
        await cluster.Client.CreateAsync(Stories.Application("pi"));
        await DyingOperator.RunAsync(cluster.Configuration, request => request.Method == HttpMethod.Post && request.RequestUri!.AbsolutePath.EndsWith("/pods", StringComparison.Ordinal));
        await cluster.Client.PatchAsync(SparkResources.SparkApplications, "default", "pi", Patch.Merge(new JsonObject { ["spec"] = JsonNode.Parse(change) }), CancellationToken.None);

        await using var next = Stories.Start(cluster.Client);
        var pi = await cluster.Client.WaitForStateAsync("pi", end);

        await Leftovers.ShouldBeNoneAsync(cluster.Client, new Dictionary<string, SparkApplication>(StringComparer.Ordinal) { ["pi"] = pi }, "nobody owns the objects of the first attempt");
    }
}
