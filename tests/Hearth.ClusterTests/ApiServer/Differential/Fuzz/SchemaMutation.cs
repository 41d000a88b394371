using System.Globalization;
using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.ApiServers.Differential.Fuzz;

/// <summary>Spoils objects at random, along the types of their fields: values at and beyond the borders of what is allowed, fields more and fields less.</summary>
internal sealed class SchemaMutation(Random random, OpenApiSchemas schemas)
{
    private static readonly string?[] s_texts =
    [
        "", "a", "b", "f", "bad_name!", "UPPER", "-x", "x-", "a.b", "a..b", "example.com/x", "a/b/c", "Always", "Never", "None", "TCP", "UDP", "ClusterIP", "Exists", "In", "Delete", "Retain", "NoSchedule", "Equal", "10.0.0.1", "300.1.2.3",
        "010.0.0.1", "::1", "127.0.0.1", "10.0.0.0/8", "10.0.0.1/8", "http", "http-alt-name-too-long", "/abs", "rel/../x", "../x", "/a/../b", "1", "100%", "50", "self.x == 1", "metadata.name", "metadata.labels", "spec.nodeName", "$(X)", "a b", "\u00e9",
        "kubernetes.io/x", "requests.cpu", "cpu", "memory", "limits.memory", "*", "*/5 * * * *", "@daily", "v1", "v1beta1", "apps/v1", "system-x", "a-label-that-goes-on-and-on-until-it-has-more-than-sixty-three-letters-in-it",
    ];

    private static readonly long[] s_numbers = [-1, 0, 1, 2, 3, 80, 100, 101, 1000, 65535, 65536, 2147483647];
    private static readonly string[] s_quantities = ["0", "1", "-1", "1500m", "2Gi", "0.5", "100n", "5"];
    private static readonly string[] s_times = ["2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z"];
    private static readonly string[] s_wrong = ["\"text\"", "7", "true", "{}", "[]", "1.5", "{\"a\":1}", "[1]", "null"];

    // What a server fills in or hides, and what only grows without showing anything new.
    private static readonly HashSet<string> s_left = new(StringComparer.Ordinal)
    {
        "apiVersion", "kind", "status", "managedFields", "generateName", "creationTimestamp", "deletionTimestamp", "uid", "resourceVersion", "selfLink", "generation", "deletionGracePeriodSeconds", "namespace",
    };

    /// <param name="wrongTypes">How many of a hundred values have another type than the field.</param>
    public void Spoil(JsonObject value, JsonObject schema, int wrongTypes, bool isRoot = true)
    {
        var properties = schema["properties"] as JsonObject ?? [];
        var names = properties.Select(property => property.Key).Where(name => !(isRoot && s_left.Contains(name)) && !(name is "managedFields" or "generateName" || s_left.Contains(name) && value["generateName"] is not null)).ToArray();
        if (names.Length == 0)
            return;
        var present = names.Where(value.ContainsKey).ToArray();
        var name = present.Length > 0 && Chance(70) ? Pick(present) : Pick(names);
        if (isRoot && name == "metadata" && present.Length > 0 && Chance(60))
            name = Pick(present);
        if (Chance(wrongTypes))
            value[name] = JsonNode.Parse(Pick(s_wrong));
        else
            Field(value, name, properties[name], wrongTypes);
    }

    /// <summary>Spoils one field, or makes it where there is none.</summary>
    public void SpoilField(JsonObject value, string name, JsonNode property, int wrongTypes) => Field(value, name, property, wrongTypes);

    private void Field(JsonObject value, string name, JsonNode? property, int wrongTypes)
    {
        var schema = schemas.Resolve(property);
        switch (value[name])
        {
            case JsonObject map when !Chance(8):
                if (schema["additionalProperties"] is { } element)
                    Entry(map, element, wrongTypes);
                else
                    Spoil(map, schema, wrongTypes, isRoot: name == "metadata" && value["spec"] is not null);
                break;
            case JsonArray { Count: > 0 } list when !Chance(6):
                List(list, property?["items"] ?? schema["items"], wrongTypes);
                break;
            case not null when Chance(15):
                value.Remove(name);
                break;
            default:
                value[name] = Make(name, property, 0);
                break;
        }
    }

