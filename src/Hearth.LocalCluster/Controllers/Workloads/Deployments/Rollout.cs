using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Controllers;

/// <summary>A Deployment and its ReplicaSets at one moment: what size each of them should have next. Pure.</summary>
internal sealed class Rollout
{
    public const string Revision = "deployment.kubernetes.io/revision";
    public const string RevisionHistory = "deployment.kubernetes.io/revision-history";
    private const string DesiredReplicas = "deployment.kubernetes.io/desired-replicas";
    private const string MaxReplicas = "deployment.kubernetes.io/max-replicas";
    private readonly int _maxSurge;
    private readonly int _maxUnavailable;
    private readonly Dictionary<string, int> _sizes;

    public Rollout(KubeObject deployment, IReadOnlyList<KubeObject> sets)
    {
        Deployment = deployment;
        var spec = deployment.Spec();
        Hash = Kinds.HashOf(spec["template"]);
        NewestName = $"{deployment.Metadata.Name}-{Hash}";
        Newest = sets.FirstOrDefault(s => s.Metadata.Name == NewestName);
        Old = [.. sets.Where(s => s.Metadata.Name != NewestName).OrderBy(s => s.Metadata.CreationTimestamp).ThenBy(RevisionOf)];
        Wanted = spec.Number("replicas", 1);
        IsRecreate = (string?)spec["strategy"]?["type"] == "Recreate";
        var rolling = spec["strategy"]?["rollingUpdate"];
        _maxSurge = IsRecreate ? 0 : Kinds.Share(rolling?["maxSurge"] ?? "25%", Wanted, up: true);
        _maxUnavailable = IsRecreate ? 0 : Kinds.Share(rolling?["maxUnavailable"] ?? "25%", Wanted, up: false);
        if (!IsRecreate && _maxSurge == 0 && _maxUnavailable == 0)
            _maxUnavailable = 1;
        _sizes = sets.ToDictionary(s => s.Metadata.Name!, s => s.Spec().Number("replicas", 1), StringComparer.Ordinal);
    }

    public KubeObject Deployment { get; }

    public string Hash { get; }

    public string NewestName { get; }

    /// <summary>The set of the present template; null where it is still to be made.</summary>
    public KubeObject? Newest { get; private set; }

    public IReadOnlyList<KubeObject> Old { get; }

    public int Wanted { get; }

    public bool IsRecreate { get; }

    public bool IsPaused => (bool?)Deployment.Spec()["paused"] == true;

    public int MaxUnavailable => Math.Min(_maxUnavailable, Wanted);

    public IEnumerable<KubeObject> All => Newest is null ? Old : Old.Append(Newest);

    /// <summary>The newest set was made, not brought back, and the Deployment has not got its revision yet.</summary>
    public bool IsNewestUntold =>
        Newest?.Metadata.Annotations is { } annotations && !annotations.ContainsKey(RevisionHistory) && RevisionOf(Newest) >= NextRevision
        && annotations.GetValueOrDefault(Revision) != Deployment.Metadata.Annotations?.GetValueOrDefault(Revision);

    /// <summary>The revision that the newest set has, or gets.</summary>
    public long NextRevision => Old.Select(RevisionOf).DefaultIfEmpty(0).Max() + 1;

    /// <summary>The Deployment has another size than when its sets got theirs: they change in proportion, and no pod moves from set to set.</summary>
    public bool IsScaling => All.Any(s => Size(s) > 0 && s.Metadata.Annotations?.GetValueOrDefault(DesiredReplicas) is { } desired && desired != Text(Wanted));

    public long RevisionOf(KubeObject set) =>
        long.TryParse(set.Metadata.Annotations?.GetValueOrDefault(Revision), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0;

    public int Size(KubeObject set) => _sizes[set.Metadata.Name!];

    /// <summary>Remembers a size that was written.</summary>
    public void Resized(KubeObject set, int size) => _sizes[set.Metadata.Name!] = size;

    public void Created(KubeObject newest, int size)
    {
        Newest = newest;
        Resized(newest, size);
    }

    public JsonObject SizeAnnotations() => new() { [DesiredReplicas] = Text(Wanted), [MaxReplicas] = Text(Wanted + _maxSurge) };

    public bool HasSizeAnnotations(KubeObject set) =>
        SizeAnnotations().All(a => set.Metadata.Annotations?.GetValueOrDefault(a.Key) == (string?)a.Value);

    /// <summary>Those of the Deployment, but for what belongs to it alone.</summary>
    public Dictionary<string, string> InheritedAnnotations() =>
        (Deployment.Metadata.Annotations ?? new Dictionary<string, string>())
            .Where(a => a.Key is not ("kubectl.kubernetes.io/last-applied-configuration" or "deprecated.deployment.rollback.to" or Revision or RevisionHistory or DesiredReplicas or MaxReplicas))
            .ToDictionary(a => a.Key, a => a.Value, StringComparer.Ordinal);

    public Dictionary<string, string> SetAnnotations()
    {
        var annotations = InheritedAnnotations();
        annotations[Revision] = NextRevision.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in SizeAnnotations())
            annotations[name] = (string)value!;
        return annotations;
    }

