using System.Text.Json;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Nodes;

/// <summary>What the node honours of the security contexts of a pod and its containers.</summary>
internal static class SecurityContext
{
    public static ContainerUser? UserOf(PodSpec pod, Container container, ImageDescription image)
    {
        var uid = Number(container.SecurityContext, "runAsUser") ?? Number(pod.SecurityContext, "runAsUser") ?? image.User;
        var gid = Number(container.SecurityContext, "runAsGroup") ?? Number(pod.SecurityContext, "runAsGroup");
        return uid is null && gid is null ? null : new(uid ?? 0, gid ?? uid ?? 0, Groups(pod));
    }

    /// <summary>Why a container that must not be root would be; null: it would not, as far as its image says.</summary>
    public static string? BreaksNonRoot(PodSpec pod, Container container, ImageDescription image)
    {
        if ((Find(container.SecurityContext, "runAsNonRoot") ?? Find(pod.SecurityContext, "runAsNonRoot")) is not { ValueKind: JsonValueKind.True })
            return null;
        return (Number(container.SecurityContext, "runAsUser") ?? Number(pod.SecurityContext, "runAsUser")) switch
        {
            0 => "container's runAsUser breaks non-root policy",
            null when image.User == 0 => "container has runAsNonRoot and image will run as root",
            _ => null,
        };
    }

    public static bool ReadOnlyRoot(Container container) =>
        Find(container.SecurityContext, "readOnlyRootFilesystem") is { ValueKind: JsonValueKind.True };

    /// <summary>The group that volumes belong to; null: nobody asks for one.</summary>
    public static long? VolumeGroup(PodSpec pod) => Number(pod.SecurityContext, "fsGroup");

    private static List<long> Groups(PodSpec pod)
    {
        var groups = new List<long>();
        if (VolumeGroup(pod) is { } group)
            groups.Add(group);
        if (Find(pod.SecurityContext, "supplementalGroups") is { ValueKind: JsonValueKind.Array } more)
            groups.AddRange(more.EnumerateArray().Select(g => g.GetInt64()));
        return groups;
    }

    private static long? Number(JsonElement? context, string name) =>
        Find(context, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    private static JsonElement? Find(JsonElement? context, string name) =>
        context is { ValueKind: JsonValueKind.Object } fields && fields.TryGetProperty(name, out var value) ? value : null;
}
