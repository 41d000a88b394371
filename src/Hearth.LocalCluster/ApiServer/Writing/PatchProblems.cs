using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.CustomResources;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>A patch that leaves a value of the wrong type, in the words of Go's conversion from unstructured objects.</summary>
internal static class PatchProblems
{
    /// <exception cref="ApiException">The patched object is none of its kind (422).</exception>
    public static void Check(TypeSchema schema, JsonObject patched, JsonObject patch)
    {
        if (Find(schema, patched) is { } problem)
            throw Invalid(PatchText.OfStrategic(patch), problem);
    }

    public static ApiException Invalid(JsonNode? shown, string problem) => ApiException.Invalid("", "", "", [FieldError.Invalid("patch", shown, problem)]);

    /// <summary>What is wrong with a value, null where nothing is.</summary>
    public static string? Find(TypeSchema schema, JsonNode? value)
    {
        if (value is null)
            return null;
        switch (schema.Kind)
        {
            case ValueKind.Struct:
                return value is JsonObject map ? OfFields(schema, map) : "cannot restore struct from: " + KindOf(value);
            case ValueKind.Map:
                return value is JsonObject entries ? entries.Select(entry => Find(schema.Element, entry.Value)).FirstOrDefault(problem => problem is not null) : "cannot restore map from " + KindOf(value);
            case ValueKind.List:
                return value is JsonArray list ? list.Select(item => Find(schema.Element, item)).FirstOrDefault(problem => problem is not null) : "cannot restore slice from " + KindOf(value);
            case ValueKind.Bytes when value.Text is null:
                return "cannot restore slice from " + KindOf(value);
            case ValueKind.Time or ValueKind.MicroTime when value.Text is null:
                return $"json: cannot unmarshal {JsonKind.Of(value)} into Go value of type string";
            case ValueKind.Bytes or ValueKind.Time or ValueKind.MicroTime or ValueKind.Quantity:
                return Decoded(schema.Kind, value);
            case ValueKind.IntOrString:
                return value.Text is not null || KindOf(value) == "int64" ? null : $"json: cannot unmarshal {(KindOf(value) == "float64" ? "number " + value.ToJsonString() : JsonKind.Of(value))} into Go value of type int32";
            case ValueKind.String:
                return value.Text is not null ? null : KindOf(value) == "int64" ? "cannot convert int64 to " + (schema.GoName ?? "string") : "unrecognized type: string";
            case ValueKind.Bool:
                return value.Flag is not null ? null : "unrecognized type: bool";
            case ValueKind.Int32 or ValueKind.Int64:
                var go = schema.Kind == ValueKind.Int32 ? "int32" : "int64";
                return KindOf(value) switch { "int64" => null, "float64" => "cannot convert float64 to " + go, _ => "unrecognized type: " + go };
            default:
                return null;
        }
    }

    private static string? OfFields(TypeSchema schema, JsonObject map)
    {
        // In the order of the type.
        return schema.Fields.Values.Select(field => Find(field.Type, map[field.Name])).FirstOrDefault(problem => problem is not null);
    }

    private static string? Decoded(ValueKind kind, JsonNode value)
    {
        try
        {
            _ = Scalars.Decode(kind, value);
            return null;
        }
        catch (DecodingException exception)
        {
            return (kind == ValueKind.Bytes ? "error decoding from json: " : "") + exception.Message;
        }
    }

    /// <summary>What Go calls what it read.</summary>
    private static string KindOf(JsonNode value) => TypeValidation.TypeOf(value) switch
    {
        "object" => "map",
        "array" => "slice",
        "boolean" => "bool",
        "integer" => "int64",
        "number" => "float64",
        var same => same,
    };
}
