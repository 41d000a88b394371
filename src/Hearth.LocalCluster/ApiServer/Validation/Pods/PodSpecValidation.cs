using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>What a pod's spec and a pod template's have in common (<c>ValidatePodSpec</c>), in the order in which real servers look.</summary>
internal static class PodSpecValidation
{
    /// <param name="podName">The pod's name, by which claims of ephemeral volumes are named; null in a template.</param>
    public static void Validate(ErrorList errors, JsonObject spec, string field, string? podName)
    {
        if (spec["terminationGracePeriodSeconds"] is null)
            errors.Required(field + ".terminationGracePeriodSeconds");
        var volumes = VolumeListValidation.Validate(errors, spec, field + ".volumes", podName);
        var claims = Claims(errors, spec, field + ".resourceClaims");
        new ContainerValidation(errors, spec, field, volumes, claims).Validate();
        PodResourceValidation.Validate(errors, spec, field + ".resources");
        HostNetwork(errors, spec, field + ".containers", podName is not null);
        errors.NeededOneOf(field + ".restartPolicy", spec["restartPolicy"], ["Always", "OnFailure", "Never"], sorted: false);
        errors.NeededOneOf(field + ".dnsPolicy", spec["dnsPolicy"], ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"], sorted: false);
        errors.AddAll(MetadataRules.Labels(spec.Map("nodeSelector"), field + ".nodeSelector"));
        SecurityValidation.Pod(errors, spec, field + ".securityContext");
        AffinityValidation.Validate(errors, spec.Map("affinity") ?? [], field + ".affinity");
        Resolver(errors, spec, field + ".dnsConfig");
        Gates(errors, spec, field);
        PlacementValidation.Spread(errors, spec, field + ".topologySpreadConstraints");
        WindowsValidation.HostProcess(errors, spec, field);
        HostUsers(errors, spec, field);
        Identity(errors, spec, field);
        PlacementValidation.Tolerations(errors, spec, field + ".tolerations");
        HostAliases(errors, spec, field + ".hostAliases");
        Priority(errors, spec, field);
        WindowsValidation.System(errors, spec, field);
    }

    /// <returns>The names that containers may claim.</returns>
    private static SortedSet<string> Claims(ErrorList errors, JsonObject spec, string field)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (i, claim) in spec.Objects("resourceClaims").Index())
        {
            var at = $"{field}[{i}]";
            var name = claim.Text("name") ?? "";
            if (name.Length == 0)
                errors.Required(at + ".name");
            else if (!names.Add(name))
                errors.Add(FieldError.Duplicate(at + ".name", name));
            else
                errors.DnsLabel(at + ".name", name);
            var (direct, template) = (claim.Text("resourceClaimName"), claim.Text("resourceClaimTemplateName"));
            var shown = new JsonObject { ["Name"] = name, ["ResourceClaimName"] = direct, ["ResourceClaimTemplateName"] = template };
            if (direct is not null && template is not null)
                errors.Invalid(at, shown, "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified");
            else if (direct is null && template is null)
                errors.Invalid(at, shown, "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
            if (direct is not null)
                errors.Subdomain(at + ".resourceClaimName", direct);
            if (template is not null)
                errors.Subdomain(at + ".resourceClaimTemplateName", template);
        }

        return names;
    }

    /// <summary>On the host's network a port is the host's as well; a template may leave that open.</summary>
    private static void HostNetwork(ErrorList errors, JsonObject spec, string field, bool isPod)
    {
        if (!spec.IsTrue("hostNetwork"))
            return;
        foreach (var (i, container) in spec.Objects("containers").Index())
        {
            foreach (var (j, port) in container.Objects("ports").Index())
            {
                var host = port["hostPort"].Number ?? 0;
                if ((isPod || host != 0) && host != (port["containerPort"].Number ?? 0))
                    errors.Invalid($"{field}[{i}].ports[{j}].hostPort", host, "must match `containerPort` when `hostNetwork` is true");
            }
        }
    }

