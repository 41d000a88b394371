using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>Security contexts of pods and containers.</summary>
internal static partial class SecurityValidation
{
    private const string SysctlShape = "^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";

    [GeneratedRegex(SysctlShape)]
    private static partial Regex SysctlPattern();

    public static void Pod(ErrorList errors, JsonObject spec, string field)
    {
        if (spec.Map("securityContext") is not { } context)
            return;
        var at = field + ".securityContext";
        foreach (var name in (ReadOnlySpan<string>)["fsGroup", "runAsUser", "runAsGroup"])
            errors.Range($"{at}.{name}", context[name], 0, int.MaxValue);
        foreach (var (group, i) in (context.List("supplementalGroups") ?? []).Select((group, i) => (group, i)))
            errors.Range($"{at}.supplementalGroups[{i}]", group, 0, int.MaxValue);
        if (spec.IsTrue("shareProcessNamespace") && spec.IsTrue("hostPID"))
            errors.Invalid(at + ".shareProcessNamespace", true, "ShareProcessNamespace and HostPID cannot both be enabled");
        Sysctls(errors, spec, context, at + ".sysctls");
        errors.OptionalOneOf(at + ".fsGroupChangePolicy", context["fsGroupChangePolicy"], ["Always", "OnRootMismatch"]);
        Profile(errors, context.Map("seccompProfile"), at + ".seccompProfile", "a localhost profile must be a non-empty path");
        AppArmor(errors, context.Map("appArmorProfile"), at + ".appArmorProfile");
        errors.OptionalOneOf(at + ".seLinuxChangePolicy", context["seLinuxChangePolicy"], ["Recursive"]);
        errors.OptionalOneOf(at + ".supplementalGroupsPolicy", context["supplementalGroupsPolicy"], ["Merge", "Strict"]);
    }

    public static void Container(ErrorList errors, JsonObject? context, string field, bool hostUsers)
    {
        if (context is null)
            return;
        errors.Range(field + ".runAsUser", context["runAsUser"], 0, int.MaxValue);
        errors.Range(field + ".runAsGroup", context["runAsGroup"], 0, int.MaxValue);
        if (context.Text("procMount") is { } mount)
        {
            errors.OneOf(field + ".procMount", mount, ["Default", "Unmasked"]);
            if (hostUsers && mount == "Unmasked")
                errors.Invalid(field + ".procMount", mount, "`hostUsers` must be false to use `Unmasked`");
        }

        Profile(errors, context.Map("seccompProfile"), field + ".seccompProfile", "");
        if (context["allowPrivilegeEscalation"].Flag == false)
            NoEscalation(errors, context, field);
        AppArmor(errors, context.Map("appArmorProfile"), field + ".appArmorProfile");
    }

    private static void NoEscalation(ErrorList errors, JsonObject context, string field)
    {
        if (context.IsTrue("privileged"))
            errors.Invalid(field, context.DeepClone(), "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
        if (context.Map("capabilities")?.List("add")?.Any(capability => capability.Text == "CAP_SYS_ADMIN") == true)
            errors.Invalid(field, context.DeepClone(), "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
    }

    private static void Sysctls(ErrorList errors, JsonObject spec, JsonObject context, string field)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (sysctl, i) in context.Objects("sysctls").Select((sysctl, i) => (sysctl, i)))
        {
            var name = sysctl.Text("name") ?? "";
            if (!errors.Needed($"{field}[{i}].name", name))
                continue;
            if (name.Length > 253 || !SysctlPattern().IsMatch(name))
                errors.Invalid($"{field}[{i}].name", name, $"must have at most 253 characters and match regex {SysctlShape}");
            else if (!seen.Add(name))
                errors.Add(FieldError.Duplicate($"{field}[{i}].name", name));
            _ = spec;
        }
    }

    private static void Profile(ErrorList errors, JsonObject? profile, string field, string why)
    {
        if (profile is null)
            return;
        var local = profile.Text("localhostProfile");
        _ = why;
        switch (profile.Text("type"))
        {
            case null or "":
                errors.Required(field + ".type", "type is required when seccompProfile is set");
                return;
            case "Localhost":
                if (local is null)
                    errors.Required(field + ".localhostProfile", "must be set when seccomp type is Localhost");
                else
                    LocalProfile(errors, local, field + ".localhostProfile");
                return;
            case "RuntimeDefault" or "Unconfined":
                if (local is not null)
                    errors.Invalid(field + ".localhostProfile", profile.DeepClone(), "can only be set when seccomp type is Localhost");
                return;
        }

        if (local is not null)
            errors.Invalid(field + ".localhostProfile", profile.DeepClone(), "can only be set when seccomp type is Localhost");
        errors.OneOf(field + ".type", profile["type"], ["Localhost", "RuntimeDefault", "Unconfined"], sorted: false);
    }

    private static void LocalProfile(ErrorList errors, string path, string field) => errors.DescendingPath(field, path);

    private static void AppArmor(ErrorList errors, JsonObject? profile, string field)
    {
        if (profile is null)
            return;
        var local = profile.Text("localhostProfile");
        switch (profile.Text("type"))
        {
            case "Localhost":
                if (local is null)
                    errors.Required(field + ".localhostProfile", "must be set when AppArmor type is Localhost");
                else if (local.Trim() != local)
                    errors.Invalid(field + ".localhostProfile", local, "must not be padded with whitespace");
                else if (local.Length == 0)
                    errors.Required(field + ".localhostProfile", "must be set when AppArmor type is Localhost");
                return;
            case "RuntimeDefault" or "Unconfined":
                if (local is not null)
                    errors.Invalid(field + ".localhostProfile", local, "can only be set when AppArmor type is Localhost");
                return;
            case null or "":
                errors.Required(field + ".type", "type is required when appArmorProfile is set");
                return;
            default:
                errors.OneOf(field + ".type", profile["type"], ["Localhost", "RuntimeDefault", "Unconfined"]);
                return;
        }
    }
}