    private void Entry(JsonObject map, JsonNode element, int wrongTypes)
    {
        var keys = map.Select(entry => entry.Key).ToArray();
        switch (random.Next(4))
        {
            case 0 when keys.Length > 0:
                map.Remove(Pick(keys));
                break;
            case 1 when keys.Length > 0:
                Field(map, Pick(keys), element, wrongTypes);
                break;
            default:
                map[Pick(s_texts)!] = Make("", element, 0);
                break;
        }
    }

    private void List(JsonArray list, JsonNode? items, int wrongTypes)
    {
        var i = random.Next(list.Count);
        switch (random.Next(10))
        {
            case 0:
                list.Add(list[i]?.DeepClone());
                break;
            case 1:
                list.RemoveAt(i);
                break;
            case 2:
                list.Add(Make("", items, 0));
                break;
            default:
                if (list[i] is JsonObject item)
                    Spoil(item, schemas.Resolve(items), wrongTypes, isRoot: false);
                else
                    list[i] = Make("", items, 0);
                break;
        }
    }

    private JsonNode? Make(string name, JsonNode? property, int depth)
    {
        var schema = schemas.Resolve(property);
        if ((property?["enum"] ?? schema["enum"]) is JsonArray options && Chance(70))
            return Pick(options.ToArray())!.DeepClone();
        return (string?)schema["type"] switch
        {
            "string" => Text(name, schema),
            "integer" => Pick(s_numbers),
            "number" => Pick(s_numbers),
            "boolean" => Chance(50),
            "array" => new JsonArray([.. Enumerable.Range(0, random.Next(depth > 3 ? 1 : 3)).Select(_ => Make("", schema["items"], depth + 1))]),
            "object" => Object(schema, depth),
            _ when schema["oneOf"] is not null => name.Length == 0 || Chance(60) ? IntOrQuantity(schema) : Pick(s_texts),
            _ => new JsonObject { ["a"] = 1 },
        };
    }

    private JsonNode IntOrQuantity(JsonObject schema) =>
        schema["oneOf"]!.ToJsonString().Contains("number", StringComparison.Ordinal) ? Pick(s_quantities) : Chance(50) ? Pick(s_numbers) : Pick(s_texts)!;

    private JsonNode Text(string name, JsonObject schema) => (string?)schema["format"] switch
    {
        "date-time" => name.Contains("Timestamp", StringComparison.Ordinal) ? Pick(s_times) : Pick(s_times).Replace("Z", ".000000Z", StringComparison.Ordinal),
        "byte" => Pick<string>(["", "dg==", "e30="]),
        "int-or-string" => Chance(50) ? Pick(s_numbers) : Pick(s_texts)!,
        _ => Pick(s_texts)!,
    };

    private JsonObject Object(JsonObject schema, int depth)
    {
        var made = new JsonObject();
        if (schema["additionalProperties"] is { } element)
        {
            for (var i = random.Next(3); i > 0; i--)
                made[Pick(s_texts)!] = Make("", element, depth + 1);
            return made;
        }

        var properties = schema["properties"] as JsonObject ?? [];
        var required = (schema["required"] as JsonArray ?? []).Select(field => (string)field!).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, property) in properties)
        {
            if (name is not ("managedFields" or "generateName") && (required.Contains(name) ? Chance(85) : depth < 4 && Chance(200 / (properties.Count + 4))))
                made[name] = Make(name, property!, depth + 1);
        }

        return made;
    }

    private bool Chance(int percent) => random.Next(100) < percent;

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    /// <summary>A number for names.</summary>
    public string Number() => random.Next(1000).ToString(CultureInfo.InvariantCulture);
}
