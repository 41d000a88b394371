using System.Buffers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>The pod's operating system, and what only Windows has or has not.</summary>
internal static partial class WindowsValidation
{
    private static readonly SearchValues<char> s_reserved = SearchValues.Create("\"/\\:;|=,+*?<>@[]");

    private static readonly string[] s_podContext =
    [
        "appArmorProfile", "seLinuxOptions", "seccompProfile", "fsGroup", "fsGroupChangePolicy", "sysctls", "runAsUser", "runAsGroup", "supplementalGroups", "supplementalGroupsPolicy", "seLinuxChangePolicy",
    ];

    private static readonly string[] s_containerContext =
    [
        "appArmorProfile", "seLinuxOptions", "seccompProfile", "capabilities", "readOnlyRootFilesystem", "privileged", "allowPrivilegeEscalation", "procMount", "runAsUser", "runAsGroup",
    ];

    [GeneratedRegex(@"^[^\\/:*?""<>|.][^\\/:*?""<>|]{0,14}$")]
    private static partial Regex NetBios();

    [GeneratedRegex(@"^[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)*$")]
    private static partial Regex Domain();

    public static void Options(ErrorList errors, JsonObject? options, string field)
    {
        if (options is null)
            return;
        if (options.Text("gmsaCredentialSpecName") is { } name)
            errors.Subdomain(field + ".gmsaCredentialSpecName", name);
        if (options.Text("gmsaCredentialSpec") is { } spec && spec.Length is 0 or > 65536)
            errors.Invalid(field + ".gmsaCredentialSpec", spec, spec.Length == 0 ? "gmsaCredentialSpec cannot be an empty string" : "gmsaCredentialSpec size must be under 64 KiB");
        if (options.Text("runAsUserName") is { } user)
            errors.InvalidEach(field + ".runAsUserName", user, UserProblems(user));
    }

    private static IEnumerable<string> UserProblems(string name)
    {
        if (name.Length == 0)
            return ["runAsUserName cannot be an empty string"];
        if (name.Any(letter => letter is < ' ' or '\x7f'))
            return ["runAsUserName cannot contain control characters"];
        var parts = name.Split('\\');
        return parts.Length > 2 ? ["runAsUserName cannot contain more than one backslash"] : UserProblems(parts.Length == 2 ? parts[0] : null, parts[^1]);
    }

    private static IEnumerable<string> UserProblems(string? domain, string user)
    {
        if (domain?.Length >= 256)
            yield return "runAsUserName's Domain length must be under 256 characters";
        if (domain is not null && !NetBios().IsMatch(domain) && !Domain().IsMatch(domain))
            yield return "runAsUserName's Domain doesn't match the NetBios nor the DNS format";
        if (user.Length == 0)
            yield return "runAsUserName's User cannot be empty";
        else if (user.Length > 104)
            yield return "runAsUserName's User length must not be longer than 104 characters";
        if (user.Length > 0 && user.All(letter => letter is '.' or ' '))
            yield return "runAsUserName's User cannot contain only periods or spaces";
        if (user.AsSpan().ContainsAny(s_reserved))
            yield return "runAsUserName's User cannot contain the following characters: \"/\\:;|=,+*?<>@[]";
    }

    /// <summary>Containers that are processes of the host: all of them or none.</summary>
    public static void HostProcess(ErrorList errors, JsonObject spec, string field)
    {
        var ofPod = spec.Map("securityContext")?.Map("windowsOptions")?["hostProcess"].Flag;
        var (all, host) = (0, 0);
        foreach (var (container, at) in Containers(spec, field))
        {
            all++;
            var own = container.Map("securityContext")?.Map("windowsOptions")?["hostProcess"].Flag;
            if (own is not null && ofPod is not null && own != ofPod)
                errors.Invalid(at + ".securityContext.windowsOptions.hostProcess", own.Value, $"pod hostProcess value must be identical if both are specified, was {(ofPod.Value ? "true" : "false")}");
            if (own ?? ofPod ?? false)
                host++;
        }

        if (host == 0)
            return;
        if (host != all)
            errors.Invalid(field, "", "If pod contains any hostProcess containers then all containers must be HostProcess containers");
        if (!spec.IsTrue("hostNetwork"))
            errors.Invalid(field + ".hostNetwork", false, "hostNetwork must be true if pod contains any hostProcess containers");
        errors.Forbidden(field, "hostProcess containers are disallowed by cluster policy");
    }

    public static void System(ErrorList errors, JsonObject spec, string field)
    {
        if (spec.Map("os") is not { } system)
            return;
        switch (system.Text("name"))
        {
            case null or "":
                errors.Required(field + ".os.name");
                break;
            case "linux":
                Linux(errors, spec, field);
                break;
            case "windows":
                Windows(errors, spec, field);
                break;
            default:
                errors.OneOf(field + ".os", system["name"], ["linux", "windows"]);
                break;
        }
    }

    private static void Linux(ErrorList errors, JsonObject spec, string field)
    {
        foreach (var (owner, at) in Containers(spec, field).Prepend((spec, field)))
        {
            if (owner.Map("securityContext")?.Map("windowsOptions") is not null)
                errors.Forbidden(at + ".securityContext.windowsOptions", "windows options cannot be set for a linux pod");
        }
    }

    private static void Windows(ErrorList errors, JsonObject spec, string field)
    {
        const string No = "cannot be set for a windows pod";
        if (spec["resources"] is not null)
            errors.Forbidden(field + ".resources", "may not be set for a windows pod");
        foreach (var name in s_podContext.Where(name => spec.Map("securityContext")?[name] is not null))
            errors.Forbidden($"{field}.securityContext.{name}", No);
        foreach (var name in (ReadOnlySpan<string>)["hostUsers", "hostPID", "hostIPC", "shareProcessNamespace"])
        {
            if (spec[name].Flag is { } flag && (flag || name is "hostUsers" or "shareProcessNamespace"))
                errors.Forbidden($"{field}.{name}", No);
        }

        foreach (var (container, at) in Containers(spec, field))
        {
            foreach (var name in s_containerContext.Where(name => container.Map("securityContext")?[name] is not null))
                errors.Forbidden($"{at}.securityContext.{name}", No);
        }
    }

    /// <summary>All containers with their paths, in the order in which real servers visit them.</summary>
    public static IEnumerable<(JsonObject Container, string Path)> Containers(JsonObject spec, string field) =>
        ((string[])["initContainers", "containers", "ephemeralContainers"]).SelectMany(list => spec.Objects(list).Index().Select(entry => (entry.Item, $"{field}.{list}[{entry.Index}]")));
}
