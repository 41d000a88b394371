using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Ingresses and their classes.</summary>
internal static class IngressValidation
{
    private static readonly string[] s_pathTypes = ["Exact", "ImplementationSpecific", "Prefix"];

    public static void Ingress(ErrorList errors, JsonObject spec)
    {
        var rules = spec.Objects("rules").ToArray();
        if (rules.Length == 0 && spec.Map("defaultBackend") is null)
            errors.Invalid("spec", spec["rules"]?.DeepClone() ?? errors.Empty("spec.rules"), "either `defaultBackend` or `rules` must be specified");
        if (spec.Map("defaultBackend") is { } backend)
            Backend(errors, backend, "spec.defaultBackend");
        for (var i = 0; i < rules.Length; i++)
            Rule(errors, rules[i], i);
        foreach (var (tls, i) in spec.Objects("tls").Select((tls, i) => (tls, i)))
        {
            foreach (var (host, j) in (tls.List("hosts") ?? []).Select((host, j) => (host.Text ?? "", j)))
                Host(errors, host, $"spec.tls[{i}].hosts[{j}]");
            if (tls.Text("secretName") is { Length: > 0 } secret)
                errors.Subdomain($"spec.tls[{i}].secretName", secret);
        }

        if (spec.Text("ingressClassName") is { } name)
            errors.InvalidEach("spec.ingressClassName", name, Names.SubdomainProblems(name));
    }

    /// <summary>Who names the class of a new one by the annotation of old as well names the same.</summary>
    public static void New(ErrorList errors, JsonObject value)
    {
        var spec = value.Map("spec") ?? [];
        if (value.Map("metadata")?.Map("annotations")?.Text("kubernetes.io/ingress.class") is { } old && spec.Text("ingressClassName") is { } name && name != old)
            errors.Invalid("annotations.kubernetes.io/ingress.class", old, "must match `ingressClassName` when both are specified");
        Ingress(errors, spec);
    }

    private static void Rule(ErrorList errors, JsonObject rule, int index)
    {
        if (rule.Text("host") is { Length: > 0 } host)
        {
            if (Addresses.IsAddress(host))
                errors.Invalid($"spec.rules[{index}].host", host, "must be a DNS name, not an IP address");
            Host(errors, host, $"spec.rules[{index}].host");
        }

        if (rule.Map("http") is not { } http)
            return;
        var field = $"spec.rules[{index}].http.paths";
        if (http.List("paths") is not { Count: > 0 })
            errors.Required(field);
        foreach (var (path, i) in http.Objects("paths").Select((path, i) => (path, i)))
            HttpPath(errors, path, $"{field}[{i}]");
    }

    private static void Host(ErrorList errors, string host, string field)
    {
        if (host.Contains('*', StringComparison.Ordinal))
            errors.InvalidEach(field, host, Names.WildcardProblems(host));
        else
            errors.Subdomain(field, host);
    }

    private static void HttpPath(ErrorList errors, JsonObject path, string field)
    {
        var (type, text) = (path.Text("pathType"), path.Text("path") ?? "");
        if (type is null)
        {
            errors.Required(field + ".pathType", "pathType must be specified");
            return;
        }

        // Only an implementation's own kind of path may be left empty.
        if (s_pathTypes.Contains(type) && !text.StartsWith('/') && (text.Length > 0 || type != "ImplementationSpecific"))
            errors.Invalid(field + ".path", text, "must be an absolute path");
        if (type is "Exact" or "Prefix")
        {
            foreach (var sequence in (ReadOnlySpan<string>)["//", "/./", "/../", "%2f", "%2F"])
            {
                if (text.Contains(sequence, StringComparison.Ordinal))
                    errors.Invalid(field + ".path", text, $"must not contain '{sequence}'");
            }

            foreach (var end in (ReadOnlySpan<string>)["/..", "/."])
            {
                if (text.EndsWith(end, StringComparison.Ordinal))
                    errors.Invalid(field + ".path", text, $"cannot end with '{end}'");
            }
        }

        errors.OneOf(field + ".pathType", type, s_pathTypes);
        Backend(errors, path.Map("backend") ?? [], field + ".backend");
    }

