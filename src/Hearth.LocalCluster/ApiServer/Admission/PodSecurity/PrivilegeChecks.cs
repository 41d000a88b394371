using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Admission.PodSecurity;

/// <summary>As whom containers run and what they may do.</summary>
internal static class PrivilegeChecks
{
    /// <summary>Since then pods that say so are Windows', which has no such fields.</summary>
    private const long KnowsWindows = 25;

    private static readonly string[] s_defaultCapabilities =
        ["AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"];

    /// <summary>Whether the check asks nothing of such a pod.</summary>
    public static bool IsExempt(CheckedPod pod, long minor) => pod.IsWindows && minor >= KnowsWindows;

    public static Violation? Privileged(CheckedPod pod, long minor)
    {
        var containers = pod.Names(container => container.Security.IsTrue("privileged"));
        return containers.Length == 0 ? null : new("privileged", Violation.Containers(containers) + " must not set securityContext.privileged=true");
    }

    public static Violation? AddedCapabilities(CheckedPod pod, long minor) =>
        Adding(pod, s_defaultCapabilities) is { } adding ? new("non-default capabilities", adding) : null;

    public static Violation? KeptCapabilities(CheckedPod pod, long minor)
    {
        if (IsExempt(pod, minor))
            return null;
        var keeping = pod.Names(container => !Capabilities(container, "drop").Contains("ALL", StringComparer.Ordinal));
        string?[] problems = [keeping.Length == 0 ? null : Violation.Containers(keeping) + " must set securityContext.capabilities.drop=[\"ALL\"]", Adding(pod, ["NET_BIND_SERVICE"])];
        return problems.All(problem => problem is null) ? null : new("unrestricted capabilities", string.Join("; ", problems.OfType<string>()));
    }

    private static string? Adding(CheckedPod pod, string[] allowed)
    {
        IEnumerable<string> Others(CheckedContainer container) => Capabilities(container, "add").Except(allowed, StringComparer.Ordinal);
        var containers = pod.Names(container => Others(container).Any());
        return containers.Length == 0 ? null : $"{Violation.Containers(containers)} must not include {Violation.Quoted(Violation.Set(pod.Containers.SelectMany(Others)))} in securityContext.capabilities.add";
    }

    private static IEnumerable<string> Capabilities(CheckedContainer container, string list) =>
        (container.Security.Map("capabilities")?.List(list) ?? []).Select(capability => capability.Text ?? "");

    public static Violation? Escalation(CheckedPod pod, long minor)
    {
        if (IsExempt(pod, minor))
            return null;
        var containers = pod.Names(container => container.Security["allowPrivilegeEscalation"].Flag != false);
        return containers.Length == 0 ? null : new("allowPrivilegeEscalation != false", Violation.Containers(containers) + " must set securityContext.allowPrivilegeEscalation=false");
    }

    public static Violation? RunAsNonRoot(CheckedPod pod, long minor)
    {
        const string Reason = "runAsNonRoot != true";
        static bool? Stated(JsonObject security) => security["runAsNonRoot"].Flag;
        if (Violation.Setters(Stated(pod.Security) == false, pod.Names(container => Stated(container.Security) == false)) is { } setters)
            return new(Reason, setters + " must not set securityContext.runAsNonRoot=false");
        var silent = Stated(pod.Security) == true ? [] : pod.Names(container => Stated(container.Security) is null);
        return silent.Length == 0 ? null : new(Reason, $"pod or {Violation.Containers(silent)} must set securityContext.runAsNonRoot=true");
    }

    public static Violation? RunAsUser(CheckedPod pod, long minor)
    {
        static bool IsRoot(JsonObject security) => security["runAsUser"].Number == 0;
        return Violation.Setters(IsRoot(pod.Security), pod.Names(container => IsRoot(container.Security))) is { } setters ? new("runAsUser=0", setters + " must not set runAsUser=0") : null;
    }
}
