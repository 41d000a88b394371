using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Hearth.History.Web.Charts;

/// <summary>One shape of a chart over time; its kind is a class of the style sheet.</summary>
internal sealed record Line(string Name, string Kind, double[] Values);

/// <summary>One bar of a chart over time; its kind is a class of the style sheet.</summary>
/// <param name="Parts">What the bar is made of, one after the other from its begin; what they leave is of the bar's kind.</param>
internal sealed record Bar(long From, long To, string Label, string Kind, string? Link = null, (string Kind, long Length)[]? Parts = null);

/// <summary>A stretch of time as wide as a chart.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Span(long From, long To)
{
    public const int Width = 1000;

    public double X(long time) => Math.Clamp((double)(time - From) / Math.Max(1, To - From), 0, 1) * Width;

    public double WidthOf(long from, long to) => X(to) - X(from);

    /// <summary>A time of day, with its ms where seconds would all be the same.</summary>
    public string Clock(long time) => To - From < 10_000 ? $"{Show.Clock(time)}.{((time % 1000) + 1000) % 1000:000}" : Show.Clock(time);

    public long At(int part, int of) => From + ((To - From) * part / of);
}

/// <summary>Arithmetic of charts.</summary>
internal static class Chart
{
    public static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>Bars packed into as few lanes as do not overlap.</summary>
    public static (List<(Bar Bar, int Lane)> Placed, int Lanes, int Left) Pack(IReadOnlyList<Bar> bars, Span time, int mostLanes)
    {
        var ends = new List<long>();
        var placed = new List<(Bar Bar, int Lane)>();
        var left = 0;
        foreach (var bar in bars.OrderBy(b => b.From))
        {
            var lane = ends.FindIndex(end => end <= bar.From);
            if (lane < 0 && ends.Count == mostLanes)
            {
                left++;
                continue;
            }

            if (lane < 0)
            {
                lane = ends.Count;
                ends.Add(0);
            }

            ends[lane] = Math.Max(bar.To, bar.From + ((time.To - time.From) / (Span.Width / 2)));
            placed.Add((bar, lane));
        }

        return (placed, ends.Count, left);
    }

    /// <summary>The outline of values in equal buckets, as a path.</summary>
    public static string Outline(double[] values, double top, int height)
    {
        var path = new StringBuilder($"M0 {height}");
        var before = double.NaN;
        for (var i = 0; i < values.Length; i++)
        {
            var y = height - (Math.Min(values[i], top) / top * height);
            if (Math.Abs(y - before) < 0.05)
                continue;
            path.Append('H').Append(Number((double)i * Span.Width / values.Length)).Append('V').Append(Number(y));
            before = y;
        }

        return path.Append('H').Append(Span.Width).Append('V').Append(height).Append('Z').ToString();
    }

    /// <summary>The next number that reads well: 1, 2, 2.5, 5 or 10 times a power of ten.</summary>
    public static double Ceiling(double value)
    {
        if (value <= 1)
            return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return power * ((double[])[1, 2, 2.5, 5, 10]).First(step => value <= (step * power) + 1e-9);
    }
}
