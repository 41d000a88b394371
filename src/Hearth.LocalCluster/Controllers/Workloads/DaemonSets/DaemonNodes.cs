using System.Text.Json.Nodes;
using Hearth.Kube.Core.Objects;
using Hearth.LocalCluster.Nodes;
using Hearth.LocalCluster.Scheduling;
using Node = Hearth.Kube.Core.Objects.Node;

namespace Hearth.LocalCluster.Controllers;

/// <summary>What is to be done next for a DaemonSet: nodes that get a pod, and pods that go.</summary>
internal sealed record DaemonSteps(IReadOnlyList<string> Create, IReadOnlyList<Pod> Delete)
{
    public bool IsNone => Create.Count + Delete.Count == 0;
}

/// <summary>What of a node decides whether a DaemonSet has a pod there.</summary>
internal sealed record DaemonPlace(string Labels, string Taints)
{
    public static DaemonPlace Of(Node node) => new(
        string.Join('\n', (node.Metadata.Labels ?? new Dictionary<string, string>()).OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}")),
        string.Join('\n', (node.Spec?.Taints ?? []).Select(t => $"{t.Key}={t.Value}:{t.Effect}")));
}

/// <summary>The nodes of a cluster and the pods that a DaemonSet has there, at one moment. Pure.</summary>
internal sealed class DaemonNodes
{
    private readonly KubeObject _set;
    private readonly string _hash;
    private readonly DateTimeOffset _now;
    private readonly int _minReady;
    private readonly int _maxSurge;
    private readonly int _maxUnavailable;
    private readonly List<(string Name, bool ShouldRun, bool MayStay)> _nodes;
    private readonly Dictionary<string, List<Pod>> _pods;

    /// <param name="hash">Of the newest template.</param>
    /// <param name="pods">All that the set owns.</param>
    public DaemonNodes(KubeObject set, string hash, IEnumerable<Node> nodes, IEnumerable<Pod> pods, DateTimeOffset now)
    {
        (_set, _hash, _now, _minReady) = (set, hash, now, set.Spec().Number("minReadySeconds", 0));
        var pod = SchedulingPod.Of(new() { Metadata = new() { Namespace = set.Metadata.Namespace }, Spec = DaemonPods.SpecOf(set) })!;
        _nodes = [.. nodes.Select(n => Judge(pod, n)).OrderBy(n => n.Name, StringComparer.Ordinal)];
        _pods = pods.Where(p => p.Metadata.DeletionTimestamp is null || !HasEnded(p)).GroupBy(DaemonPods.NodeOf, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.OrderBy(p => string.IsNullOrEmpty(p.Spec?.NodeName)).ThenBy(p => p.Metadata.CreationTimestamp).ThenBy(p => p.Metadata.Name, StringComparer.Ordinal).ToList(), StringComparer.Ordinal);
        var (desired, rolling) = (_nodes.Count(n => n.ShouldRun), set.Spec()["updateStrategy"]?["rollingUpdate"]);
        (_maxSurge, _maxUnavailable) = (Kinds.Share(rolling?["maxSurge"] ?? 0, desired, up: true), Kinds.Share(rolling?["maxUnavailable"] ?? 1, desired, up: true));
        if (_maxSurge == 0 && _maxUnavailable == 0)
            _maxUnavailable = 1;
    }

    /// <summary>A pod on each node that should have one, and no others.</summary>
    /// <param name="isResting">Nodes whose pod failed again too soon: it stays a while.</param>
    public DaemonSteps Fill(Func<string, bool> isResting)
    {
        var (create, delete) = (new List<string>(), new List<Pod>());
        foreach (var (name, shouldRun, mayStay) in _nodes)
        {
            var live = On(name).Where(p => p.Metadata.DeletionTimestamp is null).ToList();
            if (!mayStay)
            {
                delete.AddRange(live);
                continue;
            }

            delete.AddRange(live.Where(p => HasEnded(p) && (p.Status?.Phase == PodPhase.Succeeded || !isResting(name))));
            delete.AddRange(Surplus([.. live.Where(p => !HasEnded(p))]));
            if (shouldRun && (IsSurging ? live.TrueForAll(HasEnded) : On(name).Count == 0))
                create.Add(name);
        }

        // Nobody else removes pods that wait for a node that is gone.
        var present = _nodes.Select(n => n.Name).ToHashSet(StringComparer.Ordinal);
        delete.AddRange(_pods.Where(p => !present.Contains(p.Key)).SelectMany(p => p.Value).Where(p => string.IsNullOrEmpty(p.Spec?.NodeName) && p.Metadata.DeletionTimestamp is null));
        return new(create, delete);
    }

