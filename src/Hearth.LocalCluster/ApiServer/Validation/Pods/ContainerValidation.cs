using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>The containers of a pod, in the order in which real servers look at them.</summary>
internal sealed class ContainerValidation(ErrorList errors, JsonObject spec, string field, IReadOnlyDictionary<string, JsonObject> volumes, IReadOnlyCollection<string> claims)
{
    // What a container that only looks at others must not have; what comes first is reported first.
    private static readonly string[] s_notEphemeral = ["ports", "resources", "resizePolicy", "restartPolicy", "restartPolicyRules", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle"];

    private readonly long? _grace = spec["terminationGracePeriodSeconds"].Number;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public void Validate()
    {
        if (spec.List("containers") is not { Count: > 0 })
            errors.Required(field + ".containers");
        foreach (var (i, container) in spec.Objects("containers").Index())
        {
            var at = $"{field}.containers[{i}]";
            Shared(container, at);
            Unique(container, at);
            Handlers(container, at);
            if (container["restartPolicy"] is not null)
                errors.Forbidden(at + ".restartPolicy", "may not be set for non-init containers");
        }

        HostPorts(spec.Objects("containers"), field + ".containers");
        foreach (var (i, container) in spec.Objects("initContainers").Index())
            Init(container, $"{field}.initContainers[{i}]");
        var others = _names.ToHashSet(StringComparer.Ordinal);
        foreach (var (i, container) in spec.Objects("ephemeralContainers").Index())
            Ephemeral(container, $"{field}.ephemeralContainers[{i}]", others);
    }

    private void Init(JsonObject container, string at)
    {
        Shared(container, at);
        errors.OptionalOneOf(at + ".restartPolicy", container["restartPolicy"], ["Always"]);
        if (container.Text("name") is { Length: > 0 } || _names.Contains(""))
            Unique(container, at);
        HostPorts([container], field + ".initContainers");
        if (container.Text("restartPolicy") == "Always")
        {
            Handlers(container, at);
            return;
        }

        foreach (var name in (ReadOnlySpan<string>)["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"])
        {
            if (container[name] is not null)
                errors.Forbidden($"{at}.{name}", "may not be set for init containers without restartPolicy=Always");
        }
    }

    private void Ephemeral(JsonObject container, string at, HashSet<string> others)
    {
        const string No = "cannot be set for an Ephemeral Container";
        Shared(container, at);
        ImageOfPod(errors, container, at);
        Unique(container, at);
        if (container.Text("targetContainerName") is { Length: > 0 } target && !others.Contains(target))
            errors.Add(FieldError.NotFound(at + ".targetContainerName", target));
        foreach (var name in s_notEphemeral)
        {
            if (container[name] is not (null or JsonObject { Count: 0 }) || name != "resources" && container[name] is JsonObject || errors.Empty($"{at}.{name}") is not null)
                errors.Forbidden($"{at}.{name}", No);
        }

        foreach (var (i, mount) in container.Objects("volumeMounts").Index())
        {
            foreach (var name in (ReadOnlySpan<string>)["subPath", "subPathExpr"])
            {
                if (!string.IsNullOrEmpty(mount.Text(name)))
                    errors.Forbidden($"{at}.volumeMounts[{i}].{name}", No);
            }
        }
    }

    /// <summary>What templates may leave to others.</summary>
    public static void ImageOfPod(ErrorList errors, JsonObject container, string at)
    {
        if (container.Text("image") is { } image && image.Trim() != image)
            errors.Invalid(at + ".image", image, "must not have leading or trailing whitespace");
    }

    private void Unique(JsonObject container, string at)
    {
        var name = container.Text("name") ?? "";
        if (!_names.Add(name))
            errors.Add(FieldError.Duplicate(at + ".name", name));
    }

    private void Handlers(JsonObject container, string at)
    {
        ProbeValidation.Lifecycle(errors, container.Map("lifecycle"), at + ".lifecycle", _grace);
        foreach (var name in (ReadOnlySpan<string>)["livenessProbe", "readinessProbe", "startupProbe"])
            ProbeValidation.Validate(errors, container.Map(name), $"{at}.{name}", name == "readinessProbe", _grace);
    }

    private void Shared(JsonObject container, string at)
    {
        errors.NeededLabel(at + ".name", container.Text("name"));
        errors.Needed(at + ".image", container.Text("image"));
        errors.NeededOneOf(at + ".terminationMessagePolicy", container["terminationMessagePolicy"], ["File", "FallbackToLogsOnError"], sorted: false);
        Ports(container, at + ".ports");
        EnvironmentValidation.Validate(errors, container, at);
        MountValidation.Validate(errors, container, at, volumes);
        errors.NeededOneOf(at + ".imagePullPolicy", container["imagePullPolicy"], ["Always", "IfNotPresent", "Never"]);
        ResourceValidation.Validate(errors, container.Map("resources") ?? [], at + ".resources", claims);
        Resizing(container, at + ".resizePolicy");
        SecurityValidation.Container(errors, container.Map("securityContext"), at + ".securityContext", spec["hostUsers"].Flag ?? true);
    }

    private void Ports(JsonObject container, string ports)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, port) in container.Objects("ports").Index())
        {
            var at = $"{ports}[{i}]";
            if (port.Text("name") is { Length: > 0 } name)
            {
                var problems = ErrorList.PortNameProblems(name).ToArray();
                errors.InvalidEach(at + ".name", name, problems);
                if (problems.Length == 0 && !names.Add(name))
                    errors.Add(FieldError.Duplicate(at + ".name", name));
            }

            if ((port["containerPort"].Number ?? 0) == 0)
                errors.Required(at + ".containerPort");
            else
                errors.Port(at + ".containerPort", port["containerPort"]);
            if ((port["hostPort"].Number ?? 0) != 0)
                errors.Port(at + ".hostPort", port["hostPort"]);
            errors.NeededOneOf(at + ".protocol", port["protocol"], ["SCTP", "TCP", "UDP"]);
        }
    }

    private void HostPorts(IEnumerable<JsonObject> containers, string list)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, container) in containers.Index())
        {
            foreach (var (j, port) in container.Objects("ports").Index())
            {
                if ((port["hostPort"].Number ?? 0) == 0)
                    continue;
                var key = $"{port.Text("protocol")}/{port.Text("hostIP")}/{port["hostPort"].Number}";
                if (!seen.Add(key))
                    errors.Add(FieldError.Duplicate($"{list}[{i}].ports[{j}].hostPort", key));
            }
        }
    }

    private void Resizing(JsonObject container, string at)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, policy) in container.Objects("resizePolicy").Index())
        {
            var resource = policy.Text("resourceName") ?? "";
            if (!seen.Add(resource))
                errors.Add(FieldError.Duplicate($"{at}[{i}]", resource));
            errors.NeededOneOf(at, resource, ["cpu", "memory"]);
            errors.NeededOneOf(at, policy["restartPolicy"], ["NotRequired", "RestartContainer"]);
            if (spec.Text("restartPolicy") == "Never" && policy.Text("restartPolicy") != "NotRequired")
                errors.Invalid(at, policy.Text("restartPolicy") ?? "", "must be 'NotRequired' when `restartPolicy` is 'Never'");
        }
    }
}
