namespace Hearth.History.Model;

internal sealed record PlanMetric(string Name, long AccumulatorId, string Type);

/// <summary>A node of a physical plan. <see cref="CodegenId"/> is the cluster it was fused into.</summary>
internal sealed record PlanNode(long Id, string Name, string Description, PlanMetric[] Metrics, long? CodegenId, bool IsCluster);

internal sealed record PlanEdge(long From, long To);

/// <summary>A plan as <c>SparkPlanGraph</c> draws it: nodes without wrappers, edges from child to parent.</summary>
internal sealed record PlanGraph(PlanNode[] Nodes, PlanEdge[] Edges)
{
    public static PlanGraph Empty { get; } = new([], []);
}

/// <summary>One node of <c>SparkPlanInfo</c> as logged.</summary>
internal sealed record PlanInfo(string NodeName, string SimpleString, PlanInfo[] Children, PlanMetric[] Metrics)
{
    public bool Equals(PlanInfo? other) =>
        other is not null && NodeName == other.NodeName && SimpleString == other.SimpleString && Children.AsSpan().SequenceEqual(other.Children);

    public override int GetHashCode() => SimpleString.GetHashCode(StringComparison.Ordinal);
}

/// <summary>Builds the graph the way Spark does; the numbers of nodes are part of the REST API.</summary>
internal sealed class PlanGraphBuilder
{
    private readonly List<PlanNode> _nodes = [];
    private readonly List<PlanEdge> _edges = [];
    private readonly Dictionary<PlanInfo, long> _reusable = [];
    private long _nextId;

    public static PlanGraph Build(PlanInfo root)
    {
        var builder = new PlanGraphBuilder();
        builder.Visit(root, parent: null, cluster: null);
        return new PlanGraph([.. builder._nodes], [.. builder._edges]);
    }

    private void Visit(PlanInfo plan, long? parent, Cluster? cluster)
    {
        var name = plan.NodeName;
        if (name.StartsWith("WholeStageCodegen", StringComparison.Ordinal))
            VisitCluster(plan, parent);
        else if (name == "InputAdapter")
            VisitOnlyChild(plan, parent, null);
        else if (name is "BroadcastQueryStage" or "ShuffleQueryStage")
        {
            if (plan.Children.Length > 0 && _reusable.TryGetValue(plan.Children[0], out var exchange))
                Connect(exchange, parent);
            else
                VisitOnlyChild(plan, parent, null);
        }
        else if (name is "TableCacheQueryStage" or "ResultQueryStage")
            VisitOnlyChild(plan, parent, null);
        else if (name == "Subquery" && cluster is not null)
            Visit(plan, parent, null);
        else if (name == "Subquery" && _reusable.TryGetValue(plan, out var subquery))
            Connect(subquery, parent);
        else if (name == "ReusedSubquery")
            VisitOnlyChild(plan, parent, cluster);
        else if (name == "ReusedExchange" && plan.Children.Length > 0 && _reusable.TryGetValue(plan.Children[0], out var original))
            Connect(original, parent);
        else
            VisitNode(plan, parent, cluster);
    }

    private void VisitCluster(PlanInfo plan, long? parent)
    {
        var id = _nextId++;
        _nodes.Add(new PlanNode(id, plan.NodeName, plan.SimpleString, plan.Metrics, CodegenId: null, IsCluster: true));
        VisitOnlyChild(plan, parent, new Cluster(CodegenNumber(plan.NodeName)));
    }

    private void VisitNode(PlanInfo plan, long? parent, Cluster? cluster)
    {
        var id = _nextId++;
        _nodes.Add(new PlanNode(id, plan.NodeName, plan.SimpleString, plan.Metrics, cluster?.Number, IsCluster: false));
        if (plan.NodeName.Contains("Exchange", StringComparison.Ordinal) || plan.NodeName == "Subquery")
            _reusable[plan] = id;
        Connect(id, parent);
        foreach (var child in plan.Children)
            Visit(child, id, cluster);
    }

    private void VisitOnlyChild(PlanInfo plan, long? parent, Cluster? cluster)
    {
        if (plan.Children.Length > 0)
            Visit(plan.Children[0], parent, cluster);
    }

    private void Connect(long child, long? parent)
    {
        if (parent is { } to)
            _edges.Add(new PlanEdge(child, to));
    }

    private static long? CodegenNumber(string name)
    {
        var open = name.IndexOf('(', StringComparison.Ordinal);
        return open > 0 && name.EndsWith(')') && long.TryParse(name.AsSpan(open + 1, name.Length - open - 2), out var number) ? number : null;
    }

    private sealed record Cluster(long? Number);
}
