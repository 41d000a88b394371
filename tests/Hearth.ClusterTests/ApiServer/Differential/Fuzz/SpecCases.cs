using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.ApiServers.Differential.Fuzz;

/// <summary>
/// Objects of every built-in kind with fields spoiled at random, created, updated and patched without being stored: defaults, refusals and
/// warnings must be the same. The requests depend on the seed alone.
/// </summary>
internal sealed class SpecCases(int seed, OpenApiSchemas schemas, string? only)
{
    private static readonly Kind[] s_kinds = [.. JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "ApiServer", "Differential", "Fuzz", "kinds.json")))!.AsArray()
        .Select(entry => new Kind((string)entry!["path"]!, (int)entry["weight"]!, entry["body"]!.AsObject()))];

    private readonly Random _random = new(seed);
    private readonly Kind[] _kinds = [.. s_kinds.Where(kind => only is null || only.Split(',').Any(part => (kind.Path + "$").Contains(part, StringComparison.Ordinal))).Where(kind => !kind.IsNode).SelectMany(kind => Enumerable.Repeat(kind, kind.Weight))];

    /// <summary>The objects that updates change. Nodes are left out: a real server marks new ones as not ready.</summary>
    public static IEnumerable<StoryRequest> Preparation() => s_kinds.Where(kind => kind.IsStored && !kind.IsNode).Select((kind, i) => Request(i, "POST", kind.Path, kind.Body, ""));

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
        if (!isUpdate && value["metadata"] is JsonObject metadata && kind.IsStored && kind.Body["kind"]!.ToString() is not ("CustomResourceDefinition" or "APIService"))
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

    private sealed record Kind(string Path, int Weight, JsonObject Body)
    {
        public bool IsNode => Path == "/api/v1/nodes";

        /// <summary>Reviews are answered, not kept.</summary>
        public bool IsStored => !Path.Contains("review", StringComparison.Ordinal) && !Path.EndsWith("/token", StringComparison.Ordinal);
    }
}
