using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hearth.Kube.Core.Objects;

/// <summary>
/// Any Kubernetes object. Used as it is for kinds that the code does not look into; typed kinds derive from it.
/// Fields without a property survive a round trip in <see cref="Extra"/>.
/// </summary>
public record KubeObject
{
    [JsonPropertyOrder(-3)]
    public string? ApiVersion { get; init; }

    [JsonPropertyOrder(-2)]
    public string? Kind { get; init; }

    /// <summary>Never null: an object without metadata reads as one with empty metadata.</summary>
    [JsonPropertyOrder(-1)]
    public ObjectMeta Metadata { get => field ??= new ObjectMeta(); init; }

    /// <summary>Every field that has no property of its own.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

/// <summary>A list answer of the API server: <c>PodList</c> and its kin.</summary>
public sealed record KubeList<T>
    where T : KubeObject
{
    public string? ApiVersion { get; init; }
    public string? Kind { get; init; }
    public ListMeta Metadata { get => field ??= new ListMeta(); init; }
    public IReadOnlyList<T> Items { get => field ??= []; init; }
}

public sealed record ListMeta
{
    public string? ResourceVersion { get; init; }
    public string? Continue { get; init; }
    public long? RemainingItemCount { get; init; }
}

/// <summary><c>meta/v1 ObjectMeta</c>.</summary>
public sealed record ObjectMeta
{
    public string? Name { get; init; }
    public string? GenerateName { get; init; }
    public string? Namespace { get; init; }
    public string? Uid { get; init; }
    public string? ResourceVersion { get; init; }
    public long? Generation { get; init; }
    public DateTimeOffset? CreationTimestamp { get; init; }
    public DateTimeOffset? DeletionTimestamp { get; init; }
    public long? DeletionGracePeriodSeconds { get; init; }
    public IReadOnlyDictionary<string, string>? Labels { get; init; }
    public IReadOnlyDictionary<string, string>? Annotations { get; init; }
    public IReadOnlyList<OwnerReference>? OwnerReferences { get; init; }
    public IReadOnlyList<string>? Finalizers { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

public sealed record OwnerReference
{
    public string ApiVersion { get => field ?? ""; init; }
    public string Kind { get => field ?? ""; init; }
    public string Name { get => field ?? ""; init; }
    public string Uid { get => field ?? ""; init; }
    public bool? Controller { get; init; }
    public bool? BlockOwnerDeletion { get; init; }
}

public sealed record LocalObjectReference
{
    public string? Name { get; init; }
}

/// <summary><c>core/v1 ObjectReference</c>, as events use it.</summary>
public sealed record ObjectReference
{
    public string? ApiVersion { get; init; }
    public string? Kind { get; init; }
    public string? Namespace { get; init; }
    public string? Name { get; init; }
    public string? Uid { get; init; }
    public string? ResourceVersion { get; init; }
    public string? FieldPath { get; init; }
}

/// <summary><c>meta/v1 LabelSelector</c>.</summary>
public sealed record LabelSelector
{
    public IReadOnlyDictionary<string, string>? MatchLabels { get; init; }
    public IReadOnlyList<LabelSelectorRequirement>? MatchExpressions { get; init; }
}

public sealed record LabelSelectorRequirement
{
    public string Key { get => field ?? ""; init; }
    public string Operator { get => field ?? ""; init; }
    public IReadOnlyList<string>? Values { get; init; }
}

/// <summary><c>meta/v1 Status</c>: what the API server answers instead of an object.</summary>
public sealed record Status
{
    public string? ApiVersion { get; init; }
    public string? Kind { get; init; }

    [JsonPropertyName("status")]
    public string? Outcome { get; init; }
    public string? Message { get; init; }
    public string? Reason { get; init; }
    public StatusDetails? Details { get; init; }
    public int? Code { get; init; }
}

public sealed record StatusDetails
{
    public string? Name { get; init; }
    public string? Group { get; init; }
    public string? Kind { get; init; }
    public string? Uid { get; init; }
    public IReadOnlyList<StatusCause>? Causes { get; init; }
    public int? RetryAfterSeconds { get; init; }
}

public sealed record StatusCause
{
    public string? Reason { get; init; }
    public string? Message { get; init; }
    public string? Field { get; init; }
}

/// <summary><c>meta/v1 Condition</c>.</summary>
public sealed record Condition
{
    public string Type { get => field ?? ""; init; }

    /// <summary><c>True</c>, <c>False</c> or <c>Unknown</c>.</summary>
    public string Status { get => field ?? ""; init; }
    public long? ObservedGeneration { get; init; }
    public DateTimeOffset? LastTransitionTime { get; init; }
    public string? Reason { get; init; }
    public string? Message { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}
