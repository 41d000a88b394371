using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.ApiServers.Differential.Fuzz;

/// <summary>Random structural schemas, with every word that the OpenAPI v3 of custom resources knows.</summary>
internal sealed class StructuralSchemas(Random random)
{
    private static readonly string[] s_fields = ["a", "b", "c", "d", "e"];
    private static readonly string[] s_patterns = ["^[a-z]+$", "^a", "[0-9]{2,3}$", @"^\d+(\.\d+)?$", "x|y", "^$"];

    private static readonly string[] s_formats =
    [
        "date", "date-time", "duration", "email", "hostname", "ipv4", "ipv6", "cidr", "uuid", "uuid4", "uri", "byte", "mac", "hexcolor", "rgbcolor", "isbn", "isbn10", "creditcard", "ssn", "password", "bsonobjectid",
        "int32", "int64", "quantity", "k8s-short-name", "k8s-long-name",
    ];

    public JsonObject Root()
    {
        var schema = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["spec"] = Object(0), ["status"] = Object(1) } };
        if (Chance(30))
            schema["required"] = new JsonArray("spec");
        if (Chance(10))
            schema["x-kubernetes-preserve-unknown-fields"] = true;
        return schema;
    }

    private JsonObject Any(int depth)
    {
        var schema = (depth > 2 ? random.Next(5) : random.Next(9)) switch
        {
            0 or 1 => Text(),
            2 => Number("integer"),
            3 => Number("number"),
            4 => Chance(60) ? new JsonObject { ["type"] = "boolean" } : IntOrString(),
            5 or 6 => List(depth),
            7 => Map(depth),
            _ => Object(depth),
        };
        if (Chance(12))
            schema["nullable"] = true;
        if (Chance(10) && schema["x-kubernetes-int-or-string"] is null)
            Combine(schema);
        return schema;
    }

    private JsonObject Object(int depth)
    {
        var properties = new JsonObject();
        foreach (var name in s_fields.Take(random.Next(1, 6)))
            properties[name] = WithDefault(Any(depth + 1));
        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (Chance(30))
            schema["required"] = new JsonArray([.. properties.Select(property => property.Key).Where(_ => Chance(40)).Select(name => (JsonNode)name)]);
        if (Chance(12))
            schema["x-kubernetes-preserve-unknown-fields"] = true;
        if (Chance(8))
            schema["x-kubernetes-embedded-resource"] = true;
        if (Chance(8))
            schema["x-kubernetes-map-type"] = Chance(50) ? "atomic" : "granular";
        Bounds(schema, "minProperties", "maxProperties", 4);
        return schema;
    }

    private JsonObject Map(int depth)
    {
        var schema = new JsonObject { ["type"] = "object", ["additionalProperties"] = Any(depth + 1) };
        Bounds(schema, "minProperties", "maxProperties", 4);
        return schema;
    }

    private JsonObject List(int depth)
    {
        var schema = new JsonObject { ["type"] = "array", ["items"] = Any(depth + 1) };
        Bounds(schema, "minItems", "maxItems", 4);
        switch (random.Next(4))
        {
            case 0:
                schema["items"] = Chance(50) ? Text() : Number("integer");
                schema["x-kubernetes-list-type"] = "set";
                break;
            case 1:
                var item = Object(depth + 1);
                item["properties"]!["a"] = Chance(50) ? Text() : Number("integer");
                item["required"] = new JsonArray("a");
                item.Remove("nullable");
                schema["items"] = item;
                schema["x-kubernetes-list-type"] = "map";
                schema["x-kubernetes-list-map-keys"] = new JsonArray("a");
                break;
            case 2:
                schema["x-kubernetes-list-type"] = "atomic";
                break;
        }

        return schema;
    }

    private JsonObject Text()
    {
        var schema = new JsonObject { ["type"] = "string" };
        switch (random.Next(6))
        {
            case 0:
                schema["enum"] = new JsonArray("a", "b", "x1");
                break;
            case 1:
                schema["pattern"] = Pick(s_patterns);
                break;
            case 2 or 3:
                schema["format"] = Pick(s_formats);
                break;
            case 4:
                Bounds(schema, "minLength", "maxLength", 6);
                break;
        }

        return schema;
    }

    private JsonObject Number(string type)
    {
        var schema = new JsonObject { ["type"] = type };
        if (Chance(30))
            schema["minimum"] = Pick<double>([0, 1, -5, 2.5]);
        if (Chance(30))
            schema["maximum"] = Pick<double>([10, 100, 7, 7.5]);
        if (Chance(15))
            schema["exclusiveMinimum"] = Chance(70);
        if (Chance(15))
            schema["exclusiveMaximum"] = Chance(70);
        if (Chance(20))
            schema["multipleOf"] = Pick<double>([2, 3, 0.5, 10]);
        if (Chance(12))
            schema["enum"] = new JsonArray(1, 2, 7);
        if (Chance(20))
            schema["format"] = Pick(type == "integer" ? ["int32", "int64"] : (string[])["float", "double"]);
        return schema;
    }

    private JsonObject IntOrString()
    {
        var schema = new JsonObject { ["x-kubernetes-int-or-string"] = true };
        if (Chance(50))
            schema["anyOf"] = new JsonArray(new JsonObject { ["type"] = "integer" }, new JsonObject { ["type"] = "string" });
        if (Chance(40))
            schema["pattern"] = Pick(s_patterns);
        return schema;
    }

    private void Combine(JsonObject schema)
    {
        JsonObject Part() => (string?)schema["type"] switch
        {
            "string" => Chance(50) ? new JsonObject { ["pattern"] = Pick(s_patterns) } : new JsonObject { ["minLength"] = random.Next(4) },
            "integer" or "number" => Chance(50) ? new JsonObject { ["minimum"] = random.Next(8) } : new JsonObject { ["multipleOf"] = random.Next(1, 4) },
            "array" => new JsonObject { ["minItems"] = random.Next(3) },
            "object" => new JsonObject { ["required"] = new JsonArray(Pick(s_fields)) },
            _ => [],
        };
        if (Chance(25))
            schema["not"] = Part();
        else
            schema[Pick<string>(["anyOf", "oneOf", "allOf"])] = new JsonArray(Part(), Part());
    }

    private JsonObject WithDefault(JsonObject schema)
    {
        if (Chance(25))
            schema["default"] = new StructuralValues(random).Make(schema, wrong: Chance(7) ? 30 : 0);
        return schema;
    }

    private void Bounds(JsonObject schema, string least, string most, int limit)
    {
        if (Chance(15))
            schema[least] = random.Next(limit - 1);
        if (Chance(15))
            schema[most] = random.Next(1, limit + 1);
    }

    private bool Chance(int percent) => random.Next(100) < percent;

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];
}
