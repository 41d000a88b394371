using System.Text.Json;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Nodes;

/// <summary>Turns the volumes of a pod into folders of this machine.</summary>
/// <param name="client">Where claims come from.</param>
/// <param name="time">The clock.</param>
/// <param name="tokens">Those of the pod.</param>
/// <param name="rewriting">Without a sandbox: applied to the texts of ConfigMaps, which name paths of the container too.</param>
internal sealed class VolumeMounter(KubeClient client, TimeProvider time, ServiceAccountTokens tokens, PathRewriting? rewriting = null)
{
    /// <summary>Makes every volume; called again it brings changing ones up to date.</summary>
    /// <returns>The folder or file of the host for each volume by name.</returns>
    /// <exception cref="MountException">One is missing something; the message is the kubelet's.</exception>
    public async Task<Dictionary<string, MountedVolume>> MountAsync(Pod pod, PodFacts facts, PodObjects objects, string folder, CancellationToken cancellationToken)
    {
        var mounted = new Dictionary<string, MountedVolume>(StringComparer.Ordinal);
        foreach (var volume in pod.Spec?.Volumes ?? [])
        {
            try
            {
                mounted[volume.Name] = await MountAsync(volume, pod, facts, objects, Path.Combine(folder, volume.Name), cancellationToken);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or KubeException)
            {
                throw new MountException($"MountVolume.SetUp failed for volume \"{volume.Name}\" : {error.Message}");
            }
            catch (MountException error)
            {
                throw new MountException($"MountVolume.SetUp failed for volume \"{volume.Name}\" : {error.Message}");
            }
        }

        return mounted;
    }

    private async Task<MountedVolume> MountAsync(Volume volume, Pod pod, PodFacts facts, PodObjects objects, string folder, CancellationToken cancellationToken)
    {
        var group = SecurityContext.VolumeGroup(pod.Spec!);
        switch (volume)
        {
            case { HostPath: { } hostPath }:
                return new(HostPath.Prepare(hostPath), false);
            case { PersistentVolumeClaim: { } claim }:
                return new(await ClaimFolderAsync(claim, pod, cancellationToken), claim.ReadOnly == true);
            case { EmptyDir: not null }:
                return new(Empty(folder, group), false) { IsEphemeral = true };
            case { ConfigMap: { } configMap }:
                return Written(folder, [.. VolumeFiles.Of(configMap, objects).Select(Rewritten)], group);
            case { Secret: { } secret }:
                return Written(folder, VolumeFiles.Of(secret, objects), group);
            case { DownwardAPI: { } downward }:
                return Written(folder, VolumeFiles.Of(downward, facts), group);
            case { Projected: { } projected }:
                return Written(folder, VolumeFiles.Of(projected, objects, facts, await TokensAsync(projected, cancellationToken), group is null), group);
            default:
                if (volume.Extra?.ContainsKey("ephemeral") == true)
                    return new(await ClaimFolderAsync(new() { ClaimName = $"{pod.Metadata.Name}-{volume.Name}" }, pod, cancellationToken), false);
                throw new MountException($"volumes of the kind {volume.Extra?.Keys.FirstOrDefault() ?? "(none)"} are not supported by this node");
        }
    }

    private VolumeFile Rewritten(VolumeFile file) =>
        rewriting is null || !System.Text.Unicode.Utf8.IsValid(file.Content.Span)
            ? file
            : file with { Content = System.Text.Encoding.UTF8.GetBytes(rewriting.Rewrite(System.Text.Encoding.UTF8.GetString(file.Content.Span))) };

    private MountedVolume Written(string folder, List<VolumeFile> files, long? group)
    {
        Directory.CreateDirectory(folder);
        VolumeFolder.Write(folder, files, time.GetUtcNow().UtcTicks, group);
        return new(folder, true);
    }

    private static string Empty(string folder, long? group)
    {
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_111_111);
        VolumeGroup.GiveFolder(folder, group);
        return folder;
    }

    private async Task<string> ClaimFolderAsync(PersistentVolumeClaimVolume volume, Pod pod, CancellationToken cancellationToken)
    {
        var claim = await client.FindAsync(ResourceTypes.PersistentVolumeClaims, pod.Metadata.Namespace, volume.ClaimName ?? "", cancellationToken)
            ?? throw new MountException($"persistentvolumeclaim \"{volume.ClaimName}\" not found");
        if (claim.Status?.Phase != "Bound" || claim.Spec?.VolumeName is not { Length: > 0 } volumeName)
            throw new MountException($"persistentvolumeclaim \"{volume.ClaimName}\" is not bound");
        var persistent = await client.GetAsync(PersistentVolumes, null, volumeName, cancellationToken);
        var spec = persistent.Extra is { } extra && extra.TryGetValue("spec", out var element) ? element : default;
        foreach (var kind in (ReadOnlySpan<string>)["hostPath", "local"])
        {
            if (spec.ValueKind == JsonValueKind.Object && spec.TryGetProperty(kind, out var source) && source.TryGetProperty("path", out var path))
                return Empty(path.GetString() ?? "", SecurityContext.VolumeGroup(pod.Spec!));
        }

        throw new MountException($"volume {volumeName} is neither hostPath nor local");
    }

    private async Task<Dictionary<ServiceAccountTokenProjection, string>> TokensAsync(ProjectedVolume volume, CancellationToken cancellationToken)
    {
        var shown = new Dictionary<ServiceAccountTokenProjection, string>();
        foreach (var source in volume.Sources ?? [])
        {
            if (source.ServiceAccountToken is { } projection)
                shown[projection] = await tokens.GetAsync(projection, cancellationToken);
        }

        return shown;
    }

    private static ResourceType<KubeObject> PersistentVolumes { get; } = ResourceTypes.Untyped("", "v1", "persistentvolumes", "PersistentVolume", namespaced: false);
}

/// <param name="Path">On the host.</param>
/// <param name="ReadOnly">Containers may not write, whatever their mounts say.</param>
internal sealed record MountedVolume(string Path, bool ReadOnly)
{
    /// <summary>Counts towards the pod's ephemeral storage.</summary>
    public bool IsEphemeral { get; init; }
}