    /// <summary>How large the newest set is to be: at first, and while it grows.</summary>
    public int NewestSize()
    {
        var present = Newest is null ? 0 : Size(Newest);
        if (present >= Wanted || IsRecreate)
            return Wanted;
        var room = Wanted + _maxSurge - All.Sum(Size);
        return room <= 0 ? present : present + Math.Min(room, Wanted - present);
    }

    /// <summary>The new sizes where only the size of the Deployment changed.</summary>
    public IEnumerable<(KubeObject Set, int Replicas)> Rescale()
    {
        var active = All.Where(s => Size(s) > 0).ToList();
        if (active.Count <= 1)
            return ((active.Count > 0 ? active[0] : null) ?? Newest ?? (Old.Count > 0 ? Old[^1] : null)) is { } only && Size(only) != Wanted ? [(only, Wanted)] : [];
        if (Newest is not null && Size(Newest) == Wanted && Newest.Metadata.Annotations?.GetValueOrDefault(DesiredReplicas) == Text(Wanted) && Newest.Status().Number("availableReplicas", 0) == Wanted)
            return active.Where(s => s != Newest).Select(s => (s, 0));
        return IsRecreate ? [] : InProportion(active);
    }

    private List<(KubeObject Set, int Replicas)> InProportion(List<KubeObject> active)
    {
        var toAdd = (Wanted > 0 ? Wanted + _maxSurge : 0) - active.Sum(Size);
        var ordered = toAdd >= 0
            ? active.OrderByDescending(Size).ThenByDescending(s => s.Metadata.CreationTimestamp).ToList()
            : [.. active.OrderByDescending(Size).ThenBy(s => s.Metadata.CreationTimestamp)];
        var (added, sizes) = (0, new List<(KubeObject Set, int Replicas)>());
        foreach (var set in ordered)
        {
            var (share, left) = (Share(set), toAdd - added);
            var change = toAdd == 0 || left == 0 ? 0 : toAdd > 0 ? Math.Min(share, left) : Math.Max(share, left);
            added += change;
            sizes.Add((set, Size(set) + change));
        }

        sizes[0] = (sizes[0].Set, Math.Max(0, sizes[0].Replicas + toAdd - added));
        return sizes;
    }

    private int Share(KubeObject set)
    {
        if (Wanted == 0)
            return -Size(set);
        var before = int.TryParse(set.Metadata.Annotations?.GetValueOrDefault(MaxReplicas), NumberStyles.None, CultureInfo.InvariantCulture, out var annotated) && annotated > 0
            ? annotated
            : Deployment.Status().Number("replicas", 0);
        return before == 0 ? 0 : (int)Math.Round((double)Size(set) * (Wanted + _maxSurge) / before, MidpointRounding.AwayFromZero) - Size(set);
    }

    /// <summary>Old sets first lose what does not serve, then as much as those that serve allow.</summary>
    public IEnumerable<(KubeObject Set, int Replicas)> Shrink()
    {
        var old = Old.Where(s => Size(s) > 0).ToList();
        var least = Wanted - MaxUnavailable;
        var most = All.Sum(Size) - least - (Size(Newest!) - Available(Newest!));
        if (old.Count == 0 || most <= 0)
            yield break;
        foreach (var set in old.Where(s => Size(s) > Available(s)))
        {
            var idle = Math.Min(most, Size(set) - Available(set));
            most -= idle;
            if (idle > 0)
                yield return (set, Size(set) - idle);
        }

        var spare = All.Sum(Available) - least;
        foreach (var set in old.Where(s => Size(s) > 0))
        {
            var serving = Math.Min(Math.Max(0, spare), Size(set));
            spare -= serving;
            if (serving > 0)
                yield return (set, Size(set) - serving);
        }
    }

    private static int Available(KubeObject set) => set.Status().Number("availableReplicas", 0);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
