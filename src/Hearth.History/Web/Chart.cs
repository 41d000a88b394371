using System.Globalization;

namespace Hearth.History.Web;

/// <summary>Charts drawn by the server as SVG: they need no script, print, and follow the page's colours.</summary>
internal static class Chart
{
    public const int Width = 1000;

    /// <summary>An area of a value over time, in equal buckets.</summary>
    public static void Area(Html html, string title, double[] values, long from, long to, string unit)
    {
        const int Height = 120;
        var top = Math.Max(1, values.Length == 0 ? 1 : values.Max());
        html.Add($"<figure><figcaption>{title} <span class=\"dim\">(highest {top} {unit})</span></figcaption>");
        html.Add($"<svg viewBox=\"0 0 {Width} {Height + 16}\" role=\"img\" aria-label=\"{title}\" preserveAspectRatio=\"none\"><polygon class=\"area\" points=\"0,{Height} ");
        for (var i = 0; i < values.Length; i++)
        {
            var y = Height - (values[i] / top * Height);
            html.Add($"{(double)i * Width / values.Length},{y} {(i + 1d) * Width / values.Length},{y} ");
        }

        html.Add($"{Width},{Height}\"/>");
        Axis(html, from, to, Height);
        html.Add($"</svg></figure>");
    }

    /// <summary>Bars from begin to end, packed into as few lanes as do not overlap.</summary>
    public static void Bars(Html html, string title, IReadOnlyList<Bar> bars, long from, long to, int mostLanes = 40)
    {
        const int Lane = 14;
        var ends = new List<long>();
        var placed = new List<(Bar Bar, int Lane)>();
        var left = 0;
        foreach (var bar in bars.OrderBy(b => b.From))
        {
            var lane = ends.FindIndex(end => end <= bar.From);
            if (lane < 0)
            {
                if (ends.Count == mostLanes)
                {
                    left++;
                    continue;
                }

                lane = ends.Count;
                ends.Add(0);
            }

            ends[lane] = Math.Max(bar.To, bar.From + ((to - from) / Width));
            placed.Add((bar, lane));
        }

        var height = Math.Max(1, ends.Count) * Lane;
        html.Add($"<figure><figcaption>{title}");
        if (left > 0)
            html.Add($" <span class=\"dim\">({Show.Count(left)} more at the same time are not drawn)</span>");
        html.Add($"</figcaption><svg viewBox=\"0 0 {Width} {height + 16}\" role=\"img\" aria-label=\"{title}\">");
        foreach (var (bar, lane) in placed)
        {
            var x = X(bar.From, from, to);
            var width = Math.Max(1.5, X(bar.To, from, to) - x);
            if (bar.Link is not null)
                html.Add($"<a href=\"{bar.Link}\">");
            html.Add($"<rect class=\"{bar.Kind}\" x=\"{x}\" y=\"{lane * Lane}\" width=\"{width}\" height=\"{Lane - 2}\" rx=\"2\"><title>{bar.Label}</title></rect>");
            if (bar.Link is not null)
                html.Add($"</a>");
        }

        Axis(html, from, to, height);
        html.Add($"</svg></figure>");
    }

    private static void Axis(Html html, long from, long to, int y)
    {
        html.Add($"<line class=\"axis\" x1=\"0\" y1=\"{y}\" x2=\"{Width}\" y2=\"{y}\"/>");
        html.Add($"<text class=\"tick\" x=\"0\" y=\"{y + 13}\">{Clock(from)}</text>");
        html.Add($"<text class=\"tick\" x=\"{Width / 2}\" y=\"{y + 13}\" text-anchor=\"middle\">{Clock(from + ((to - from) / 2))}</text>");
        html.Add($"<text class=\"tick\" x=\"{Width}\" y=\"{y + 13}\" text-anchor=\"end\">{Clock(to)}</text>");
    }

    private static double X(long time, long from, long to) => Math.Clamp((double)(time - from) / Math.Max(1, to - from), 0, 1) * Width;

    private static string Clock(long time) =>
        DateTime.UnixEpoch.AddMilliseconds(Math.Clamp(time, 0, 253402300799999)).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>One bar; its kind is a class of the style sheet.</summary>
    internal sealed record Bar(long From, long To, string Label, string Kind, string? Link = null);
}
