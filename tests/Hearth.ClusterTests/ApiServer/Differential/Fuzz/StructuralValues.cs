using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.ApiServers.Differential.Fuzz;

/// <summary>Random values for a schema: of its type for the most part, seldom within all its bounds.</summary>
/// <param name="random">Where chance comes from.</param>
/// <param name="isSparse">Whether types of many fields get but a few of them, as people write them.</param>
internal sealed class StructuralValues(Random random, bool isSparse = false)
{
    private static readonly string[] s_texts =
    [
        "", "a", "b", "x1", "abc", "abcdefgh", "12", "12.5", "y", "A_b", "\u00e9\u00e9", "2026-01-02", "2026-01-02T03:04:05Z", "2026-01-02T03:04:05.5+01:00", "2026-13-45", "3s", "1h30m", "3 weeks", "x@example.com", "nobody", "a.example.com", "-a.b",
        "10.0.0.1", "010.0.0.1", "::1", "fe80::1%eth0", "::ffff:1.2.3.4", "10.0.0.0/8", "10.0.0.1/33", "2001:db8::/32", "a987fbc9-4bed-3078-cf07-9141ba07c9f3", "a987fbc9-4bed-4078-8f07-9141ba07c9f3", "https://example.com/x", "/x", "x y", "%zz", "aGk=", "!!!",
        "01:23:45:67:89:ab", "#fff", "#fffg", "rgb(1,2,3)", "rgb(300,0,0)", "978-3-16-148410-0", "0-306-40615-2", "4111 1111 1111 1111", "4111-1111-1111-1112", "111-22-3333", "507f1f77bcf86cd799439011", "100m", "1Gi",
    ];

    private static readonly string[] s_numbers = ["0", "1", "2", "3", "7", "10", "-5", "100", "2147483648", "9007199254740993", "1.5", "7.5", "0.1", "2.0", "1e2", "-1"];
    private static readonly string[] s_wrong = ["\"text\"", "7", "true", "{}", "[]", "1.5", "{\"a\":1}", "[1]", "null", "[null]", "{\"a\":null}"];

    /// <param name="wrong">How many of a hundred values are of another type.</param>
    public JsonNode? Make(JsonObject schema, int wrong)
    {
        if (Chance(wrong))
            return JsonNode.Parse(Pick(s_wrong));
        if (schema["enum"] is JsonArray options && Chance(70))
            return Pick(options.ToArray())?.DeepClone();
        if (schema["x-kubernetes-int-or-string"] is not null)
            return Chance(50) ? random.Next(200) : Pick(s_texts);
        return (string?)schema["type"] switch
        {
            "string" => Pick(s_texts),
            "integer" => JsonNode.Parse(Chance(90) ? Pick(s_numbers[..9]) : Pick(s_numbers)),
            "number" => JsonNode.Parse(Pick(s_numbers)),
            "boolean" => Chance(50),
            "array" => new JsonArray([.. Enumerable.Range(0, random.Next(5)).Select(_ => Make(schema["items"] as JsonObject ?? [], wrong))]),
            "object" => Object(schema, wrong),
            _ => JsonNode.Parse(Pick(s_wrong)),
        };
    }

    private JsonObject Object(JsonObject schema, int wrong)
    {
        var made = new JsonObject();
        if (schema["x-kubernetes-embedded-resource"] is not null && Chance(70))
        {
            made["apiVersion"] = Pick<string>(["v1", "a/b/c", ""]);
            made["kind"] = Pick<string>(["Pod", "a b"]);
            if (Chance(60))
                made["metadata"] = new JsonObject { ["name"] = Pick<string>(["n", "Bad_"]), ["none"] = 1, ["labels"] = new JsonObject { ["a"] = "b" } };
        }

        var required = (schema["required"] as JsonArray ?? []).Select(name => (string)name!).ToHashSet(StringComparer.Ordinal);
        var properties = schema["properties"] as JsonObject ?? [];
        var optional = isSparse ? Math.Min(60, 300 / (properties.Count + 1)) : 60;
        foreach (var (name, property) in properties)
        {
            if (Chance(required.Contains(name) ? 92 : optional))
                made[name] = Make(property!.AsObject(), wrong);
        }

        if (schema["additionalProperties"] is JsonObject element)
        {
            for (var i = random.Next(5); i > 0; i--)
                made[Pick<string>(["k", "l", "m n", "", "A"])] = Make(element, wrong);
        }

        if (Chance(8))
            made[Pick<string>(["unknown", "z"])] = JsonNode.Parse(Pick(s_wrong));
        return made;
    }

    private bool Chance(int percent) => random.Next(100) < percent;

    private T Pick<T>(T[] from) => from[random.Next(from.Length)];
}
