using System.Globalization;
using System.Text;

namespace Hearth.Spark.Configuration;

/// <summary>What the JVM does to text and .NET does otherwise.</summary>
public static class JavaText
{
    /// <summary><c>String.trim</c>: removes every character up to U+0020 at both ends, and no other.</summary>
    public static string Trim(string text)
    {
        var start = 0;
        var end = text.Length;
        while (start < end && text[start] <= ' ')
            start++;
        while (end > start && text[end - 1] <= ' ')
            end--;
        return text[start..end];
    }

    /// <summary>A list in a configuration value (<c>ConfigBuilder.toSequence</c>): split at commas, trimmed, empty ones dropped.</summary>
    public static IReadOnlyList<string> List(string? text) =>
        string.IsNullOrEmpty(text) ? [] : [.. text.Split(',').Select(Trim).Where(item => item.Length > 0)];

    /// <summary><c>String.split</c>: empty parts at the end are dropped, others kept; text without a separator is one part.</summary>
    public static string[] Split(string text, char separator)
    {
        var parts = text.Split(separator);
        var count = parts.Length;
        while (count > 1 && parts[count - 1].Length == 0)
            count--;
        return parts[..count];
    }

    /// <summary><c>Double.toString</c>: always with a fraction (<c>1.0</c>), with an exponent below 10^-3 and from 10^7 on.</summary>
    public static string Double(double value)
    {
        if (double.IsNaN(value))
            return "NaN";
        if (double.IsInfinity(value))
            return value > 0 ? "Infinity" : "-Infinity";
        if (value == 0)
            return double.IsNegative(value) ? "-0.0" : "0.0";
        var text = Math.Abs(value).ToString("E16", CultureInfo.InvariantCulture);
        var shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var exponent = int.Parse(text.AsSpan(text.IndexOf('E', StringComparison.Ordinal) + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digits = Digits(shortest);
        var number = exponent is >= -3 and < 7 ? Plain(digits, exponent) : $"{digits[0]}.{Rest(digits, 1)}E{exponent}";
        return value < 0 ? "-" + number : number;
    }

    private static string Digits(string shortest)
    {
        var mantissa = shortest.Split('E')[0].Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
        return mantissa.Length == 0 ? "0" : mantissa;
    }

    private static string Plain(string digits, int exponent)
    {
        var text = new StringBuilder();
        if (exponent < 0)
            return text.Append("0.").Append('0', -exponent - 1).Append(digits).ToString();
        var whole = digits.PadRight(exponent + 1, '0')[..(exponent + 1)];
        return $"{whole}.{Rest(digits, exponent + 1)}";
    }

    private static string Rest(string digits, int from) => from >= digits.Length ? "0" : digits[from..];
}
