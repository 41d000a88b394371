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
        var decoded = Struct(schema, value, Place.Root);
        return _wrong is null ? decoded : throw _wrong;
    }

    private JsonNode? Value(TypeSchema schema, JsonNode value, Place place) => schema.Kind switch
    {
        ValueKind.Struct when value is JsonObject map => Struct(schema, map, place),
        ValueKind.Map when value is JsonObject map => Map(schema, map, place),
        ValueKind.List when value is JsonArray list => List(schema, list, place),
        ValueKind.Any => value.DeepClone(),
        ValueKind.Struct or ValueKind.Map or ValueKind.List => GoOn(Wrong(value, place, GoType(schema))),
        // These read themselves in Go, which ends the reading; all else is told at the end.
        ValueKind.Time or ValueKind.MicroTime or ValueKind.Quantity or ValueKind.IntOrString => Scalars.Decode(schema.Kind, value) ?? throw Wrong(value, place, GoType(schema)),
        _ => Scalar(schema, value, place),
    };

    private JsonNode? Scalar(TypeSchema schema, JsonNode value, Place place)
    {
        try
        {
            return Scalars.Decode(schema.Kind, value) ?? GoOn(Wrong(value, place, GoType(schema)));
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

    private JsonObject Struct(TypeSchema schema, JsonObject value, Place place)
    {
        var result = new JsonObject();
        foreach (var (key, child) in value)
        {
            var below = place.Field(key, schema.Name);
            if (!schema.Fields.TryGetValue(key, out var field))
                _unknown.Add(below.Path);
            else if (child is not null)
                Set(result, field, Value(field.Type, child, below), below);
        }

        foreach (var field in schema.Fields.Values)
        {
            if (field.IsAlwaysPresent && !result.ContainsKey(field.Name))
                result[field.Name] = field.IsPointer ? null : Zero(field.Type);
        }

        return result;
    }

    private void Set(JsonObject result, FieldSchema field, JsonNode? value, Place place)
    {
        if (!field.IsPointer && field.Type.Kind is ValueKind.List or ValueKind.Map && value is JsonArray { Count: 0 } or JsonObject { Count: 0 })
            _empties[place.Path] = value is JsonArray ? "[]" : "{}";
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

    private JsonObject Map(TypeSchema schema, JsonObject value, Place place)
    {
        var result = new JsonObject();
        foreach (var (key, child) in value)
        {
            var element = child is null ? Zero(schema.Element) : Value(schema.Element, child, place.Key(key));
            // Amounts of resources are kept to the thousandth.
            result[key] = schema.Element.Kind == ValueKind.Quantity && element.Text is { } amount ? Quantities.ToThousandth(amount) : element;
        }

        return result;
    }

    private JsonArray List(TypeSchema schema, JsonArray value, Place place)
    {
        var result = new JsonArray();
        for (var i = 0; i < value.Count; i++)
        {
            var item = value[i];
            result.Add(item is null ? Zero(schema.Element) : Value(schema.Element, item, place.Item(i)));
        }

        return result;
    }

    private JsonNode? Zero(TypeSchema schema) => schema.Kind switch
    {
        ValueKind.String or ValueKind.Bytes => JsonValue.Create(""),
        ValueKind.Struct => Struct(schema, [], Place.Root),
        ValueKind.Int32 or ValueKind.Int64 => JsonValue.Create(0L),
        ValueKind.Bool => JsonValue.Create(false),
        ValueKind.Quantity => JsonValue.Create("0"),
        ValueKind.IntOrString => JsonValue.Create(0L),
        _ => null,
    };

    private static DecodingException Wrong(JsonNode value, Place place, string type) =>
        new($"json: cannot unmarshal {Json.GoKind(value, type)} into Go struct field {place.Owner}.{place.Fields} of type {type}");

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

    private enum Step
    {
        Field,
        Key,
        Item,
    }

    /// <summary>Where a value is, by the way to it: put into words only where something is to be told of it.</summary>
    /// <param name="Above">Null: this is the object itself.</param>
    /// <param name="Step">From there to here.</param>
    /// <param name="Name">Of the field, the key, or the index in brackets.</param>
    /// <param name="Type">Of the innermost struct around it that has a name; null: none has.</param>
    private sealed record Place(Place? Above, Step Step, string Name, string? Type)
    {
        public static Place Root { get; } = new(null, Step.Field, "", null);

        /// <summary>With the keys of maps and the indexes of lists.</summary>
        public string Path => Words(onlyFields: false);

        /// <summary>The names of fields alone, as Go's decoder tells of values of the wrong type.</summary>
        public string Fields => Words(onlyFields: true);

        public string Owner => Type is null ? "" : Type[(Type.LastIndexOf('.') + 1)..];

        /// <param name="name">Of the field.</param>
        /// <param name="type">That has it; null: a struct without a name.</param>
        public Place Field(string name, string? type) => new(this, Step.Field, name, type ?? Type);

        public Place Key(string key) => new(this, Step.Key, key, Type);

        public Place Item(int index) => new(this, Step.Item, $"[{index.ToString(CultureInfo.InvariantCulture)}]", Type);

        private string Words(bool onlyFields)
        {
            var above = Above?.Words(onlyFields) ?? "";
            if (onlyFields && Step != Step.Field)
                return above;
            return above.Length == 0 || Step == Step.Item ? above + Name : $"{above}.{Name}";
        }
    }
}

/// <summary>A value of the wrong type; the message is the one of Go's JSON decoder.</summary>
internal sealed class DecodingException(string message) : Exception(message);
