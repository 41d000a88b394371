using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>Security contexts of pods and containers.</summary>
internal static partial class SecurityValidation
{
    private const string SysctlShape = "^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";

    private static readonly string[] s_profiles = ["Localhost", "RuntimeDefault", "Unconfined"];

    [GeneratedRegex(SysctlShape)]
    private static partial Regex SysctlPattern();

    public static void Pod(ErrorList errors, JsonObject spec, string at)
    {
        if (spec.Map("securityContext") is not { } context)
            return;
        foreach (var name in (ReadOnlySpan<string>)["fsGroup", "runAsUser", "runAsGroup"])
            errors.Range($"{at}.{name}", context[name], 0, int.MaxValue);
        foreach (var (i, group) in (context.List("supplementalGroups") ?? []).Index())
            errors.Range($"{at}.supplementalGroups[{i}]", group, 0, int.MaxValue);
        if (spec.IsTrue("shareProcessNamespace") && spec.IsTrue("hostPID"))
            errors.Invalid(at + ".shareProcessNamespace", true, "ShareProcessNamespace and HostPID cannot both be enabled");
        Sysctls(errors, spec, context, at + ".sysctls");
        errors.OptionalOneOf(at + ".fsGroupChangePolicy", context["fsGroupChangePolicy"], ["Always", "OnRootMismatch"]);
        Seccomp(errors, context.Map("seccompProfile"), at + ".seccompProfile");
        WindowsValidation.Options(errors, context.Map("windowsOptions"), at + ".windowsOptions");
        AppArmor(errors, context.Map("appArmorProfile"), at + ".appArmorProfile");
        errors.OptionalOneOf(at + ".supplementalGroupsPolicy", context["supplementalGroupsPolicy"], ["Merge", "Strict"]);
        errors.OptionalOneOf(at + ".seLinuxChangePolicy", context["seLinuxChangePolicy"], ["Recursive"]);
    }

    public static void Container(ErrorList errors, JsonObject? context, string field, bool hostUsers)
    {
        if (context is null)
            return;
        // The policy of a server that was not told otherwise.
        if (context.IsTrue("privileged"))
            errors.Forbidden(field + ".privileged", "disallowed by cluster policy");
        errors.Range(field + ".runAsUser", context["runAsUser"], 0, int.MaxValue);
        errors.Range(field + ".runAsGroup", context["runAsGroup"], 0, int.MaxValue);
        if (context.Text("procMount") is { } mount)
        {
            errors.OneOf(field + ".procMount", mount, ["Default", "Unmasked"]);
            if (hostUsers && mount == "Unmasked")
                errors.Invalid(field + ".procMount", mount, "`hostUsers` must be false to use `Unmasked`");
        }

        Seccomp(errors, context.Map("seccompProfile"), field + ".seccompProfile");
        if (context["allowPrivilegeEscalation"].Flag == false)
            NoEscalation(errors, context, field);
        WindowsValidation.Options(errors, context.Map("windowsOptions"), field + ".windowsOptions");
        AppArmor(errors, context.Map("appArmorProfile"), field + ".appArmorProfile");
    }

    private static void NoEscalation(ErrorList errors, JsonObject context, string field)
    {
        if (context.IsTrue("privileged"))
            errors.Invalid(field, errors.InMemory("core.v1.SecurityContext", context, field), "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
        foreach (var _ in (context.Map("capabilities")?.List("add") ?? []).Where(capability => capability.Text == "CAP_SYS_ADMIN"))
            errors.Invalid(field, errors.InMemory("core.v1.SecurityContext", context, field), "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
    }

    private static void Sysctls(ErrorList errors, JsonObject spec, JsonObject context, string field)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, sysctl) in context.Objects("sysctls").Index())
        {
            var name = sysctl.Text("name") ?? "";
            var at = $"{field}[{i}].name";
            if (name.Length == 0)
                errors.Required(at);
            else if (name.Length > 253 || !SysctlPattern().IsMatch(name))
                errors.Invalid(at, name, $"must have at most 253 characters and match regex {SysctlShape}");
            else if (seen.Contains(name))
                errors.Add(FieldError.Duplicate(at, name));
            if (spec.IsTrue("hostNetwork") && IsOfNetwork(name))
                errors.Invalid(at, name, "may not be specified when 'hostNetwork' is true");
            else if (spec.IsTrue("hostIPC") && IsOfProcesses(name))
                errors.Invalid(at, name, "may not be specified when 'hostIPC' is true");
            seen.Add(name);
        }
    }

    private static bool IsOfNetwork(string sysctl) => Dotted(sysctl).StartsWith("net.", StringComparison.Ordinal);

    private static bool IsOfProcesses(string sysctl) =>
        Dotted(sysctl) is var name && (name == "kernel.sem" || name.StartsWith("kernel.shm", StringComparison.Ordinal) || name.StartsWith("kernel.msg", StringComparison.Ordinal) || name.StartsWith("fs.mqueue.", StringComparison.Ordinal));

    /// <summary>Either sign may separate, and the first one says which; then the other is part of a name.</summary>
    private static string Dotted(string sysctl) => sysctl.AsSpan().IndexOfAny('.', '/') is var first and >= 0 && sysctl[first] == '/' ? sysctl.Replace('/', '.') : sysctl;

    private static void Seccomp(ErrorList errors, JsonObject? profile, string field)
    {
        if (profile is null)
            return;
        var (type, local) = (profile.Text("type") ?? "", profile.Text("localhostProfile"));
        if (type.Length == 0)
            errors.Required(field + ".type", "type is required when seccompProfile is set");
        else
            errors.OneOf(field + ".type", type, s_profiles, sorted: false);
        if (type != "Localhost")
        {
            if (local is not null)
                errors.Invalid(field + ".localhostProfile", new JsonObject { ["Type"] = type, ["LocalhostProfile"] = local }, "can only be set when seccomp type is Localhost");
        }
        else if (local is null)
        {
            errors.Required(field + ".localhostProfile", "must be set when seccomp type is Localhost");
        }
        else
        {
            errors.DescendingPath(field + ".localhostProfile", local);
        }
    }

    private static void AppArmor(ErrorList errors, JsonObject? profile, string field)
    {
        if (profile is null)
            return;
        var local = profile.Text("localhostProfile");
        switch (profile.Text("type"))
        {
            case "Localhost":
                if (string.IsNullOrEmpty(local))
                    errors.Required(field + ".localhostProfile", "must be set when AppArmor type is Localhost");
                else if (local.Trim() != local)
                    errors.Invalid(field + ".localhostProfile", local, "must not be padded with whitespace");
                if (local?.Length > 4095)
                    errors.Add(FieldError.TooLong(field + ".localhostProfile", 4095));
                break;
            case "RuntimeDefault" or "Unconfined":
                if (local is not null)
                    errors.Invalid(field + ".localhostProfile", local, "can only be set when AppArmor type is Localhost");
                break;
            case null or "":
                errors.Required(field + ".type", "type is required when appArmorProfile is set");
                break;
            default:
                errors.OneOf(field + ".type", profile["type"], s_profiles, sorted: false);
                break;
        }
    }
}
