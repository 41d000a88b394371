using System.Globalization;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.ApiServers.Differential.Fuzz;

/// <summary>
/// Random requests, mostly wrong ones, get the same answers from both servers. Not every one of them yet: each test says how many of a hundred do,
/// with room for the few that a moment decides, which must never become fewer, and prints the others.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int DefaultCases = 300;

    /// <summary><c>HEARTH_FUZZ_CASES</c> and <c>HEARTH_FUZZ_SEED</c> make it longer, or another one; <c>HEARTH_FUZZ_KIND</c> has parts of the paths of the kinds to try, with commas between (<c>$</c> is the end of one).</summary>
    [SkippableFact]
    public async Task Spoiled_objects_are_refused_and_completed_alike()
    {
        await CompareAsync(97, async (comparison, real, seed, cases) =>
        {
            var schemas = await OpenApiSchemas.ReadAsync(real);
            await comparison.RunAsync(SpecCases.Preparation());
            await comparison.RunAsync(new SpecCases(seed, schemas, Environment.GetEnvironmentVariable("HEARTH_FUZZ_KIND")).Requests(cases));
        });
    }

    [SkippableFact]
    public async Task Stored_objects_and_their_statuses_are_written_alike()
    {
        await CompareAsync(96, async (comparison, real, seed, cases) =>
        {
            var schemas = await OpenApiSchemas.ReadAsync(real);
            await comparison.RunAsync(SpecCases.Preparation());
            await comparison.RunAsync(new WriteCases(seed, schemas, Environment.GetEnvironmentVariable("HEARTH_FUZZ_KIND")).Requests(cases));
        });
    }

    [SkippableFact]
    public async Task Requests_with_any_options_are_answered_alike()
    {
        await CompareAsync(96, async (comparison, _, seed, cases) =>
        {
            await comparison.RunAsync(SpecCases.Preparation());
            await comparison.RunAsync(RequestCases.Preparation());
            await comparison.RunAsync(new RequestCases(seed).Requests(cases));
        });
    }

    [SkippableFact]
    public async Task Random_definitions_and_their_objects_are_taken_alike()
    {
        await CompareAsync(97, async (comparison, _, seed, cases) => await comparison.RunAsync(new DefinitionCases(seed).Requests(cases)));
    }

    /// <summary>The definitions that Hearth ships, or those of the folder that <c>HEARTH_FUZZ_DEFINITIONS</c> names: JSON or YAML, one definition a file.</summary>
    [SkippableFact]
    public async Task Shipped_definitions_and_their_objects_are_taken_alike()
    {
        var folder = Environment.GetEnvironmentVariable("HEARTH_FUZZ_DEFINITIONS") ?? Path.Combine(Hearth.Testing.Shared.Repository, "deploy", "crds");
        await CompareAsync(96, (comparison, real, seed, cases) => new ShippedCases(seed, folder).TellAsync(real, comparison, cases));
    }

    /// <summary>Stories of one's own, of the folder that <c>HEARTH_STORIES</c> names, without controllers beside them.</summary>
    [SkippableFact]
    public async Task Stories_of_a_folder_are_answered_alike()
    {
        var folder = Environment.GetEnvironmentVariable("HEARTH_STORIES");
        Skip.If(folder is null, "HEARTH_STORIES names no folder");
        await CompareAsync(100, async (comparison, _, _, _) =>
        {
            foreach (var story in Directory.EnumerateFiles(folder!, "*.story").Order(StringComparer.Ordinal))
                await comparison.RunAsync(StoryRequest.Read(story));
        });
    }

    private async Task CompareAsync(int percent, Func<Comparison, StoryTeller, int, int, Task> tell)
    {
        var cases = Number("HEARTH_FUZZ_CASES", DefaultCases);
        var seed = Number("HEARTH_FUZZ_SEED", 20261121);
        output.WriteLine($"{cases} cases, seed {seed}");
        await using var real = await RealApiServer.StartAsync();
        await using var server = await LocalCluster.ApiServer.ApiServer.StartAsync(new LocalCluster.ApiServer.ApiServerOptions { Random = new Random(1) }, CancellationToken.None);
        using var expected = new StoryTeller(real.Address, real.Token);
        using var actual = new StoryTeller(server.Address, server.AdminToken);
        var comparison = new Comparison(expected, actual);
        var none = new Dictionary<string, string>(StringComparer.Ordinal);
        await comparison.RunAsync([new("preparation", 1, "THERE", "/api/v1/namespaces/default/serviceaccounts/default", none, null), new("preparation", 2, "THERE", "/api/v1/namespaces/default/configmaps/kube-root-ca.crt", none, null)]);
        // Controllers would change objects at times of their own.
        real.StopControllers();
        await tell(comparison, expected, seed, cases);
        foreach (var difference in comparison.Differences)
            output.WriteLine(difference);
        foreach (var kind in comparison.Results.GroupBy(result => Kind(result.Path), result => result.IsEqual).OrderBy(kind => kind.Key, StringComparer.Ordinal))
            output.WriteLine($"{100 * kind.Count(isEqual => isEqual) / kind.Count()} % of {kind.Count()} {kind.Key}");
        output.WriteLine($"{comparison.Equal} of {comparison.Total} equal");
        Assert.True(comparison.Equal * 100 >= comparison.Total * percent, $"seed {seed}: {comparison.Equal} of {comparison.Total} equal, fewer than {percent} %; the first that is not: {comparison.Differences.FirstOrDefault()}");
    }

    /// <summary>The group and plural in a path.</summary>
    private static string Kind(string path) => string.Join('/', path.Split('?')[0].Split('/').Where(part => part is not ("api" or "apis" or "v1" or "v2" or "namespaces" or "default" or "f" or "g" or "")));

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
