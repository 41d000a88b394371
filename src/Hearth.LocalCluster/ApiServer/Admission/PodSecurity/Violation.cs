namespace Hearth.LocalCluster.ApiServer.Admission.PodSecurity;

/// <summary>Why a check does not let a pod pass.</summary>
/// <param name="Reason">What is forbidden; all that is said of pods that are there already.</param>
/// <param name="Detail">Who does it, and how it should be.</param>
internal sealed record Violation(string Reason, string Detail)
{
    public override string ToString() => $"{Reason} ({Detail})";

    public static string Count(int count, string one, string many) => count == 1 ? one : many;

    public static string Quoted(IEnumerable<string> texts) => $"\"{string.Join("\", \"", texts)}\"";

    /// <summary>Each value once, in the order of their bytes.</summary>
    public static string[] Set(IEnumerable<string> texts) => [.. texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary><c>container "a"</c> or <c>containers "a", "b"</c>.</summary>
    public static string Containers(IReadOnlyCollection<string> names) => $"{Count(names.Count, "container", "containers")} {Quoted(names)}";

    /// <summary><c>pod and container "a"</c>, or one of both; null where it is neither.</summary>
    public static string? Setters(bool isPod, IReadOnlyCollection<string> containers) => (isPod, containers.Count) switch
    {
        (true, 0) => "pod",
        (true, _) => "pod and " + Containers(containers),
        (false, 0) => null,
        _ => Containers(containers),
    };
}
