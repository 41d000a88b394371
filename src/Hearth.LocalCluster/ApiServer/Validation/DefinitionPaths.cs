using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>The paths in a definition to what scales an object, and to what selects it.</summary>
internal static class DefinitionPaths
{
    private const int MostSelectable = 8;
    private const string Simple = "must be a simple json path starting with .";

    public static void Validate(ErrorList errors, JsonObject spec)
    {
        var versions = spec.Objects("versions").ToArray();
        foreach (var (version, at, _) in Each(versions, "subresources"))
            Scale(errors, version, at);
        foreach (var (version, at, isShared) in Each(versions, "selectableFields"))
            Selectable(errors, version, at, isShared, hasSchema: isShared || !DefinitionShapes.IsShared(versions, "schema"));
    }

    /// <summary>What all versions share is kept, and named, once.</summary>
    private static IEnumerable<(JsonObject Version, string At, bool IsShared)> Each(JsonObject[] versions, string word)
    {
        var isShared = versions.Length > 0 && DefinitionShapes.IsShared(versions, word);
        return isShared ? [(versions[0], "spec." + word, true)] : versions.Select((version, i) => (version, $"spec.versions[{i}].{word}", false));
    }

    private static void Scale(ErrorList errors, JsonObject version, string at)
    {
        if (version.Map("subresources")?.Map("scale") is not { } scale)
            return;
        Path(errors, scale.Text("specReplicasPath") ?? "", at + ".scale.specReplicasPath", "should be a json path under .spec", ".spec.");
        Path(errors, scale.Text("statusReplicasPath") ?? "", at + ".scale.statusReplicasPath", "should be a json path under .status", ".status.");
        if (scale.Text("labelSelectorPath") is { Length: > 0 } selector)
            Path(errors, selector, at + ".scale.labelSelectorPath", "should be a json path under either .spec or .status", ".spec.", ".status.");
    }

    private static void Path(ErrorList errors, string path, string at, string why, params string[] prefixes)
    {
        if (path.Length == 0)
            errors.Required(at);
        else if (!path.StartsWith('.'))
            errors.Invalid(at, path, Simple);
        else if (!Array.Exists(prefixes, prefix => path.StartsWith(prefix, StringComparison.Ordinal)))
            errors.Invalid(at, path, why);
    }

    /// <param name="hasSchema">Whether the version has a schema of its own, or shares both it and its fields.</param>
    private static void Selectable(ErrorList errors, JsonObject version, string at, bool isShared, bool hasSchema)
    {
        var fields = version.Objects("selectableFields").ToArray();
        if (fields.Length == 0)
            return;
        if (version.Map("schema")?.Map("openAPIV3Schema") is not { } schema || !hasSchema)
        {
            errors.Invalid(at, "", isShared ? "may only be set when validations.schema is included" : "may only be set when `version.schema.openAPIV3Schema` is not included");
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < fields.Length; i++)
            Selectable(errors, schema, fields[i].Text("jsonPath") ?? "", $"{at}[{i}].jsonPath", seen);
        if (seen.Count > MostSelectable)
            errors.Add(FieldError.TooMany(at, seen.Count, MostSelectable));
    }

    private static void Selectable(ErrorList errors, JsonObject schema, string path, string at, HashSet<string> seen)
    {
        if (path.Length == 0)
        {
            errors.Required(at);
            return;
        }

        var target = FieldPaths.Find(schema, path, mayIndex: false);
        if (target.Problem is { } problem)
        {
            errors.Invalid(at, path, "is an invalid path: " + problem);
            return;
        }

        if (target.Path.Split('.', '[')[0] == "metadata")
            errors.Invalid(at, path, "must not point to fields in metadata");
        if (target.Schema?.Text("type") is not ("string" or "boolean" or "integer"))
            errors.Invalid(at, path, "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.");
        if (!seen.Add(target.Path))
            errors.Add(FieldError.Duplicate(at, path));
    }
}
