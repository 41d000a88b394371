using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.ApiServers.Differential.Fuzz;

/// <summary>The types of the built-in API, as a server describes them.</summary>
internal sealed class OpenApiSchemas
{
    private readonly Dictionary<string, JsonObject> _schemas = new(StringComparer.Ordinal);

    public static async Task<OpenApiSchemas> ReadAsync(StoryTeller server)
    {
        var schemas = new OpenApiSchemas();
        var index = await GetAsync(server, "/openapi/v3");
        foreach (var (path, _) in index["paths"]!.AsObject().Where(entry => entry.Key.Contains("/v", StringComparison.Ordinal)))
            schemas.Add(await GetAsync(server, "/openapi/v3/" + path));
        return schemas;
    }

    /// <summary>The type of objects that call themselves so.</summary>
    public JsonObject Kind(string apiVersion, string kind) => _schemas.Values.First(schema =>
        schema["x-kubernetes-group-version-kind"] is JsonArray kinds && kinds.Any(entry => (string?)entry!["kind"] == kind && Version(entry) == apiVersion));

    /// <summary>What a property, an item or a value of a map is.</summary>
    public JsonObject Resolve(JsonNode? schema)
    {
        var reference = schema?["allOf"] is JsonArray { Count: > 0 } all ? all[0]!["$ref"] : schema?["$ref"];
        return reference is null ? schema as JsonObject ?? [] : _schemas[((string)reference!)["#/components/schemas/".Length..]];
    }

    private static string Version(JsonNode entry) => (string?)entry["group"] is { Length: > 0 } group ? $"{group}/{entry["version"]}" : (string)entry["version"]!;

    private void Add(JsonObject document)
    {
        foreach (var (name, schema) in document["components"]?["schemas"] as JsonObject ?? [])
            _schemas.TryAdd(name, schema!.DeepClone().AsObject());
    }

    private static async Task<JsonObject> GetAsync(StoryTeller server, string path) =>
        (await server.TellAsync(new StoryRequest("openapi", 0, "GET", path, new Dictionary<string, string>(StringComparer.Ordinal), null)))!.Body!.AsObject();
}
