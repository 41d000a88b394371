using System.Text;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Nodes;

/// <summary>One file of a volume that Kubernetes fills: where, what, with which mode.</summary>
internal sealed record VolumeFile(string Path, ReadOnlyMemory<byte> Content, int Mode);

/// <summary>A volume cannot be mounted (yet); the message is the kubelet's.</summary>
internal sealed class MountException(string message) : Exception(message);

/// <summary>The files of ConfigMap, Secret and downward API volumes, alone or projected together. Pure.</summary>
internal static class VolumeFiles
{
    private const int DefaultMode = 0b110_100_100;
    private const int OwnerMode = 0b110_000_000;

    public static List<VolumeFile> Of(ConfigMapVolume volume, PodObjects objects) =>
        OfConfigMap(volume.Name ?? "", volume.Items, volume.Optional, volume.DefaultMode ?? DefaultMode, objects);

    public static List<VolumeFile> Of(SecretVolume volume, PodObjects objects) =>
        OfSecret(volume.SecretName ?? "", volume.Items, volume.Optional, volume.DefaultMode ?? DefaultMode, objects);

    public static List<VolumeFile> Of(DownwardApiVolume volume, PodFacts facts, int? mode = null) =>
        [.. (volume.Items ?? []).Select(item => new VolumeFile(Checked(item.Path), Encoding.UTF8.GetBytes(Value(item, facts)), item.Mode ?? volume.DefaultMode ?? mode ?? DefaultMode))];

    /// <param name="token">The token of each service account source, in order of the sources.</param>
    /// <param name="forEverybody">Whether tokens get the mode of the volume; with a group of its own only that group reads them.</param>
    public static List<VolumeFile> Of(ProjectedVolume volume, PodObjects objects, PodFacts facts, IReadOnlyDictionary<ServiceAccountTokenProjection, string> token, bool forEverybody = true)
    {
        var mode = volume.DefaultMode ?? DefaultMode;
        var files = new List<VolumeFile>();
        foreach (var source in volume.Sources ?? [])
        {
            if (source.ConfigMap is { } map)
                files.AddRange(OfConfigMap(map.Name ?? "", map.Items, map.Optional, mode, objects));
            if (source.Secret is { } secret)
                files.AddRange(OfSecret(secret.Name ?? "", secret.Items, secret.Optional, mode, objects));
            if (source.DownwardAPI is { } downward)
                files.AddRange(Of(downward, facts, mode));
            if (source.ServiceAccountToken is { } account)
                files.Add(new(Checked(account.Path), Encoding.UTF8.GetBytes(token[account]), forEverybody ? mode : OwnerMode));
        }

        return files;
    }

    private static List<VolumeFile> OfConfigMap(string name, IReadOnlyList<KeyToPath>? items, bool? optional, int mode, PodObjects objects)
    {
        if (objects.ConfigMaps.GetValueOrDefault(name) is not { } map)
            return optional == true ? [] : throw new MountException($"configmap \"{name}\" not found");
        var data = new SortedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var (key, value) in map.Data ?? new Dictionary<string, string>())
            data[key] = Encoding.UTF8.GetBytes(value);
        foreach (var (key, value) in map.BinaryData ?? new Dictionary<string, string>())
            data[key] = Convert.FromBase64String(value);
        return Select(data, items, optional, mode, "configmap references non-existent config key");
    }

    private static List<VolumeFile> OfSecret(string name, IReadOnlyList<KeyToPath>? items, bool? optional, int mode, PodObjects objects)
    {
        if (objects.Secrets.GetValueOrDefault(name) is not { } secret)
            return optional == true ? [] : throw new MountException($"secret \"{name}\" not found");
        var data = new SortedDictionary<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal);
        foreach (var (key, value) in secret.Data ?? new Dictionary<string, string>())
            data[key] = Convert.FromBase64String(value);
        return Select(data, items, optional, mode, "references non-existent secret key");
    }

    private static List<VolumeFile> Select(SortedDictionary<string, ReadOnlyMemory<byte>> data, IReadOnlyList<KeyToPath>? items, bool? optional, int mode, string trouble)
    {
        if (items is not { Count: > 0 })
            return [.. data.Select(entry => new VolumeFile(entry.Key, entry.Value, mode))];
        var files = new List<VolumeFile>();
        foreach (var item in items)
        {
            if (data.TryGetValue(item.Key ?? "", out var content))
                files.Add(new(Checked(item.Path), content, item.Mode ?? mode));
            else if (optional != true)
                throw new MountException($"{trouble}: {item.Key}");
        }

        return files;
    }

    private static string Value(DownwardApiFile item, PodFacts facts)
    {
        if (item.FieldRef?.FieldPath is { } path)
            return facts.Field(path) ?? throw new MountException($"unsupported fieldPath: {path}");
        if (item.ResourceFieldRef is not { } selector)
            return "";
        var container = (facts.Pod.Spec?.Containers ?? []).Concat(facts.Pod.Spec?.InitContainers ?? []).FirstOrDefault(c => c.Name == selector.ContainerName)
            ?? throw new MountException($"container {selector.ContainerName} not found");
        return facts.Resource(selector, container) ?? throw new MountException($"unsupported container resource : {selector.Resource}");
    }

    // The API server refuses such paths; a hostile server must not make the node write elsewhere.
    private static string Checked(string? path) =>
        string.IsNullOrEmpty(path) || Path.IsPathRooted(path) || path.Split('/').Contains("..", StringComparer.Ordinal)
            ? throw new MountException($"invalid path {path}")
            : path;
}
