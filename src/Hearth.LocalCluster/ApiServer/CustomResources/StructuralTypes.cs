using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>A structural schema as the type that patches and field ownership work on.</summary>
internal static class StructuralTypes
{
    public static TypeSchema ForObject(JsonObject schema)
    {
        return new TypeSchema { Kind = ValueKind.Struct, Fields = Identified(Fields(schema, Preserves(schema, false))), PreservesUnknown = Preserves(schema, false) };
    }

    /// <summary>What keeps unknown fields keeps those of the values in it too, for who owns them.</summary>
    private static bool Preserves(JsonObject schema, bool inherited) => inherited || schema.IsTrue("x-kubernetes-preserve-unknown-fields");

    /// <summary>Every object has what says what it is.</summary>
    private static Dictionary<string, FieldSchema> Identified(Dictionary<string, FieldSchema> fields)
    {
        var metadata = Schemas.BuiltIn.Find("meta.v1.ObjectMeta")!;
        fields["metadata"] = new FieldSchema("metadata", () => metadata);
        foreach (var name in (ReadOnlySpan<string>)["apiVersion", "kind"])
            fields[name] = new FieldSchema(name, static () => new TypeSchema { Kind = ValueKind.String });
        return fields;
    }

    private static Dictionary<string, FieldSchema> Fields(JsonObject schema, bool preserves)
    {
        var fields = new Dictionary<string, FieldSchema>(StringComparer.Ordinal);
        foreach (var (name, child) in schema.Map("properties") ?? [])
        {
            if (child is JsonObject property)
                fields[name] = new FieldSchema(name, () => Type(property, preserves)) { Default = property["default"] };
        }

        return fields;
    }

    private static TypeSchema Type(JsonObject schema, bool inherited)
    {
        var preserves = Preserves(schema, inherited);
        var atomic = schema.Text("x-kubernetes-map-type") == "atomic";
        switch (schema.Text("type"))
        {
            case "object" when schema.Map("properties") is { Count: > 0 } || schema.IsTrue("x-kubernetes-embedded-resource"):
                return new TypeSchema
                {
                    Kind = ValueKind.Struct,
                    Fields = schema.IsTrue("x-kubernetes-embedded-resource") ? Identified(Fields(schema, preserves)) : Fields(schema, preserves),
                    IsAtomic = atomic,
                    PreservesUnknown = preserves,
                };
            case "object" when schema.Map("additionalProperties") is { } values:
                return new TypeSchema { Kind = ValueKind.Map, Element = Type(values, preserves), IsAtomic = atomic };
            case "object" when schema.IsTrue("x-kubernetes-preserve-unknown-fields"):
                return new TypeSchema { Kind = ValueKind.Map, Element = TypeSchema.Any, IsAtomic = atomic };
            case "object":
                return new TypeSchema { Kind = ValueKind.Any, IsAtomic = atomic };
            case "array":
                return new TypeSchema
                {
                    Kind = ValueKind.List,
                    Element = schema.Map("items") is { } items ? Type(items, preserves) : TypeSchema.Any,
                    ListType = schema.Text("x-kubernetes-list-type") switch { "map" => ListType.Map, "set" => ListType.Set, _ => ListType.Atomic },
                    ListKeys = [.. (schema.List("x-kubernetes-list-map-keys") ?? []).Select(key => key.Text!)],
                };
            case "string":
                // A text of some format may be any scalar to who owns fields.
                return new TypeSchema { Kind = schema.Text("format") is { Length: > 0 } and not "byte" ? ValueKind.IntOrString : ValueKind.String };
            case "integer":
                return new TypeSchema { Kind = ValueKind.Int64 };
            case "number":
                return new TypeSchema { Kind = ValueKind.Double };
            case "boolean":
                return new TypeSchema { Kind = ValueKind.Bool };
            default:
                return TypeSchema.Any;
        }
    }
}
