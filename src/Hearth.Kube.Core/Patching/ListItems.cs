using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hearth.Kube.Core.Patching;

/// <summary>Names the items of sets and keyed lists as <c>managedFields</c> does.</summary>
internal static class ListItems
{
    /// <summary>The path element of each item, in order.</summary>
    public static List<string> Elements(TypeSchema list, JsonArray items)
    {
        var elements = new List<string>(items.Count);
        foreach (var item in items)
            elements.Add(Element(list, item));
        return elements;
    }

    public static string Element(TypeSchema list, JsonNode? item) =>
        list.ListType == ListType.Map ? "k:" + Keys(list, item as JsonObject) : "v:" + (item?.ToJsonString(s_plain) ?? "null");

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Keys(TypeSchema list, JsonObject? item)
    {
        var text = new StringBuilder("{");
        foreach (var key in list.ListKeys.Order(StringComparer.Ordinal))
        {
            var value = item?[key] ?? Default(list, key);
            if (value is null)
                continue;
            if (text.Length > 1)
                text.Append(',');
            text.Append('"').Append(key).Append("\":").Append(value.ToJsonString(s_plain));
        }

        return text.Append('}').ToString();
    }

    private static JsonNode? Default(TypeSchema list, string key) =>
        list.Element.Fields.TryGetValue(key, out var field) ? field.Default : null;
}
