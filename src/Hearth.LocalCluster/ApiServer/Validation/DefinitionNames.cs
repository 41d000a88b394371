using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>What a definition calls its objects, and the columns in which they are shown.</summary>
internal static class DefinitionNames
{
    private static readonly string[] s_columnTypes = ["boolean", "date", "integer", "number", "string"];
    private static readonly string[] s_columnFormats = ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"];

    /// <param name="isWhole">Whether each name must be there; those that a status has accepted need not be.</param>
    public static void Validate(ErrorList errors, JsonObject names, string field, bool isWhole = true)
    {
        foreach (var name in (ReadOnlySpan<string>)["plural", "singular", "kind", "listKind"])
        {
            var text = names.Text(name) ?? "";
            var mayMix = name is "kind" or "listKind";
            if (text.Length == 0 && isWhole)
                errors.Required($"{field}.{name}");
            else if (text.Length > 0 && Names.Label1035Problems(mayMix ? text.ToLowerInvariant() : text).ToArray() is { Length: > 0 } problems)
                errors.Invalid($"{field}.{name}", text, (mayMix ? "may have mixed case, but should otherwise match: " : "") + string.Join(',', problems));
        }

        foreach (var list in (ReadOnlySpan<string>)["shortNames", "categories"])
        {
            foreach (var (name, i) in (names.List(list) ?? []).Select((name, i) => (name.Text ?? "", i)))
            {
                if (Names.Label1035Problems(name).ToArray() is { Length: > 0 } problems)
                    errors.Invalid($"{field}.{list}[{i}]", name, string.Join(',', problems));
            }
        }

        if (names.Text("kind") is { Length: > 0 } kind && kind == names.Text("listKind"))
            errors.Invalid(field + ".listKind", kind, "kind and listKind may not be the same");
    }

    /// <summary>Columns that all versions share are kept, and named, once.</summary>
    public static void Columns(ErrorList errors, JsonObject spec)
    {
        var versions = spec.Objects("versions").ToArray();
        var isShared = versions.Length > 0 && Array.TrueForAll(versions, version => JsonNode.DeepEquals(version["additionalPrinterColumns"], versions[0]["additionalPrinterColumns"]));
        for (var i = 0; i < (isShared ? 1 : versions.Length); i++)
        {
            var field = isShared ? "spec.additionalPrinterColumns" : $"spec.versions[{i}].additionalPrinterColumns";
            foreach (var (column, j) in versions[i].Objects("additionalPrinterColumns").Select((column, j) => (column, j)))
                Column(errors, column, $"{field}[{j}]");
        }
    }

    private static void Column(ErrorList errors, JsonObject column, string at)
    {
        errors.Needed(at + ".name", column.Text("name"));
        var type = column.Text("type") ?? "";
        if (type.Length == 0)
            errors.Required(at + ".type", "must be one of " + string.Join(',', s_columnTypes));
        else if (!s_columnTypes.Contains(type))
            errors.Invalid(at + ".type", type, "must be one of " + string.Join(',', s_columnTypes));
        if (column.Text("format") is { Length: > 0 } format && !s_columnFormats.Contains(format))
            errors.Invalid(at + ".format", format, "must be one of " + string.Join(',', s_columnFormats));
        var path = column.Text("jsonPath") ?? "";
        if (path.Length == 0)
            errors.Required(at + ".JSONPath");
        else if (path[0] != '.')
            errors.Invalid(at + ".JSONPath", path, "must be a simple json path starting with .");
    }
}
