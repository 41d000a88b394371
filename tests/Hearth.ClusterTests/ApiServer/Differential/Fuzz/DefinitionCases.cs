using System.Globalization;
using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.ApiServers.Differential.Fuzz;

/// <summary>
/// Random custom resources: definitions with a word too much or wrong, good definitions, and objects of them that are created, replaced and
/// patched, with defaults, pruning and refusals. The requests depend on the seed alone.
/// </summary>
internal sealed class DefinitionCases(int seed)
{
    private const string Definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private const int SpoiledDefinitions = 8;
    private const int Objects = 24;

    private static readonly (string Word, string[] Values)[] s_words =
    [
        ("type", ["\"object\"", "\"string\"", "\"array\"", "\"integer\"", "\"nothing\"", "\"\""]), ("x-kubernetes-list-type", ["\"map\"", "\"set\"", "\"atomic\"", "\"bad\""]), ("x-kubernetes-list-map-keys", ["[\"a\"]", "[\"none\"]", "[]", "[\"a\",\"a\"]"]),
        ("x-kubernetes-map-type", ["\"atomic\"", "\"granular\"", "\"bad\""]), ("x-kubernetes-int-or-string", ["true", "false"]), ("x-kubernetes-preserve-unknown-fields", ["true", "false"]), ("x-kubernetes-embedded-resource", ["true", "false"]),
        ("nullable", ["true"]), ("default", ["1", "\"a\"", "{}", "[]", "null", "{\"z\":1}", "true"]), ("pattern", ["\"(\"", "\"^a$\"", "\"(?!a)\""]), ("format", ["\"date\"", "\"odd\"", "\"int32\""]), ("enum", ["[]", "[1]", "[\"a\",\"a\"]", "[null]"]),
        ("minimum", ["1", "1.5"]), ("maximum", ["0"]), ("exclusiveMinimum", ["true"]), ("multipleOf", ["2", "0", "-1"]), ("minLength", ["2", "-1"]), ("maxLength", ["0", "1"]), ("minItems", ["1", "-1"]), ("maxItems", ["2"]), ("uniqueItems", ["true", "false"]), ("minProperties", ["1"]),
        ("maxProperties", ["1"]), ("required", ["[\"a\"]", "[\"none\"]", "[\"a\",\"a\"]", "[]"]), ("items", ["{\"type\":\"string\"}", "{}", "[{\"type\":\"string\"}]"]), ("properties", ["{\"a\":{\"type\":\"string\"}}", "{}", "{\"a\":{}}", "{\"metadata\":{\"type\":\"object\"}}"]),
        ("additionalProperties", ["{\"type\":\"string\"}", "true", "false", "{}"]), ("allOf", ["[{\"type\":\"string\"}]", "[{\"minLength\":1}]", "[{\"default\":1}]", "[{\"properties\":{\"none\":{\"minLength\":1}}}]", "[]"]), ("anyOf", ["[{\"nullable\":true}]", "[{\"description\":\"d\"}]", "[{\"required\":[\"a\"]}]"]),
        ("oneOf", ["[{\"additionalProperties\":{\"minLength\":1}}]", "[{\"title\":\"t\"}]"]), ("not", ["{\"type\":\"string\"}", "{\"required\":[\"a\"]}", "{\"x-kubernetes-preserve-unknown-fields\":true}"]), ("$ref", ["\"#/x\""]), ("id", ["\"i\""]), ("$schema", ["\"http://json-schema.org/schema#\"", "\"x\""]),
        ("definitions", ["{\"a\":{\"type\":\"string\"}}"]), ("dependencies", ["{\"a\":[\"b\"]}"]), ("patternProperties", ["{\"^a\":{\"type\":\"string\"}}"]), ("additionalItems", ["{\"type\":\"string\"}", "true"]), ("example", ["1"]), ("externalDocs", ["{\"url\":\"x\"}"]), ("title", ["\"t\""]), ("description", ["\"d\""]),
        ("x-kubernetes-validations", ["[{\"rule\":\"true\"}]", "[{\"rule\":\"\"}]", "[{\"rule\":\"self\"}]", "[{\"rule\":\"self.none\"}]", "[{\"rule\":\"true\",\"message\":\" \"}]", "[{\"rule\":\"true\",\"reason\":\"Bad\"}]", "[{\"rule\":\"true\",\"fieldPath\":\".none\"}]"]),
    ];

    private readonly Random _random = new(seed);

    public IEnumerable<StoryRequest> Requests(int count)
    {
        var number = 0;
        for (var kind = 0; number < count; kind++)
        {
            foreach (var request in Kind(kind))
                yield return request with { Line = number++ };
        }
    }

