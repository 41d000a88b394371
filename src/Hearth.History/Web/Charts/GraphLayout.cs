namespace Hearth.History.Web.Charts;

/// <summary>A box of a graph. Boxes of one group that hang together get a frame with the group's name.</summary>
internal sealed record GraphNode(long Id, string Name, string[] Lines, string Description, string Kind = "", string? Group = null, string? Link = null);

/// <summary>A frame around boxes of one group.</summary>
internal sealed record GraphFrame(string Name, double X, int Y, int Width, int Height);

/// <summary>
/// Lays out a graph whose edges lead from what is read to what is made of it: sources on top, the result at the bottom, as Spark does. It is
/// a tree but for a few boxes that are used twice, and is laid out as one: every subtree has columns of its own.
/// </summary>
internal sealed class GraphLayout
{
    public const int BoxWidth = 230, HeadHeight = 26, LineHeight = 16, MostNodes = 500;
    private const int GapX = 28, GapY = 52, Around = 8, Margin = 14;

    private readonly Dictionary<long, GraphNode> _byId;
    private readonly ILookup<long, long> _inputs;
    private readonly Dictionary<long, double> _columns = [];
    private readonly Dictionary<long, int> _layers = [];
    private readonly int[] _tops = [];
    private double _nextColumn;

    public GraphLayout(IEnumerable<GraphNode> nodes, IEnumerable<(long From, long To)> edges)
    {
        Nodes = [.. nodes.Take(MostNodes)];
        _byId = Nodes.ToDictionary(n => n.Id);
        Edges = [.. edges.Where(e => _byId.ContainsKey(e.From) && _byId.ContainsKey(e.To) && e.From != e.To).Distinct()];
        _inputs = Edges.ToLookup(e => e.To, e => e.From);
        if (Nodes.Count == 0)
            return;
        Place();
        _tops = new int[_layers.Values.Max() + 1];
        var y = Margin + HeadHeight;
        for (var layer = _tops.Length - 1; layer >= 0; layer--)
        {
            _tops[layer] = y;
            y += Nodes.Where(n => _layers[n.Id] == layer).Max(HeightOf) + GapY;
        }

        Width = ((_columns.Values.Max() + 1) * (BoxWidth + GapX)) - GapX + (2 * Margin);
        Height = y - GapY + Margin + Around;
    }

    public IReadOnlyList<GraphNode> Nodes { get; }
    public IReadOnlyList<(long From, long To)> Edges { get; }
    public double Width { get; }
    public int Height { get; }

    public double X(GraphNode node) => Margin + (_columns[node.Id] * (BoxWidth + GapX));

    public int Y(GraphNode node) => _tops[_layers[node.Id]];

    public static int HeightOf(GraphNode node) => HeadHeight + (node.Lines.Length * LineHeight) + (node.Lines.Length > 0 ? 4 : 2);

    /// <summary>From the middle of a box's lower edge to that of another's upper edge.</summary>
    public (double FromX, double FromY, double ToX, double ToY) Ends((long From, long To) edge)
    {
        var (from, to) = (_byId[edge.From], _byId[edge.To]);
        return (X(from) + (BoxWidth / 2), Y(from) + HeightOf(from), X(to) + (BoxWidth / 2), Y(to));
    }

    /// <summary>The frames of groups.</summary>
    public IEnumerable<GraphFrame> Frames()
    {
        foreach (var group in Nodes.Where(n => n.Group is not null).GroupBy(n => (n.Group, _columns[n.Id])))
        {
            // The same name further down the column is another frame.
            var run = new List<GraphNode>();
            foreach (var node in group.OrderByDescending(n => _layers[n.Id]))
            {
                if (run.Count > 0 && _layers[run[^1].Id] - _layers[node.Id] != 1)
                {
                    yield return FrameOf(run);
                    run.Clear();
                }

                run.Add(node);
            }

            yield return FrameOf(run);
        }
    }

    private GraphFrame FrameOf(List<GraphNode> run)
    {
        int top = Y(run[0]) - Around - 14, bottom = Y(run[^1]) + HeightOf(run[^1]) + Around;
        return new(run[0].Group!, X(run[0]) - Around, top, BoxWidth + (2 * Around), bottom - top);
    }

    private void Place()
    {
        var isInput = Edges.Select(e => e.From).ToHashSet();
        foreach (var root in Nodes.Where(n => !isInput.Contains(n.Id)))
            Place(root.Id, 0);

        // What remains goes round in circles, which no plan does; a log may.
        foreach (var node in Nodes.Where(n => !_layers.ContainsKey(n.Id)))
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
}
