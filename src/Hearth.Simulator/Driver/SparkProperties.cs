using System.Globalization;
using System.Text;

namespace Hearth.Simulator.Driver;

/// <summary>Reads <c>spark.properties</c> as <c>java.util.Properties</c> does: comments, escapes, continued lines, <c>= : blank</c> as separators.</summary>
internal static class SparkProperties
{
    public static Dictionary<string, string> Read(string text)
    {
        var properties = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in LogicalLines(text))
        {
            var end = KeyEnd(line);
            var value = end;
            while (value < line.Length && char.IsWhiteSpace(line[value]))
                value++;
            if (value < line.Length && line[value] is '=' or ':')
                value++;
            while (value < line.Length && char.IsWhiteSpace(line[value]))
                value++;
            properties[Unescape(line.AsSpan(0, end))] = Unescape(line.AsSpan(value));
        }

        return properties;
    }

    private static int KeyEnd(string line)
    {
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '\\')
                i++;
            else if (line[i] is '=' or ':' || char.IsWhiteSpace(line[i]))
                return i;
        }

        return line.Length;
    }

    private static IEnumerable<string> LogicalLines(string text)
    {
        var open = new StringBuilder();
        foreach (var raw in text.Split(["\r\n", "\n", "\r"], StringSplitOptions.None))
        {
            var line = raw.TrimStart(' ', '\t', '\f');
            if (open.Length == 0 && (line.Length == 0 || line[0] is '#' or '!'))
                continue;
            var continues = line.Reverse().TakeWhile(c => c == '\\').Count() % 2 == 1;
            open.Append(continues ? line[..^1] : line);
            if (continues)
                continue;
            yield return open.ToString();
            open.Clear();
        }

        if (open.Length > 0)
            yield return open.ToString();
    }

    private static string Unescape(ReadOnlySpan<char> text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                plain.Append(text[i]);
                continue;
            }

            i++;
            if (text[i] == 'u' && i + 4 < text.Length && ushort.TryParse(text.Slice(i + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code))
            {
                plain.Append((char)code);
                i += 4;
                continue;
            }

            plain.Append(text[i] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'f' => '\f', var other => other });
        }

        return plain.ToString();
    }
}
