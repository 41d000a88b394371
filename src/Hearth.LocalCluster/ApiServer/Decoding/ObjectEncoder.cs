using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.ApiServer.Selection;
using Hearth.LocalCluster.Store;

namespace Hearth.LocalCluster.ApiServer.Decoding;

/// <summary>Objects to and from the bytes that the store keeps and that answers are made of.</summary>
internal static class ObjectEncoder
{
    public static Draft Encode(ApiResource resource, JsonObject value)
    {
        var metadata = value.Map("metadata") ?? [];
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var writer = new Utf8JsonWriter(buffer, Json.Writing))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("metadata");
            writer.WriteString("resourceVersion", "");
            foreach (var (name, child) in metadata)
            {
                if (name != "resourceVersion")
                    Write(writer, name, child);
            }

            writer.WriteEndObject();
            foreach (var (name, child) in value)
            {
                if (name is not ("metadata" or "kind" or "apiVersion"))
                    Write(writer, name, child);
            }

            writer.WriteEndObject();
        }

        return new Draft(
            metadata.Text("namespace") ?? "",
            metadata.Text("name") ?? "",
            metadata.Text("uid") ?? "",
            buffer.WrittenSpan[Draft.Head.Length..].ToArray(),
            Labels(metadata.Map("labels")),
            SelectableFields.Values(resource.SelectableFields, value));
    }

    /// <summary>The stored object as the given version shows it.</summary>
    public static JsonObject Decode(ApiResource resource, StoredObject stored)
    {
        var value = (JsonObject)JsonReader.Read(stored.Json)!;
        value.Insert(0, "kind", resource.Kind);
        value.Insert(1, "apiVersion", resource.ApiVersion);
        return value;
    }

    /// <summary>The answer to a request for one object.</summary>
    public static void WriteObject(IBufferWriter<byte> into, ApiResource resource, StoredObject stored)
    {
        into.Write(resource.Header);
        into.Write(stored.Json.AsSpan(1));
    }

    private static string[] Labels(JsonObject? labels)
    {
        if (labels is null || labels.Count == 0)
            return [];
        var pairs = new string[labels.Count * 2];
        var i = 0;
        foreach (var (name, value) in labels)
        {
            pairs[i++] = name;
            pairs[i++] = value.Text ?? "";
        }

        return pairs;
    }

    private static void Write(Utf8JsonWriter writer, string name, JsonNode? value)
    {
        writer.WritePropertyName(name);
        if (value is null)
            writer.WriteNullValue();
        else
            value.WriteTo(writer, Json.Plain);
    }
}
