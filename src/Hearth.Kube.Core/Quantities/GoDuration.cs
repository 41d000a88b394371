using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Hearth.Kube.Core.Quantities;

/// <summary>
/// Durations as Go writes and reads them (<c>time.ParseDuration</c>, <c>Duration.String</c>): <c>1h30m</c>, <c>500ms</c>, <c>-1.5h</c>.
/// Kubernetes uses them in <c>metav1.Duration</c> fields, in CEL and in the schedules of ScheduledSparkApplication.
/// The value is a count of nanoseconds, at most about 292 years in either direction.
/// </summary>
public static class GoDuration
{
    private const ulong Limit = 1UL << 63;

    /// <summary>Reads a duration; <paramref name="error"/> says what is wrong and what is allowed.</summary>
    public static bool TryParse(string text, out long nanoseconds, [NotNullWhen(false)] out string? error)
    {
        error = Read(text, out nanoseconds) is { } what
            ? $"\"{text}\" is no duration: {what}; write numbers with units h, m, s, ms, us or ns, such as 1h30m"
            : null;
        return error is null;
    }

    /// <summary>The shortest form Go prints: <c>1h30m0s</c>, <c>1.5s</c>, <c>20ms</c>, <c>0s</c>.</summary>
    public static string Format(long nanoseconds)
    {
        if (nanoseconds == 0)
            return "0s";
        var sign = nanoseconds < 0 ? "-" : "";
        var total = nanoseconds < 0 ? (ulong)-(nanoseconds + 1) + 1 : (ulong)nanoseconds;
        if (total < 1_000_000_000)
        {
            return sign + (total < 1_000 ? $"{total}ns"
                : total < 1_000_000 ? Decimal(total, 1_000) + "µs"
                : Decimal(total, 1_000_000) + "ms");
        }

        var text = new StringBuilder(sign);
        var minutes = total / 60_000_000_000;
        if (minutes >= 60)
            text.Append(minutes / 60).Append('h');
        if (minutes > 0)
            text.Append(minutes % 60).Append('m');
        return text.Append(Decimal(total % 60_000_000_000, 1_000_000_000)).Append('s').ToString();
    }

    private static string Decimal(ulong value, ulong unit) =>
        ((decimal)value / unit).ToString("0.#########", CultureInfo.InvariantCulture);

    private static string? Read(ReadOnlySpan<char> text, out long nanoseconds)
    {
        nanoseconds = 0;
        var negative = text is ['-', ..];
        var rest = text is ['-' or '+', ..] ? text[1..] : text;
        if (rest is "0")
            return null;
        if (rest.IsEmpty)
            return "it is empty";

        ulong sum = 0;
        while (!rest.IsEmpty)
        {
            if (ReadPart(ref rest, out var part) is { } error)
                return error;
            sum += part;
            if (sum > Limit)
                return "it is longer than 292 years";
        }

        if (sum == Limit && !negative)
            return "it is longer than 292 years";
        nanoseconds = negative ? unchecked(-(long)sum) : (long)sum;
        return null;
    }

    /// <summary>One number with its unit, such as <c>1.5h</c>.</summary>
    private static string? ReadPart(ref ReadOnlySpan<char> rest, out ulong value)
    {
        value = 0;
        var digits = CountDigits(rest);
        foreach (var digit in rest[..digits])
        {
            if (value > Limit / 10)
                return "it is longer than 292 years";
            value = (value * 10) + (ulong)(digit - '0');
            if (value > Limit)
                return "it is longer than 292 years";
        }

        rest = rest[digits..];
        var fraction = ReadOnlySpan<char>.Empty;
        if (rest is ['.', ..])
        {
            fraction = rest.Slice(1, CountDigits(rest[1..]));
            rest = rest[(fraction.Length + 1)..];
        }

        if (digits == 0 && fraction.IsEmpty)
            return "a number is expected";

        var length = rest.IndexOfAnyInRange('0', '9') is var number && rest.IndexOf('.') is var dot && (number < 0 || (dot >= 0 && dot < number))
            ? dot : number;
        var unit = length < 0 ? rest : rest[..length];
        if (unit.IsEmpty)
            return "a number has no unit";
        if (Nanoseconds(unit) is not { } scale)
            return $"unknown unit \"{unit}\"";
        rest = rest[unit.Length..];
        if (value > Limit / scale)
            return "it is longer than 292 years";
        value = (value * scale) + Fraction(fraction, scale);
        return value > Limit ? "it is longer than 292 years" : null;
    }

    /// <summary>As Go: digits beyond what 63 bits hold are dropped.</summary>
    private static ulong Fraction(ReadOnlySpan<char> digits, ulong unit)
    {
        ulong value = 0;
        double scale = 1;
        foreach (var digit in digits)
        {
            var next = (UInt128)value * 10 + (ulong)(digit - '0');
            if (next > Limit)
                break;
            value = (ulong)next;
            scale *= 10;
        }

        return (ulong)(value * (unit / scale));
    }

    private static int CountDigits(ReadOnlySpan<char> text) =>
        text.IndexOfAnyExceptInRange('0', '9') is var end && end < 0 ? text.Length : end;

    private static ulong? Nanoseconds(ReadOnlySpan<char> unit) => unit switch
    {
        "ns" => 1,
        "us" or "\u00b5s" or "\u03bcs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "m" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        _ => null,
    };
}
