using System.Text.Json.Nodes;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Pods and pod templates (<c>ValidatePodSpec</c>).</summary>
internal static class PodValidation
{
    // In the order in which real servers look for a second one.
    private static readonly string[] s_sources =
    [
        "emptyDir", "hostPath", "gitRepo", "gcePersistentDisk", "awsElasticBlockStore", "secret", "nfs", "iscsi", "glusterfs", "flocker", "persistentVolumeClaim", "rbd", "cinder", "cephfs",
        "quobyte", "downwardAPI", "fc", "configMap", "azureFile", "vsphereVolume", "portworxVolume", "azureDisk", "storageos", "scaleIO", "projected", "csi", "ephemeral", "image",
    ];

    private static readonly (string Source, string Field)[] s_needed =
    [
        ("configMap", "name"), ("secret", "secretName"), ("persistentVolumeClaim", "claimName"), ("hostPath", "path"), ("nfs", "server"), ("nfs", "path"), ("csi", "driver"),
    ];

    private static readonly string[] s_protocols = ["SCTP", "TCP", "UDP"];
    private static readonly string[] s_pullPolicies = ["Always", "IfNotPresent", "Never"];

    public static void Validate(ErrorList errors, JsonObject spec, string field, bool isTemplate = false)
    {
        var volumes = Volumes(errors, spec, field + ".volumes");
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (spec.List("containers") is not { Count: > 0 })
            errors.Required(field + ".containers");
        Containers(errors, spec, "containers", field, volumes, names);
        Containers(errors, spec, "initContainers", field, volumes, names);
        errors.OneOf(field + ".restartPolicy", spec["restartPolicy"], ["Always", "OnFailure", "Never"], sorted: false);
        errors.OneOf(field + ".dnsPolicy", spec["dnsPolicy"], ["ClusterFirstWithHostNet", "ClusterFirst", "Default", "None"], sorted: false);
        foreach (var error in MetadataRules.Labels(spec.Map("nodeSelector"), field + ".nodeSelector"))
            errors.Add(error);
        if (spec.Text("serviceAccountName") is { Length: > 0 } account)
            errors.Subdomain(field + ".serviceAccountName", account);
        if (spec.Text("nodeName") is { Length: > 0 } node)
            errors.Subdomain(field + ".nodeName", node);
        if (spec["activeDeadlineSeconds"].Number is { } deadline && deadline is < 1 or > int.MaxValue)
            errors.Invalid(field + ".activeDeadlineSeconds", spec["activeDeadlineSeconds"], "must be between 1 and 2147483647, inclusive");
        if (spec.Text("hostname") is { Length: > 0 } hostname)
            errors.DnsLabel(field + ".hostname", hostname);
        if (spec.Text("subdomain") is { Length: > 0 } subdomain)
            errors.DnsLabel(field + ".subdomain", subdomain);
        Tolerations(errors, spec, field + ".tolerations");
        HostAliases(errors, spec, field + ".hostAliases");
        _ = isTemplate;
    }

    private static void HostAliases(ErrorList errors, JsonObject spec, string field)
    {
        foreach (var (alias, i) in spec.Objects("hostAliases").Select((alias, i) => (alias, i)))
        {
            if (!System.Net.IPAddress.TryParse(alias.Text("ip"), out _))
                errors.Invalid($"{field}[{i}].ip", alias.Text("ip") ?? "", "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)");
            foreach (var (name, j) in (alias.List("hostnames") ?? []).Select((name, j) => (name.Text ?? "", j)))
                errors.Subdomain($"{field}[{i}].hostnames[{j}]", name);
        }
    }

    private static HashSet<string> Volumes(ErrorList errors, JsonObject spec, string field)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var i = 0;
        foreach (var volume in spec.Objects("volumes"))
        {
            var at = $"{field}[{i++}]";
            var name = volume.Text("name") ?? "";
            var sources = volume.Select(source => source.Key).Where(key => key != "name").ToArray();
            foreach (var more in sources.OrderBy(source => Array.IndexOf(s_sources, source)).Skip(1))
                errors.Forbidden($"{at}.{more}", "may not specify more than 1 volume type");
            foreach (var (source, needed) in s_needed)
            {
                if (sources.Length > 0 && sources.MinBy(candidate => Array.IndexOf(s_sources, candidate)) == source && string.IsNullOrEmpty(volume.Map(source)?.Text(needed)))
                    errors.Required($"{at}.{source}.{needed}");
            }

            if (sources.Length > 1)
                continue;
            if (name.Length == 0)
                errors.Required(at + ".name");
            else
                errors.DnsLabel(at + ".name", name);
            if (name.Length > 0 && !names.Add(name))
                errors.Add(FieldError.Duplicate(at + ".name", name));
        }

