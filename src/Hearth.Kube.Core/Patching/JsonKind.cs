using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hearth.Kube.Core.Patching;

/// <summary>What Go's decoder calls a value where another kind is wanted: <c>json: cannot unmarshal array into …</c>.</summary>
public static class JsonKind
{
    public static string Of(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "bool",
        _ => "null",
    };
}
