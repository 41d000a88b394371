using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>What is allowed in a pod and probably not meant: names and ports that come twice.</summary>
internal static class PodWarnings
{
    public static void Write(ApiResource resource, JsonObject value, JsonObject? old, Warnings warnings)
    {
        var (template, field) = TemplateOf(resource, value);
        if (template?.Map("spec") is not { } spec)
            return;
        if (old is not null && (resource.GroupResource == "pods" || value.Map("metadata")?["generation"].Number == old.Map("metadata")?["generation"].Number))
            return;
        var at = field + "spec";
        if (resource.GroupResource == "pods" && Names.LabelProblems(value.Map("metadata")?.Text("name") ?? "").ToArray() is { Length: > 0 } problems)
            warnings.Add($"metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [{string.Join(' ', problems)}]");
        foreach (var (secret, i) in spec.Objects("imagePullSecrets").Select((secret, i) => (secret, i)))
        {
            if (string.IsNullOrEmpty(secret.Text("name")))
                warnings.Add($"{at}.imagePullSecrets[{i}].name: invalid empty name \"\"");
        }

        Named(spec, "imagePullSecrets", "name", (i, name) => $"{at}.imagePullSecrets[{i}].name: duplicate name \"{name}\"", warnings);
        Named(spec, "hostAliases", "ip", (i, ip) => $"{at}.hostAliases[{i}].ip: duplicate ip \"{ip}\"", warnings);
        foreach (var (container, path) in Containers(spec, at))
            Environment(container, path, warnings);
        Ports(spec, at, warnings);
    }

    private static (JsonObject? Template, string Field) TemplateOf(ApiResource resource, JsonObject value) => resource.GroupResource switch
    {
        "pods" => (value, ""),
        "podtemplates" => (value.Map("template"), "template."),
        "deployments.apps" or "replicasets.apps" or "statefulsets.apps" or "daemonsets.apps" or "jobs.batch" or "replicationcontrollers" => (value.Map("spec")?.Map("template"), "spec.template."),
        "cronjobs.batch" => (value.Map("spec")?.Map("jobTemplate")?.Map("spec")?.Map("template"), "spec.jobTemplate.spec.template."),
        _ => (null, ""),
    };

    private static IEnumerable<(JsonObject Container, string Path)> Containers(JsonObject spec, string at) =>
        ((string[])["initContainers", "containers"]).SelectMany(list => spec.Objects(list).Select((container, i) => (container, $"{at}.{list}[{i}]")));

    private static void Named(JsonObject spec, string list, string key, Func<int, string, string> text, Warnings warnings)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (item, i) in spec.Objects(list).Select((item, i) => (item, i)))
        {
            if (item.Text(key) is { Length: > 0 } name && !seen.Add(name))
                warnings.Add(text(i, name));
        }
    }

    private static void Environment(JsonObject container, string path, Warnings warnings)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (variable, i) in container.Objects("env").Select((variable, i) => (variable, i)))
        {
            var name = variable.Text("name") ?? "";
            // A value that uses the one before it is meant to hide it.
            if (!seen.Add(name) && variable.Text("value")?.Contains($"$({name})", StringComparison.Ordinal) != true)
                warnings.Add($"{path}.env[{i}]: hides previous definition of \"{name}\", which may be dropped when using apply");
        }
    }

    private static void Ports(JsonObject spec, string at, Warnings warnings)
    {
        var ports = Containers(spec, at).SelectMany(entry => entry.Container.Objects("ports").Select((port, i) => (Port: port, Path: $"{entry.Path}.ports[{i}]"))).ToList();
        var definitions = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var (port, path) in ports)
        {
            var key = $"{port["containerPort"].Number}/{port["hostPort"].Number}/{port.Text("hostIP")}/{port.Text("protocol")}";
            if (!definitions.TryGetValue(key, out var others))
                definitions[key] = others = [];
            foreach (var other in others)
                warnings.Add($"{path}: duplicate port definition with {other}");
            others.Add(path);
        }

        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (port, path) in ports.Where(entry => !string.IsNullOrEmpty(entry.Port.Text("name"))))
        {
            var name = port.Text("name")!;
            if (!names.TryAdd(name, path))
                warnings.Add($"{path}: duplicate port name \"{name}\" with {names[name]}, services and probes that select ports by name will use {names[name]}");
        }
    }
}
