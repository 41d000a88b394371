using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;

namespace Hearth.LocalCluster.ApiServer.Decoding;

/// <summary>
/// Brings an object of a built-in type into the form in which the API server answers it: unknown fields go and are noted, empty optional
/// fields go, required ones appear, times and quantities take their canonical form.
/// </summary>
internal sealed class ObjectDecoder
{
    private readonly List<string> _unknown = [];
    private readonly Dictionary<string, string> _empties = new(StringComparer.Ordinal);
    private DecodingException? _wrong;

    /// <summary>Fields that the type does not have, as paths, in the order they were met.</summary>
    public IReadOnlyList<string> Unknown => _unknown;

    /// <summary>Lists and maps that were stated empty and are left out, by path: <c>[]</c> or <c>{}</c>.</summary>
    public IReadOnlyDictionary<string, string> Empties => _empties;

    /// <exception cref="DecodingException">A value has the wrong type.</exception>
    public JsonObject Decode(TypeSchema schema, JsonObject value)
    {
        var decoded = Struct(schema, value, "", "");
        return _wrong is null ? decoded : throw _wrong;
    }

    private JsonNode? Value(TypeSchema schema, JsonNode value, string path, string owner) => schema.Kind switch
    {
        ValueKind.Struct when value is JsonObject map => Struct(schema, map, path, owner),
        ValueKind.Map when value is JsonObject map => Map(schema, map, path, owner),
        ValueKind.List when value is JsonArray list => List(schema, list, path, owner),
        ValueKind.Any => value.DeepClone(),
        ValueKind.Struct or ValueKind.Map or ValueKind.List => GoOn(Wrong(value, owner, path, GoType(schema))),
        // These read themselves in Go, which ends the reading; all else is told at the end.
        ValueKind.Time or ValueKind.MicroTime or ValueKind.Quantity or ValueKind.IntOrString => Scalars.Decode(schema.Kind, value) ?? throw Wrong(value, owner, path, GoType(schema)),
        _ => Scalar(schema, value, path, owner),
    };

    private JsonNode? Scalar(TypeSchema schema, JsonNode value, string path, string owner)
    {
        try
        {
            return Scalars.Decode(schema.Kind, value) ?? GoOn(Wrong(value, owner, path, GoType(schema)));
        }
        catch (DecodingException exception)
        {
            return GoOn(exception);
        }
    }

    private JsonNode? GoOn(DecodingException wrong)
    {
        _wrong ??= wrong;
        return null;
    }

    private JsonObject Struct(TypeSchema schema, JsonObject value, string path, string owner)
    {
        var result = new JsonObject();
        var name = schema.Name is null ? owner : schema.Name[(schema.Name.LastIndexOf('.') + 1)..];
        foreach (var (key, child) in value)
        {
            var below = path.Length == 0 ? key : path + "." + key;
            if (!schema.Fields.TryGetValue(key, out var field))
                _unknown.Add(below);
            else if (child is not null)
                Set(result, field, Value(field.Type, child, below, name), below);
        }

        foreach (var field in schema.Fields.Values)
        {
            if (field.IsAlwaysPresent && !result.ContainsKey(field.Name))
                result[field.Name] = field.IsPointer ? null : Zero(field.Type);
        }

        return result;
    }

    private void Set(JsonObject result, FieldSchema field, JsonNode? value, string path)
    {
        if (!field.IsPointer && field.Type.Kind is ValueKind.List or ValueKind.Map && value is JsonArray { Count: 0 } or JsonObject { Count: 0 })
            _empties[path] = value is JsonArray ? "[]" : "{}";
        if (value is not null && (field.IsAlwaysPresent || !IsOmitted(field, value)))
            result[field.Name] = value;
    }

    /// <summary>An empty value is as good as none, unless the field tells the two apart.</summary>
    private static bool IsOmitted(FieldSchema field, JsonNode value) => value switch
    {
        _ when field.Type.Kind == ValueKind.Any => false,
        JsonArray { Count: 0 } => !field.IsPointer,
        JsonObject { Count: 0 } => !field.IsPointer && field.Type.Kind == ValueKind.Map,
        JsonObject or JsonArray => false,
        _ when field.IsPointer => false,
        _ when value.Text is { } text => text.Length == 0,
        _ when value.Flag is { } flag => !flag,
        _ => value.Number == 0 && field.Type.Kind != ValueKind.IntOrString,
    };

    private JsonObject Map(TypeSchema schema, JsonObject value, string path, string owner)
    {
        var result = new JsonObject();
        foreach (var (key, child) in value)
        {
            var element = child is null ? Zero(schema.Element) : Value(schema.Element, child, path, owner);
            // Amounts of resources are kept to the thousandth.
            result[key] = schema.Element.Kind == ValueKind.Quantity && element.Text is { } amount ? Quantities.ToThousandth(amount) : element;
        }

        return result;
    }

    private JsonArray List(TypeSchema schema, JsonArray value, string path, string owner)
    {
        var result = new JsonArray();
        for (var i = 0; i < value.Count; i++)
        {
            var item = value[i];
            result.Add(item is null ? Zero(schema.Element) : Value(schema.Element, item, $"{path}[{i.ToString(CultureInfo.InvariantCulture)}]", owner));
        }

        return result;
    }

    private JsonNode? Zero(TypeSchema schema) => schema.Kind switch
    {
        ValueKind.String or ValueKind.Bytes => JsonValue.Create(""),
        ValueKind.Struct => Struct(schema, [], "", ""),
        ValueKind.Int32 or ValueKind.Int64 => JsonValue.Create(0L),
        ValueKind.Bool => JsonValue.Create(false),
        ValueKind.Quantity => JsonValue.Create("0"),
        ValueKind.IntOrString => JsonValue.Create(0L),
        _ => null,
    };

    private static DecodingException Wrong(JsonNode value, string owner, string path, string type)
    {
        var plain = System.Text.RegularExpressions.Regex.Replace(path, @"\[\d+\]", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
        return new DecodingException($"json: cannot unmarshal {Json.GoKind(value, type)} into Go struct field {owner}.{plain} of type {type}");
    }

    private static string GoType(TypeSchema schema) => schema.GoName ?? schema.Kind switch
    {
        ValueKind.Struct => Package(schema.Name),
        ValueKind.Map => "map[string]" + GoType(schema.Element),
        ValueKind.List => "[]" + GoType(schema.Element),
        ValueKind.Int32 or ValueKind.IntOrString => "int32",
        ValueKind.Int64 => "int64",
        ValueKind.Double => "float64",
        ValueKind.Bool => "bool",
        ValueKind.Bytes => "[]uint8",
        _ => "string",
    };

    private static string Package(string? name) => name?.Split('.') is [_, var version, var type] ? $"{version}.{type}" : name ?? "object";
}

/// <summary>A value of the wrong type; the message is the one of Go's JSON decoder.</summary>
internal sealed class DecodingException(string message) : Exception(message);
