using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hearth.Cli.Output;

namespace Hearth.Cli.Manifests;

/// <summary>
/// Holds a document against a structural OpenAPI v3 schema (that of a CRD) and tells every mistake with its place. Stricter than
/// an API server in one point: fields that a server would silently drop are errors.
/// </summary>
internal sealed class SchemaCheck(ManifestDocument document, JsonObject schema, List<Problem> problems)
{
    private static readonly TimeSpan s_patternTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Checks every field but apiVersion, kind and metadata.</summary>
    public void Run()
    {
        var fields = Properties(schema);
        foreach (var (name, value) in document.Json)
        {
            if (name is "apiVersion" or "kind" or "metadata")
                continue;
            if (fields?[name] is JsonObject field)
                Value(value, field, name);
            else
                Unknown(name, name, fields);
        }

        Required(document.Json, schema, "");
    }

    private void Value(JsonNode? value, JsonObject schema, string path)
    {
        if (value is null)
        {
            // Kubernetes prunes a null where the field is not nullable: the same as leaving it out.
            return;
        }

        if (!HasType(value, schema, out var wanted))
        {
            Report($"must be {wanted}, is {Describe(value)}", document.OfValue(path), FixOfType(value, wanted));
            return;
        }

        switch (value)
        {
            case JsonObject mapping:
                Mapping(mapping, schema, path);
                break;
            case JsonArray list:
                for (var i = 0; i < list.Count && schema["items"] is JsonObject items; i++)
                    Value(list[i], items, FieldPath.Item(path, i));
                Range(list.Count, schema, path, "minItems", "maxItems", "items");
                break;
            default:
                Scalar(value, schema, path);
                break;
        }
    }

    private void Mapping(JsonObject mapping, JsonObject schema, string path)
    {
        var fields = Properties(schema);
        var others = schema["additionalProperties"];
        var open = IsTrue(schema, "x-kubernetes-preserve-unknown-fields") || others is JsonValue || IsTrue(schema, "x-kubernetes-embedded-resource");
        foreach (var (name, value) in mapping)
        {
            var field = FieldPath.Field(path, name);
            if (fields?[name] is JsonObject known)
                Value(value, known, field);
            else if (others is JsonObject each)
                Value(value, each, field);
            else if (!open && (fields is not null || schema["type"] is not null))
                Unknown(name, field, fields);
        }

        Required(mapping, schema, path);
    }

    private void Required(JsonObject mapping, JsonObject schema, string path)
    {
        if (schema["required"] is not JsonArray required)
            return;
        foreach (var name in required.Select(r => r!.GetValue<string>()).Where(r => mapping[r] is null))
        {
            var field = FieldPath.Field(path, name);
            Report($"required field \"{field}\" is missing", document.OfKey(path), Meaning(Properties(schema)?[name]));
        }
    }

    private void Scalar(JsonNode value, JsonObject schema, string path)
    {
        if (schema["enum"] is JsonArray allowed && !allowed.Any(a => JsonNode.DeepEquals(a, value)))
        {
            var words = allowed.Select(a => a?.ToString() ?? "null").ToList();
            var meant = Suggestion.For(value.ToString(), words);
            Report($"\"{value}\" is not one of {string.Join(", ", words)}", document.OfValue(path), meant is null ? null : $"did you mean {meant}?");
        }

        if (value.GetValueKind() is JsonValueKind.Number && double.TryParse(value.ToString(), CultureInfo.InvariantCulture, out var number))
            Range(number, schema, path, "minimum", "maximum", "");
        if (value.GetValueKind() is not JsonValueKind.String)
            return;
        var text = value.GetValue<string>();
        Range(text.Length, schema, path, "minLength", "maxLength", "characters");
        if (schema["pattern"] is JsonValue pattern && !Matches(text, pattern.GetValue<string>()))
            Report($"\"{text}\" does not have the form {pattern}", document.OfValue(path), Meaning(schema));
    }

    private void Range(double value, JsonObject schema, string path, string least, string most, string unit)
    {
        if (schema[least] is { } minimum && value < Number(minimum))
            Report($"{value} {unit}".TrimEnd() + $" is too little, the least is {minimum}", document.OfValue(path));
        if (schema[most] is { } maximum && value > Number(maximum))
            Report($"{value} {unit}".TrimEnd() + $" is too much, the most is {maximum}", document.OfValue(path));
    }