    private static void Resolver(ErrorList errors, JsonObject spec, string field)
    {
        var config = spec.Map("dnsConfig");
        var servers = config?.List("nameservers") ?? [];
        if (spec.Text("dnsPolicy") == "None")
        {
            if (config is null)
            {
                errors.Required(field, "must provide `dnsConfig` when `dnsPolicy` is None");
                return;
            }

            if (servers.Count == 0)
            {
                errors.Required(field + ".nameservers", "must provide at least one DNS nameserver when `dnsPolicy` is None");
                return;
            }
        }

        if (servers.Count > 3)
            errors.Invalid(field + ".nameservers", servers.DeepClone(), "must not have more than 3 nameservers");
        foreach (var (i, server) in servers.Index())
            errors.Address($"{field}.nameservers[{i}]", server.Text);
        Searches(errors, config?.List("searches") ?? [], field + ".searches");
        foreach (var (i, option) in (config?.Objects("options") ?? []).Index())
            errors.Needed($"{field}.options[{i}]", option.Text("name"), "must not be empty");
    }

    private static void Searches(ErrorList errors, JsonArray searches, string field)
    {
        if (searches.Count > 32)
            errors.Invalid(field, searches.DeepClone(), "must not have more than 32 search paths");
        if (searches.Sum(search => (search.Text?.Length ?? 0) + 1) > 2048 + 1)
            errors.Invalid(field, searches.DeepClone(), "must not have more than 2048 characters (including spaces) in the search list");
        foreach (var (i, search) in searches.Index())
        {
            var domain = search.Text ?? "";
            if (domain == ".")
                continue;
            if (domain.EndsWith('.'))
                domain = domain[..^1];
            errors.InvalidEach($"{field}[{i}]", domain, Names.UnderscoreSubdomainProblems(domain));
        }
    }

    private static void Gates(ErrorList errors, JsonObject spec, string field)
    {
        foreach (var (i, gate) in spec.Objects("readinessGates").Index())
            errors.QualifiedName($"{field}.readinessGates[{i}].conditionType", gate.Text("conditionType") ?? "");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, gate) in spec.Objects("schedulingGates").Index())
        {
            var name = gate.Text("name") ?? "";
            errors.QualifiedName($"{field}.schedulingGates[{i}]", name);
            if (!seen.Add(name))
                errors.Add(FieldError.Duplicate($"{field}.schedulingGates[{i}]", name));
        }
    }

    /// <summary>A pod with users of its own cannot share the host's other namespaces.</summary>
    private static void HostUsers(ErrorList errors, JsonObject spec, string field)
    {
        if (spec["hostUsers"].Flag != false)
            return;
        foreach (var (name, shown) in (ReadOnlySpan<(string, string)>)[("hostNetwork", "hostNetwork"), ("hostPID", "HostPID"), ("hostIPC", "HostIPC")])
        {
            if (spec.IsTrue(name))
                errors.Forbidden($"{field}.{shown}", "when `hostUsers` is false");
        }
    }

    private static void Identity(ErrorList errors, JsonObject spec, string field)
    {
        if (spec.Text("serviceAccountName") is { Length: > 0 } account)
            errors.Subdomain(field + ".serviceAccountName", account);
        if (spec.Text("nodeName") is { Length: > 0 } node)
            errors.Subdomain(field + ".nodeName", node);
        errors.Range(field + ".activeDeadlineSeconds", spec["activeDeadlineSeconds"], 1, int.MaxValue);
        if (spec.Text("hostname") is { Length: > 0 } hostname)
            errors.DnsLabel(field + ".hostname", hostname);
        if (spec.Text("subdomain") is { Length: > 0 } subdomain)
            errors.DnsLabel(field + ".subdomain", subdomain);
    }

    private static void HostAliases(ErrorList errors, JsonObject spec, string field)
    {
        foreach (var (i, alias) in spec.Objects("hostAliases").Index())
        {
            errors.Address($"{field}[{i}].ip", alias.Text("ip"));
            foreach (var (j, name) in (alias.List("hostnames") ?? []).Index())
                errors.Subdomain($"{field}[{i}].hostnames[{j}]", name.Text ?? "");
        }
    }

    private static void Priority(ErrorList errors, JsonObject spec, string field)
    {
        if (spec.Text("priorityClassName") is { Length: > 0 } priority)
            errors.Subdomain(field + ".priorityClassName", priority);
        if (spec.Text("runtimeClassName") is { } runtime)
            errors.Subdomain(field + ".runtimeClassName", runtime);
        if (spec.Text("preemptionPolicy") is { } preemption)
            errors.NeededOneOf(field + ".preemptionPolicy", preemption, ["PreemptLowerPriority", "Never"], sorted: false);
        if (spec.Map("overhead") is { } overhead)
            ResourceValidation.Validate(errors, new JsonObject { ["limits"] = overhead.DeepClone() }, field + ".overhead", null);
    }
}
