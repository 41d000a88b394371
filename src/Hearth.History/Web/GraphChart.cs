namespace Hearth.History.Web;

/// <summary>A box of a graph. Boxes of one group that hang together get a frame with the group's name.</summary>
internal sealed record GraphNode(long Id, string Name, string[] Lines, string Description, string Kind = "", string? Group = null, string? Link = null);

/// <summary>
/// Draws a graph whose edges lead from what is read to what is made of it: sources on top, the result at the bottom, as Spark does. It is a
/// tree but for a few boxes that are used twice, and is laid out as one: every subtree has columns of its own.
/// </summary>
internal sealed class GraphChart
{
    private const int BoxWidth = 230, GapX = 28, GapY = 40, HeadHeight = 26, LineHeight = 16, Frame = 8, Margin = 14;
    private const int MostNodes = 500;

    private readonly List<GraphNode> _nodes;
    private readonly List<(long From, long To)> _edges;
    private readonly Dictionary<long, GraphNode> _byId;
    private readonly ILookup<long, long> _inputs;
    private readonly Dictionary<long, double> _columns = [];
    private readonly Dictionary<long, int> _layers = [];
    private readonly Html _labels = new();
    private double _nextColumn;

    private GraphChart(IEnumerable<GraphNode> nodes, IEnumerable<(long From, long To)> edges)
    {
        _nodes = [.. nodes.Take(MostNodes)];
        _byId = _nodes.ToDictionary(n => n.Id);
        _edges = [.. edges.Where(e => _byId.ContainsKey(e.From) && _byId.ContainsKey(e.To) && e.From != e.To).Distinct()];
        _inputs = _edges.ToLookup(e => e.To, e => e.From);
    }

    public static void Draw(Html html, string title, IReadOnlyCollection<GraphNode> nodes, IEnumerable<(long From, long To)> edges)
    {
        if (nodes.Count == 0)
            return;
        var chart = new GraphChart(nodes, edges);
        chart.Layout();
        chart.Write(html, title);
        if (nodes.Count > MostNodes)
            html.Add($"<p class=\"dim\">The first {MostNodes} of {nodes.Count} are drawn.</p>");
    }

    private void Layout()
    {
        var isInput = _edges.Select(e => e.From).ToHashSet();
        foreach (var root in _nodes.Where(n => !isInput.Contains(n.Id)))
            Place(root.Id, 0);

        // What remains goes round in circles, which no plan does; a log may.
        foreach (var node in _nodes.Where(n => !_layers.ContainsKey(n.Id)))
            Place(node.Id, 0);
    }

    private void Place(long id, int layer)
    {
        _layers[id] = layer;
        var columns = new List<(long Id, double Column)>();
        foreach (var input in _inputs[id])
        {
            if (_layers.ContainsKey(input))
                continue;
            Place(input, layer + 1);
            columns.Add((input, _columns[input]));
        }

        if (columns.Count == 0)
        {
            _columns[id] = _nextColumn++;
            return;
        }

        // Straight under the input of the same group, so that groups are upright frames.
        var group = _byId[id].Group;
        var same = group is null ? -1 : columns.FindIndex(c => _byId[c.Id].Group == group);
        _columns[id] = same >= 0 ? columns[same].Column : columns.Average(c => c.Column);
    }

    private void Write(Html html, string title)
    {
        var deepest = _layers.Values.Max();
        var tops = new int[deepest + 1];
        var y = Margin + HeadHeight;
        for (var layer = deepest; layer >= 0; layer--)
        {
            tops[layer] = y;
            y += _nodes.Where(n => _layers[n.Id] == layer).Max(Height) + GapY;
        }

        double width = ((_columns.Values.Max() + 1) * (BoxWidth + GapX)) - GapX + (2 * Margin);
        html.Add($"<div class=\"scroll graph\" tabindex=\"0\" role=\"region\" aria-label=\"{title}\"><svg viewBox=\"0 0 {width} {y - GapY + Margin + Frame}\" width=\"{width}\" height=\"{y - GapY + Margin + Frame}\" role=\"group\" aria-label=\"{title}: {_nodes.Count} boxes\">");
        Frames(html, tops);
        foreach (var (from, to) in _edges)
        {
            var (fromX, fromY) = (X(from) + (BoxWidth / 2), tops[_layers[from]] + Height(_byId[from]));
            var (toX, toY) = (X(to) + (BoxWidth / 2), tops[_layers[to]]);
            var bend = Math.Max(20, Math.Abs(toY - fromY) / 2);
            html.Add($"<path class=\"edge\" d=\"M{fromX} {fromY}C{fromX} {fromY + bend} {toX} {toY - bend} {toX} {toY - 5}\"/><path class=\"tip\" d=\"M{toX - 4} {toY - 7}L{toX} {toY}L{toX + 4} {toY - 7}Z\"/>");
        }

        html.Add(_labels);
        foreach (var node in _nodes)
            Box(html, node, X(node.Id), tops[_layers[node.Id]]);
        html.Add($"</svg></div>");
    }

    private void Frames(Html html, int[] tops)
    {
        foreach (var group in _nodes.Where(n => n.Group is not null).GroupBy(n => (n.Group, _columns[n.Id])))
        {
            // The same name further down the column is another frame.
            var run = new List<GraphNode>();
            foreach (var node in group.OrderByDescending(n => _layers[n.Id]))
            {
                if (run.Count > 0 && _layers[run[^1].Id] - _layers[node.Id] != 1)
                    FrameOf(html, run, tops);
                run.Add(node);
            }

            FrameOf(html, run, tops);
        }
    }

    private void FrameOf(Html html, List<GraphNode> run, int[] tops)
    {
        int top = tops[_layers[run[0].Id]] - Frame - 14, bottom = tops[_layers[run[^1].Id]] + Height(run[^1]) + Frame;
        var x = X(run[0].Id) - Frame;
        html.Add($"<rect class=\"frame\" x=\"{x}\" y=\"{top}\" width=\"{BoxWidth + (2 * Frame)}\" height=\"{bottom - top}\" rx=\"8\"/>");
        _labels.Add($"<text class=\"label\" x=\"{x + 8}\" y=\"{top + 13}\">{Short(run[0].Group!, 38)}</text>");
        run.Clear();
    }

    private static void Box(Html html, GraphNode node, double x, int y)
    {
        if (node.Link is not null)
            html.Add($"<a href=\"{node.Link}\">");
        html.Add($"<g class=\"box {node.Kind}\"><title>{node.Description}</title><rect x=\"{x}\" y=\"{y}\" width=\"{BoxWidth}\" height=\"{Height(node)}\" rx=\"6\"/><text class=\"head\" x=\"{x + 10}\" y=\"{y + 18}\">{Short(node.Name, 30)}</text>");
        for (var i = 0; i < node.Lines.Length; i++)
            html.Add($"<text class=\"small\" x=\"{x + 10}\" y=\"{y + HeadHeight + 8 + (i * LineHeight)}\">{Short(node.Lines[i], 38)}</text>");
        html.Add($"</g>");
        if (node.Link is not null)
            html.Add($"</a>");
    }

    private double X(long id) => Margin + (_columns[id] * (BoxWidth + GapX));

    private static int Height(GraphNode node) => HeadHeight + (node.Lines.Length * LineHeight) + (node.Lines.Length > 0 ? 4 : 2);

    private static string Short(string text, int most) => Show.Line(text, most);
}
