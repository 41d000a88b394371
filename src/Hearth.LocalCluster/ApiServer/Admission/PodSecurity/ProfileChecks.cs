using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Pods;

namespace Hearth.LocalCluster.ApiServer.Admission.PodSecurity;

/// <summary>The profiles of AppArmor, SELinux and seccomp that pods may have.</summary>
internal static class ProfileChecks
{
    private const string Seccomps = "seccompProfile";

    /// <summary>Since then containers may be engines of containers.</summary>
    private const long KnowsEngines = 31;

    public static Violation? AppArmor(CheckedPod pod, long minor)
    {
        static string? Other(JsonObject security) => OtherType(security, "appArmorProfile");
        var annotations = pod.Annotations.Where(annotation => annotation.Key.StartsWith(ProfileAnnotations.AppArmor, StringComparison.Ordinal) && annotation.Value.Text is { Length: > 0 } profile && !IsDefaultOrLocal(profile))
            .Select(annotation => $"{annotation.Key}=\"{annotation.Value.Text}\"").Order(StringComparer.Ordinal).ToArray();
        string?[] setters = [Violation.Setters(Other(pod.Security) is not null, pod.Names(container => Other(container.Security) is not null)), annotations.Length == 0 ? null : Violation.Count(annotations.Length, "annotation", "annotations")];
        string[] values = [.. Others(pod, Other), .. annotations];
        return values.Length == 0 ? null
            : new(Violation.Count(values.Length, "forbidden AppArmor profile", "forbidden AppArmor profiles"), $"{string.Join(" and ", setters.OfType<string>())} must not set AppArmor profile type to {Violation.Quoted(values)}");
    }

    public static Violation? SELinux(CheckedPod pod, long minor)
    {
        string? Type(JsonObject security) => security.Map("seLinuxOptions")?.Text("type") is { Length: > 0 } type && !IsContainers(type, minor) ? type : null;
        static bool States(JsonObject security, string name) => security.Map("seLinuxOptions")?.Text(name) is { Length: > 0 };
        bool IsOther(JsonObject security) => Type(security) is not null || States(security, "user") || States(security, "role");
        if (Violation.Setters(IsOther(pod.Security), pod.Names(container => IsOther(container.Security))) is not { } setters)
            return null;
        bool Anybody(string name) => States(pod.Security, name) || pod.Containers.Any(container => States(container.Security, name));
        var types = Others(pod, Type);
        string?[] problems = [types.Length == 0 ? null : $"{Violation.Count(types.Length, "type", "types")} {Violation.Quoted(types)}", Anybody("user") ? "user may not be set" : null, Anybody("role") ? "role may not be set" : null];
        return new("seLinuxOptions", $"{setters} set forbidden securityContext.seLinuxOptions: {string.Join("; ", problems.OfType<string>())}");
    }

    private static bool IsContainers(string type, long minor) => type is "container_t" or "container_init_t" or "container_kvm_t" || type == "container_engine_t" && minor >= KnowsEngines;

    /// <summary>Before there was a field.</summary>
    public static Violation? SeccompAnnotations(CheckedPod pod, long minor)
    {
        string[] keys = [ProfileAnnotations.Seccomp, .. pod.Containers.Select(container => ProfileAnnotations.ContainerSeccomp + container.Name)];
        var others = Violation.Set(keys.Where(key => pod.Annotations.Text(key) is { } profile && profile != "docker/default" && !IsDefaultOrLocal(profile)).Select(key => $"{key}=\"{pod.Annotations.Text(key)}\""));
        return others.Length == 0 ? null : new(Seccomps, $"forbidden {Violation.Count(others.Length, "annotation", "annotations")} {string.Join(", ", others)}");
    }

    public static Violation? Seccomp(CheckedPod pod, long minor)
    {
        static string? Other(JsonObject security) => OtherType(security, Seccomps);
        return Violation.Setters(Other(pod.Security) is not null, pod.Names(container => Other(container.Security) is not null)) is { } setters
            ? new(Seccomps, $"{setters} must not set securityContext.seccompProfile.type to {Violation.Quoted(Others(pod, Other))}") : null;
    }

    public static Violation? NeededSeccomp(CheckedPod pod, long minor)
    {
        if (PrivilegeChecks.IsExempt(pod, minor))
            return null;
        if (Seccomp(pod, minor) is { } wrong)
            return wrong;
        var silent = pod.Security.Map(Seccomps) is not null ? [] : pod.Names(container => container.Security.Map(Seccomps) is null);
        return silent.Length == 0 ? null : new(Seccomps, $"pod or {Violation.Containers(silent)} must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"");
    }

    /// <summary>The type of a profile that is neither the runtime's nor the node's own.</summary>
    private static string? OtherType(JsonObject security, string profile) => security.Map(profile) is { } stated && (stated.Text("type") ?? "") is var type && type is not ("RuntimeDefault" or "Localhost") ? type : null;

    private static bool IsDefaultOrLocal(string profile) => profile == "runtime/default" || profile.StartsWith("localhost/", StringComparison.Ordinal);

    private static string[] Others(CheckedPod pod, Func<JsonObject, string?> other) => Violation.Set(pod.Containers.Select(container => other(container.Security)).Append(other(pod.Security)).OfType<string>());
}