    /// <summary>The next pods of an older template that give way (a rolling update).</summary>
    public DaemonSteps Replace()
    {
        var (pairs, unclear) = (new List<(string Node, Pod? New, Pod? Old)>(), 0);
        foreach (var name in _nodes.Where(n => n.ShouldRun).Select(n => n.Name).Union(_pods.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var live = On(name).Where(p => p.Metadata.DeletionTimestamp is null).ToLookup(p => DaemonPods.IsUpdated(_set, p, _hash));
            if (live[true].Skip(1).Any() || live[false].Skip(1).Any())
                unclear++;
            else
                pairs.Add((name, live[true].FirstOrDefault(), live[false].FirstOrDefault()));
        }

        return IsSurging ? Surge(pairs, unclear) : GiveWay(pairs, unclear);
    }

    public JsonObject Status()
    {
        var desired = _nodes.Where(n => n.ShouldRun).ToList();
        var first = desired.Select(n => On(n.Name).OrderBy(p => p.Metadata.CreationTimestamp).FirstOrDefault()).OfType<Pod>().ToList();
        var available = first.Count(IsAvailable);
        var status = new JsonObject
        {
            ["currentNumberScheduled"] = first.Count,
            ["numberMisscheduled"] = _nodes.Count(n => !n.ShouldRun && On(n.Name).Count > 0),
            ["desiredNumberScheduled"] = desired.Count,
            ["numberReady"] = first.Count(ServiceTable.IsReady),
            ["observedGeneration"] = _set.Metadata.Generation,
        };
        status.Count("updatedNumberScheduled", first.Count(p => DaemonPods.IsUpdated(_set, p, _hash)));
        status.Count("numberAvailable", available);
        status.Count("numberUnavailable", desired.Count - available);
        return status;
    }

    private bool IsSurging => _maxSurge > 0 && (string?)_set.Spec()["updateStrategy"]?["type"] == "RollingUpdate";

    private List<Pod> On(string node) => _pods.GetValueOrDefault(node) ?? [];

    private bool IsAvailable(Pod pod) => Availability.IsAvailable(pod, _minReady, _now);

    private static bool HasEnded(Pod pod) => pod.Status?.Phase is PodPhase.Succeeded or PodPhase.Failed;

    private static (string Name, bool ShouldRun, bool MayStay) Judge(SchedulingPod pod, Node node)
    {
        var load = new NodeLoad(node);
        if ((pod.NodeName is { } named && named != load.Name) || !NodeFilters.MatchesSelector(pod, load))
            return (load.Name, false, false);
        if (Tolerations.Untolerated(pod.Spec.Tolerations, node.Spec?.Taints) is null)
            return (load.Name, true, true);
        return (load.Name, false, Tolerations.Untolerated(pod.Spec.Tolerations, [.. (node.Spec?.Taints ?? []).Where(t => t.Effect == "NoExecute")]) is null);
    }

    /// <summary>A node has one pod; while a new template surges, one of either template.</summary>
    private IEnumerable<Pod> Surplus(List<Pod> running)
    {
        if (!IsSurging || running.Count < 2)
            return running.Skip(1);
        var newest = running.FirstOrDefault(p => p.Metadata.Labels?.GetValueOrDefault(DaemonPods.HashLabel) == _hash);
        var old = running.FirstOrDefault(p => p.Metadata.Labels?.GetValueOrDefault(DaemonPods.HashLabel) != _hash);
        var isOldDone = newest is not null && old is not null && (!ServiceTable.IsReady(old) || IsAvailable(newest));
        return running.Where(p => p != newest && (p != old || isOldDone));
    }

    /// <summary>Old pods go first; what is not available anyway goes at once.</summary>
    private DaemonSteps GiveWay(List<(string Node, Pod? New, Pod? Old)> pairs, int unavailable)
    {
        var broken = pairs.Where(p => p is { New: null, Old: { } old } && !IsAvailable(old)).Select(p => p.Old!).ToList();
        var serving = pairs.Where(p => p is { New: null, Old: { } old } && IsAvailable(old)).Select(p => p.Old!);
        unavailable += broken.Count + pairs.Count(p => p is { New: null, Old: null } or { New: not null, Old: not null } || (p is { New: { } pod, Old: null } && !IsAvailable(pod)));
        return new([], [.. broken, .. serving.Take(Math.Max(0, _maxUnavailable - unavailable))]);
    }

    /// <summary>New pods come first, beside the old ones, which go when the new ones serve.</summary>
    private DaemonSteps Surge(List<(string Node, Pod? New, Pod? Old)> pairs, int surged)
    {
        var able = pairs.Where(p => _nodes.Any(n => n.Name == p.Node && n.ShouldRun)).ToList();
        surged += pairs.Count(p => p is { New: { } pod, Old: not null } && !IsAvailable(pod));
        var broken = able.Where(p => p is { New: null, Old: { } old } && !IsAvailable(old)).Select(p => p.Node);
        var serving = able.Where(p => p is { New: null, Old: { } old } && IsAvailable(old)).Select(p => p.Node);
        var done = pairs.Where(p => p is { New: { } pod, Old: not null } && IsAvailable(pod)).Select(p => p.Old!);
        return new([.. broken, .. serving.Take(Math.Max(0, _maxSurge - surged))], [.. done]);
    }
}
