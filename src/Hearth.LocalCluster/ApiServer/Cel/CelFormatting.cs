using System.Globalization;
using System.Text;

namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>The clauses of <c>"...".format([...])</c>: s d f e b o x X, and a precision for f and e.</summary>
internal static class CelFormatting
{
    private const int MaxPrecision = 100;

    public static object Format(string pattern, IReadOnlyList<object?> values)
    {
        var result = new StringBuilder();
        var used = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '%')
            {
                result.Append(pattern[i]);
                continue;
            }

            if (++i < pattern.Length && pattern[i] == '%')
            {
                result.Append('%');
                continue;
            }

            var precision = ReadPrecision(pattern, ref i);
            if (i >= pattern.Length)
                return new CelError("unexpected end of string");
            if (used >= values.Count)
                return new CelError($"index {used} out of range");
            if (precision > MaxPrecision)
                return new CelError($"precision {precision} is above {MaxPrecision}");
            if (Clause(pattern[i], precision, values[used++]) is not { } text)
                return new CelError($"could not parse formatting clause: unrecognized formatting clause \"{pattern[i]}\"");
            result.Append(text);
        }

        return result.ToString();
    }

    public static string Quote(string text)
    {
        var result = new StringBuilder("\"");
        foreach (var c in text)
        {
            var plain = "\a\b\f\n\r\t\v\\\"".IndexOf(c, StringComparison.Ordinal);
            result.Append(plain < 0 ? c.ToString() : "\\" + "abfnrtv\\\""[plain]);
        }

        return result.Append('"').ToString();
    }

    private static int ReadPrecision(string pattern, ref int at)
    {
        if (at >= pattern.Length || pattern[at] != '.')
            return 6;
        var start = ++at;
        while (at < pattern.Length && char.IsAsciiDigit(pattern[at]))
            at++;
        return int.TryParse(pattern.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var precision) ? precision : int.MaxValue;
    }

    private static string? Clause(char letter, int precision, object? value) => (letter, value) switch
    {
        ('s', _) => Show(value, false),
        ('d', long or ulong) => CelText.Of(value),
        ('d', double number) => CelText.Of(number),
        ('f', long or ulong or double) => Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString("F" + precision, CultureInfo.InvariantCulture),
        ('e', long or ulong or double) => Scientific(Convert.ToDouble(value, CultureInfo.InvariantCulture), precision),
        ('b', bool yes) => yes ? "1" : "0",
        ('b', long number) => number < 0 ? "-" + Convert.ToString(-number, 2) : Convert.ToString(number, 2),
        ('b', ulong number) => Convert.ToString((long)number, 2),
        ('o', long number) => number < 0 ? "-" + Convert.ToString(-number, 8) : Convert.ToString(number, 8),
        ('o', ulong number) => Convert.ToString((long)number, 8),
        ('x', long number) => number < 0 ? $"-{-number:x}" : $"{number:x}",
        ('X', long number) => number < 0 ? $"-{-number:X}" : $"{number:X}",
        ('x', ulong number) => $"{number:x}",
        ('X', ulong number) => $"{number:X}",
        ('x', string text) => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(text)),
        ('X', string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text)),
        ('x', byte[] bytes) => Convert.ToHexStringLower(bytes),
        ('X', byte[] bytes) => Convert.ToHexString(bytes),
        _ => null,
    };

    /// <summary>Texts within lists and maps are quoted.</summary>
    private static string Show(object? value, bool isNested) => value switch
    {
        string text when isNested => $"\"{text}\"",
        CelList list => "[" + string.Join(", ", list.Items.Select(item => Show(item, true))) + "]",
        CelMap map => "{" + string.Join(", ", map.Entries.Select(entry => $"{Show(entry.Key, true)}:{Show(entry.Value, true)}").Order(StringComparer.Ordinal)) + "}",
        _ => CelText.Of(value),
    };

    /// <summary>With a typographic exponent, as the reference prints for its only locale.</summary>
    private static string Scientific(double number, int precision)
    {
        var parts = number.ToString("0." + new string('0', precision) + "E+00", CultureInfo.InvariantCulture).Split('E');
        var exponent = string.Concat(parts[1].TrimStart('+').Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
        return $"{parts[0]}×10{exponent}";
    }
}
