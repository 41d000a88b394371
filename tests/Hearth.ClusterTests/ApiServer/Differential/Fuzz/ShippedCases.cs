using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.ApiServers.Differential.Fuzz;

/// <summary>Definitions from files, as they are shipped, and random objects of them, good and spoiled. The requests depend on the seed alone.</summary>
internal sealed class ShippedCases(int seed, string folder)
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private readonly Random _random = new(seed);

    /// <param name="server">One of the two, which tells what the definitions are.</param>
    /// <param name="comparison">Takes the requests.</param>
    /// <param name="count">How many objects to make, of all definitions together.</param>
    public async Task TellAsync(StoryTeller server, Comparison comparison, int count)
    {
        var files = Directory.EnumerateFiles(folder).Where(file => Path.GetExtension(file) is ".json" or ".yaml" or ".yml").Order(StringComparer.Ordinal).ToArray();
        foreach (var file in files)
        {
            var type = Path.GetExtension(file) == ".json" ? "application/json" : "application/yaml";
            await comparison.RunAsync([Request(0, "POST", Definitions, await File.ReadAllTextAsync(file), type)]);
        }

        var definitions = (await server.TellAsync(Request(0, "GET", Definitions, null)))!.Body!["items"]!.AsArray();
        foreach (var definition in definitions.OfType<JsonObject>())
        {
            foreach (var version in definition["spec"]!["versions"]!.AsArray().OfType<JsonObject>().Where(version => (bool)version["served"]!))
                await comparison.RunAsync(Objects(definition, version, Math.Max(1, count / definitions.Count)));
        }
    }

    private IEnumerable<StoryRequest> Objects(JsonObject definition, JsonObject version, int count)
    {
        var spec = definition["spec"]!;
        var place = (string?)spec["scope"] == "Namespaced" ? "namespaces/default/" : "";
        var path = $"/apis/{spec["group"]}/{version["name"]}/{place}{spec["names"]!["plural"]}";
        yield return Request(0, "THERE", path, null);
        var schema = version["schema"]!["openAPIV3Schema"]!.AsObject();
        for (var i = 0; i < count; i++)
        {
            var value = new StructuralValues(_random, isSparse: true).Make(schema, 0) as JsonObject ?? [];
            if (Chance(50) && schema["properties"]?["spec"] is JsonObject below)
                value["spec"] = new StructuralValues(_random, isSparse: true).Make(below, _random.Next(1, 12));
            value["apiVersion"] = $"{spec["group"]}/{version["name"]}";
            value["kind"] = (string)spec["names"]!["kind"]!;
            value["metadata"] = new JsonObject { ["name"] = "n" };
            yield return Chance(20)
                ? Request(i, "PATCH", $"{path}/n?dryRun=All&fieldManager=m", value.ToJsonString(), "application/apply-patch+yaml")
                : Request(i, "POST", path + "?dryRun=All" + (Chance(30) ? "&fieldValidation=Strict" : ""), value.ToJsonString());
        }

        yield return Request(0, "GET", path, null);
    }

    private static StoryRequest Request(int number, string method, string path, string? body, string type = "application/json") => new(
        "shipped", number, method, path, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = type }, body);

    private bool Chance(int percent) => _random.Next(100) < percent;
}
