using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>APIServices: which group and version is served, and by whom.</summary>
internal static class ApiServiceValidation
{
    public static void Validate(ErrorList errors, JsonObject value)
    {
        var spec = value.Map("spec") ?? [];
        var (group, version) = (spec.Text("group") ?? "", spec.Text("version") ?? "");
        Name(errors, value.Map("metadata")?.Text("name") ?? "", $"{version}.{group}");
        if (group.Length == 0 && version != "v1")
            errors.Required("spec.group", "only v1 may have an empty group and it better be legacy kube");
        if (group.Length > 0)
            errors.Subdomain("spec.group", group);
        errors.InvalidEach("spec.version", version, Names.Label1035Problems(version));
        Priority(errors, spec, "groupPriorityMinimum", 20000);
        Priority(errors, spec, "versionPriority", 1000);
        Service(errors, spec);
    }

    private static void Name(ErrorList errors, string name, string required)
    {
        if (name.Length == 0)
            return;
        var problems = Names.PathSegmentProblems(name).ToArray();
        errors.InvalidEach("metadata.name", name, problems);
        if (problems.Length == 0 && name != required)
            errors.Invalid("metadata.name", name, $"must be `spec.version+\".\"+spec.group`: \"{required}\"");
    }

    private static void Priority(ErrorList errors, JsonObject spec, string name, int most)
    {
        if ((spec[name].Number ?? 0) is var priority && (priority <= 0 || priority > most))
            errors.Invalid("spec." + name, priority, $"must be positive and less than {most}");
    }

    private static void Service(ErrorList errors, JsonObject spec)
    {
        var bundle = spec.Text("caBundle") ?? "";
        var isInsecure = spec.IsTrue("insecureSkipTLSVerify");
        if (spec.Map("service") is not { } service)
        {
            if (bundle.Length > 0)
                errors.Invalid("spec.caBundle", $"{Convert.FromBase64String(bundle).Length} bytes", "local APIServices may not have a caBundle");
            if (isInsecure)
                errors.Invalid("spec.insecureSkipTLSVerify", true, "local APIServices may not have insecureSkipTLSVerify");
            return;
        }

        errors.Needed("spec.service.namespace", service.Text("namespace"));
        errors.Needed("spec.service.name", service.Text("name"));
        if ((service["port"].Number ?? 443) is < 1 or > 65535)
            errors.Invalid("spec.service.port", service["port"]?.DeepClone() ?? 0, "port is not valid: must be between 1 and 65535, inclusive");
        if (isInsecure && bundle.Length > 0)
            errors.Invalid("spec.insecureSkipTLSVerify", true, "may not be true if caBundle is present");
    }
}
