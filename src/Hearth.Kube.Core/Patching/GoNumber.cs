using System.Globalization;

namespace Hearth.Kube.Core.Patching;

/// <summary>Numbers of 64 bits as Go writes them: by the fewest digits that tell them apart.</summary>
public static class GoNumber
{
    /// <summary>As <c>encoding/json</c> does: with an exponent below a millionth and from 1e21 on.</summary>
    public static string Json(double value)
    {
        var (sign, digits, point) = Parts(value);
        return value != 0 && point - 1 is < -6 or >= 21 ? sign + Exponential(digits, point, 1) : sign + Plain(digits, point);
    }

    /// <summary>As <c>%v</c> does: with an exponent below 1e-4 and from a million on.</summary>
    public static string Print(double value)
    {
        var (sign, digits, point) = Parts(value);
        return value != 0 && point - 1 is < -4 or >= 6 ? sign + Exponential(digits, point, 2) : sign + Plain(digits, point);
    }

    /// <summary>The value is 0.digits times ten to the power of the point.</summary>
    private static (string Sign, string Digits, int Point) Parts(double value)
    {
        var sign = double.IsNegative(value) ? "-" : "";
        var text = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var end = text.IndexOf('E', StringComparison.Ordinal);
        var power = end < 0 ? 0 : int.Parse(text[(end + 1)..], CultureInfo.InvariantCulture);
        var mantissa = end < 0 ? text : text[..end];
        var dot = mantissa.IndexOf('.', StringComparison.Ordinal);
        var whole = dot < 0 ? mantissa : mantissa[..dot];
        var all = dot < 0 ? mantissa : whole + mantissa[(dot + 1)..];
        var digits = all.TrimStart('0');
        return digits.Length == 0 ? (sign, "0", 1) : (sign, digits.TrimEnd('0'), whole.Length - (all.Length - digits.Length) + power);
    }

    private static string Plain(string digits, int point) => point <= 0 ? "0." + new string('0', -point) + digits
        : digits.Length <= point ? digits + new string('0', point - digits.Length)
        : $"{digits[..point]}.{digits[point..]}";

    private static string Exponential(string digits, int point, int leastDigits)
    {
        var power = point - 1;
        var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
        return $"{mantissa}e{(power < 0 ? '-' : '+')}{Math.Abs(power).ToString("D" + leastDigits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)}";
    }
}
