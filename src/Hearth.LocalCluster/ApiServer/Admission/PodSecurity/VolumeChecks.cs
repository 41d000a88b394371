using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Admission.PodSecurity;

/// <summary>Which volumes pods may have.</summary>
internal static class VolumeChecks
{
    private static readonly string[] s_types = ["configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "persistentVolumeClaim", "projected", "secret"];

    public static Violation? HostPaths(CheckedPod pod, long minor)
    {
        var names = pod.Spec.Objects("volumes").Where(volume => volume.Map("hostPath") is not null).Select(NameOf).ToArray();
        return names.Length == 0 ? null : new("hostPath volumes", Named(names));
    }

    public static Violation? Types(CheckedPod pod, long minor)
    {
        var others = pod.Spec.Objects("volumes").Where(volume => !s_types.Any(type => volume.Map(type) is not null)).ToArray();
        if (others.Length == 0)
            return null;
        var types = Violation.Set(others.Select(volume => volume.FirstOrDefault(field => field.Value is JsonObject).Key ?? "unknown"));
        return new("restricted volume types", $"{Named([.. others.Select(NameOf)])} {Violation.Count(others.Length, "uses", "use")} {Violation.Count(types.Length, "restricted volume type", "restricted volume types")} {Violation.Quoted(types)}");
    }

    private static string NameOf(JsonObject volume) => volume.Text("name") ?? "";

    private static string Named(string[] names) => $"{Violation.Count(names.Length, "volume", "volumes")} {Violation.Quoted(names)}";
}