    private IEnumerable<StoryRequest> Kind(int number)
    {
        var plural = string.Create(CultureInfo.InvariantCulture, $"random{number}s");
        var schema = new StructuralSchemas(_random).Root();
        // Of several wrong defaults a real server names any.
        if (Chance(80))
            TameDefaults(schema);
        for (var i = 0; i < SpoiledDefinitions; i++)
        {
            var spoiled = (JsonObject)schema.DeepClone();
            for (var j = _random.Next(1, 3); j > 0; j--)
                Spoil(spoiled);
            yield return Request("POST", Definitions + "?dryRun=All", Definition("x" + plural, spoiled));
        }

        // A random default may be a wrong one.
        yield return Request("POST", Definitions + "?dryRun=All", Definition(plural, schema));
        TameDefaults(schema);
        yield return Request("POST", Definitions, Definition(plural, schema));
        var path = $"/apis/random.example.com/v1/namespaces/default/{plural}";
        yield return Request("THERE", path, null);
        yield return Request("POST", path + "?fieldValidation=Strict", Object(plural, "o", schema, 0));
        for (var i = 0; i < Objects; i++)
            yield return Change(plural, path, schema);
        yield return Request("GET", path, null);
    }

    private StoryRequest Change(string plural, string path, JsonObject schema)
    {
        var wrong = Chance(40) ? 15 : 0;
        var query = "?dryRun=All" + (Chance(30) ? "&fieldValidation=Strict" : "");
        return _random.Next(5) switch
        {
            0 => Request("PATCH", $"{path}/o{query}", Object(plural, "o", schema, wrong), "application/merge-patch+json"),
            1 => Request("PATCH", $"{path}/n{query}&fieldManager=m", Object(plural, "n", schema, wrong), "application/apply-patch+yaml"),
            _ => Request("POST", path + query, Object(plural, "n", schema, wrong)),
        };
    }

    private JsonObject Object(string plural, string name, JsonObject schema, int wrong)
    {
        var value = new StructuralValues(_random).Make(schema, 0) as JsonObject ?? [];
        if (wrong > 0 && schema["properties"]?["spec"] is JsonObject spec)
            value["spec"] = new StructuralValues(_random).Make(spec, wrong);
        value["apiVersion"] = "random.example.com/v1";
        value["kind"] = Name(plural);
        value["metadata"] = new JsonObject { ["name"] = name };
        return value;
    }

    private static string Name(string plural) => char.ToUpperInvariant(plural[0]) + plural[1..^1];

    private static JsonObject Definition(string plural, JsonObject schema) => new()
    {
        ["apiVersion"] = "apiextensions.k8s.io/v1",
        ["kind"] = "CustomResourceDefinition",
        ["metadata"] = new JsonObject { ["name"] = plural + ".random.example.com" },
        ["spec"] = new JsonObject
        {
            ["group"] = "random.example.com",
            ["scope"] = "Namespaced",
            ["names"] = new JsonObject { ["plural"] = plural, ["kind"] = Name(plural) },
            ["versions"] = new JsonArray(new JsonObject { ["name"] = "v1", ["served"] = true, ["storage"] = true, ["schema"] = new JsonObject { ["openAPIV3Schema"] = schema.DeepClone() } }),
        },
    };

    private void Spoil(JsonObject schema)
    {
        var nodes = Schemas(schema).ToArray();
        var node = nodes[_random.Next(nodes.Length)];
        if (Chance(15) && node.Count > 0)
        {
            node.Remove(node.ElementAt(_random.Next(node.Count)).Key);
            return;
        }

        var (word, values) = s_words[_random.Next(s_words.Length)];
        node[word] = JsonNode.Parse(values[_random.Next(values.Length)]);
    }

    private static IEnumerable<JsonObject> Schemas(JsonObject schema)
    {
        yield return schema;
        var children = (schema["properties"] as JsonObject ?? []).Select(property => property.Value).Concat([schema["items"], schema["additionalProperties"], schema["not"]])
            .Concat(((string[])["allOf", "anyOf", "oneOf"]).SelectMany(word => schema[word] as JsonArray ?? []));
        foreach (var child in children.OfType<JsonObject>().SelectMany(Schemas))
            yield return child;
    }

    /// <summary>Defaults that no bound refuses: a definition with a wrong one would not be taken.</summary>
    private static void TameDefaults(JsonObject schema)
    {
        foreach (var node in Schemas(schema).Where(node => node.ContainsKey("default")))
        {
            var isBound = node.Any(word => word.Key is "enum" or "pattern" or "format" or "not" or "allOf" or "anyOf" or "oneOf" or "required" or "multipleOf" or "x-kubernetes-embedded-resource" || word.Key.StartsWith("min", StringComparison.Ordinal) || word.Key.StartsWith("max", StringComparison.Ordinal));
            JsonNode? tame = (string?)node["type"] switch { "string" => "d", "integer" => 2, "number" => 2.5, "boolean" => true, "array" => new JsonArray(), "object" => new JsonObject(), _ => null };
            if (isBound || tame is null)
                node.Remove("default");
            else
                node["default"] = tame;
        }
    }

    private static StoryRequest Request(string method, string path, JsonObject? body, string type = "application/json") => new(
        "custom", 0, method, path, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = type }, body?.ToJsonString());

    private bool Chance(int percent) => _random.Next(100) < percent;
}
