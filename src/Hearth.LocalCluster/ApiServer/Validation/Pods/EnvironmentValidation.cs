using System.Text.Json.Nodes;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>Variables of containers, and the fields of pods that variables and files may show.</summary>
internal static class EnvironmentValidation
{
    private static readonly string[] s_variableFields =
        ["metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"];

    private static readonly string[] s_fileFields = ["metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"];
    private static readonly string[] s_fields = [.. s_variableFields, .. s_fileFields, "spec.restartPolicy", "spec.schedulerName", "status.phase", "spec.host"];

    private static readonly string[] s_resources =
        ["limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory"];

    private static readonly string[] s_sizes = ["1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei"];

    public static void Validate(ErrorList errors, JsonObject container, string at)
    {
        var i = 0;
        foreach (var variable in container.Objects("env"))
        {
            var field = $"{at}.env[{i++}]";
            if (errors.Needed(field + ".name", variable.Text("name")))
                errors.InvalidEach(field + ".name", variable["name"], NameProblems(variable.Text("name")!));
            if (variable.Map("valueFrom") is { } source)
                Source(errors, variable, source, field + ".valueFrom");
        }

        foreach (var (group, index) in container.Objects("envFrom").Select((group, index) => (group, index)))
            Group(errors, group, at + ".envFrom", index);
    }

    private static IEnumerable<string> NameProblems(string name)
    {
        if (name.Any(letter => letter is < ' ' or > '~' or '='))
            yield return "a valid environment variable name must consist only of printable ASCII characters other than '='";
    }

    private static void Group(ErrorList errors, JsonObject group, string field, int index)
    {
        if (group.Text("prefix") is { Length: > 0 } prefix)
            errors.InvalidEach($"{field}[{index}].prefix", prefix, NameProblems(prefix));
        var sources = 0;
        foreach (var name in (ReadOnlySpan<string>)["configMapRef", "secretRef"])
        {
            if (group.Map(name) is not { } source)
                continue;
            sources++;
            // Real servers take the name for one that may still get an ending.
            if (errors.Needed($"{field}[{index}].{name}.name", source.Text("name")))
                errors.InvalidEach($"{field}[{index}].{name}.name", source["name"], Names.SubdomainProblems(Names.AsPrefix(source.Text("name")!)));
        }

        if (sources == 0)
            errors.Invalid(field, "", "must specify one of: `configMapRef` or `secretRef`");
        else if (sources > 1)
            errors.Invalid(field, "", "may not have more than one field specified at a time");
    }

    private static void Source(ErrorList errors, JsonObject variable, JsonObject source, string field)
    {
        var sources = 0;
        if (source.Map("fieldRef") is { } reference)
        {
            sources++;
            PodField(errors, reference, field + ".fieldRef", s_variableFields);
        }

        if (source.Map("resourceFieldRef") is { } resource)
        {
            sources++;
            ContainerResource(errors, resource, field + ".resourceFieldRef", isFile: false);
        }

        foreach (var name in (ReadOnlySpan<string>)["configMapKeyRef", "secretKeyRef"])
        {
            if (source.Map(name) is not { } key)
                continue;
            sources++;
            errors.Subdomain($"{field}.{name}.name", key.Text("name") ?? "");
            if (errors.Needed($"{field}.{name}.key", key.Text("key")))
                errors.ConfigKey($"{field}.{name}.key", key.Text("key")!);
        }

        if (sources == 0)
            errors.Invalid(field, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`");
        else if (!string.IsNullOrEmpty(variable.Text("value")))
            errors.Invalid(field, "", "may not be specified when `value` is not empty");
        else if (sources > 1)
            errors.Invalid(field, "", "may not have more than one field specified at a time");
    }

    public static void FileField(ErrorList errors, JsonObject reference, string field) => PodField(errors, reference, field, s_fileFields);

    private static void PodField(ErrorList errors, JsonObject reference, string field, string[] allowed)
    {
        var version = reference.Text("apiVersion") ?? "";
        var path = reference.Text("fieldPath") ?? "";
        if (!errors.Needed(field + ".apiVersion", version) || !errors.Needed(field + ".fieldPath", path))
            return;
        var (name, subscript) = Split(path);
        if (version != "v1")
            errors.Invalid(field + ".fieldPath", path, $"error converting fieldPath: unsupported pod version: {version}");
        else if (subscript is null ? !s_fields.Contains(path) : name is not ("metadata.labels" or "metadata.annotations"))
            errors.Invalid(field + ".fieldPath", path, $"error converting fieldPath: {(subscript is null ? "field label not supported: " + path : $"field label does not support subscript: {path}")}");
        else if (subscript is not null)
            errors.QualifiedName(field, name == "metadata.annotations" ? subscript.ToLowerInvariant() : subscript);
        else if (!allowed.Contains(path == "spec.host" ? "spec.nodeName" : path))
            errors.Add(FieldError.NotSupported(field + ".fieldPath", path, allowed));
    }

    private static (string Name, string? Subscript) Split(string path)
    {
        var at = path.IndexOf("['", StringComparison.Ordinal);
        return at > 0 && path.EndsWith("']", StringComparison.Ordinal) && path.Length >= at + 4 ? (path[..at], path[(at + 2)..^2]) : (path, null);
    }

    public static void ContainerResource(ErrorList errors, JsonObject reference, string field, bool isFile)
    {
        var name = reference.Text("resource") ?? "";
        if (isFile && string.IsNullOrEmpty(reference.Text("containerName")))
            errors.Required(field + ".containerName");
        else if (name.Length == 0)
            errors.Required(field + ".resource");
        else if (!s_resources.Contains(name) && !IsHugePage(name))
            errors.Add(FieldError.NotSupported(field + ".resource", name, s_resources));
        Divisor(errors, reference.Text("divisor") ?? "0", name, field + ".divisor");
    }

    private static bool IsHugePage(string resource) => resource.StartsWith("limits.hugepages-", StringComparison.Ordinal) || resource.StartsWith("requests.hugepages-", StringComparison.Ordinal);

    private static void Divisor(ErrorList errors, string divisor, string resource, string field)
    {
        if (new Quantity(divisor).TryGetValue(out var amount) && amount == 0)
            return;
        var what = s_resources.Contains(resource) || IsHugePage(resource) ? resource[(resource.IndexOf('.', StringComparison.Ordinal) + 1)..] : "";
        if (what == "cpu" && divisor is not ("1" or "1m"))
            errors.Invalid(field, resource, "only divisor's values 1m and 1 are supported with the cpu resource");
        else if (what is not ("" or "cpu") && !s_sizes.Contains(divisor))
            errors.Invalid(field, resource, $"only divisor's values {string.Join(", ", s_sizes)} are supported with the {(what switch { "memory" => "memory", "ephemeral-storage" => "local ephemeral storage", _ => "hugepages" })} resource");
    }
}
