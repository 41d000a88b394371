using System.Text.Json;
using System.Text.Json.Serialization;
using Hearth.Kube.Core.Quantities;

namespace Hearth.Kube.Core.Objects;

/// <summary><c>core/v1 Volume</c>: a name and one source. Sources without a property pass through <see cref="Extra"/>.</summary>
public sealed record Volume
{
    public string Name { get => field ?? ""; init; }
    public EmptyDirVolume? EmptyDir { get; init; }
    public HostPathVolume? HostPath { get; init; }
    public ConfigMapVolume? ConfigMap { get; init; }
    public SecretVolume? Secret { get; init; }
    public PersistentVolumeClaimVolume? PersistentVolumeClaim { get; init; }
    public ProjectedVolume? Projected { get; init; }
    public DownwardApiVolume? DownwardAPI { get; init; }
    public NfsVolume? Nfs { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

public sealed record EmptyDirVolume
{
    public string? Medium { get; init; }
    public Quantity? SizeLimit { get; init; }
}

public sealed record HostPathVolume
{
    public string? Path { get; init; }
    public string? Type { get; init; }
}

public sealed record ConfigMapVolume
{
    public string? Name { get; init; }
    public IReadOnlyList<KeyToPath>? Items { get; init; }
    public int? DefaultMode { get; init; }
    public bool? Optional { get; init; }
}

public sealed record SecretVolume
{
    public string? SecretName { get; init; }
    public IReadOnlyList<KeyToPath>? Items { get; init; }
    public int? DefaultMode { get; init; }
    public bool? Optional { get; init; }
}

public sealed record KeyToPath
{
    public string? Key { get; init; }
    public string? Path { get; init; }
    public int? Mode { get; init; }
}

public sealed record PersistentVolumeClaimVolume
{
    public string? ClaimName { get; init; }
    public bool? ReadOnly { get; init; }
}

public sealed record NfsVolume
{
    public string? Server { get; init; }
    public string? Path { get; init; }
    public bool? ReadOnly { get; init; }
}

public sealed record ProjectedVolume
{
    public IReadOnlyList<VolumeProjection>? Sources { get; init; }
    public int? DefaultMode { get; init; }
}

public sealed record VolumeProjection
{
    public ServiceAccountTokenProjection? ServiceAccountToken { get; init; }
    public ProjectedKeys? ConfigMap { get; init; }
    public ProjectedKeys? Secret { get; init; }
    public DownwardApiVolume? DownwardAPI { get; init; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Extra { get; set; }
}

public sealed record ProjectedKeys
{
    public string? Name { get; init; }
    public IReadOnlyList<KeyToPath>? Items { get; init; }
    public bool? Optional { get; init; }
}

public sealed record ServiceAccountTokenProjection
{
    public string? Audience { get; init; }
    public long? ExpirationSeconds { get; init; }
    public string? Path { get; init; }
}

public sealed record DownwardApiVolume
{
    public IReadOnlyList<DownwardApiFile>? Items { get; init; }
    public int? DefaultMode { get; init; }
}

public sealed record DownwardApiFile
{
    public string? Path { get; init; }
    public ObjectFieldSelector? FieldRef { get; init; }
    public ResourceFieldSelector? ResourceFieldRef { get; init; }
    public int? Mode { get; init; }
}
