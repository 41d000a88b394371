using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>Drops what a structural schema does not describe.</summary>
internal static class Pruning
{
    private static readonly TypeSchema s_metadata = Schemas.BuiltIn.Find("meta.v1.ObjectMeta")!;

    public static JsonObject Prune(JsonObject schema, JsonObject value, UnknownFields unknown)
    {
        var root = new JsonObject { ["kind"] = value["kind"]?.DeepClone(), ["apiVersion"] = value["apiVersion"]?.DeepClone() };
        root["metadata"] = Metadata(value["metadata"], "metadata", unknown.OfMetadata);
        foreach (var (name, child) in value)
        {
            if (name is not ("kind" or "apiVersion" or "metadata"))
                Field(schema, root, name, child, name, unknown);
        }

        return root;
    }

    /// <summary>A null says nothing where neither the field can be null nor has a default.</summary>
    public static void DropNulls(JsonObject schema, JsonNode? value)
    {
        if (value is JsonArray list && schema.Map("items") is { } items)
        {
            foreach (var item in list)
                DropNulls(items, item);
        }

        if (value is not JsonObject map)
            return;
        foreach (var (name, child) in map.ToArray())
        {
            if ((schema.Map("properties")?.Map(name) ?? schema.Map("additionalProperties")) is not { } below)
                continue;
            if (child is null && !below.IsTrue("nullable") && below["default"] is null)
                map.Remove(name);
            else
                DropNulls(below, child);
        }
    }

    /// <exception cref="CoercionException">It is no metadata.</exception>
    private static JsonObject Metadata(JsonNode? metadata, string path, List<string> unknown)
    {
        if (metadata is not (null or JsonObject))
            throw new CoercionException(path, metadata, $"json: cannot unmarshal {Json.GoKind(metadata, "v1.ObjectMeta")} into Go value of type v1.ObjectMeta");
        try
        {
            var decoder = new ObjectDecoder();
            var decoded = decoder.Decode(s_metadata, (JsonObject?)metadata ?? []);
            unknown.AddRange(decoder.Unknown.Select(field => $"{path}.{field}"));
            return decoded;
        }
        catch (DecodingException exception)
        {
            throw new CoercionException(path, metadata, exception.Message);
        }
    }

    private static void Field(JsonObject schema, JsonObject into, string name, JsonNode? value, string path, UnknownFields unknown)
    {
        if (schema.Map("properties")?.Map(name) is { } property)
            into[name] = Value(property, value, path, unknown);
        else if (schema.Map("additionalProperties") is { } values)
            into[name] = Value(values, value, path, unknown);
        else if (schema["additionalProperties"].Flag == true || schema.IsTrue("x-kubernetes-preserve-unknown-fields"))
            into[name] = value?.DeepClone();
        else
            unknown.Fields.Add(path);
    }

    /// <summary>A copy of a value below the object, without what its schema does not have.</summary>
    public static JsonNode? Value(JsonObject schema, JsonNode? value, string path, UnknownFields unknown)
    {
        switch (value)
        {
            case JsonObject map:
                return Map(schema, map, path, unknown);
            case JsonArray list when schema.Map("items") is { } items:
                var pruned = new JsonArray();
                for (var i = 0; i < list.Count; i++)
                    pruned.Add(Value(items, list[i], $"{path}[{i}]", unknown));
                return pruned;
            default:
                return value?.DeepClone();
        }
    }

    private static JsonObject Map(JsonObject schema, JsonObject map, string path, UnknownFields unknown)
    {
        var result = new JsonObject();
        var embedded = schema.IsTrue("x-kubernetes-embedded-resource");
        foreach (var (name, child) in map)
        {
            if (embedded && name is "kind" or "apiVersion")
                result[name] = child is not null && child.Text is not null ? child.DeepClone() : throw new CoercionException($"{path}.{name}", child, "must be a string");
            else if (embedded && name == "metadata")
                result[name] = Metadata(child, path + ".metadata", unknown.OfEmbedded);
            else
                Field(schema, result, name, child, path + "." + name, unknown);
        }

        return result;
    }
}

/// <summary>The paths of fields that were dropped: of the object's metadata, of its other fields, of the metadata of objects inside it.</summary>
internal sealed record UnknownFields
{
    public List<string> OfMetadata { get; } = [];

    public List<string> Fields { get; } = [];

    public List<string> OfEmbedded { get; } = [];

    /// <summary>Sentences in the order of real servers.</summary>
    public IEnumerable<string> Sorted() => new[] { OfMetadata, Fields, OfEmbedded }.SelectMany(paths => paths.Order(StringComparer.Ordinal).Select(path => $"unknown field \"{path}\""));
}

/// <summary>What says what an object is, inside another, is of the wrong type.</summary>
internal sealed class CoercionException(string path, JsonNode? value, string why) : Exception(why)
{
    public FieldError Error => FieldError.Invalid(path, Json.Sorted(value), Message);
}
