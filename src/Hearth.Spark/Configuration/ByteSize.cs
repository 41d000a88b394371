using System.Globalization;

namespace Hearth.Spark.Configuration;

/// <summary>
/// Spark's sizes (<c>JavaUtils.byteStringAs</c>): an integer and an optional unit of base 1024 (b, k, kb, m, mb, g, gb, t, tb, p, pb,
/// any case; since Spark 4.2 also ki, kib, mi, mib and so on). Parts below the unit asked for are cut off.
/// </summary>
public static class ByteSize
{
    private const string Explanation =
        "Size must be specified as bytes (b), kibibytes (k), mebibytes (m), gibibytes (g), tebibytes (t), or pebibytes(p). E.g. 50b, 100k, or 250m.";

    /// <summary>Bytes; a number without a unit counts as bytes.</summary>
    public static bool TryParseBytes(string text, bool binaryUnits, out long bytes, out string error) => TryParse(text, 0, binaryUnits, out bytes, out error);

    /// <summary>Mebibytes; a number without a unit counts as mebibytes.</summary>
    public static bool TryParseMebibytes(string text, bool binaryUnits, out long mebibytes, out string error) => TryParse(text, 2, binaryUnits, out mebibytes, out error);

    private static bool TryParse(string text, int unit, bool binaryUnits, out long value, out string error)
    {
        value = 0;
        var negative = text.StartsWith('-');
        var lower = JavaText.Trim((negative ? text[1..] : text).ToLowerInvariant());
        var digits = CountDigits(lower, 0);
        if (digits == 0)
            return Fail(out error, $"Failed to parse byte string: {text}");
        if (IsFraction(lower, digits))
            return Fail(out error, $"Fractional values are not supported. Input was: {text}");
        if (!TryPower(lower[digits..], unit, binaryUnits, out var power))
            return Fail(out error, IsLetters(lower[digits..]) ? $"Invalid suffix: \"{lower[digits..]}\"" : $"Failed to parse byte string: {text}");
        if (!long.TryParse(lower.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !TryConvert(number, power, unit, out value))
            return Fail(out error, $"Conversion of {lower[..digits]} exceeds Long.MAX_VALUE. Try a larger unit (e.g. MiB instead of KiB)");
        value = negative ? -value : value;
        error = "";
        return true;
    }

    // Units are powers of 1024: b = 0, k = 1, m = 2 ...
    private static bool TryPower(string suffix, int unit, bool binaryUnits, out int power)
    {
        power = suffix switch
        {
            "" => unit,
            "b" => 0,
            "k" or "kb" => 1,
            "m" or "mb" => 2,
            "g" or "gb" => 3,
            "t" or "tb" => 4,
            "p" or "pb" => 5,
            "ki" or "kib" when binaryUnits => 1,
            "mi" or "mib" when binaryUnits => 2,
            "gi" or "gib" when binaryUnits => 3,
            "ti" or "tib" when binaryUnits => 4,
            "pi" or "pib" when binaryUnits => 5,
            _ => -1,
        };
        return power >= 0;
    }

    private static bool TryConvert(long number, int from, int to, out long value)
    {
        value = number;
        if (from <= to)
        {
            value = number >> (10 * (to - from));
            return true;
        }

        var ratio = 1L << (10 * (from - to));
        if (long.MaxValue / ratio < number)
            return false;
        value = number * ratio;
        return true;
    }

    private static bool IsFraction(string text, int digits)
    {
        if (digits >= text.Length || text[digits] != '.')
            return false;
        var more = CountDigits(text, digits + 1);
        return more > 0 && IsLetters(text[(digits + 1 + more)..]);
    }

    private static int CountDigits(string text, int start)
    {
        var i = start;
        while (i < text.Length && char.IsAsciiDigit(text[i]))
            i++;
        return i - start;
    }

    private static bool IsLetters(string text) => text.All(char.IsAsciiLetterLower);

    private static bool Fail(out string error, string reason)
    {
        error = $"{reason}. {Explanation}";
        return false;
    }
}
