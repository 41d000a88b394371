using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>What the scale subresource of a custom resource reads must be of the type that it shows, whatever the schema says.</summary>
internal static class ScaleValidation
{
    public static IEnumerable<FieldError> Validate(JsonObject scale, JsonObject value)
    {
        foreach (var name in (string[])["specReplicasPath", "statusReplicasPath"])
        {
            if (scale.Text(name) is { Length: > 0 } path && Replicas(value, path) is { } error)
                yield return error;
        }

        if (scale.Text("labelSelectorPath") is { Length: > 0 } selector && Find(value, selector) is { } wrong && wrong.Text is null)
            yield return FieldError.Invalid(selector, "", Accessor(selector, wrong, "string"));
    }

    /// <summary>What is at the end of a path of fields; null where nothing is.</summary>
    public static JsonNode? Find(JsonNode? value, string path)
    {
        foreach (var part in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
            value = (value as JsonObject)?[part];
        return path.Length == 0 ? null : value;
    }

    private static FieldError? Replicas(JsonObject value, string path)
    {
        if (Find(value, path) is not { } found)
            return null;
        if (TypeValidation.TypeOf(found) != "integer")
            return FieldError.Invalid(path, 0, Accessor(path, found, "int64"));
        return found.GetValue<long>() switch
        {
            < 0 => FieldError.Invalid(path, found.DeepClone(), "should be a non-negative integer"),
            > int.MaxValue => FieldError.Invalid(path, found.DeepClone(), $"should be less than or equal to {int.MaxValue}"),
            _ => null,
        };
    }

    private static string Accessor(string path, JsonNode found, string wanted)
    {
        var (type, shown) = TypeValidation.TypeOf(found) switch
        {
            "string" => ("string", found.Text!),
            "boolean" => ("bool", found.ToJsonString()),
            "number" => ("float64", found.ToJsonString()),
            "integer" => ("int64", found.ToJsonString()),
            "array" => ("[]interface {}", GoText.Of(found)),
            _ => ("map[string]interface {}", GoText.Of(found)),
        };
        return $"{path} accessor error: {shown} is of the type {type}, expected {wanted}";
    }
}
