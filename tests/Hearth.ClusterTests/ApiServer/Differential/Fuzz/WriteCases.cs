using System.Globalization;
using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.ApiServers.Differential.Fuzz;

/// <summary>
/// What clients do to objects that are there: created, then replaced, patched by every type of patch and applied by several managers, on the object
/// and on its status, with fields spoiled, identities and versions that fit or do not. Some writes stay, so that the next ones find other
/// owners. The requests depend on the seed alone.
/// </summary>
internal sealed class WriteCases(int seed, OpenApiSchemas schemas, string? only)
{
    private const int Writes = 8;
    private static readonly string[] s_managers = ["ann", "ben", "cho"];

    private static readonly (string Field, string[] Values)[] s_metadata =
    [
        ("resourceVersion", ["\"1\"", "\"{rv}\"", "\"\"", "\"x\"", "1", "null"]), ("uid", ["\"u\"", "\"\"", "1", "null"]), ("name", ["\"other\"", "\"\"", "1", "null"]), ("namespace", ["\"other\"", "\"\"", "\"default\"", "1", "null"]),
        ("creationTimestamp", ["1", "null", "\"2025-01-01T00:00:00Z\"", "\"x\""]), ("deletionTimestamp", ["null", "\"2025-01-01T00:00:00Z\"", "{}"]), ("deletionGracePeriodSeconds", ["5", "null", "\"x\""]), ("generation", ["7", "0", "\"1\"", "null"]),
        ("generateName", ["\"g-\"", "null", "1"]), ("selfLink", ["\"/x\"", "null"]), ("managedFields", ["[]", "[{}]", "null", "[{\"manager\":\"m\"}]", "{}"]), ("finalizers", ["[\"a.b/c\"]", "[\"bad\"]", "[]", "null", "\"a.b/c\"", "[1]"]),
        ("labels", ["{\"a\":\"b\"}", "{\"a\":1}", "{\"a\":null}", "{\"-\":\"x\"}", "null", "[]", "{\"x\":\"a b\"}"]), ("annotations", ["{\"a\":\"b\"}", "{\"a\":true}", "{\"a b\":\"c\"}", "null", "\"x\""]),
        ("ownerReferences", ["[{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"p\",\"uid\":\"u\"}]", "[{\"kind\":\"Pod\"}]", "[]", "null", "{}", "[{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"p\",\"uid\":\"u\",\"controller\":true},{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"name\":\"q\",\"uid\":\"v\",\"controller\":true}]"]),
        ("unknown", ["1"]),
    ];

    private static readonly string[] s_values = ["\"text\"", "7", "true", "{}", "[]", "1.5", "{\"a\":1}", "[1]", "null", "\"\"", "0", "-1", "\"1\""];

    private readonly Random _random = new(seed);
    // Without controllers nobody counts quotas but our server, and only the real one asks after services of an API.
    private readonly BuiltInKind[] _kinds = [.. BuiltInKind.All.Where(kind => kind is { IsStored: true, IsNode: false } && (string?)kind.Body["kind"] is not ("ResourceQuota" or "APIService") && kind.IsNamed(only)).SelectMany(kind => Enumerable.Repeat(kind, kind.Weight))];

    public IEnumerable<StoryRequest> Requests(int count)
    {
        var number = 0;
        for (var i = 0; number < count; i++)
        {
            foreach (var request in Case(i))
                yield return request with { Line = number++ };
        }
    }

    private IEnumerable<StoryRequest> Case(int number)
    {
        var kind = _kinds[_random.Next(_kinds.Length)];
        var name = string.Create(CultureInfo.InvariantCulture, $"w-{number}");
        var value = (JsonObject)kind.Body.DeepClone();
        if (kind.HasFixedName)
            name = (string)value["metadata"]!["name"]!;
        value["metadata"]!["name"] = name;
        if (!kind.HasFixedName)
            yield return Request("POST", kind.Path, value.ToJsonString(), "?fieldManager=" + Pick(s_managers));
        var current = new Target(kind, $"{kind.Path}/{name}", value, schemas.Kind((string)value["apiVersion"]!, (string)value["kind"]!));
        for (var i = 0; i < Writes; i++)
            yield return Write(current);
        yield return Request("GET", current.Path, null, "");
    }

