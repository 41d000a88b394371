using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Patching;
using Hearth.Kube.Core.Quantities;

namespace Hearth.LocalCluster.Nodes;

/// <summary>What a pod can learn about itself and its node (the downward API).</summary>
internal sealed record PodFacts
{
    public required Pod Pod { get; init; }
    public required string PodIP { get; init; }
    public required string HostIP { get; init; }

    /// <summary>What limits default to where a container sets none.</summary>
    public required IReadOnlyDictionary<string, Quantity> Allocatable { get; init; }

    /// <summary>The value of a field path such as <c>metadata.labels['app']</c>; null where the path is not supported.</summary>
    public string? Field(string path) => path switch
    {
        "metadata.name" => Pod.Metadata.Name,
        "metadata.namespace" => Pod.Metadata.Namespace,
        "metadata.uid" => Pod.Metadata.Uid,
        "metadata.labels" => Lines(Pod.Metadata.Labels),
        "metadata.annotations" => Lines(Pod.Metadata.Annotations),
        "spec.nodeName" => Pod.Spec?.NodeName,
        "spec.serviceAccountName" => Pod.Spec?.ServiceAccountName ?? "default",
        "status.hostIP" or "status.hostIPs" => HostIP,
        "status.podIP" or "status.podIPs" => PodIP,
        _ when Subscript(path, "metadata.labels") is { } key => Pod.Metadata.Labels?.GetValueOrDefault(key) ?? "",
        _ when Subscript(path, "metadata.annotations") is { } key => Pod.Metadata.Annotations?.GetValueOrDefault(key) ?? "",
        _ => null,
    };

    /// <summary>The value of for example <c>limits.memory</c> of a container, in units of the divisor, rounded up.</summary>
    public string? Resource(ResourceFieldSelector selector, Container container)
    {
        var parts = (selector.Resource ?? "").Split('.', 2);
        if (parts.Length != 2)
            return null;
        var amounts = container.Resources;
        var amount = parts[0] switch
        {
            "limits" => Find(amounts?.Limits, parts[1]) ?? Find(Allocatable, parts[1]),
            "requests" => Find(amounts?.Requests, parts[1]) ?? Find(amounts?.Limits, parts[1]) ?? new Quantity("0"),
            _ => null,
        };
        if (amount is not { } quantity || !quantity.TryGetValue(out var value))
            return null;
        var divisor = selector.Divisor is { } given && given.TryGetValue(out var by) && by > 0 ? by : 1m;
        return decimal.Ceiling(value / divisor).ToString("0", System.Globalization.CultureInfo.InvariantCulture);
    }

    private static Quantity? Find(IReadOnlyDictionary<string, Quantity>? amounts, string name) =>
        amounts is not null && amounts.TryGetValue(name, out var amount) ? (Quantity?)amount : null;

    private static string? Subscript(string path, string field) =>
        path.StartsWith(field + "['", StringComparison.Ordinal) && path.EndsWith("']", StringComparison.Ordinal) ? path[(field.Length + 2)..^2] : null;

    // Sorted by key.
    private static string Lines(IReadOnlyDictionary<string, string>? map) =>
        string.Join('\n', (map ?? new Dictionary<string, string>()).OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}={GoText.Quote(e.Value)}"));
}
