using System.Globalization;
using System.Runtime.InteropServices;

namespace Hearth.Spark.Schedules;

/// <summary>
/// The five fields of a schedule as sets of numbers: bit n means that n matches. The star bit remembers that a day field was written
/// as <c>*</c> or <c>?</c>, for cron's rule that two restricted day fields match either, else both.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct CronFields(ulong Minutes, ulong Hours, ulong DaysOfMonth, ulong Months, ulong DaysOfWeek)
{
    private const ulong StarBit = 1UL << 63;

    private static readonly Field s_minute = new("minute", 0, 59, []);
    private static readonly Field s_hour = new("hour", 0, 23, []);
    private static readonly Field s_dayOfMonth = new("day of month", 1, 31, []);
    private static readonly Field s_month = new("month", 1, 12,
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]);

    private static readonly Field s_dayOfWeek = new("day of week", 0, 6, ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]);

    /// <summary>False where the minute or the hour is an empty list (<c>,</c>), so that no time of any day matches.</summary>
    public bool CanMatch => Minutes != 0 && Hours != 0;

    /// <summary>Reads the words of a schedule; adds one line for each field that is wrong.</summary>
    public static CronFields Parse(ReadOnlySpan<string> words, List<string> errors) => new(
        s_minute.Parse(words[0], errors),
        s_hour.Parse(words[1], errors),
        s_dayOfMonth.Parse(words[2], errors),
        s_month.Parse(words[3], errors),
        s_dayOfWeek.Parse(words[4], errors));

    public bool HasMinute(int minute) => Has(Minutes, minute);

    public bool HasHour(int hour) => Has(Hours, hour);

    public bool HasMonth(int month) => Has(Months, month);

    /// <param name="dayOfMonth">1 to 31.</param>
    /// <param name="dayOfWeek">0 for Sunday to 6 for Saturday.</param>
    public bool HasDay(int dayOfMonth, int dayOfWeek)
    {
        var byMonth = Has(DaysOfMonth, dayOfMonth);
        var byWeek = Has(DaysOfWeek, dayOfWeek);
        return ((DaysOfMonth | DaysOfWeek) & StarBit) != 0 ? byMonth && byWeek : byMonth || byWeek;
    }

    private static bool Has(ulong set, int value) => (set & (1UL << value)) != 0;

    private sealed record Field(string Name, int Min, int Max, string[] Names)
    {
        public ulong Parse(string word, List<string> errors)
        {
            ulong set = 0;
            foreach (var part in word.Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                try
                {
                    set |= ParseRange(part);
                }
                catch (FormatException e)
                {
                    errors.Add($"{Name} \"{part}\": {e.Message}; allowed are {Allowed}");
                }
            }

            return set;
        }

        private string Allowed => (Names.Length == 0 ? $"{Min}-{Max}" : $"{Min}-{Max} or {Names[0].ToUpperInvariant()}-{Names[^1].ToUpperInvariant()}")
            + ", *, ranges a-b, steps /n and lists a,b";

        private ulong ParseRange(string part)
        {
            var halves = part.Split('/');
            if (halves.Length > 2)
                throw new FormatException("more than one \"/\"");
            var bounds = halves[0].Split('-');
            var star = bounds[0] is "*" or "?";
            var (start, end) = star ? (Min, Max) : ParseBounds(bounds);
            var step = halves.Length == 2 ? ParseNumber(halves[1], "step") : 1;
            if (halves.Length == 2 && bounds.Length == 1)
                end = Max;
            Check(start, end, step);
            return Bits(start, end, step) | (star && step == 1 ? StarBit : 0);
        }

        private (int Start, int End) ParseBounds(string[] bounds)
        {
            if (bounds.Length > 2)
                throw new FormatException("more than one \"-\"");
            var start = ParseValue(bounds[0]);
            return (start, bounds.Length == 2 ? ParseValue(bounds[1]) : start);
        }

        private void Check(int start, int end, int step)
        {
            if (start < Min)
                throw new FormatException($"{start} is below {Min}");
            if (end > Max)
                throw new FormatException($"{end} is above {Max}" + (this == s_dayOfWeek && end == 7 ? " (Sunday is 0 or SUN)" : ""));
            if (start > end)
                throw new FormatException($"the range begins at {start}, after its end {end}; write it as two, such as {start}-{Max},{Min}-{end}");
            if (step == 0)
                throw new FormatException("the step must be 1 or more");
        }

        private int ParseValue(string text)
        {
            var name = Array.FindIndex(Names, n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
            return name >= 0 ? name + Min : ParseNumber(text, "number");
        }

        private static int ParseNumber(string text, string what)
        {
            if (text.Length == 0)
                throw new FormatException($"a {what} is missing");
            if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                return number >= 0 ? (int)Math.Min(number, int.MaxValue) : throw new FormatException($"{number} is negative");
            throw new FormatException(text.AsSpan().IndexOfAny("LWlw#") >= 0
                ? $"\"{text}\" is no {what} (L, W and # belong to Quartz, not to standard cron)"
                : $"\"{text}\" is no {what}");
        }

        private static ulong Bits(int start, int end, int step)
        {
            ulong set = 0;
            for (long value = start; value <= end; value += step)
                set |= 1UL << (int)value;
            return set;
        }
    }
}