    private StoryRequest Write(Target target)
    {
        var isStatus = target.Schema["properties"]?["status"] is not null && Chance(35);
        var path = target.Path + (isStatus ? "/status" : "");
        var query = "?fieldManager=" + Pick(s_managers) + (target.Kind.HasFixedName || Chance(75) ? "&dryRun=All" : "") + (Chance(10) ? "&fieldValidation=Strict" : "");
        var spoiled = Spoil(target, isStatus);
        switch (_random.Next(9))
        {
            case 0 or 1:
                return Request("PUT", path, spoiled.ToJsonString(), query);
            case 2 or 3:
                return Request("PATCH", path, Change(target.Value, spoiled).ToJsonString(), query, "application/merge-patch+json");
            case 4 or 5:
                return Request("PATCH", path, new PatchDirectives(_random).Spoil(Change(target.Value, spoiled)).ToJsonString(), query, "application/strategic-merge-patch+json");
            case 6:
                return Request("PATCH", path, Operations(spoiled), query, "application/json-patch+json");
            default:
                return Request("PATCH", path, Applied(spoiled).ToJsonString(), query + (Chance(50) ? "&force=true" : ""), "application/apply-patch+yaml");
        }
    }

    private JsonObject Spoil(Target target, bool isStatus)
    {
        var value = (JsonObject)target.Value.DeepClone();
        var mutation = new SchemaMutation(_random, schemas);
        var wrongTypes = Chance(12) ? 30 : 0;
        if (Chance(25))
        {
            var (field, values) = s_metadata[_random.Next(s_metadata.Length)];
            value["metadata"]![field] = JsonNode.Parse(Pick(values));
        }

        for (var i = _random.Next(isStatus ? 2 : 4); i > 0; i--)
            mutation.Spoil(value, target.Schema, wrongTypes);
        for (var i = isStatus ? _random.Next(1, 4) : Chance(5) ? 1 : 0; i > 0 && target.Schema["properties"]?["status"] is { } status; i--)
            mutation.SpoilField(value, "status", status, wrongTypes);
        return value;
    }

    /// <summary>What to merge into one object to get the other; sometimes more than that.</summary>
    private JsonObject Change(JsonObject from, JsonObject to)
    {
        if (Chance(10))
            return (JsonObject)to.DeepClone();
        var change = new JsonObject();
        foreach (var (name, value) in to.Where(field => !JsonNode.DeepEquals(field.Value, from[field.Key])))
            change[name] = value is JsonObject below && from[name] is JsonObject before ? Change(before, below) : value?.DeepClone();
        foreach (var (name, _) in from.Where(field => !to.ContainsKey(field.Key)))
            change[name] = null;
        return change;
    }

    /// <summary>An object as managers apply it: not all of its fields.</summary>
    private JsonObject Applied(JsonObject value)
    {
        foreach (var (field, below) in value.ToList())
        {
            if (field is not ("apiVersion" or "kind" or "metadata") && Chance(20) || below is null)
                value.Remove(field);
            else if (field is "spec" or "status" && below is JsonObject fields)
            {
                foreach (var (name, _) in fields.Where(_ => Chance(25)).ToList())
                    fields.Remove(name);
            }
        }

        return value;
    }

    private string Operations(JsonObject value)
    {
        var places = Places(value, "").ToArray();
        var operations = new JsonArray();
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            var path = Pick(places) + Pick<string>(["", "", "", "", "", "/-", "/0", "/none", "/x/y"]);
            var operation = new JsonObject { ["op"] = Pick<string>(["add", "add", "add", "replace", "replace", "remove", "test", "copy", "move"]), ["path"] = path };
            switch ((string)operation["op"]!)
            {
                case "copy" or "move":
                    operation["from"] = Pick(places);
                    break;
                case not "remove":
                    operation["value"] = JsonNode.Parse(Pick(s_values));
                    break;
            }

            operations.Add((JsonNode)operation);
        }

        return operations.ToJsonString();
    }

    private static IEnumerable<string> Places(JsonNode? node, string path)
    {
        var children = node switch
        {
            JsonObject map => map.Select(field => (Name: field.Key.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal), field.Value)),
            JsonArray list => list.Select((item, i) => (i.ToString(CultureInfo.InvariantCulture), item)),
            _ => [],
        };
        foreach (var (name, child) in children)
        {
            yield return $"{path}/{name}";
            foreach (var place in Places(child, $"{path}/{name}"))
                yield return place;
        }
    }

    private static StoryRequest Request(string method, string path, string? body, string query, string type = "application/json") => new(
        "write", 0, method, path + query, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = type }, body);

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];

    private sealed record Target(BuiltInKind Kind, string Path, JsonObject Value, JsonObject Schema);
}
