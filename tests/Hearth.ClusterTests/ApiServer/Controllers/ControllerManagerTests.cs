using Hearth.ClusterTests.ApiServers.Differential;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.ApiServers.Controllers;

/// <summary>A Go client of everything: the controllers of a real Kubernetes do before this API server what they do before a real one.</summary>
[Collection("whole machine")]
public sealed class ControllerManagerTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task Real_controllers_reconcile_before_the_local_API_server()
    {
        await using var real = await RealApiServer.StartAsync();
        await using var server = await LocalCluster.ApiServer.ApiServer.StartAsync(new LocalCluster.ApiServer.ApiServerOptions { Random = new Random(1) }, CancellationToken.None);
        await using var controllers = await ControllerManager.StartAsync(server, Environment.GetEnvironmentVariable("HEARTH_KCM_CONTENT") ?? "application/json");
        using var expected = new StoryTeller(real.Address, real.Token);
        using var actual = new StoryTeller(server.Address, server.AdminToken);
        var comparison = new Comparison(expected, actual);
        try
        {
            await comparison.RunAsync(StoryRequest.Read(Path.Combine(AppContext.BaseDirectory, "ApiServer", "Controllers", "controllers.story")));
        }
        catch (TimeoutException)
        {
            output.WriteLine(controllers.Log);
            throw;
        }

        foreach (var difference in comparison.Differences)
            output.WriteLine(difference);
        output.WriteLine($"{comparison.Equal} of {comparison.Total} equal");
        if (comparison.Equal != comparison.Total || Environment.GetEnvironmentVariable("HEARTH_KCM_LOG") is not null)
            output.WriteLine(controllers.Log);
        Assert.True(comparison.Equal == comparison.Total, $"{comparison.Equal} of {comparison.Total} equal; the first that is not: {comparison.Differences.FirstOrDefault()}");
    }
}
