using System.Text.Json;

namespace Hearth.Kube.Core.Serialization;

/// <summary>
/// One string for texts that come again and again: namespaces, label keys, the labels of an application's pods. A small table in which
/// newer texts push out older ones; nothing is kept for ever. Thread-safe: at worst two strings of one text exist.
/// </summary>
internal static class SharedText
{
    private const int Longest = 128;
    private static readonly string?[] s_texts = new string?[8192];

    /// <summary>The text that the reader stands at.</summary>
    public static string? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.HasValueSequence || reader.ValueIsEscaped || reader.ValueSpan.Length > Longest)
            return reader.GetString();
        var hash = new HashCode();
        hash.AddBytes(reader.ValueSpan);
        ref var place = ref s_texts[hash.ToHashCode() & (s_texts.Length - 1)];
        if (place is { } known && reader.ValueTextEquals(known))
            return known;
        return place = reader.GetString();
    }
}
