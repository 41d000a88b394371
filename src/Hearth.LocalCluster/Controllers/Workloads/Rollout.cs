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
        _maxSurge = IsRecreate ? 0 : Amount(rolling?["maxSurge"], Wanted, up: true);
        _maxUnavailable = IsRecreate ? 0 : Amount(rolling?["maxUnavailable"], Wanted, up: false);
        if (_maxSurge == 0 && _maxUnavailable == 0)
            _maxUnavailable = 1;
    }

    public KubeObject Deployment { get; }

    public string Hash { get; }

    public string NewestName { get; }

    /// <summary>The set of the present template; null where it is still to be made.</summary>
    public KubeObject? Newest { get; set; }

    public IReadOnlyList<KubeObject> Old { get; }

    public int Wanted { get; }

    public bool IsRecreate { get; }

    public bool HasOldPods => Old.Any(s => Size(s) > 0 || s.Status().Number("replicas", 0) > 0);

    public int MaxUnavailable => Math.Min(_maxUnavailable, Wanted);

    public IEnumerable<KubeObject> All => Newest is null ? Old : Old.Append(Newest);

    /// <summary>The revision that the newest set has, or gets.</summary>
    public long NextRevision => Old.Select(RevisionOf).DefaultIfEmpty(0).Max() + 1;

    public long RevisionOf(KubeObject set) =>
        long.TryParse(set.Metadata.Annotations?.GetValueOrDefault(Revision), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0;

    public JsonObject SizeAnnotations() => new()
    {
        [DesiredReplicas] = Wanted.ToString(CultureInfo.InvariantCulture),
        [MaxReplicas] = (Wanted + _maxSurge).ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Those of the Deployment, but for what belongs to it alone.</summary>
    public Dictionary<string, string> SetAnnotations()
    {
        var annotations = (Deployment.Metadata.Annotations ?? new Dictionary<string, string>())
            .Where(a => a.Key is not ("kubectl.kubernetes.io/last-applied-configuration" or "deprecated.deployment.rollback.to" or Revision or RevisionHistory or DesiredReplicas or MaxReplicas))
            .ToDictionary(a => a.Key, a => a.Value, StringComparer.Ordinal);
        annotations[Revision] = NextRevision.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in SizeAnnotations())
            annotations[name] = (string)value!;
        return annotations;
    }

    /// <summary>How large the newest set starts.</summary>
    public int FirstSize() => IsRecreate || Old.Count == 0 ? Wanted : Math.Max(0, Math.Min(Wanted, Wanted + _maxSurge - Old.Sum(Size)));

    public IEnumerable<(KubeObject Set, int Replicas)> StopOld() => Old.Where(s => Size(s) > 0).Select(s => (s, 0));

    /// <summary>A paused rollout follows the wanted size, and moves nothing from set to set.</summary>
    public IEnumerable<(KubeObject Set, int Replicas)> WhilePaused()
    {
        var active = All.Where(s => Size(s) > 0).ToList();
        var largest = active.Count > 0 ? active.MaxBy(Size) : Newest;
        var surplus = active.Sum(Size) - Wanted - (active.Count > 1 ? _maxSurge : 0);
        if (largest is not null && (surplus > 0 || active.Count <= 1 && surplus != 0))
            yield return (largest, Math.Max(0, Size(largest) - surplus));
    }

    /// <summary>The next step: up first, and down only when nothing goes up.</summary>
    public IEnumerable<(KubeObject Set, int Replicas)> Roll()
    {
        var up = NewestSize();
        return up != Size(Newest!) ? [(Newest!, up)] : Shrink();
    }

    private int NewestSize()
    {
        var present = Size(Newest!);
        if (present > Wanted || IsRecreate)
            return Wanted;
        var room = Wanted + _maxSurge - All.Sum(Size);
        return room <= 0 ? present : present + Math.Min(room, Wanted - present);
    }

    private IEnumerable<(KubeObject Set, int Replicas)> Shrink()
    {
        var old = Old.Where(s => Size(s) > 0).ToList();
        var least = Wanted - MaxUnavailable;
        var newestUnavailable = Size(Newest!) - Available(Newest!);
        var most = All.Sum(Size) - least - newestUnavailable;
        if (old.Count == 0 || most <= 0)
            return [];
        var sizes = old.ToDictionary(s => s, Size);
        // Those that do not serve go first, then as many of the others as those that serve allow.
        foreach (var set in old)
        {
            var idle = Math.Min(most, Math.Max(0, sizes[set] - Available(set)));
            sizes[set] -= idle;
            most -= idle;
        }

        var spare = All.Sum(Available) - least;
        foreach (var set in old)
        {
            var serving = Math.Min(Math.Max(0, spare), sizes[set]);
            sizes[set] -= serving;
            spare -= serving;
        }

        return sizes.Where(s => s.Value != Size(s.Key)).Select(s => (s.Key, s.Value));
    }

    private static int Size(KubeObject set) => set.Spec().Number("replicas", 1);

    private static int Available(KubeObject set) => set.Status().Number("availableReplicas", 0);

    private static int Amount(JsonNode? amount, int of, bool up)
    {
        if (amount is JsonValue value && value.TryGetValue<int>(out var number))
            return number;
        var percent = int.TryParse(((string?)amount ?? "25%").TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var stated) ? stated : 25;
        return (of * percent + (up ? 99 : 0)) / 100;
    }
}