    private void Unknown(string name, string path, JsonObject? siblings)
    {
        var known = siblings?.Select(s => s.Key).ToList() ?? [];
        var fix = Suggestion.For(name, known) is { } near ? $"did you mean \"{near}\"?" : Elsewhere(name);
        Report($"unknown field \"{name}\"", document.OfKey(path), fix ?? Listed(known));
    }

    /// <summary>A right name in the wrong place is mostly a matter of indentation.</summary>
    private string? Elsewhere(string name)
    {
        var places = Places(schema, name, "", 4).Take(4).ToList();
        return places.Count == 0 ? null : $"it belongs at {string.Join(" or ", places)}; check the indentation";
    }

    private static IEnumerable<string> Places(JsonObject schema, string name, string path, int depth)
    {
        if (depth == 0 || Properties(schema) is not { } fields)
            yield break;
        foreach (var (field, inner) in fields.Where(f => path.Length > 0 || f.Key == "spec"))
        {
            var at = FieldPath.Field(path, field);
            if (field == name)
                yield return at;
            if (inner is JsonObject nested)
            {
                foreach (var place in Places(nested, name, at, depth - 1))
                    yield return place;
            }
        }
    }

    private static string? Listed(List<string> known) => known.Count is 0 or > 12 ? null : $"known here: {string.Join(", ", known.Order(StringComparer.Ordinal))}";

    private static bool HasType(JsonNode value, JsonObject schema, out string wanted)
    {
        var kind = value.GetValueKind();
        if (IsTrue(schema, "x-kubernetes-int-or-string"))
        {
            wanted = "a whole number or a text";
            return kind is JsonValueKind.String || IsWhole(value);
        }

        (wanted, var fits) = schema["type"]?.GetValue<string>() switch
        {
            "object" => ("a mapping of fields", kind is JsonValueKind.Object),
            "array" => ("a list", kind is JsonValueKind.Array),
            "string" => ("a text", kind is JsonValueKind.String),
            "boolean" => ("true or false", kind is JsonValueKind.True or JsonValueKind.False),
            "integer" => ("a whole number", IsWhole(value)),
            "number" => ("a number", kind is JsonValueKind.Number),
            _ => ("", true),
        };
        return fits;
    }

    private static string? FixOfType(JsonNode value, string wanted) => (wanted, value.GetValueKind()) switch
    {
        ("a text", JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False) => $"put it in quotes: \"{value}\"",
        ("a list", JsonValueKind.String or JsonValueKind.Number) => $"write it as a list: [\"{value}\"]",
        ("a whole number", JsonValueKind.String) when long.TryParse(value.ToString(), out _) => $"leave the quotes away: {value}",
        ("true or false", JsonValueKind.String) when value.ToString() is "true" or "false" => $"leave the quotes away: {value}",
        _ => null,
    };

    private static bool IsWhole(JsonNode value) =>
        value.GetValueKind() is JsonValueKind.Number && double.TryParse(value.ToString(), CultureInfo.InvariantCulture, out var number) && Math.Truncate(number) == number;

    private static string Describe(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Object => "a mapping",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => $"the text \"{Shortened(value.ToString())}\"",
        JsonValueKind.Number => $"the number {value}",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "nothing",
    };

    private static string Shortened(string text) => text.Length <= 60 ? text : text[..57] + "...";

    private static string? Meaning(JsonNode? schema) => schema?["description"]?.GetValue<string>().Split('\n')[0];

    private static bool Matches(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.NonBacktracking, s_patternTimeout);
        }
        catch (Exception e) when (e is NotSupportedException or ArgumentException or RegexMatchTimeoutException)
        {
            // The server judges what this engine cannot.
            return true;
        }
    }

    private static double Number(JsonNode node) => double.Parse(node.ToString(), CultureInfo.InvariantCulture);

    private static JsonObject? Properties(JsonObject schema) => schema["properties"] as JsonObject;

    private static bool IsTrue(JsonObject schema, string flag) => schema[flag] is JsonValue value && value.GetValueKind() is JsonValueKind.True;

    private void Report(string what, string where, string? fix = null) => problems.Add(new Problem(what, where, fix));
}
