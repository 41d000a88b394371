using System.Globalization;

namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>Values as text, for <c>string()</c>, <c>format</c> and messages.</summary>
internal static class CelText
{
    public static string Of(object? value) => value switch
    {
        null => "null",
        true => "true",
        false => "false",
        string text => text,
        double number => Of(number),
        byte[] bytes => System.Text.Encoding.UTF8.GetString(bytes),
        DateTimeOffset time => CelTime.Format(time),
        TimeSpan duration => Of(duration),
        CelTypeName type => type.Name,
        CelList list => "[" + string.Join(", ", list.Items.Select(Of)) + "]",
        CelMap map => "{" + string.Join(", ", map.Entries.Select(entry => $"{Of(entry.Key)}: {Of(entry.Value)}").Order(StringComparer.Ordinal)) + "}",
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>As Go prints (format g): the shortest form, with an exponent from seven digits on.</summary>
    public static string Of(double number)
    {
        if (double.IsNaN(number))
            return "NaN";
        if (double.IsInfinity(number))
            return number > 0 ? "+Inf" : "-Inf";
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        var (digits, exponent) = Parts(text.TrimStart('-'));
        if (exponent is >= -4 and < 6)
            return text;
        return $"{(number < 0 ? "-" : "")}{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    /// <summary>The digits without zeros at the ends, and the power of ten of the first.</summary>
    private static (string Digits, int Exponent) Parts(string text)
    {
        var halves = text.Split('E');
        var point = halves[0].IndexOf('.', StringComparison.Ordinal) is var at && at < 0 ? halves[0].Length : at;
        var digits = halves[0].Replace(".", "", StringComparison.Ordinal);
        var zeros = digits.Length - digits.TrimStart('0').Length;
        var exponent = point - 1 - zeros + (halves.Length > 1 ? int.Parse(halves[1], CultureInfo.InvariantCulture) : 0);
        return digits.Trim('0') is { Length: > 0 } significant ? (significant, exponent) : ("0", 0);
    }

    /// <summary>Seconds, as protobuf writes durations.</summary>
    public static string Of(TimeSpan duration) => duration.Ticks % TimeSpan.TicksPerSecond == 0
        ? $"{duration.Ticks / TimeSpan.TicksPerSecond}s"
        : ((decimal)duration.Ticks / TimeSpan.TicksPerSecond).ToString("0.#######", CultureInfo.InvariantCulture) + "s";
}
