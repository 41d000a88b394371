using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.ApiServers.Differential.Fuzz;

/// <summary>
/// Objects of every built-in kind with fields spoiled at random, created, updated and patched without being stored: defaults, refusals and
/// warnings must be the same. The requests depend on the seed alone.
/// </summary>
internal sealed class SpecCases(int seed, OpenApiSchemas schemas, string? only)
{
    private readonly Random _random = new(seed);
    private readonly BuiltInKind[] _kinds = [.. BuiltInKind.All.Where(kind => kind.IsNamed(only) && !kind.IsNode).SelectMany(kind => Enumerable.Repeat(kind, kind.Weight))];

    /// <summary>The objects that updates change. Nodes are left out: a real server marks new ones as not ready.</summary>
    public static IEnumerable<StoryRequest> Preparation() => BuiltInKind.All.Where(kind => kind.IsStored && !kind.IsNode).Select((kind, i) => Request(i, "POST", kind.Path, kind.Body, ""));

    public IEnumerable<StoryRequest> Requests(int count)
    {
        for (var i = 0; i < count; i++)
            yield return Case(i);
    }

    private StoryRequest Case(int number)
    {
        var kind = _kinds[_random.Next(_kinds.Length)];
        var isUpdate = kind.IsStored && _random.Next(100) < 30;
        var value = (JsonObject)kind.Body.DeepClone();
        if (!isUpdate && value["metadata"] is JsonObject metadata && kind is { IsStored: true, HasFixedName: false })
            metadata["name"] = "n";
        var schema = schemas.Kind((string)kind.Body["apiVersion"]!, (string)kind.Body["kind"]!);
        var mutation = new SchemaMutation(_random, schemas);
        var wrongTypes = _random.Next(100) < 10 ? 30 : 0;
        for (var i = _random.Next(1, isUpdate ? 4 : 7); i > 0; i--)
            mutation.Spoil(value, schema, wrongTypes);
        var name = (string?)kind.Body["metadata"]?["name"];
        if (!isUpdate)
            return Request(number, "POST", kind.Path, value, kind.IsStored ? "?dryRun=All" + Validation() : "");
        if (_random.Next(3) > 0)
            return Request(number, "PUT", $"{kind.Path}/{name}", value, "?dryRun=All" + Validation());
        return Request(number, "PATCH", $"{kind.Path}/{name}", value, "?dryRun=All" + Validation(), _random.Next(2) == 0 ? "application/merge-patch+json" : "application/strategic-merge-patch+json");
    }

    private string Validation() => _random.Next(6) switch { 0 => "&fieldValidation=Strict", 1 => "&fieldValidation=Ignore", 2 => "&fieldValidation=Warn", _ => "" };

    private static StoryRequest Request(int number, string method, string path, JsonObject body, string query, string type = "application/json") => new(
        "case", number, method, path + query, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = type }, body.ToJsonString());
}
