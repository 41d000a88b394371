using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Nodes;

/// <summary>The ConfigMaps and Secrets that a pod names, as they were when they were fetched; null for those that do not exist.</summary>
internal sealed record PodObjects
{
    public required IReadOnlyDictionary<string, ConfigMap?> ConfigMaps { get; init; }
    public required IReadOnlyDictionary<string, Secret?> Secrets { get; init; }

    /// <summary>Fetches what the environment (and, with <paramref name="volumes"/>, the volumes) of a pod refers to.</summary>
    public static async Task<PodObjects> FetchAsync(KubeClient client, Pod pod, bool volumes, CancellationToken cancellationToken)
    {
        var (configMaps, secrets) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var container in (pod.Spec?.InitContainers ?? []).Concat(pod.Spec?.Containers ?? []))
            CollectEnvironment(container, configMaps, secrets);
        foreach (var volume in volumes ? pod.Spec?.Volumes ?? [] : [])
            CollectVolume(volume, configMaps, secrets);
        var foundMaps = new Dictionary<string, ConfigMap?>(StringComparer.Ordinal);
        foreach (var name in configMaps)
            foundMaps[name] = await client.FindAsync(ResourceTypes.ConfigMaps, pod.Metadata.Namespace, name, cancellationToken);
        var foundSecrets = new Dictionary<string, Secret?>(StringComparer.Ordinal);
        foreach (var name in secrets)
            foundSecrets[name] = await client.FindAsync(ResourceTypes.Secrets, pod.Metadata.Namespace, name, cancellationToken);
        return new() { ConfigMaps = foundMaps, Secrets = foundSecrets };
    }

    /// <summary>Whether a volume of the pod shows this ConfigMap or Secret.</summary>
    public static bool IsShown(Pod pod, string name, bool secret)
    {
        var (configMaps, secrets) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var volume in pod.Spec?.Volumes ?? [])
            CollectVolume(volume, configMaps, secrets);
        return (secret ? secrets : configMaps).Contains(name);
    }

    /// <summary>Whether a volume shows labels or annotations, which may change while the pod runs.</summary>
    public static bool ShowsItself(Pod pod) =>
        (pod.Spec?.Volumes ?? []).Any(v => v.DownwardAPI is not null || v.Projected?.Sources?.Any(s => s.DownwardAPI is not null) == true);

    private static void CollectEnvironment(Container container, HashSet<string> configMaps, HashSet<string> secrets)
    {
        foreach (var variable in container.Env ?? [])
        {
            Add(configMaps, variable.ValueFrom?.ConfigMapKeyRef?.Name);
            Add(secrets, variable.ValueFrom?.SecretKeyRef?.Name);
        }

        foreach (var from in container.EnvFrom ?? [])
        {
            Add(configMaps, from.ConfigMapRef?.Name);
            Add(secrets, from.SecretRef?.Name);
        }
    }

    private static void CollectVolume(Volume volume, HashSet<string> configMaps, HashSet<string> secrets)
    {
        Add(configMaps, volume.ConfigMap?.Name);
        Add(secrets, volume.Secret?.SecretName);
        foreach (var source in volume.Projected?.Sources ?? [])
        {
            Add(configMaps, source.ConfigMap?.Name);
            Add(secrets, source.Secret?.Name);
        }
    }

    private static void Add(HashSet<string> names, string? name)
    {
        if (!string.IsNullOrEmpty(name))
            names.Add(name);
    }
}
