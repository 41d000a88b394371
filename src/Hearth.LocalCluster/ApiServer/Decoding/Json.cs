using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;

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

        /// <summary>Whole or not; null for what is no number.</summary>
        public double? Real => node is JsonValue value && value.GetValueKind() == JsonValueKind.Number ? double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture) : null;

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

    /// <summary>Null where the text is no JSON.</summary>
    public static JsonNode? TryRead(ReadOnlySpan<byte> text)
    {
        try
        {
            return JsonReader.Read(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public static JsonNode? TryRead(string text) => TryRead(Encoding.UTF8.GetBytes(text));

    /// <summary>A copy with every map by its keys, as Go writes maps.</summary>
    public static JsonNode? Sorted(JsonNode? value) => value switch
    {
        JsonObject map => new JsonObject(map.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => value?.DeepClone(),
    };

    /// <summary>What Go's decoder calls a value that does not fit <paramref name="type"/>: numbers that do not fit a number are shown.</summary>
    public static string GoKind(JsonNode value, string type) => JsonKind.Of(value) switch
    {
        "number" when type is "int32" or "int64" => "number " + value.ToJsonString(),
        var kind => kind,
    };

    public static string ToText(JsonNode node) => node.ToJsonString(Plain);
}