        return names;
    }

    private static void Containers(ErrorList errors, JsonObject spec, string list, string field, HashSet<string> volumes, HashSet<string> names)
    {
        var i = 0;
        foreach (var container in spec.Objects(list))
        {
            var at = $"{field}.{list}[{i++}]";
            var name = container.Text("name") ?? "";
            if (name.Length == 0)
                errors.Required(at + ".name");
            else
                errors.DnsLabel(at + ".name", name);
            if (name.Length > 0 && !names.Add(name))
                errors.Add(FieldError.Duplicate(at + ".name", name));
        }

        i = 0;
        foreach (var container in spec.Objects(list))
        {
            var at = $"{field}.{list}[{i++}]";
            Container(errors, container, at, volumes);
        }
    }

    private static void Container(ErrorList errors, JsonObject container, string at, HashSet<string> volumes)
    {
        var image = container.Text("image") ?? "";
        if (image.Length == 0)
            errors.Required(at + ".image");
        else if (image.Trim().Length != image.Length)
            errors.Invalid(at + ".image", image, "must not have leading or trailing whitespace");
        errors.OneOf(at + ".terminationMessagePolicy", container["terminationMessagePolicy"], ["File", "FallbackToLogsOnError"], sorted: false);
        Ports(errors, container, at + ".ports");
        Environment(errors, container, at + ".env");
        Mounts(errors, container, at + ".volumeMounts", volumes);
        errors.OneOf(at + ".imagePullPolicy", container["imagePullPolicy"], s_pullPolicies);
        Resources(errors, container.Map("resources"), at + ".resources");
    }

    private static void Ports(ErrorList errors, JsonObject container, string field)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var i = 0;
        foreach (var port in container.Objects("ports"))
        {
            var at = $"{field}[{i++}]";
            if (port.Text("name") is { Length: > 0 } name)
            {
                var problems = ErrorList.PortNameProblems(name).ToArray();
                foreach (var problem in problems)
                    errors.Invalid(at + ".name", name, problem);
                if (problems.Length == 0 && !names.Add(name))
                    errors.Add(FieldError.Duplicate(at + ".name", name));
            }

            if ((port["containerPort"].Number ?? 0) == 0)
                errors.Required(at + ".containerPort");
            else
                errors.Port(at + ".containerPort", port["containerPort"]);
            if ((port["hostPort"].Number ?? 0) != 0)
                errors.Port(at + ".hostPort", port["hostPort"]);
            errors.OneOf(at + ".protocol", port["protocol"], s_protocols);
        }
    }

    private static void Environment(ErrorList errors, JsonObject container, string field)
    {
        var i = 0;
        foreach (var variable in container.Objects("env"))
        {
            var at = $"{field}[{i++}]";
            if (string.IsNullOrEmpty(variable.Text("name")))
                errors.Required(at + ".name");
            if (variable.Map("valueFrom") is not { } source)
                continue;
            if (!string.IsNullOrEmpty(variable.Text("value")))
                errors.Invalid(at + ".valueFrom", "", "may not be specified when `value` is not empty");
            if (source.Count == 0)
                errors.Invalid(at + ".valueFrom", "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`");
            else if (source.Count > 1)
                errors.Invalid(at + ".valueFrom", "", "may not have more than one field specified at a time");
            if (source.Map("fieldRef")?.Text("fieldPath") is { } path)
                FieldPath(errors, path, at + ".valueFrom.fieldRef.fieldPath");
        }
    }

    private static void FieldPath(ErrorList errors, string path, string field)
    {
        string[] known = ["metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"];
        if (known.Contains(path) || path.StartsWith("metadata.labels['", StringComparison.Ordinal) || path.StartsWith("metadata.annotations['", StringComparison.Ordinal))
            return;
        if (path is "metadata.labels" or "metadata.annotations")
            errors.Add(FieldError.NotSupported(field, path, known));
        else
            errors.Invalid(field, path, "error converting fieldPath: field label not supported: " + path);
    }

    private static void Mounts(ErrorList errors, JsonObject container, string field, HashSet<string> volumes)
    {
        var paths = new HashSet<string>(StringComparer.Ordinal);
        var i = 0;
        foreach (var mount in container.Objects("volumeMounts"))
        {
            var at = $"{field}[{i++}]";
            var name = mount.Text("name") ?? "";
            if (name.Length == 0)
                errors.Required(at + ".name");
            if (!volumes.Contains(name))
                errors.Add(FieldError.NotFound(at + ".name", name));
            var path = mount.Text("mountPath") ?? "";
            if (path.Length == 0)
                errors.Required(at + ".mountPath");
            if (!paths.Add(path))
                errors.Invalid(at + ".mountPath", path, "must be unique");
        }
    }

    private static void Resources(ErrorList errors, JsonObject? resources, string field)
    {
        foreach (var (name, limit) in resources?.Map("limits") ?? [])
            Amount(errors, name, limit, $"{field}.limits[{name}]", field + ".limits");
        foreach (var (name, request) in resources?.Map("requests") ?? [])
        {
            Amount(errors, name, request, $"{field}.requests[{name}]", field + ".requests");
            if (resources?.Map("limits")?.Text(name) is { } limit
                && new Quantity(request.Text ?? "").TryGetValue(out var asked) && new Quantity(limit).TryGetValue(out var most) && asked > most)
                errors.Invalid(field + ".requests", request, $"must be less than or equal to {name} limit of {limit}");
        }
    }

    private static void Amount(ErrorList errors, string name, JsonNode? amount, string field, string list)
    {
        if (!name.Contains('/', StringComparison.Ordinal) && name is not ("cpu" or "memory" or "ephemeral-storage" or "storage") && !name.StartsWith("hugepages-", StringComparison.Ordinal))
        {
            errors.Invalid(list + $"[{name}]", name, "must be a standard resource type or fully qualified");
            errors.Invalid(list + $"[{name}]", name, "must be a standard resource for containers");
        }

        if (new Quantity(amount.Text ?? "").TryGetValue(out var value) && value < 0)
            errors.Invalid(field, amount, "must be greater than or equal to 0");
    }

    private static void Tolerations(ErrorList errors, JsonObject spec, string field)
    {
        var i = 0;
        foreach (var toleration in spec.Objects("tolerations"))
        {
            var at = $"{field}[{i++}]";
            var key = toleration.Text("key") ?? "";
            if (key.Length > 0)
                errors.QualifiedName(at + ".key", key);
            if (key.Length == 0 && toleration.Text("operator") != "Exists")
                errors.Invalid(at + ".operator", toleration.Text("operator") ?? "", "operator must be Exists when `key` is empty, which means \"match all values and all keys\"");
            switch (toleration.Text("operator"))
            {
                case null or "" or "Equal":
                    break;
                case "Exists":
                    if (!string.IsNullOrEmpty(toleration.Text("value")))
                        errors.Invalid(at + ".operator", toleration["value"], "value must be empty when `operator` is 'Exists'");
                    break;
                default:
                    errors.OneOf(at + ".operator", toleration["operator"], ["Equal", "Exists"]);
                    break;
            }
        }
    }

    public static void ValidateUpdate(ErrorList errors, JsonObject value, JsonObject old)
    {
        var spec = (JsonObject)(value.Map("spec")?.DeepClone() ?? new JsonObject());
        var before = (JsonObject)(old.Map("spec")?.DeepClone() ?? new JsonObject());
        Validate(errors, spec, "spec");
        foreach (var list in (ReadOnlySpan<string>)["containers", "initContainers"])
        {
            if (spec.Objects(list).Count() != before.Objects(list).Count())
            {
                errors.Forbidden("spec." + list, "pod updates may not add or remove containers");
                return;
            }

            foreach (var container in spec.Objects(list).Concat(before.Objects(list)))
                container.Remove("image");
        }

        foreach (var (container, i) in (value.Map("spec")?.Objects("containers") ?? []).Select((container, i) => (container, i)))
        {
            if (string.IsNullOrWhiteSpace(container.Text("image")))
                errors.Required($"spec.containers[{i}].image");
        }

        if (!ValidateDeadline(errors, spec, before))
            return;
        if (!AddsTolerations(spec, before))
            errors.Forbidden("spec.tolerations", "existing toleration can not be modified except its tolerationSeconds");
        if (before["terminationGracePeriodSeconds"].Number < 0 && spec["terminationGracePeriodSeconds"].Number == 1)
            spec.Remove("terminationGracePeriodSeconds");
        foreach (var name in (ReadOnlySpan<string>)["activeDeadlineSeconds", "tolerations", "schedulingGates"])
        {
            spec.Remove(name);
            before.Remove(name);
        }

        if (!JsonNode.DeepEquals(spec, before))
        {
            errors.Forbidden(
                "spec",
                "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n");
        }
    }

    /// <summary>A deadline may come, and come nearer.</summary>
    private static bool ValidateDeadline(ErrorList errors, JsonObject spec, JsonObject before)
    {
        const string Field = "spec.activeDeadlineSeconds";
        if (before["activeDeadlineSeconds"].Number is not { } old)
            return true;
        if (spec["activeDeadlineSeconds"].Number is not { } deadline)
            errors.Invalid(Field, null, "must not update from a positive integer to nil value");
        else if (deadline > old)
        {
            errors.Invalid(Field, deadline, "must be less than or equal to previous value");
            return false;
        }

        return true;
    }

    private static bool AddsTolerations(JsonObject spec, JsonObject before) =>
        (before.List("tolerations") ?? []).OfType<JsonObject>().All(old => (spec.List("tolerations") ?? []).OfType<JsonObject>().Any(kept => JsonNode.DeepEquals(WithoutSeconds(kept), WithoutSeconds(old))));

    private static JsonObject WithoutSeconds(JsonObject toleration)
    {
        var copy = (JsonObject)toleration.DeepClone();
        copy.Remove("tolerationSeconds");
        return copy;
    }
}
