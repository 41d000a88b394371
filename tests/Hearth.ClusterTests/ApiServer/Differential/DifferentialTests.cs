using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.ApiServers.Differential;

/// <summary>The same requests to a real API server and to the local cluster's get the same answers.</summary>
public sealed class DifferentialTests(ITestOutputHelper output)
{
    /// <summary><c>HEARTH_STORY</c> tells those alone that have it in their name.</summary>
    [SkippableFact]
    public Task The_local_API_server_answers_as_a_real_one() => CompareAsync(async comparison =>
    {
        foreach (var story in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "ApiServer", "Differential", "stories"), $"*{Environment.GetEnvironmentVariable("HEARTH_STORY")}*.story").Order(StringComparer.Ordinal))
            await comparison.RunAsync(StoryRequest.Read(story));
    });

    [SkippableFact]
    public Task Spark_s_own_client_gets_the_answers_of_a_real_one() => CompareAsync(async comparison =>
    {
        foreach (var recording in Directory.EnumerateFiles(Hearth.Testing.Shared.Path("golden", "driver-calls"), "*.jsonl", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            await comparison.ReplayAsync(recording);
    });

    private async Task CompareAsync(Func<Comparison, Task> tell)
    {
        await using var real = await RealApiServer.StartAsync();
        await using var server = await LocalCluster.ApiServer.ApiServer.StartAsync(new LocalCluster.ApiServer.ApiServerOptions { Random = new Random(1) }, CancellationToken.None);
        using var expected = new StoryTeller(real.Address, real.Token);
        using var actual = new StoryTeller(server.Address, server.AdminToken);
        var comparison = new Comparison(expected, actual);
        await tell(comparison);
        foreach (var difference in comparison.Differences)
            output.WriteLine(difference);
        output.WriteLine($"{comparison.Equal} of {comparison.Total} equal");
        Assert.True(comparison.Equal == comparison.Total, $"{comparison.Equal} of {comparison.Total} equal; the first that is not: {comparison.Differences.FirstOrDefault()}");
    }
}
