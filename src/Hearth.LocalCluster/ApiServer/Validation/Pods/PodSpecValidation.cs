using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>What a pod's spec and a pod template's have in common (<c>ValidatePodSpec</c>).</summary>
internal static class PodSpecValidation
{
    /// <param name="podName">The pod's name, by which claims of ephemeral volumes are named; null in a template.</param>
    public static void Validate(ErrorList errors, JsonObject spec, string field, string? podName)
    {
        var volumes = VolumeListValidation.Validate(errors, spec, field + ".volumes", podName);
        var claims = Claims(errors, spec, field + ".resourceClaims");
        new ContainerValidation(errors, spec, field, volumes, claims).Validate();
        errors.NeededOneOf(field + ".restartPolicy", spec["restartPolicy"], ["Always", "OnFailure", "Never"], sorted: false);
        errors.NeededOneOf(field + ".dnsPolicy", spec["dnsPolicy"], ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"], sorted: false);
        errors.AddAll(MetadataRules.Labels(spec.Map("nodeSelector"), field + ".nodeSelector"));
        SecurityValidation.Pod(errors, spec, field);
        PullSecrets(errors, spec, field + ".imagePullSecrets");
        AffinityValidation.Validate(errors, spec.Map("affinity") ?? [], field + ".affinity");
        Resolver(errors, spec, field + ".dnsConfig");
        Gates(errors, spec, field);
        PlacementValidation.Spread(errors, spec, field + ".topologySpreadConstraints");
        Identity(errors, spec, field);
        PlacementValidation.Tolerations(errors, spec, field + ".tolerations");
        HostAliases(errors, spec, field + ".hostAliases");
        Priority(errors, spec, field);
    }

    private static HashSet<string> Claims(ErrorList errors, JsonObject spec, string field)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var i = 0;
        foreach (var claim in spec.Objects("resourceClaims"))
        {
            var at = $"{field}[{i++}]";
            var name = claim.Text("name") ?? "";
            if (!names.Add(name))
                errors.Add(FieldError.Duplicate(at + ".name", name));
            else
                errors.NeededLabel(at + ".name", name);
            var (direct, template) = (claim.Text("resourceClaimName"), claim.Text("resourceClaimTemplateName"));
            var shown = new JsonObject { ["Name"] = name, ["ResourceClaimName"] = direct, ["ResourceClaimTemplateName"] = template };
            if (direct is not null && template is not null)
                errors.Invalid(at, shown, "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified");
            else if (direct is null && template is null)
                errors.Invalid(at, shown, "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
            if (direct is not null)
                errors.InvalidEach(at + ".resourceClaimName", direct, Names.SubdomainProblems(direct));
            if (template is not null)
                errors.InvalidEach(at + ".resourceClaimTemplateName", template, Names.SubdomainProblems(template));
        }

        return names;
    }

    private static void PullSecrets(ErrorList errors, JsonObject spec, string field)
    {
        _ = errors;
        _ = spec;
        _ = field;
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
        for (var i = 0; i < servers.Count; i++)
            errors.Address($"{field}.nameservers[{i}]", servers[i].Text);
        var searches = config?.List("searches") ?? [];
        for (var i = 0; i < searches.Count; i++)
        {
            var search = searches[i].Text ?? "";
            if (search != ".")
                errors.InvalidEach($"{field}.searches[{i}]", search.EndsWith('.') ? search[..^1] : search, Names.UnderscoreSubdomainProblems(search.EndsWith('.') ? search[..^1] : search));
        }

        var j = 0;
        foreach (var option in config?.Objects("options") ?? [])
        {
            if (string.IsNullOrEmpty(option.Text("name")))
                errors.Required($"{field}.options[{j}]", "must not be empty");
            j++;
        }
    }

    private static void Gates(ErrorList errors, JsonObject spec, string field)
    {
        var i = 0;
        foreach (var gate in spec.Objects("readinessGates"))
            errors.QualifiedName($"{field}.readinessGates[{i++}].conditionType", gate.Text("conditionType") ?? "");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        i = 0;
        foreach (var gate in spec.Objects("schedulingGates"))
        {
            var name = gate.Text("name") ?? "";
            errors.QualifiedName($"{field}.schedulingGates[{i}]", name);
            if (!seen.Add(name))
                errors.Add(FieldError.Duplicate($"{field}.schedulingGates[{i}]", name));
            i++;
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
        foreach (var (alias, i) in spec.Objects("hostAliases").Select((alias, i) => (alias, i)))
        {
            errors.Address($"{field}[{i}].ip", alias.Text("ip"));
            foreach (var (name, j) in (alias.List("hostnames") ?? []).Select((name, j) => (name.Text ?? "", j)))
                errors.Subdomain($"{field}[{i}].hostnames[{j}]", name);
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
        if (spec.Map("os") is { } system)
            errors.NeededOneOf(field + ".os.name", system["name"], ["linux", "windows"]);
    }
}
