using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;

namespace Hearth.Kube.Watching;

/// <summary>Reads one line of a watch, <c>{"type": ..., "object": {...}}</c>, without copying it to a string.</summary>
internal static class WatchDecoder
{
    /// <exception cref="KubeException">The line is an <c>ERROR</c> event; 410 where the version is too old.</exception>
    /// <exception cref="JsonException">The line is no watch event.</exception>
    public static WatchEvent<T> Decode<T>(in ReadOnlySequence<byte> line, JsonTypeInfo<T> type)
    {
        var reader = new Utf8JsonReader(line);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A watch event must be an object.");
        WatchEventType? what = null;
        var isError = false;
        Utf8JsonReader late = default;
        var hasLate = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                what = TypeOf(reader, out isError);
            }
            else if (reader.ValueTextEquals("object"u8))
            {
                reader.Read();
                // Servers send the type first; where it comes second the object is read later.
                if (what is not null || isError)
                    return isError ? throw Error(ref reader) : new(what!.Value, Read(ref reader, type));
                late = reader;
                hasLate = true;
                reader.Skip();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        if (isError && hasLate)
            throw Error(ref late);
        return what is { } known && hasLate ? new(known, Read(ref late, type)) : throw new JsonException("A watch event needs a type and an object.");
    }

    private static T Read<T>(ref Utf8JsonReader reader, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(ref reader, type) ?? throw new JsonException("The object of a watch event is null.");

    private static WatchEventType? TypeOf(in Utf8JsonReader reader, out bool isError)
    {
        isError = false;
        if (reader.ValueTextEquals("MODIFIED"u8))
            return WatchEventType.Modified;
        if (reader.ValueTextEquals("ADDED"u8))
            return WatchEventType.Added;
        if (reader.ValueTextEquals("DELETED"u8))
            return WatchEventType.Deleted;
        if (reader.ValueTextEquals("BOOKMARK"u8))
            return WatchEventType.Bookmark;
        isError = reader.ValueTextEquals("ERROR"u8);
        return isError ? null : throw new JsonException($"\"{reader.GetString()}\" is no type of a watch event.");
    }

    private static KubeException Error(ref Utf8JsonReader reader)
    {
        var status = JsonSerializer.Deserialize(ref reader, KubeJson.Default.Status) ?? new Status();
        return new(status, status.Code is { } code ? (System.Net.HttpStatusCode)code : System.Net.HttpStatusCode.InternalServerError);
    }
}
