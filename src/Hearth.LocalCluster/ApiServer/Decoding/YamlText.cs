using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Hearth.LocalCluster.ApiServer.Decoding;

/// <summary>Texts in YAML: as they are where nothing could take them for something else, in lines, or quoted.</summary>
internal static partial class YamlText
{
    private const int BestWidth = 80;

    [GeneratedRegex(@"^[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Base60();

    [GeneratedRegex(@"^[-+]?[0-9]+\.([eE][-+]?[0-9]+)?$", RegexOptions.ExplicitCapture)]
    private static partial Regex EndsWithPoint();

    private static readonly string[] s_times =
    [
        "yyyy-M-d'T'H:m:sK", "yyyy-M-d'T'H:m:s.FFFFFFFK", "yyyy-M-d't'H:m:sK", "yyyy-M-d't'H:m:s.FFFFFFFK", "yyyy-M-d H:m:s", "yyyy-M-d H:m:s.FFFFFFF", "yyyy-M-d",
    ];

    /// <param name="indent">Of the lines that follow the first.</param>
    /// <param name="isKey">Keys stay on one line.</param>
    public static void Write(StringBuilder output, string text, int indent, bool isKey)
    {
        var shape = TextShape.Of(text);
        if (text.Contains('\n', StringComparison.Ordinal))
        {
            if (shape.FitsBlock && !isKey)
                WriteBlock(output, text, indent);
            else
                WriteDoubleQuoted(output, text, indent, isKey);
        }
        else if (LooksLikeOther(text))
        {
            WriteDoubleQuoted(output, text, indent, isKey);
        }
        else if (shape.FitsPlain)
        {
            WriteFolding(output, text, indent, isKey, isQuoted: false);
        }
        else if (shape.FitsSingleQuotes)
        {
            output.Append('\'');
            WriteFolding(output, text, indent, isKey, isQuoted: true);
            output.Append('\'');
        }
        else
        {
            WriteDoubleQuoted(output, text, indent, isKey);
        }
    }

    /// <summary>Whether a reader would take it for a number, a time, nothing or one of the words that mean yes or no.</summary>
    private static bool LooksLikeOther(string text)
    {
        try
        {
            if (YamlScalars.Plain(text) is not { } value || value.GetValueKind() != System.Text.Json.JsonValueKind.String)
                return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return true;
        }

        return Base60().IsMatch(text) || EndsWithPoint().IsMatch(text) || IsTime(text);
    }

    private static bool IsTime(string text) =>
        text.Length > 4 && text[4] == '-' && DateTimeOffset.TryParseExact(text, s_times, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static void WriteBlock(StringBuilder output, string text, int indent)
    {
        output.Append('|');
        if (text[0] is ' ' or '\n')
            output.Append('2');
        if (text[^1] != '\n')
            output.Append('-');
        else if (text.Length == 1 || text[^2] == '\n')
            output.Append('+');
        foreach (var line in (text[^1] == '\n' ? text[..^1] : text).Split('\n'))
        {
            output.Append('\n');
            if (line.Length > 0)
                output.Append(' ', indent).Append(line);
        }
    }

    private static void WriteFolding(StringBuilder output, string text, int indent, bool isKey, bool isQuoted)
    {
        var column = Column(output);
        var afterSpace = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == ' ')
            {
                var isWithin = !isQuoted || i > 0 && i < text.Length - 1;
                if (!isKey && !afterSpace && column > BestWidth && isWithin && text[i + 1] != ' ')
                    column = Break(output, indent);
                else
                    column = Put(output, c, column);
                afterSpace = true;
                continue;
            }

            if (isQuoted && c == '\'')
                column = Put(output, c, column);
            column = Put(output, c, column);
            afterSpace = false;
        }
    }

    private static void WriteDoubleQuoted(StringBuilder output, string text, int indent, bool isKey)
    {
        output.Append('"');
        var column = Column(output);
        var afterSpace = false;
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            at += rune.Utf16SequenceLength;
            if (rune.Value == ' ')
            {
                if (!isKey && !afterSpace && column > BestWidth && at > 1 && at < text.Length)
                {
                    column = Break(output, indent);
                    if (text[at] == ' ')
                        column = Put(output, '\\', column);
                }
                else
                {
                    column = Put(output, ' ', column);
                }

                afterSpace = true;
                continue;
            }

            afterSpace = false;
            var shown = Escaped(rune);
            output.Append(shown);
            column += shown.Length;
        }

        output.Append('"');
    }

    private static string Escaped(Rune rune) => rune.Value switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        0 => "\\0",
        7 => "\\a",
        8 => "\\b",
        9 => "\\t",
        10 => "\\n",
        11 => "\\v",
        12 => "\\f",
        13 => "\\r",
        0x1B => "\\e",
        0x85 => "\\N",
        0x2028 => "\\L",
        0x2029 => "\\P",
        _ when TextShape.IsPrintable(rune) => rune.ToString(),
        <= 0xFF => string.Create(CultureInfo.InvariantCulture, $"\\x{rune.Value:X2}"),
        <= 0xFFFF => string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:X8}"),
    };

    private static int Put(StringBuilder output, char c, int column)
    {
        output.Append(c);
        return char.IsLowSurrogate(c) ? column : column + 1;
    }

    private static int Break(StringBuilder output, int indent)
    {
        output.Append('\n').Append(' ', indent);
        return indent;
    }

    /// <summary>How many characters the last line has.</summary>
    private static int Column(StringBuilder output)
    {
        var column = 0;
        for (var i = output.Length - 1; i >= 0 && output[i] != '\n'; i--)
            column += char.IsLowSurrogate(output[i]) ? 0 : 1;
        return column;
    }
}
