using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Discovery;

/// <summary>
/// An OpenAPI version 2 document in the protobuf form (<c>openapi.v2.Document</c> of gnostic) that client-go, Helm and older kubectl
/// read: definitions, and of the paths what says whether a server knows <c>dryRun</c> and <c>fieldValidation</c>.
/// </summary>
internal static class OpenApiProtobuf
{
    public const string MediaType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    public static byte[] Write(JsonObject document)
    {
        var root = new Message();
        root.Text(1, document.Text("swagger"));
        root.Add(2, Info(document.Map("info") ?? []));
        root.Add(8, Pairs(2, document.Map("paths"), PathItem));
        root.Add(9, Pairs(1, document.Map("definitions"), Schema));
        return root.ToArray();
    }

    private static Message Info(JsonObject info)
    {
        var message = new Message();
        message.Text(1, info.Text("title"));
        message.Text(2, info.Text("version"));
        return message;
    }

    private static Message Pairs(int field, JsonObject? map, Func<JsonObject, Message> value)
    {
        var message = new Message();
        foreach (var (name, child) in map ?? [])
        {
            if (child is JsonObject found)
                message.Add(field, Named(name, value(found)));
        }

        return message;
    }

    private static Message Named(string name, Message value)
    {
        var message = new Message();
        message.Text(1, name);
        message.Add(2, value);
        return message;
    }

    private static Message PathItem(JsonObject path)
    {
        var message = new Message();
        foreach (var (method, field) in (ReadOnlySpan<(string, int)>)[("get", 2), ("put", 3), ("post", 4), ("delete", 5), ("patch", 8)])
        {
            if (path.Map(method) is { } operation)
                message.Add(field, Operation(operation));
        }

        return message;
    }

    private static Message Operation(JsonObject operation)
    {
        var message = new Message();
        foreach (var parameter in operation.Objects("parameters"))
        {
            var query = new Message();
            query.Text(2, parameter.Text("in"));
            query.Text(4, parameter.Text("name"));
            query.Text(6, parameter.Text("type"));
            message.Add(8, Wrap(1, Wrap(2, Wrap(3, query))));
        }

        message.Add(9, new Message());
        Extensions(message, 13, operation);
        return message;
    }

    private static Message Wrap(int field, Message inner)
    {
        var message = new Message();
        message.Add(field, inner);
        return message;
    }

    private static Message Schema(JsonObject schema)
    {
        var message = new Message();
        message.Text(1, schema.Text("$ref"));
        message.Text(2, schema.Text("format"));
        message.Text(4, schema.Text("description"));
        foreach (var name in schema.List("required") ?? [])
            message.Text(19, name.Text);
        foreach (var value in schema.List("enum") ?? [])
            message.Add(20, Any(value));
        if (schema.Map("additionalProperties") is { } additional)
            message.Add(21, Wrap(1, Schema(additional)));
        if (schema.Text("type") is { } type)
        {
            var item = new Message();
            item.Text(1, type);
            message.Add(22, item);
        }

        if (schema.Map("items") is { } items)
            message.Add(23, Wrap(1, Schema(items)));
        if (schema.Map("properties") is { } properties)
            message.Add(25, Pairs(1, properties, Schema));
        Extensions(message, 31, schema);
        return message;
    }

    private static void Extensions(Message message, int field, JsonObject of)
    {
        foreach (var (name, value) in of)
        {
            if (name.StartsWith("x-", StringComparison.Ordinal))
                message.Add(field, Named(name, Any(value)));
        }
    }

    /// <summary>Any value goes as YAML, of which JSON is a part.</summary>
    private static Message Any(JsonNode? value)
    {
        var message = new Message();
        message.Text(2, (value is null ? "null" : Json.ToText(value)) + "\n");
        return message;
    }

    private sealed class Message
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();

        public void Text(int field, string? text)
        {
            if (!string.IsNullOrEmpty(text))
                Bytes(field, Encoding.UTF8.GetBytes(text));
        }

        public void Add(int field, Message inner) => Bytes(field, inner._bytes.WrittenSpan);

        public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

        private void Bytes(int field, ReadOnlySpan<byte> value)
        {
            Number((uint)(field << 3 | 2));
            Number((uint)value.Length);
            _bytes.Write(value);
        }

        private void Number(uint value)
        {
            for (; value > 0x7f; value >>= 7)
                Byte((byte)(value | 0x80));
            Byte((byte)value);
        }

        private void Byte(byte value)
        {
            _bytes.GetSpan(1)[0] = value;
            _bytes.Advance(1);
        }
    }
}
