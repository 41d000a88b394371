using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Validation;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>Objects of any kind inside a custom resource: they say what they are.</summary>
internal static class EmbeddedResources
{
    public static void Validate(JsonObject value, string path, List<FieldError> errors)
    {
        foreach (var name in (ReadOnlySpan<string>)["apiVersion", "kind"])
        {
            if (!value.ContainsKey(name))
                errors.Add(FieldError.Required($"{path}.{name}", ""));
            else if (value.Text(name) is not { } text)
                errors.Add(FieldError.Invalid($"{path}.{name}", value[name]?.DeepClone(), "must be a string"));
            else if (text.Length == 0)
                errors.Add(FieldError.Invalid($"{path}.{name}", text, "must not be empty"));
            else if (name == "apiVersion" && text.Split('/').Length > 2)
                errors.Add(FieldError.Invalid($"{path}.{name}", text, "unexpected GroupVersion string: " + text));
            else if (name == "kind" && Names.Label1035Problems(text.ToLowerInvariant()).ToArray() is { Length: > 0 } problems)
                errors.Add(FieldError.Invalid($"{path}.{name}", text, "may have mixed case, but should otherwise match: " + string.Join(',', problems)));
        }
    }
}
