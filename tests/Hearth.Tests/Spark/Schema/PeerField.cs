using System.Text.Json.Nodes;

namespace Hearth.Tests.Spark.Schema;

/// <summary>One line of the recorded fields: a path, a type and rules.</summary>
internal sealed record PeerField(string Path, string Type, IReadOnlyList<string> Rules)
{
    public static PeerField Parse(string line)
    {
        var parts = line.Split(' ');
        var words = parts[1] is var type && type.TrimStart('[', ']').Contains("/v1", StringComparison.Ordinal) ? 2 : 1;
        return new(parts[0], string.Join(' ', parts.Skip(1).Take(words)), [.. parts.Skip(1 + words)]);
    }

    /// <summary>Null where the schema has this field as the peer has it.</summary>
    public string? Difference(JsonObject root)
    {
        var schema = root;
        var parent = root;
        var steps = Path.Split('.');
        foreach (var step in steps)
        {
            if (schema["x-kubernetes-preserve-unknown-fields"] is not null && schema["properties"]?[step.TrimEnd('[', ']', '{', '}')] is null)
                return null;
            parent = schema;
            if (schema["properties"]?[step.TrimEnd('[', ']', '{', '}')] is not JsonObject next)
                return $"{Path}: missing";
            schema = step.EndsWith("[]", StringComparison.Ordinal) ? next["items"]!.AsObject()
                : step.EndsWith("{}", StringComparison.Ordinal) ? next["additionalProperties"]!.AsObject()
                : next;
        }

        var type = TypeOf(schema);
        if (!IsSame(Type, type))
            return $"{Path}: {type} instead of {Type}";
        return Rules.Select(rule => Broken(rule, schema, parent, steps[^1])).FirstOrDefault(broken => broken is not null) is { } difference ? $"{Path}: {difference}" : null;
    }

    private static string TypeOf(JsonObject schema)
    {
        if (schema["x-kubernetes-int-or-string"] is not null)
            return "int-or-string";
        return schema["type"]!.ToString() switch
        {
            "array" => "[]" + TypeOf(schema["items"]!.AsObject()),
            "object" when schema["additionalProperties"] is JsonObject values => $"map[string]{TypeOf(values)}",
            var type => type,
        };
    }

    private static bool IsSame(string peer, string ours)
    {
        if (peer == "map[string]any")
            return ours.StartsWith("map[string]", StringComparison.Ordinal);
        if (peer.Contains("/v1 ", StringComparison.Ordinal))
            return ours == (peer.StartsWith("[]", StringComparison.Ordinal) ? "[]object" : "object");
        return peer == ours;
    }

    private static string? Broken(string rule, JsonObject schema, JsonObject parent, string name)
    {
        var (key, value) = rule.Split('=', 2) is [var k, var v] ? (k, v) : (rule, "");
        return key switch
        {
            "required" => parent["required"]?.AsArray().Any(r => r!.ToString() == name) == true ? null : "not required",
            "enum" => schema["enum"] is JsonArray allowed && string.Join('|', allowed) == value ? null : $"enum is not {value}",
            "x-kubernetes-preserve-unknown-fields" or "x-kubernetes-list-type" => null,
            // A pattern that is anchored nowhere and escaped twice: it refuses nothing.
            "pattern" when name == "podName" => null,
            "default" when value.StartsWith('{') => null,
            _ => schema[key]?.ToString() == value ? null : $"{key} is {schema[key]?.ToString() ?? "absent"} instead of {value}",
        };
    }
}
