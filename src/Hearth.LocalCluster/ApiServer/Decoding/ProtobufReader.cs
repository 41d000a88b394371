using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;

namespace Hearth.LocalCluster.ApiServer.Decoding;

/// <summary>
/// Reads objects in Kubernetes' protobuf form, in which Go clients send built-in kinds, by the field numbers of the types in
/// <see cref="Schemas"/>.
/// </summary>
internal static class ProtobufReader
{
    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<TypeSchema, Message> s_messages = [];

    /// <summary>What each document starts with.</summary>
    public static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <exception cref="DecodingException">The bytes are no object of this type.</exception>
    public static JsonObject Read(ReadOnlySpan<byte> body, Func<string, string, TypeSchema?> typeOf)
    {
        if (!body.StartsWith(Magic))
            throw new DecodingException("provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        string apiVersion = "", kind = "";
        ReadOnlySpan<byte> raw = default;
        var rest = body[4..];
        while (Next(ref rest, out var number, out var bytes, out _))
        {
            if (number == 1)
                (apiVersion, kind) = TypeMeta(bytes);
            else if (number == 2)
                raw = bytes;
        }

        var schema = typeOf(apiVersion, kind) ?? throw new DecodingException($"no kind \"{kind}\" is registered for version \"{apiVersion}\" in scheme");
        var value = ReadMessage(schema, raw, 0);
        value["kind"] = kind;
        value["apiVersion"] = apiVersion;
        return value;
    }

    private static (string ApiVersion, string Kind) TypeMeta(ReadOnlySpan<byte> bytes)
    {
        string apiVersion = "", kind = "";
        while (Next(ref bytes, out var number, out var text, out _))
        {
            if (number == 1)
                apiVersion = Encoding.UTF8.GetString(text);
            else if (number == 2)
                kind = Encoding.UTF8.GetString(text);
        }

        return (apiVersion, kind);
    }

    /// <summary>The fields of a message by number; fields of nested messages that JSON shows flat are messages of their own.</summary>
    private sealed class Message
    {
        public Dictionary<int, FieldSchema> Fields { get; } = [];

        public Dictionary<int, Message> Flat { get; } = [];

        public static Message Of(TypeSchema schema)
        {
            var root = new Message();
            foreach (var field in schema.Fields.Values)
            {
                if (field.Protobuf.Count == 0)
                    continue;
                var at = root;
                for (var i = 0; i < field.Protobuf.Count - 1; i++)
                {
                    if (!at.Flat.TryGetValue(field.Protobuf[i], out var nested))
                        at.Flat[field.Protobuf[i]] = nested = new Message();
                    at = nested;
                }

                at.Fields[field.Protobuf[^1]] = field;
            }

            return root;
        }
    }

    private static JsonObject ReadMessage(TypeSchema schema, ReadOnlySpan<byte> bytes, int depth)
    {
        if (depth > 100)
            throw new DecodingException("proto: nesting too deep");
        var result = new JsonObject();
        ReadFields(s_messages.GetValue(schema, Message.Of), bytes, result, depth);
        return result;
    }

    private static void ReadFields(Message message, ReadOnlySpan<byte> bytes, JsonObject into, int depth)
    {
        while (Next(ref bytes, out var number, out var content, out var varint))
        {
            if (message.Flat.TryGetValue(number, out var nested))
                ReadFields(nested, content, into, depth + 1);
            else if (message.Fields.TryGetValue(number, out var field))
                ReadField(field, content, varint, into, depth);
        }
    }

    private static void ReadField(FieldSchema field, ReadOnlySpan<byte> content, ulong varint, JsonObject into, int depth)
    {
        switch (field.Type.Kind)
        {
            case ValueKind.List:
                if (into[field.Name] is not JsonArray list)
                    into[field.Name] = list = [];
                list.Add(Value(field.Type.Element, content, varint, depth));
                break;
            case ValueKind.Map:
                if (into[field.Name] is not JsonObject map)
                    into[field.Name] = map = [];
                ReadEntry(field.Type.Element, content, map, depth);
                break;
            default:
                into[field.Name] = Value(field.Type, content, varint, depth);
                break;
        }
    }

    private static void ReadEntry(TypeSchema type, ReadOnlySpan<byte> content, JsonObject map, int depth)
    {
        var key = "";
        JsonNode? value = type.Kind is ValueKind.String or ValueKind.Bytes ? JsonValue.Create("") : null;
        while (Next(ref content, out var number, out var bytes, out var varint))
        {
            if (number == 1)
                key = Encoding.UTF8.GetString(bytes);
            else if (number == 2)
                value = Value(type, bytes, varint, depth);
        }

        map[key] = value;
    }

    private static JsonNode? Value(TypeSchema type, ReadOnlySpan<byte> content, ulong varint, int depth) => type.Kind switch
    {
        ValueKind.Struct => ReadMessage(type, content, depth + 1),
        ValueKind.String => JsonValue.Create(Encoding.UTF8.GetString(content)),
        ValueKind.Bytes => JsonValue.Create(Convert.ToBase64String(content)),
        ValueKind.Bool => JsonValue.Create(varint != 0),
        ValueKind.Int32 or ValueKind.Int64 => JsonValue.Create((long)varint),
        ValueKind.Double => JsonValue.Create(BitConverter.UInt64BitsToDouble(varint)),
        ValueKind.Quantity => JsonValue.Create(Inner(content, 1)),
        ValueKind.Time => Time(content, "yyyy-MM-dd'T'HH:mm:ss'Z'"),
        ValueKind.MicroTime => Time(content, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'"),
        ValueKind.IntOrString => IntOrString(content),
        ValueKind.List => ListMessage(type, content, depth),
        _ => Raw(content),
    };

    private static string Inner(ReadOnlySpan<byte> content, int wanted)
    {
        while (Next(ref content, out var number, out var bytes, out _))
        {
            if (number == wanted)
                return Encoding.UTF8.GetString(bytes);
        }

        return "";
    }

    /// <summary>A list inside a map is a message with repeated items.</summary>
    private static JsonArray ListMessage(TypeSchema type, ReadOnlySpan<byte> content, int depth)
    {
        var list = new JsonArray();
        while (Next(ref content, out var number, out var bytes, out var varint))
        {
            if (number == 1)
                list.Add(Value(type.Element, bytes, varint, depth + 1));
        }

        return list;
    }

    /// <summary>JSON inside protobuf: raw extensions, managed fields.</summary>
    private static JsonNode? Raw(ReadOnlySpan<byte> content)
    {
        while (Next(ref content, out var number, out var bytes, out _))
        {
            if (number == 1 && bytes.Length > 0)
                return JsonReader.Read(bytes);
        }

        return null;
    }

    private static JsonValue? Time(ReadOnlySpan<byte> content, string format)
    {
        long seconds = 0, nanos = 0;
        var any = false;
        while (Next(ref content, out var number, out _, out var varint))
        {
            any = true;
            if (number == 1)
                seconds = (long)varint;
            else if (number == 2)
                nanos = (long)varint;
        }

        // The zero time is the year 1: as good as none.
        if (!any || seconds < -62_000_000_000)
            return null;
        return JsonValue.Create(DateTimeOffset.FromUnixTimeSeconds(seconds).AddTicks(nanos / 100).UtcDateTime.ToString(format, CultureInfo.InvariantCulture));
    }

    private static JsonValue IntOrString(ReadOnlySpan<byte> content)
    {
        long kind = 0, whole = 0;
        var text = "";
        while (Next(ref content, out var number, out var bytes, out var varint))
        {
            if (number == 1)
                kind = (long)varint;
            else if (number == 2)
                whole = (long)varint;
            else
                text = Encoding.UTF8.GetString(bytes);
        }

        return kind == 0 ? JsonValue.Create(whole) : JsonValue.Create(text)!;
    }

    /// <summary>The next field: its content where it has a length, its number else.</summary>
    private static bool Next(scoped ref ReadOnlySpan<byte> rest, out int number, out ReadOnlySpan<byte> content, out ulong varint)
    {
        content = default;
        varint = 0;
        number = 0;
        if (rest.IsEmpty)
            return false;
        var tag = Varint(ref rest);
        number = (int)(tag >> 3);
        switch (tag & 7)
        {
            case 0:
                varint = Varint(ref rest);
                return true;
            case 1:
                varint = BinaryPrimitives.ReadUInt64LittleEndian(Take(ref rest, 8));
                return true;
            case 2:
                var length = Varint(ref rest);
                content = Take(ref rest, length > int.MaxValue ? int.MaxValue : (int)length);
                return true;
            case 5:
                varint = BinaryPrimitives.ReadUInt32LittleEndian(Take(ref rest, 4));
                return true;
            default:
                throw new DecodingException("proto: illegal wireType " + (tag & 7).ToString(CultureInfo.InvariantCulture));
        }
    }

    private static ReadOnlySpan<byte> Take(scoped ref ReadOnlySpan<byte> rest, int count)
    {
        if (count < 0 || count > rest.Length)
            throw new DecodingException("unexpected EOF");
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    private static ulong Varint(scoped ref ReadOnlySpan<byte> rest)
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = Take(ref rest, 1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
                return value;
        }

        throw new DecodingException("proto: integer overflow");
    }
}
