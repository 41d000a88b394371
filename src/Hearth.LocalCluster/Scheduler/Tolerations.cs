using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Scheduling;

internal static class Tolerations
{
    /// <summary>The first taint that keeps a pod away; null: none does.</summary>
    public static Taint? Untolerated(IReadOnlyList<Toleration>? tolerations, IReadOnlyList<Taint>? taints) =>
        (taints ?? []).FirstOrDefault(t => t.Effect is "NoSchedule" or "NoExecute" && !Tolerate(tolerations, t));

    public static bool Tolerate(IReadOnlyList<Toleration>? tolerations, Taint taint) => (tolerations ?? []).Any(t => Tolerates(t, taint));

    private static bool Tolerates(Toleration toleration, Taint taint) =>
        (string.IsNullOrEmpty(toleration.Effect) || toleration.Effect == taint.Effect)
        && (string.IsNullOrEmpty(toleration.Key) ? toleration.Operator == "Exists" : toleration.Key == taint.Key)
        && (toleration.Operator == "Exists" || (toleration.Value ?? "") == (taint.Value ?? ""));
}
