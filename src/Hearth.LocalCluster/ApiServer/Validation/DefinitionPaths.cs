using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>The paths in a definition to what scales an object, and to what selects it.</summary>
internal static class DefinitionPaths
{
    private const string Simple = "must be a simple json path starting with .";

    public static void Validate(ErrorList errors, JsonObject spec)
    {
        var versions = spec.Objects("versions").ToArray();
        foreach (var (word, check) in (ReadOnlySpan<(string, Action<ErrorList, JsonObject, string>)>)[("subresources", Scale), ("selectableFields", Selectable)])
        {
            // What all versions share is kept, and named, once.
            var isShared = versions.Length > 0 && DefinitionShapes.IsShared(versions, word);
            for (var i = 0; i < (isShared ? 1 : versions.Length); i++)
                check(errors, versions[i], isShared ? "spec." + word : $"spec.versions[{i}].{word}");
        }
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

    private static void Selectable(ErrorList errors, JsonObject version, string at)
    {
        var fields = version.Objects("selectableFields").ToArray();
        if (fields.Length == 0)
            return;
        if (version.Map("schema")?.Map("openAPIV3Schema") is null)
        {
            errors.Invalid(at, "", "may only be set when validations.schema is included");
            return;
        }

        for (var i = 0; i < fields.Length; i++)
        {
            var path = fields[i].Text("jsonPath") ?? "";
            if (path.Length == 0)
                errors.Required($"{at}[{i}].jsonPath");
            else if (path[0] is not ('.' or '['))
                errors.Invalid($"{at}[{i}].jsonPath", path, "is an invalid path: expected [ or . but got: " + path.Split('.', '[')[0]);
        }
    }
}
