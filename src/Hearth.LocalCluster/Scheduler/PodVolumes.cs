using System.Text.Json;

namespace Hearth.LocalCluster.Scheduling;

/// <summary>What the claims of a pod mean for where it can go.</summary>
internal sealed record PodVolumes
{
    public static PodVolumes None { get; } = new();

    /// <summary>Why the pod fits nowhere, whatever the nodes are; null: it may fit.</summary>
    public string? Trouble { get; init; }

    /// <summary>A claim names a volume that is not there.</summary>
    public bool IsMissingVolume { get; init; }

    /// <summary>Of each volume the node selector terms of which one must match.</summary>
    public IReadOnlyList<IReadOnlyList<JsonElement>> Places { get; init; } = [];

    /// <summary>Zone and region labels of volumes with the values that nodes may have.</summary>
    public IReadOnlyList<(string Label, IReadOnlyList<string> Values)> Zones { get; init; } = [];

    /// <summary>Claims of the access mode <c>ReadWriteOncePod</c>.</summary>
    public IReadOnlyList<string> Exclusive { get; init; } = [];

    /// <summary>For each claim that is bound late, of volumes made by hand: where each of those that suffice can be used; null: anywhere.</summary>
    public IReadOnlyList<IReadOnlyList<IReadOnlyList<JsonElement>?>> Choices { get; init; } = [];

    /// <summary>Claims that are bound once it is known which node the pod gets.</summary>
    public IReadOnlyList<string> Late { get; init; } = [];
}
