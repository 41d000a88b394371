using System.Globalization;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.ApiServers.Differential;

/// <summary>Whatever managers do to an object, both servers make the same of it: fields, owners, conflicts, refusals.</summary>
public sealed class PatchTests(ITestOutputHelper output)
{
    private const int DefaultCases = 120;

    /// <summary><c>HEARTH_PATCH_CASES</c> and <c>HEARTH_PATCH_SEED</c> make it longer, or another one.</summary>
    [SkippableFact]
    public async Task Applied_and_patched_objects_are_the_same_on_both_servers()
    {
        var cases = Number("HEARTH_PATCH_CASES", DefaultCases);
        var seed = Number("HEARTH_PATCH_SEED", 20261121);
        output.WriteLine($"{cases} cases, seed {seed}");
        await using var real = await RealApiServer.StartAsync();
        await using var server = await LocalCluster.ApiServer.ApiServer.StartAsync(new LocalCluster.ApiServer.ApiServerOptions { Random = new Random(1) }, CancellationToken.None);
        using var expected = new StoryTeller(real.Address, real.Token);
        using var actual = new StoryTeller(server.Address, server.AdminToken);
        var comparison = new Comparison(expected, actual);
        await comparison.PrepareForPatchesAsync();
        // Controllers would change what managers own at times of their own.
        real.StopControllers();
        await comparison.RunAsync(new PatchCases(seed).Requests(cases));
        foreach (var difference in comparison.Differences)
            output.WriteLine(difference);
        output.WriteLine($"{comparison.Equal} of {comparison.Total} equal");
        Assert.True(comparison.Equal == comparison.Total, $"seed {seed}: {comparison.Equal} of {comparison.Total} equal; the first that is not: {comparison.Differences.FirstOrDefault()}");
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
