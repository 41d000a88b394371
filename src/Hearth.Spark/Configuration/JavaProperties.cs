using System.Globalization;
using System.Text;

namespace Hearth.Spark.Configuration;

/// <summary>The text form of <c>java.util.Properties</c>, as Spark writes it into a ConfigMap and reads properties files.</summary>
public static class JavaProperties
{
    /// <summary>
    /// <c>Properties.store(Writer)</c>: comment, date, then one <c>key=value</c> per line, sorted by key. Characters beyond ASCII are
    /// written as they are.
    /// </summary>
    public static string Write(IEnumerable<KeyValuePair<string, string>> properties, string comment, DateTimeOffset time)
    {
        var sorted = properties.ToArray();
        Array.Sort(sorted, (a, b) => string.CompareOrdinal(a.Key, b.Key));
        var text = new StringBuilder(256 + (sorted.Length * 64));
        text.Append('#').Append(comment).Append("\n#").Append(Date(time)).Append('\n');
        foreach (var (key, value) in sorted)
        {
            Escape(text, key, everySpace: true);
            text.Append('=');
            Escape(text, value, everySpace: false);
            text.Append('\n');
        }

        return text.ToString();
    }

    /// <summary><c>Properties.load(Reader)</c>; the last of equal keys wins, the order is that of first appearance.</summary>
    /// <exception cref="FormatException">A <c>\u</c> without four hexadecimal digits.</exception>
    public static IReadOnlyList<KeyValuePair<string, string>> Read(string text)
    {
        var order = new List<string>();
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in LogicalLines(text))
        {
            var (key, value) = Split(line);
            if (!values.ContainsKey(key))
                order.Add(key);
            values[key] = value;
        }

        return [.. order.Select(key => KeyValuePair.Create(key, values[key]))];
    }

    /// <summary><c>java.util.Date.toString</c> in UTC: <c>Fri Nov 20 23:23:34 UTC 2026</c>.</summary>
    public static string Date(DateTimeOffset time) =>
        time.UtcDateTime.ToString("ddd MMM dd HH:mm:ss 'UTC' yyyy", CultureInfo.InvariantCulture);

    private static void Escape(StringBuilder text, string value, bool everySpace)
    {
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            switch (c)
            {
                case ' ' when everySpace || i == 0:
                case '\\' or '=' or ':' or '#' or '!':
                    text.Append('\\').Append(c);
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\f':
                    text.Append("\\f");
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }
    }

    // A line that ends in an odd number of backslashes goes on in the next one, whose leading blanks are dropped. Comments do not go on.
    private static IEnumerable<string> LogicalLines(string text)
    {
        var logical = new StringBuilder();
        var continued = false;
        foreach (var raw in NaturalLines(text))
        {
            var line = raw.TrimStart(' ', '\t', '\f');
            if (!continued && (line.Length == 0 || line[0] is '#' or '!'))
                continue;
            continued = EndsInOpenBackslash(line);
            logical.Append(continued ? line.AsSpan(0, line.Length - 1) : line);
            if (continued)
                continue;
            yield return logical.ToString();
            logical.Clear();
        }

        if (logical.Length > 0)
            yield return logical.ToString();
    }

    private static IEnumerable<string> NaturalLines(string text)
    {
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('\n' or '\r'))
                continue;
            yield return text[start..i];
            if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
                i++;
            start = i + 1;
        }

        yield return text[start..];
    }

    private static bool EndsInOpenBackslash(string line)
    {
        var count = 0;
        while (count < line.Length && line[^(count + 1)] == '\\')
            count++;
        return count % 2 == 1;
    }

    private static (string Key, string Value) Split(string line)
    {
        var end = 0;
        while (end < line.Length && line[end] is not ('=' or ':' or ' ' or '\t' or '\f'))
            end += line[end] == '\\' ? 2 : 1;
        end = Math.Min(end, line.Length);
        var value = SkipBlanks(line, end);
        if (value < line.Length && line[value] is '=' or ':')
            value = SkipBlanks(line, value + 1);
        return (Unescape(line.AsSpan(0, end)), Unescape(line.AsSpan(value)));
    }

    private static int SkipBlanks(string line, int from)
    {
        while (from < line.Length && line[from] is ' ' or '\t' or '\f')
            from++;
        return from;
    }

    private static string Unescape(ReadOnlySpan<char> text)
    {
        if (!text.Contains('\\'))
            return text.ToString();
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\')
                result.Append(text[i]);
            else if (++i < text.Length)
                i += Unescape(text[i..], result);
        }

        return result.ToString();
    }

    // Returns how many characters beyond the first were used.
    private static int Unescape(ReadOnlySpan<char> text, StringBuilder result)
    {
        if (text[0] == 'u')
        {
            if (text.Length < 5 || !ushort.TryParse(text[1..5], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                throw new FormatException("Malformed \\uxxxx encoding.");
            result.Append((char)code);
            return 4;
        }

        result.Append(text[0] switch { 't' => '\t', 'n' => '\n', 'r' => '\r', 'f' => '\f', var other => other });
        return 0;
    }
}
