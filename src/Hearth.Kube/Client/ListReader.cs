using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;

namespace Hearth.Kube.Client;

/// <summary>Reads a list answer item by item, so that only one item is in memory at a time.</summary>
/// <param name="type">How one item reads.</param>
/// <param name="item">Gets each item.</param>
/// <param name="malformed">Gets each item that does not read as the kind, as far as it could be read, and why.</param>
internal sealed class ListReader<T>(JsonTypeInfo<T> type, Action<T> item, Action<KubeObject, JsonException> malformed)
    where T : KubeObject
{
    private JsonReaderState _state;
    private Place _place = Place.Start;
    private ListMeta _metadata = new();

    private enum Place
    {
        Start,
        Fields,
        Metadata,
        Items,
        InItems,
        Other,
        End,
    }

    public async Task<ListMeta> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        var pipe = PipeReader.Create(body, new(bufferSize: 64 * 1024, minimumReadSize: 16 * 1024));
        try
        {
            while (true)
            {
                var read = await pipe.ReadAsync(cancellationToken);
                var consumed = Consume(read.Buffer, read.IsCompleted);
                pipe.AdvanceTo(consumed, read.Buffer.End);
                if (_place == Place.End)
                    return _metadata;
                if (read.IsCompleted)
                    throw new JsonException("The list ends in its middle.");
            }
        }
        finally
        {
            await pipe.CompleteAsync();
        }
    }

    private SequencePosition Consume(in ReadOnlySequence<byte> buffer, bool isFinal)
    {
        var reader = new Utf8JsonReader(buffer, isFinal, _state);
        while (_place != Place.End)
        {
            // A step that lacks bytes is undone and taken again when more are there.
            var before = reader;
            if (Step(ref reader))
                continue;
            reader = before;
            break;
        }

        _state = reader.CurrentState;
        return reader.Position;
    }

    private bool Step(ref Utf8JsonReader reader)
    {
        switch (_place)
        {
            case Place.Start:
                if (!reader.Read())
                    return false;
                _place = reader.TokenType == JsonTokenType.StartObject ? Place.Fields : throw new JsonException("A list must be an object.");
                return true;
            case Place.Fields:
                return ReadField(ref reader);
            case Place.Metadata:
                return ReadMetadata(ref reader);
            case Place.Items:
                if (!reader.Read())
                    return false;
                _place = reader.TokenType switch
                {
                    JsonTokenType.StartArray => Place.InItems,
                    JsonTokenType.Null => Place.Fields,
                    _ => throw new JsonException("The items of a list must be an array."),
                };
                return true;
            case Place.InItems:
                return ReadItem(ref reader);
            default:
                if (!reader.Read() || !reader.TrySkip())
                    return false;
                _place = Place.Fields;
                return true;
        }
    }

    private bool ReadField(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
            return false;
        if (reader.TokenType == JsonTokenType.EndObject)
            _place = Place.End;
        else if (reader.ValueTextEquals("items"u8))
            _place = Place.Items;
        else
            _place = reader.ValueTextEquals("metadata"u8) ? Place.Metadata : Place.Other;
        return true;
    }

    private bool ReadMetadata(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
            return false;
        var start = reader;
        if (!reader.TrySkip())
            return false;
        _metadata = JsonSerializer.Deserialize(ref start, KubeJson.Default.ListMeta) ?? new();
        _place = Place.Fields;
        return true;
    }

    private bool ReadItem(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
            return false;
        if (reader.TokenType == JsonTokenType.EndArray)
        {
            _place = Place.Fields;
            return true;
        }

        var start = reader;
        if (!reader.TrySkip())
            return false;
        var again = start;
        try
        {
            if (JsonSerializer.Deserialize(ref start, type) is { } read)
                item(read);
        }
        catch (JsonException e)
        {
            malformed(JsonSerializer.Deserialize(ref again, KubeJson.Default.KubeObject) ?? new(), e);
        }

        return true;
    }
}
