using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.CustomResources;

namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>JSON as values of expressions, typed by the schema or, without one, by itself.</summary>
internal static class CelJson
{
    public static object? ToValue(JsonNode? node, CelType type) => (node, type.Kind) switch
    {
        (null, _) => null,
        (JsonArray list, CelKind.List) => new CelList([.. list.Select(item => ToValue(item, type.Element!))], type),
        (JsonObject map, CelKind.Object) => new CelObject(map, type),
        (JsonObject map, CelKind.Map) => ToMap(map, type.Element!),
        (JsonObject map, _) => ToMap(map, CelType.Dyn),
        (JsonArray list, _) => new CelList([.. list.Select(item => ToValue(item, CelType.Dyn))]),
        (JsonValue value, _) => ToScalar(value, type),
        _ => null,
    };

    private static CelMap ToMap(JsonObject json, CelType type)
    {
        var map = new CelMap();
        foreach (var (key, value) in json)
            map.TryAdd(key, ToValue(value, type));
        return map;
    }

    private static object ToScalar(JsonValue value, CelType type) => value.GetValueKind() switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => ToNumber(value, type.Kind),
        _ => ToText(value.GetValue<string>(), type),
    };

    private static object ToNumber(JsonValue value, CelKind kind)
    {
        if (kind == CelKind.Int && TypeValidation.TypeOf(value) != "integer")
            return new CelError("invalid data, expected int, got float64");
        var text = value.ToJsonString();
        if (kind != CelKind.Double && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return whole;
        return double.Parse(text, CultureInfo.InvariantCulture);
    }

    private static object ToText(string text, CelType type)
    {
        switch (type.Kind)
        {
            case CelKind.Bytes:
                var bytes = new byte[text.Length];
                return Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : new CelError($"Unrecognized base64 string: {text}");
            case CelKind.Duration:
                return GoDuration.TryParse(text, out var nanoseconds, out _) ? TimeSpan.FromTicks(nanoseconds / 100) : new CelError($"Invalid duration {text}");
            case CelKind.Timestamp:
                return CelTime.TryParse(type.Format == "date" ? text + "T00:00:00Z" : text, out var time) ? time : new CelError($"Invalid date-time {text}");
            default:
                return text;
        }
    }
}
