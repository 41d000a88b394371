using System.Globalization;
using System.Numerics;
using Hearth.Kube.Core.Quantities;

namespace Hearth.LocalCluster.ApiServer.Decoding;

/// <summary>The canonical text of a quantity: no fraction, the largest fitting suffix, the family of suffixes that was written.</summary>
internal static class Quantities
{
    private static readonly string[] s_binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];
    private static readonly string[] s_decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];

    public static bool TryCanonical(string text, out string canonical)
    {
        canonical = text;
        if (!new Quantity(text).TryGetValue(out var value))
            return false;
        if (text.EndsWith('i') && Math.Abs(value) >= 1024 && value == decimal.Truncate(value))
            canonical = Binary(new BigInteger(value));
        else
            canonical = Decimal(value, text.AsSpan().ContainsAny('e', 'E') && !text.EndsWith('E'));
        return true;
    }

    /// <summary>A canonical amount without parts finer than a thousandth, which are rounded away from zero.</summary>
    public static string ToThousandth(string canonical)
    {
        if (canonical[^1] is not ('n' or 'u') || !new Quantity(canonical).TryGetValue(out var value))
            return canonical;
        return Decimal((value > 0 ? decimal.Ceiling(value * 1000) : decimal.Floor(value * 1000)) / 1000, exponent: false);
    }

    private static string Binary(BigInteger value)
    {
        var suffix = 0;
        while (suffix < s_binary.Length - 1 && value % 1024 == 0 && value != 0)
        {
            value /= 1024;
            suffix++;
        }

        return value.ToString(CultureInfo.InvariantCulture) + s_binary[suffix];
    }

    private static string Decimal(decimal value, bool exponent)
    {
        if (value == 0)
            return "0";

        // Finer than a billionth is rounded away from zero.
        var nano = new BigInteger(value > 0 ? decimal.Ceiling(value * 1_000_000_000m) : decimal.Floor(value * 1_000_000_000m));
        var suffix = 0;
        while (suffix < s_decimal.Length - 1 && nano % 1000 == 0)
        {
            nano /= 1000;
            suffix++;
        }

        var power = (suffix - 3) * 3;
        var tail = exponent ? power == 0 ? "" : "e" + power.ToString(CultureInfo.InvariantCulture) : s_decimal[suffix];
        return nano.ToString(CultureInfo.InvariantCulture) + tail;
    }
}
