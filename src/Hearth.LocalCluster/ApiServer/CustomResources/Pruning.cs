using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>Drops what a structural schema does not describe.</summary>
internal static class Pruning
{
    private static readonly TypeSchema s_metadata = Schemas.BuiltIn.Find("meta.v1.ObjectMeta")!;

    public static JsonObject Prune(JsonObject schema, JsonObject value, List<string> problems)
    {
        var root = new JsonObject { ["kind"] = value["kind"]?.DeepClone(), ["apiVersion"] = value["apiVersion"]?.DeepClone() };
        root["metadata"] = Metadata(value["metadata"], "metadata", problems);
        foreach (var (name, child) in value)
        {
            if (name is not ("kind" or "apiVersion" or "metadata"))
                Field(schema, root, name, child, name, problems);
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
    private static JsonObject Metadata(JsonNode? metadata, string path, List<string> problems)
    {
        if (metadata is not (null or JsonObject))
            throw new CoercionException(path, metadata, $"json: cannot unmarshal {Json.GoKind(metadata, "v1.ObjectMeta")} into Go value of type v1.ObjectMeta");
        try
        {
            var decoder = new ObjectDecoder();
            var decoded = decoder.Decode(s_metadata, (JsonObject?)metadata ?? []);
            problems.AddRange(decoder.Unknown.Select(field => $"unknown field \"{path}.{field}\""));
            return decoded;
        }
        catch (DecodingException exception)
        {
            throw new CoercionException(path, metadata, exception.Message);
        }
    }

    private static void Field(JsonObject schema, JsonObject into, string name, JsonNode? value, string path, List<string> problems)
    {
        if (schema.Map("properties")?.Map(name) is { } property)
            into[name] = Value(property, value, path, problems);
        else if (schema.Map("additionalProperties") is { } values)
            into[name] = Value(values, value, path, problems);
        else if (schema["additionalProperties"].Flag == true || schema.IsTrue("x-kubernetes-preserve-unknown-fields"))
            into[name] = value?.DeepClone();
        else
            problems.Add($"unknown field \"{path}\"");
    }

    /// <summary>A copy of a value below the object, without what its schema does not have.</summary>
    public static JsonNode? Value(JsonObject schema, JsonNode? value, string path, List<string> problems)
    {
        switch (value)
        {
            case JsonObject map:
                return Map(schema, map, path, problems);
            case JsonArray list when schema.Map("items") is { } items:
                var pruned = new JsonArray();
                for (var i = 0; i < list.Count; i++)
                    pruned.Add(Value(items, list[i], $"{path}[{i}]", problems));
                return pruned;
            default:
                return value?.DeepClone();
        }
    }

    private static JsonObject Map(JsonObject schema, JsonObject map, string path, List<string> problems)
    {
        var result = new JsonObject();
        var embedded = schema.IsTrue("x-kubernetes-embedded-resource");
        foreach (var (name, child) in map)
        {
            if (embedded && name is "kind" or "apiVersion")
                result[name] = child is not null && child.Text is not null ? child.DeepClone() : throw new CoercionException($"{path}.{name}", child, "must be a string");
            else if (embedded && name == "metadata")
                result[name] = Metadata(child, path + ".metadata", problems);
            else
                Field(schema, result, name, child, path + "." + name, problems);
        }

        return result;
    }
}

/// <summary>What says what an object is, inside another, is of the wrong type.</summary>
internal sealed class CoercionException(string path, JsonNode? value, string why) : Exception(why)
{
    public FieldError Error => FieldError.Invalid(path, Json.Sorted(value), Message);
}
