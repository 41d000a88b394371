using System.Globalization;
using System.Numerics;

namespace Hearth.Kube.Core.Quantities;

/// <summary>The value of a quantity in billionths, and how it is written.</summary>
internal readonly record struct QuantityAmount(BigInteger Nano, QuantityFormat Format)
{
    public const long One = 1_000_000_000;

    /// <summary>Exponents beyond this are no amounts of anything, and would only cost memory.</summary>
    private const int LargestExponent = 100;
    private static readonly BigInteger s_largestBinary = new BigInteger(long.MaxValue) * One;
    private static readonly string[] s_binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    private static readonly string[] s_decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];

    public static QuantityAmount operator +(QuantityAmount left, QuantityAmount right) =>
        new(left.Nano + right.Nano, left.Nano.IsZero ? right.Format : left.Format);

    public static QuantityAmount operator -(QuantityAmount amount) => amount with { Nano = -amount.Nano };

    public static bool TryParse(string? text, out QuantityAmount amount)
    {
        amount = default;
        if (string.IsNullOrEmpty(text))
            return false;
        var isNegative = text[0] == '-';
        var start = text[0] is '+' or '-' ? 1 : 0;
        var end = start;
        var digits = 0;
        var decimals = -1;
        for (; end < text.Length && (char.IsAsciiDigit(text[end]) || (text[end] == '.' && decimals < 0)); end++)
        {
            if (text[end] == '.')
            {
                decimals = 0;
                continue;
            }

            digits++;
            decimals += decimals >= 0 ? 1 : 0;
        }

        if (digits == 0 || !TrySuffix(text.AsSpan(end), out var format, out var exponent))
            return false;
        var number = Digits(text.AsSpan(start, end - start));
        amount = Scale(number, Math.Max(decimals, 0), format, exponent);
        if (isNegative)
            amount = -amount;
        return true;
    }

    /// <summary>The value in units of so many billionths, rounded up, at most that of a long.</summary>
    public long Ceiling(long unit)
    {
        var (quotient, rest) = BigInteger.DivRem(Nano, unit);
        if (rest.Sign > 0)
            quotient += 1;
        return (long)BigInteger.Clamp(quotient, long.MinValue, long.MaxValue);
    }

    public bool TryGetDecimal(out decimal value)
    {
        value = 0;
        if (BigInteger.Abs(Nano) > new BigInteger(decimal.MaxValue))
            return false;
        value = (decimal)Nano / One;
        return true;
    }

    public Quantity ToQuantity()
    {
        if (Nano.IsZero)
            return Quantity.Zero;
        var whole = BigInteger.DivRem(Nano, One, out var rest);
        // Small and broken values would be unreadable in binary.
        var isBinary = Format == QuantityFormat.BinarySI && rest.IsZero && BigInteger.Abs(whole) >= 1024;
        return new(isBinary ? Binary(whole) : Decimal());
    }

    private static string Binary(BigInteger whole)
    {
        var suffix = 0;
        while (suffix < s_binary.Length - 1 && (whole % 1024).IsZero)
        {
            whole /= 1024;
            suffix++;
        }

        return whole.ToString(CultureInfo.InvariantCulture) + s_binary[suffix];
    }

    private string Decimal()
    {
        var number = Nano;
        var exponent = -9;
        while ((number % 1000).IsZero && (Format == QuantityFormat.DecimalExponent || exponent < 18))
        {
            number /= 1000;
            exponent += 3;
        }

        var suffix = Format != QuantityFormat.DecimalExponent ? s_decimal[(exponent / 3) + 3]
            : exponent == 0 ? "" : "e" + exponent.ToString(CultureInfo.InvariantCulture);
        return number.ToString(CultureInfo.InvariantCulture) + suffix;
    }

    // Almost every quantity is a few digits; the rest takes the long way.
    private static BigInteger Digits(ReadOnlySpan<char> text)
    {
        if (text.Length <= 18)
        {
            long small = 0;
            foreach (var c in text)
            {
                if (c != '.')
                    small = (small * 10) + (c - '0');
            }

            return small;
        }

        return BigInteger.Parse(text.ToString().Replace(".", ""), NumberStyles.None, CultureInfo.InvariantCulture);
    }

    private static QuantityAmount Scale(BigInteger number, int decimals, QuantityFormat format, int exponent)
    {
        if (format != QuantityFormat.BinarySI)
            return new(Shift(number, 9 + exponent - decimals), format);
        var nano = BigInteger.Min(Shift(number << exponent, 9 - decimals), s_largestBinary);
        // As Kubernetes has it: less than one byte is no binary amount.
        return new(nano, nano < One && nano.Sign > 0 ? QuantityFormat.DecimalSI : format);
    }

    /// <summary>Times a power of ten, rounded up.</summary>
    private static BigInteger Shift(BigInteger number, int power)
    {
        if (power >= 0)
            return number * BigInteger.Pow(10, power);
        var quotient = BigInteger.DivRem(number, BigInteger.Pow(10, -power), out var rest);
        return rest.IsZero ? quotient : quotient + 1;
    }

    private static bool TrySuffix(ReadOnlySpan<char> suffix, out QuantityFormat format, out int exponent)
    {
        (format, exponent) = (QuantityFormat.DecimalSI, 0);
        switch (suffix.Length)
        {
            case 0:
                return true;
            case 1:
                return TryIndex(s_decimal, suffix, out var thousands) && Set(out exponent, (thousands - 3) * 3);
            case 2 when suffix[1] == 'i':
                format = QuantityFormat.BinarySI;
                return TryIndex(s_binary, suffix, out var binary) && Set(out exponent, binary * 10);
            default:
                format = QuantityFormat.DecimalExponent;
                return suffix[0] is 'e' or 'E'
                    && int.TryParse(suffix[1..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent)
                    && exponent is >= -LargestExponent and <= LargestExponent;
        }
    }

    private static bool Set(out int place, int value)
    {
        place = value;
        return true;
    }

    private static bool TryIndex(string[] suffixes, ReadOnlySpan<char> suffix, out int index)
    {
        for (index = 0; index < suffixes.Length; index++)
        {
            if (suffix.SequenceEqual(suffixes[index]))
                return true;
        }

        return false;
    }
}
