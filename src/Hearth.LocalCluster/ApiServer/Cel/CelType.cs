using System.Text;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Cel;

internal enum CelKind
{
    Dyn,
    Null,
    Bool,
    Int,
    Uint,
    Double,
    String,
    Bytes,
    Timestamp,
    Duration,
    List,
    Map,
    Object,
    Optional,
    Type,
    Quantity,
    Url,
    Ip,
    Cidr,
    Format,
    Semver,
    Authorizer,
    PathCheck,
    GroupCheck,
    ResourceCheck,
    Decision,
}

/// <summary>The type of an expression or of a value: for objects and lists what the structural schema says of them.</summary>
internal sealed class CelType
{
    private static readonly HashSet<string> s_escapedWords = new(StringComparer.Ordinal)
    {
        "true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop",
        "package", "namespace", "return", "var", "void", "while",
    };

    private readonly JsonObject? _schema;
    private readonly bool _isResource;
    private readonly string? _name;
    private SchemaReferences References { get; init; } = SchemaReferences.None;
    private IReadOnlyDictionary<string, CelField>? _fields;

    private CelType(CelKind kind, CelType? element = null, JsonObject? schema = null, bool isResource = false, CelType? key = null, string? name = null) =>
        (Kind, Element, _schema, _isResource, Key, _name) = (kind, element, schema, isResource, key, name);

    public CelKind Kind { get; }

    /// <summary>Of the items of a list, the values of a map, the content of an optional.</summary>
    public CelType? Element { get; }

    /// <summary>Of the keys of a map.</summary>
    public CelType? Key { get; }

    /// <summary><c>set</c>, <c>map</c> or <c>atomic</c> for a list of a schema.</summary>
    public string? ListType => Text("x-kubernetes-list-type");

    public IReadOnlyList<string> ListKeys =>
        _schema?["x-kubernetes-list-map-keys"] is JsonArray keys ? [.. keys.Select(key => key!.GetValue<string>())] : [];

    public string? Format => Text("format");

    /// <summary>Whether it is the very same type; what is dynamic is so alone.</summary>
    public bool IsSame(CelType other) => ReferenceEquals(this, Unset) || ReferenceEquals(other, Unset)
        || (Kind == other.Kind && (Kind != CelKind.Object || IsSameObject(other)) && (Element is null || other.Element is null || Element.IsSame(other.Element)) && (Key is null || other.Key is null || Key.IsSame(other.Key)));

    /// <summary>Objects are of the same type only where they are of the same place in the schema.</summary>
    public bool IsSameObject(CelType other) => ReferenceEquals(this, other) || (_name is not null && _name == other._name);

    /// <summary>Of an object, by the name that expressions use.</summary>
    public IReadOnlyDictionary<string, CelField> Fields => _fields ??= ReadFields();

    /// <summary>The most characters, items or entries that a value can have: what the schema says, or what a request can hold.</summary>
    public double MostElements => _schema is null ? 0 : Kind switch
    {
        CelKind.String when Bound("maxLength") is { } most => 4 * most,
        CelKind.String when _schema["enum"] is JsonArray { Count: > 0 } options => options.Max(option => option?.ToJsonString().Length ?? 0),
        CelKind.Bytes when Bound("maxLength") is { } most => most,
        CelKind.String or CelKind.Bytes => MostBytes,
        CelKind.List => Bound("maxItems") ?? Math.Floor(MostBytes / (Element!.LeastBytes + 1)),
        CelKind.Map => Bound("maxProperties") ?? Math.Floor(MostBytes / (Element!.LeastBytes + 6)),
        _ => 0,
    };

    /// <summary>How many values of this type a request can hold.</summary>
    public double MostInRequest => Math.Floor((MostBytes + 2) / (LeastBytes + 1));

    private const double MostBytes = (3 * 1024 * 1024) - 2;

    private double? Bound(string word) => _schema?[word].Real;

