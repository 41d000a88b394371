namespace Hearth.History.Web;

/// <summary>
/// Charts drawn by the server as SVG: they need no script, print, and follow the page's colours. Where the charts' script is in the build
/// it reads what they show from the same markup and lets people zoom.
/// </summary>
internal static class Chart
{
    public const int Width = 1000;

    /// <summary>Values over time in equal buckets, one shape behind the other.</summary>
    /// <param name="source">Where the charts' script reads the same values for a part of the time.</param>
    public static void Series(Html html, string title, string unit, IReadOnlyList<Line> lines, long from, long to, string? source = null)
    {
        const int Height = 150;
        var top = Ceiling(lines.SelectMany(l => l.Values).DefaultIfEmpty(0).Max());
        html.Add($"<figure class=\"chart\" data-chart=\"series\" data-from=\"{from}\" data-to=\"{to}\" data-unit=\"{unit}\" data-source=\"{source ?? ""}\"><figcaption>{title}");
        foreach (var line in lines)
            html.Add($" <span class=\"key k-{line.Kind}\">{line.Name}</span>");
        html.Add($"</figcaption><div class=\"plot\"><span class=\"top\">{(top >= 10 ? Show.Count((long)top) : top.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture))} {unit}</span>");
        html.Add($"<svg viewBox=\"0 0 {Width} {Height}\" height=\"{Height}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{title}, at most {Math.Round(lines.SelectMany(l => l.Values).DefaultIfEmpty(0).Max(), 1)} {unit}\">");
        html.Add($"<path class=\"grid\" d=\"M0 .5H{Width}M0 {Height / 2}H{Width}\"/>");
        foreach (var line in lines)
            Shape(html, line, top, Height);
        html.Add($"</svg>");
        Axis(html, from, to);
        html.Add($"</div></figure>");
    }

    /// <summary>Bars from begin to end, packed into as few lanes as do not overlap.</summary>
    public static void Bars(Html html, string title, IReadOnlyList<Bar> bars, long from, long to, int mostLanes = 40, (string Kind, string Name)[]? keys = null)
    {
        var (placed, lanes, left) = Pack(bars, from, to, mostLanes);
        var lane = lanes > 20 ? 9 : 16;
        var height = Math.Max(1, lanes) * lane;
        html.Add($"<figure class=\"chart\" data-chart=\"bars\" data-from=\"{from}\" data-to=\"{to}\" data-lane=\"{lane}\"><figcaption>{title}");
        foreach (var (kind, name) in keys ?? [])
            html.Add($" <span class=\"key k-{kind}\">{name}</span>");
        if (left > 0)
            html.Add($" <span class=\"dim\">{Show.Count(left)} more at the same time are not drawn</span>");
        html.Add($"</figcaption>");
        if (bars.Count == 0)
        {
            html.Add($"<p class=\"empty\">None.</p></figure>");
            return;
        }

        html.Add($"<div class=\"plot\"><svg viewBox=\"0 0 {Width} {height}\" height=\"{height}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{title}: {bars.Count} bars over time\">");
        foreach (var (bar, at) in placed)
        {
            var x = X(bar.From, from, to);
            var width = Math.Max(1.5, X(bar.To, from, to) - x);

            // Not in the order of the keyboard: a table on the same page has the same links.
            if (bar.Link is not null)
                html.Add($"<a href=\"{bar.Link}\" tabindex=\"-1\">");
            html.Add($"<rect class=\"{bar.Kind}\" x=\"{x}\" y=\"{(at * lane) + 1}\" width=\"{width}\" height=\"{lane - 2}\" data-t=\"{bar.From} {bar.To}\"><title>{bar.Label}</title></rect>");
            var begin = bar.From;
            foreach (var (kind, length) in bar.Parts ?? [])
            {
                if (X(begin + length, from, to) - X(begin, from, to) >= 0.5)
                    html.Add($"<rect class=\"{kind}\" x=\"{X(begin, from, to)}\" y=\"{(at * lane) + 1}\" width=\"{X(begin + length, from, to) - X(begin, from, to)}\" height=\"{lane - 2}\" data-t=\"{begin} {begin + length}\"><title>{bar.Label}</title></rect>");
                begin += length;
            }

            if (bar.Link is not null)
                html.Add($"</a>");
        }

        html.Add($"</svg>");
        Axis(html, from, to);
        html.Add($"</div></figure>");
    }

    private static (List<(Bar Bar, int Lane)> Placed, int Lanes, int Left) Pack(IReadOnlyList<Bar> bars, long from, long to, int mostLanes)
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

            ends[lane] = Math.Max(bar.To, bar.From + ((to - from) / (Width / 2)));
            placed.Add((bar, lane));
        }

        return (placed, ends.Count, left);
    }

    private static void Shape(Html html, Line line, double top, int height)
    {
        html.Add($"<path class=\"f-{line.Kind}\" d=\"M0 {height}");
        var before = double.NaN;
        for (var i = 0; i < line.Values.Length; i++)
        {
            var y = height - (Math.Min(line.Values[i], top) / top * height);
            if (Math.Abs(y - before) < 0.05)
                continue;
            html.Add($"H{(double)i * Width / line.Values.Length}V{y}");
            before = y;
        }

        html.Add($"H{Width}V{height}Z\"/>");
    }

    private static void Axis(Html html, long from, long to)
    {
        html.Add($"<div class=\"axis\" aria-hidden=\"true\">");
        foreach (var quarter in (int[])[0, 1, 2, 3, 4])
            html.Add($"<span>{Show.Clock(from + ((to - from) * quarter / 4))}</span>");
        html.Add($"</div>");
    }

    /// <summary>The next number that reads well: 1, 2, 2.5, 5 or 10 times a power of ten.</summary>
    private static double Ceiling(double value)
    {
        if (value <= 1)
            return 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return power * ((double[])[1, 2, 2.5, 5, 10]).First(step => value <= (step * power) + 1e-9);
    }

    private static double X(long time, long from, long to) => Math.Clamp((double)(time - from) / Math.Max(1, to - from), 0, 1) * Width;

    /// <summary>One shape of a chart; its kind is a class of the style sheet.</summary>
    internal sealed record Line(string Name, string Kind, double[] Values);

    /// <summary>One bar; its kind is a class of the style sheet.</summary>
    /// <param name="Parts">What the bar is made of, one after the other from its begin; what they leave is of the bar's kind.</param>
    internal sealed record Bar(long From, long To, string Label, string Kind, string? Link = null, (string Kind, long Length)[]? Parts = null);
}
