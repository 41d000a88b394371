using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Hearth.Kube.Core.Patching;

/// <summary>Values as Go prints them in messages.</summary>
public static class GoText
{
    /// <summary>As <c>%v</c> does: <c>map[a:1 b:[x y]]</c>, <c>&lt;nil&gt;</c>.</summary>
    public static string Of(JsonNode? value) => value switch
    {
        null => "<nil>",
        JsonObject map => $"map[{string.Join(' ', map.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}:{Of(field.Value)}"))}]",
        JsonArray list => $"[{string.Join(' ', list.Select(Of))}]",
        JsonValue known when known.TryGetValue<string>(out var text) => text,
        JsonValue number when number.GetValueKind() == System.Text.Json.JsonValueKind.Number && !number.TryGetValue<long>(out _) && !number.TryGetValue<int>(out _) && number.TryGetValue<double>(out var real) => GoNumber.Print(real),
        _ => value.ToJsonString(),
    };

    /// <summary>As <c>%q</c> does: what cannot be printed is escaped, the rest of Unicode stands as it is.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var rune in text.EnumerateRunes())
            Append(quoted, rune);
        return quoted.Append('"').ToString();
    }

    private static void Append(StringBuilder quoted, Rune rune)
    {
        const string Named = "\a\b\f\n\r\t\v\\\"";
        var named = rune.IsBmp ? Named.IndexOf((char)rune.Value, StringComparison.Ordinal) : -1;
        if (named >= 0)
            quoted.Append('\\').Append("abfnrtv\\\""[named]);
        else if (rune.Value == ' ' || IsPrinted(Rune.GetUnicodeCategory(rune)))
            quoted.Append(rune);
        else if (rune.IsAscii)
            quoted.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}");
        else if (rune.IsBmp)
            quoted.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
        else
            quoted.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}");
    }

    private static bool IsPrinted(UnicodeCategory category) => category is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