    /// <summary>What the smallest value takes in JSON.</summary>
    private double LeastBytes => Kind switch
    {
        CelKind.Bool => 4,
        CelKind.Int or CelKind.Double or CelKind.Dyn => 1,
        CelKind.Timestamp => Format == "date" ? 12 : 21,
        CelKind.Duration => 4,
        CelKind.Object => 2 + ((_schema?["required"] as JsonArray)?.Sum(name => Fields.TryGetValue((string)name!, out var found) ? found.Name.Length + 4 + found.Type.LeastBytes : 0) ?? 0),
        _ => 2,
    };

    public static CelType Dyn { get; } = new(CelKind.Dyn);

    /// <summary>Of what is in an empty list or map: whatever the others are of.</summary>
    public static CelType Unset { get; } = new(CelKind.Dyn);

    /// <summary>Of what is wrong itself: it fits everywhere, so that it is told once.</summary>
    public static CelType Error { get; } = new(CelKind.Dyn, name: "!error!");

    public static CelType Of(CelKind kind) => kind == CelKind.Dyn ? Dyn : new CelType(kind);

    public static CelType ListOf(CelType element) => new(CelKind.List, element);

    public static CelType MapOf(CelType key, CelType value) => new(CelKind.Map, value, key: key);

    /// <summary>An object of exactly these fields.</summary>
    public static CelType ObjectOf(string? name, IReadOnlyDictionary<string, CelField> fields) => new(CelKind.Object, name: name) { _fields = fields };

    /// <summary>The type of types.</summary>
    public static CelType TypeOf(CelType of) => new(CelKind.Type, of);

    public static CelType OptionalOf(CelType content) => new(CelKind.Optional, content);

    /// <param name="schema">A structural schema.</param>
    /// <param name="isResource">For a whole resource, which has kind and metadata besides.</param>
    /// <param name="name">What messages call it, and, with what leads there, the objects in it.</param>
    /// <param name="references">What the schema refers to.</param>
    /// <returns>Null for what expressions cannot reach: content without a schema.</returns>
    public static CelType? OfSchema(JsonObject schema, bool isResource = false, string? name = null, SchemaReferences? references = null)
    {
        (schema, references) = (references ?? SchemaReferences.None).Follow(schema);
        if (IsTrue(schema, "x-kubernetes-int-or-string") || schema.Text("format") == "int-or-string")
            return Dyn;
        isResource |= IsTrue(schema, "x-kubernetes-embedded-resource");
        return schema["type"]?.GetValue<string>() switch
        {
            "array" => schema["items"] is JsonObject items && OfSchema(items, name: Below(name, "@idx"), references: references) is { } item ? new CelType(CelKind.List, item, schema) : null,
            "object" when schema["additionalProperties"] is JsonObject values =>
                OfSchema(values, name: Below(name, "@elem"), references: references) is { } value ? new CelType(CelKind.Map, value, schema, key: Of(CelKind.String)) : null,
            "object" => new CelType(CelKind.Object, null, schema, isResource, name: name) { References = references },
            "string" => new CelType(StringKind(schema["format"]?.GetValue<string>()), null, schema),
            "integer" => Of(CelKind.Int),
            "number" => Of(CelKind.Double),
            "boolean" => Of(CelKind.Bool),
            _ => isResource ? new CelType(CelKind.Object, null, schema, true, name: name) { References = references } : null,
        };
    }

    /// <summary>As it is called where no expression is shown: well-known types by their full names.</summary>
    public string FullName => Kind switch
    {
        CelKind.List => $"list({Element!.FullName})",
        CelKind.Map => $"map({Key!.FullName}, {Element!.FullName})",
        CelKind.Optional => $"optional_type({Element!.FullName})",
        CelKind.Type => Element is null ? "type" : $"type({Element.FullName})",
        CelKind.Null => "null_type",
        CelKind.Timestamp => "google.protobuf.Timestamp",
        CelKind.Duration => "google.protobuf.Duration",
        _ => ToString(),
    };

