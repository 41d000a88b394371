using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hearth.LocalCluster.ApiServer.Decoding;

/// <summary>Reading loosely typed objects: a value of another type counts as missing.</summary>
internal static class Json
{
    public static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    extension(JsonNode? node)
    {
        public string? Text => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

        public long? Number => node is not JsonValue value ? null : value.TryGetValue<long>(out var whole) ? whole
            : value.TryGetValue<int>(out var small) ? small : value.TryGetValue<double>(out var real) ? (long)real : null;

        public bool? Flag => node is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : null;
    }

    extension(JsonObject map)
    {
        public JsonObject? Map(string name) => map[name] as JsonObject;

        public JsonArray? List(string name) => map[name] as JsonArray;

        public string? Text(string name) => map[name].Text;

        public bool IsTrue(string name) => map[name].Flag == true;

        /// <summary>The object called <paramref name="name"/>, made when missing.</summary>
        public JsonObject Ensure(string name)
        {
            if (map[name] is JsonObject found)
                return found;
            var made = new JsonObject();
            map[name] = made;
            return made;
        }

        /// <summary>Sets the field unless it has a value that is not empty.</summary>
        public void Default(string name, JsonNode value)
        {
            if (map[name] is null || map[name].Text is "")
                map[name] = value;
        }

        public IEnumerable<JsonObject> Objects(string name) => map[name] is JsonArray list ? list.OfType<JsonObject>() : [];
    }

    /// <summary>What Go's decoder calls a value that does not fit <paramref name="type"/>: numbers that do not fit a number are shown.</summary>
    public static string GoKind(JsonNode value, string type) => value switch
    {
        JsonObject => "object",
        JsonArray => "array",
        _ when value.Text is not null => "string",
        _ when value.Flag is not null => "bool",
        _ when type is "int32" or "int64" => "number " + value.ToJsonString(),
        _ => "number",
    };

    public static string ToText(JsonNode node) => node.ToJsonString(Plain);
}