    private static void Backend(ErrorList errors, JsonObject backend, string field)
    {
        var (service, resource) = (backend.Map("service"), backend.Map("resource"));
        if (service is not null && resource is not null)
            errors.Invalid(field, "", "cannot set both resource and service backends");
        else if (resource is not null)
            Reference(errors, resource, field + ".resource");
        else if (service is not null)
            Service(errors, service, field);
        else
            errors.Invalid(field, "", "resource or service backend is required");
    }

    private static void Service(ErrorList errors, JsonObject service, string field)
    {
        if (errors.Needed(field + ".service.name", service.Text("name")))
            errors.InvalidEach(field + ".service.name", service["name"], Names.Label1035Problems(service.Text("name")!));
        var (name, number) = (service.Map("port")?.Text("name") ?? "", service.Map("port")?["number"].Number ?? 0);
        if (name.Length > 0 && number != 0)
            errors.Invalid(field, "", "cannot set both port name & port number");
        else if (name.Length > 0)
            errors.InvalidEach(field + ".service.port.name", name, ErrorList.PortNameProblems(name));
        else if (number != 0)
            errors.Port(field + ".service.port.number", number);
        else
            errors.Required(field, "port name or number is required");
    }

    private static void Reference(ErrorList errors, JsonObject reference, string field, string kindNeeded = "", string nameNeeded = "")
    {
        if (reference.Text("apiGroup") is { } group)
            errors.InvalidEach(field + ".apiGroup", group, Names.SubdomainProblems(group));
        foreach (var (name, why) in (ReadOnlySpan<(string, string)>)[("kind", kindNeeded), ("name", nameNeeded)])
        {
            if (errors.Needed($"{field}.{name}", reference.Text(name), why))
                errors.InvalidEach($"{field}.{name}", reference[name], Names.PathSegmentProblems(reference.Text(name)!));
        }
    }

    public static void Class(ErrorList errors, JsonObject spec)
    {
        if (spec.Text("controller") is { Length: > 250 })
            errors.Add(Http.FieldError.TooLong("spec.controller", 250));
        DomainPath(errors, spec.Text("controller") ?? "", "spec.controller");
        if (spec.Map("parameters") is not { } parameters)
            return;
        Reference(errors, parameters, "spec.parameters", kindNeeded: "", nameNeeded: "");
        var scope = parameters.Text("scope");
        if (scope is null)
        {
            errors.Required("spec.parameters.scope");
            return;
        }

        errors.OneOf("spec.parameters.scope", scope, ["Cluster", "Namespace"]);
        var ns = parameters.Text("namespace");
        if (scope == "Namespace")
        {
            if (ns is null)
                errors.Required("spec.parameters.namespace", "`parameters.scope` is set to 'Namespace'");
            else
                errors.DnsLabel("spec.parameters.namespace", ns);
        }
        else if (scope == "Cluster" && ns is not null)
        {
            errors.Forbidden("spec.parameters.namespace", "`parameters.scope` is set to 'Cluster'");
        }
    }

    public static void ClassUpdate(ErrorList errors, JsonObject value, JsonObject old) => errors.Immutable("spec.controller", value.Map("spec")?["controller"] ?? "", old.Map("spec")?["controller"] ?? "");

    private static void DomainPath(ErrorList errors, string path, string field)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        if (path.Length == 0)
            errors.Required(field);
        else if (slash < 0 || slash == path.Length - 1 || slash == 0)
            errors.Invalid(field, path, "must be a domain-prefixed path (such as \"acme.io/foo\")");
        else
            errors.InvalidEach(field, path[..slash], Names.SubdomainProblems(path[..slash]));
    }
}
