using System.Text.Json.Nodes;

namespace Hearth.Kube.Core.Patching;

/// <summary>The shape of a value, as far as decoding, patching and field ownership need it.</summary>
public enum ValueKind
{
    /// <summary>Anything goes and is kept as it is.</summary>
    Any,
    String,

    /// <summary>Base64.</summary>
    Bytes,
    Time,
    MicroTime,
    Quantity,
    IntOrString,
    Int32,
    Int64,
    Double,
    Bool,

    /// <summary>An object with named fields.</summary>
    Struct,

    /// <summary>An object with free keys and values of one type.</summary>
    Map,
    List,
}

/// <summary><c>x-kubernetes-list-type</c>.</summary>
public enum ListType
{
    /// <summary>Owned and replaced as a whole.</summary>
    Atomic,

    /// <summary>Scalars, each present once.</summary>
    Set,

    /// <summary>Objects told apart by <see cref="TypeSchema.ListKeys"/>.</summary>
    Map,
}

/// <summary>A type of the Kubernetes API: a built-in one, or one read from a custom resource's schema.</summary>
public sealed class TypeSchema
{
    /// <summary>Accepts and keeps everything; objects below it merge by key, lists are atomic.</summary>
    public static readonly TypeSchema Any = new() { Kind = ValueKind.Any };

    private static readonly Dictionary<string, FieldSchema> s_noFields = new(StringComparer.Ordinal);

    public required ValueKind Kind { get; init; }

    /// <summary>The type's name in OpenAPI documents, for named types.</summary>
    public string? Name { get; init; }

    /// <summary>What servers call the type of a value in errors, such as <c>v1.RestartPolicy</c>; null where that is the plain type.</summary>
    public string? GoName { get; init; }
    public IReadOnlyDictionary<string, FieldSchema> Fields { get; init; } = s_noFields;

    /// <summary>The type of a map's values or a list's items.</summary>
    public TypeSchema Element { get => field ?? Any; init; }
    public ListType ListType { get; init; }
    public IReadOnlyList<string> ListKeys { get; init; } = [];

    /// <summary>The whole object has one owner (<c>x-kubernetes-map-type: atomic</c>).</summary>
    public bool IsAtomic { get; init; }

    /// <summary>Fields without a schema are kept (<c>x-kubernetes-preserve-unknown-fields</c>).</summary>
    public bool PreservesUnknown { get; init; }

    public bool IsObject => Kind is ValueKind.Struct or ValueKind.Map;

    /// <summary>The type of the field called <paramref name="name"/>; null where the type has no such field.</summary>
    public TypeSchema? FieldType(string name) => Kind switch
    {
        ValueKind.Struct => Fields.TryGetValue(name, out var field) ? field.Type : PreservesUnknown ? Any : null,
        ValueKind.Map => Element,
        ValueKind.Any => Any,
        _ => null,
    };
}

/// <summary>One field of a <see cref="TypeSchema"/>.</summary>
public sealed class FieldSchema(string name, Func<TypeSchema> type)
{
    private TypeSchema? _type;

    public string Name { get; } = name;

    /// <summary>Resolved when first asked, since types refer to each other in circles.</summary>
    public TypeSchema Type => _type ??= type();

    /// <summary>Users must state it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Always present in an encoded object, as its zero value if need be.</summary>
    public bool IsAlwaysPresent { get; init; }

    /// <summary>Tells empty from missing, so that an empty value is kept.</summary>
    public bool IsPointer { get; init; }

    /// <summary>The field's number in protobuf, behind the numbers of the messages it is nested in; empty where it has none.</summary>
    public IReadOnlyList<int> Protobuf { get; init; } = [];

    /// <summary>The default that the published schema states: the zero value of a required scalar, <c>{}</c> of a nested struct.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>Lists that a strategic merge patch merges instead of replacing.</summary>
    public bool PatchMerges { get; init; }

    /// <summary>Maps that a strategic merge patch replaces instead of merging.</summary>
    public bool PatchReplaces { get; init; }

    /// <summary>A strategic merge patch with <c>$retainKeys</c> drops the fields it does not name.</summary>
    public bool PatchRetainsKeys { get; init; }

    /// <summary>The key by which a strategic merge patch finds list items; null for lists of scalars.</summary>
    public string? PatchMergeKey { get; init; }
    public IReadOnlyList<string> Enum { get; init; } = [];
}