    /// <summary>As messages name it.</summary>
    public override string ToString() => Kind switch
    {
        CelKind.List => $"list({Element})",
        CelKind.Map => $"map({Key}, {Element})",
        CelKind.Optional => $"optional_type({Element})",
        CelKind.Type => Element is null ? "type" : $"type({Element})",
        CelKind.Null => "null",
        CelKind.Object => _name ?? "object",
        CelKind.Dyn => _name ?? "dyn",
        CelKind.Quantity => "kubernetes.Quantity",
        CelKind.Url => "kubernetes.URL",
        CelKind.Ip => "net.IP",
        CelKind.Cidr => "net.CIDR",
        CelKind.Format => "kubernetes.NamedFormat",
        CelKind.Semver => "kubernetes.Semver",
        CelKind.Authorizer or CelKind.PathCheck or CelKind.GroupCheck or CelKind.ResourceCheck or CelKind.Decision => "kubernetes.authorization." + Kind,
        _ => Kind.ToString().ToLowerInvariant(),
    };

    private static CelKind StringKind(string? format) => format switch
    {
        "byte" => CelKind.Bytes,
        "duration" => CelKind.Duration,
        "date" or "date-time" => CelKind.Timestamp,
        _ => CelKind.String,
    };

    private Dictionary<string, CelField> ReadFields()
    {
        var fields = new Dictionary<string, CelField>(StringComparer.Ordinal);
        foreach (var (name, property) in _schema?["properties"] as JsonObject ?? [])
        {
            if (property is JsonObject schema && OfSchema(schema, name: Below(_name, Escape(name)), references: References) is { } type)
                Add(fields, name, type);
        }

        if (_isResource && !IsWhole(fields))
            AddResourceFields(fields);
        return fields;
    }

    /// <summary>Whether the schema itself says what all resources have.</summary>
    private static bool IsWhole(Dictionary<string, CelField> fields) =>
        IsText(fields, "kind") && IsText(fields, "apiVersion") && fields.TryGetValue("metadata", out var metadata) && metadata.Type.Kind == CelKind.Object
        && metadata.Type.Fields is Dictionary<string, CelField> below && IsText(below, "name") && IsText(below, "generateName");

    private static bool IsText(Dictionary<string, CelField> fields, string name) => fields.TryGetValue(name, out var field) && field.Type.Kind == CelKind.String;

    private void AddResourceFields(Dictionary<string, CelField> fields)
    {
        Add(fields, "apiVersion", Of(CelKind.String));
        Add(fields, "kind", Of(CelKind.String));
        Add(fields, "metadata", ObjectOf(Below(_name, "metadata"), new Dictionary<string, CelField>(StringComparer.Ordinal)
        {
            ["name"] = new("name", Of(CelKind.String)),
            ["generateName"] = new("generateName", Of(CelKind.String)),
        }));
    }

    private static string? Below(string? name, string part) => name is null ? null : $"{name}.{part}";

    private static void Add(Dictionary<string, CelField> fields, string name, CelType type)
    {
        fields[Escape(name)] = new CelField(name, type);
        fields[name] = new CelField(name, type);
    }

    /// <summary>A field's name as an identifier of expressions.</summary>
    private static string Escape(string name)
    {
        if (s_escapedWords.Contains(name))
            return $"__{name}__";
        var escaped = new StringBuilder(name);
        escaped.Replace("__", "__underscores__").Replace(".", "__dot__").Replace("-", "__dash__").Replace("/", "__slash__");
        return escaped.ToString();
    }

    private string? Text(string name) => _schema?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static bool IsTrue(JsonObject schema, string name) => schema[name] is JsonValue value && value.TryGetValue(out bool yes) && yes;
}

/// <param name="Name">In the object.</param>
internal sealed record CelField(string Name, CelType Type);
