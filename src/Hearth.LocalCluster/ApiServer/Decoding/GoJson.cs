using System.Text;
using System.Text.Json;

namespace Hearth.LocalCluster.ApiServer.Decoding;

/// <summary>Says what is wrong with a JSON text in the words of Go's parser, which clients and users know.</summary>
internal static class GoJson
{
    public static string Describe(ReadOnlySpan<byte> text, JsonException exception)
    {
        var at = text.TrimStart(" \t\r\n"u8);
        if (at.IsEmpty || exception.Message.Contains("end of", StringComparison.Ordinal) || exception.Message.Contains("Expected depth to be zero", StringComparison.Ordinal))
            return "unexpected end of JSON input";
        foreach (var literal in (ReadOnlySpan<string>)["null", "true", "false"])
        {
            if (at[0] != literal[0])
                continue;
            for (var i = 1; i < literal.Length; i++)
            {
                if (i >= at.Length)
                    return "unexpected end of JSON input";
                if (at[i] != literal[i])
                    return $"invalid character '{(char)at[i]}' in literal {literal} (expecting '{literal[i]}')";
            }
        }

        var position = (int)Math.Min(exception.BytePositionInLine ?? 0, text.Length - 1) + LineStart(text, exception.LineNumber ?? 0);
        var wrong = position < text.Length ? Encoding.UTF8.GetString(text.Slice(position, 1)) : "";
        return $"invalid character '{wrong}' looking for beginning of value";
    }

    private static int LineStart(ReadOnlySpan<byte> text, long line)
    {
        var start = 0;
        for (; line > 0; line--)
            start += text[start..].IndexOf((byte)'\n') + 1;
        return start;
    }
}
