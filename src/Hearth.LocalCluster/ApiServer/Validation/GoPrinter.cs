using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Writes objects as the structs of Go's memory: see <see cref="GoValue"/>.</summary>
/// <param name="names">Names that are more than a first letter away from the field's.</param>
/// <param name="fields">The fields of types that have others in memory.</param>
/// <param name="empties">What the client stated empty, by path: <c>[]</c> or <c>{}</c>.</param>
internal sealed class GoPrinter(IReadOnlyDictionary<string, string> names, IReadOnlyDictionary<string, string[]> fields, IReadOnlyDictionary<string, string>? empties)
{
    // Fields of the pod that stand in its security context in memory; a missing flag is false, but for the last two.
    private static readonly string[] s_hostFields = ["hostNetwork", "hostPID", "hostIPC", "shareProcessNamespace", "hostUsers"];

    public JsonNode? Show(TypeSchema type, JsonNode? value, bool isPointer, string path) => value is null ? Missing(type, isPointer, path) : type.Kind switch
    {
        ValueKind.Struct when type.Name?.StartsWith("meta.v1.", StringComparison.Ordinal) == true => GoValue.Wire(type, value),
        ValueKind.Struct => Struct(type, (JsonObject)value, path),
        ValueKind.List => new JsonArray([.. ((JsonArray)value).Select((item, i) => Show(type.Element, item, isPointer: false, $"{path}[{i}]"))]),
        ValueKind.Map => new JsonObject(((JsonObject)value).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, Show(type.Element, entry.Value, isPointer: false, path)))),
        _ => value.DeepClone(),
    };

    public JsonObject Fields(TypeSchema type, IEnumerable<string> shown, JsonObject value, string path)
    {
        var result = new JsonObject();
        foreach (var field in shown.Select(name => type.Fields[name]))
        {
            if (field.Type.Name == "meta.v1.ObjectMeta")
                Embed(result, field.Type, value[field.Name]);
            else
                result[Name(field.Name)] = Show(field.Type, value[field.Name], field.IsPointer, path.Length == 0 ? field.Name : $"{path}.{field.Name}");
        }

        return result;
    }

    private JsonObject Struct(TypeSchema type, JsonObject value, string path)
    {
        var shown = Fields(type, fields.GetValueOrDefault(type.Name!) ?? type.Fields.Keys, value, path);
        if (type.Name == "core.v1.PodSpec" && shown["SecurityContext"] is JsonObject context)
            shown["SecurityContext"] = InContext(value, context);
        return shown;
    }

    private static void Embed(JsonObject into, TypeSchema type, JsonNode? metadata)
    {
        foreach (var (name, child) in GoValue.Wire(type, metadata) as JsonObject ?? [])
            into[name] = child?.DeepClone();
    }

    private JsonObject InContext(JsonObject spec, JsonObject context)
    {
        var whole = new JsonObject();
        foreach (var name in s_hostFields)
            whole[Name(name)] = name is "shareProcessNamespace" or "hostUsers" ? spec[name]?.DeepClone() : spec.IsTrue(name);
        foreach (var (name, child) in context)
            whole[name] = child?.DeepClone();
        return whole;
    }

    private string Name(string field) => names.GetValueOrDefault(field, char.ToUpperInvariant(field[0]) + field[1..]);

    private JsonNode? Missing(TypeSchema type, bool isPointer, string path) =>
        empties is not null && empties.TryGetValue(path, out var empty) ? JsonNode.Parse(empty) : isPointer ? null : Zero(type, path);

    private JsonNode? Zero(TypeSchema type, string path) => type.Kind switch
    {
        ValueKind.String => "",
        ValueKind.Int32 or ValueKind.Int64 or ValueKind.IntOrString => 0,
        ValueKind.Bool => false,
        ValueKind.Quantity => "0",
        ValueKind.Struct => Show(type, new JsonObject(), isPointer: false, path),
        _ => null,
    };
}
