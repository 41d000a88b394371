using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.ApiServers.Differential.Admission;

/// <summary>Both servers ask webhooks the same, in the same order, make the same of what these answer, carry out the same policies, and hold pods to the same standards.</summary>
public sealed class AdmissionTests(ITestOutputHelper output)
{
    private const int DefaultCourses = 60;

    /// <summary><c>HEARTH_FUZZ_CASES</c> and <c>HEARTH_FUZZ_SEED</c> make it longer, or another one.</summary>
    [SkippableFact]
    public async Task Random_webhooks_are_asked_and_heard_alike()
    {
        using var certificate = HookServer.NewCertificate("hook");
        using var other = HookServer.NewCertificate("other");
        await using var realHooks = await HookServer.StartAsync(certificate);
        await using var ourHooks = await HookServer.StartAsync(certificate);
        var cases = new HookCases(Seed, Bundle(certificate), Bundle(other));
        await CompareAsync(HookCases.Preparation(), HookCases.Objects(), cases.Course, realHooks, ourHooks);
    }

    [SkippableFact]
    public Task Random_policies_allow_and_refuse_alike() => CompareAsync(PolicyCases.Preparation(), PolicyCases.Objects(), new PolicyCases(Seed).Course);

    [SkippableFact]
    public Task Random_pods_are_held_to_their_namespaces_alike()
    {
        var cases = new PodSecurityCases(Seed);
        return CompareAsync([], cases.Objects(), cases.Course);
    }

    private async Task CompareAsync(IEnumerable<StoryRequest> preparation, IEnumerable<StoryRequest> objects, Func<int, IEnumerable<StoryRequest>> course, HookServer? realHooks = null, HookServer? ourHooks = null)
    {
        var courses = Number("HEARTH_FUZZ_CASES", DefaultCourses);
        output.WriteLine($"{courses} courses, seed {Seed}");
        await using var real = await RealApiServer.StartAsync();
        await using var server = await LocalCluster.ApiServer.ApiServer.StartAsync(new LocalCluster.ApiServer.ApiServerOptions { Random = new Random(1) }, CancellationToken.None);
        using var expected = new StoryTeller(real.Address, real.Token, realHooks?.Address ?? "") { After = realHooks is null ? null : realHooks.Take };
        using var actual = new StoryTeller(server.Address, server.AdminToken, ourHooks?.Address ?? "") { After = ourHooks is null ? null : ourHooks.Take };
        var comparison = new Comparison(expected, actual);
        await comparison.RunAsync(preparation);
        // Controllers would ask too.
        real.StopControllers();
        await comparison.RunAsync(objects);
        for (var i = 0; i < courses; i++)
            await comparison.RunAsync(course(i));
        foreach (var difference in comparison.Differences)
            output.WriteLine(difference);
        output.WriteLine($"{comparison.Equal} of {comparison.Total} equal");
        Assert.True(comparison.Equal == comparison.Total, $"seed {Seed}: {comparison.Equal} of {comparison.Total} equal; the first that is not: {comparison.Differences.FirstOrDefault()}");
    }

    private static int Seed => Number("HEARTH_FUZZ_SEED", 20261121);

    private static string Bundle(X509Certificate2 certificate) => Convert.ToBase64String(Encoding.UTF8.GetBytes(certificate.ExportCertificatePem()));

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
