using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Devices that pods claim, and their classes; nobody gives any out here.</summary>
internal static class DeviceValidation
{
    public static void Class(ErrorList errors, JsonObject spec)
    {
        Selectors(errors, spec, "spec.selectors");
        foreach (var (i, config) in spec.Objects("config").Index())
            Opaque(errors, config, $"spec.config[{i}]");
    }

    public static void Template(ErrorList errors, JsonObject spec)
    {
        var metadata = spec.Map("metadata") ?? [];
        errors.AddAll(MetadataRules.Annotations(metadata.Map("annotations"), "spec.metadata.annotations"));
        errors.AddAll(MetadataRules.Labels(metadata.Map("labels"), "spec.metadata.labels"));
        foreach (var (name, value) in metadata)
        {
            if (name is not ("annotations" or "labels") && value is not null)
                errors.Forbidden($"spec.metadata.{(name == "uid" ? "uID" : name)}", "cannot be set");
        }

        Claim(errors, spec.Map("spec") ?? [], "spec.spec");
    }

    public static Action<ErrorList, JsonObject, JsonObject> Unchanged(string type) => (errors, value, old) =>
    {
        if (!JsonNode.DeepEquals(value["spec"], old["spec"]))
            errors.Invalid("spec", errors.InMemory(type, value["spec"], "spec"), "field is immutable");
    };

    public static void Claim(ErrorList errors, JsonObject spec, string field)
    {
        var devices = spec.Map("devices") ?? [];
        var at = field + ".devices";
        var names = Requests(errors, devices, at);
        foreach (var (i, constraint) in devices.Objects("constraints").Index())
        {
            Named(errors, constraint, $"{at}.constraints[{i}].requests", names);
            Attribute(errors, constraint.Text("matchAttribute"), $"{at}.constraints[{i}].matchAttribute");
        }

        foreach (var (i, config) in devices.Objects("config").Index())
        {
            Named(errors, config, $"{at}.config[{i}].requests", names);
            Opaque(errors, config, $"{at}.config[{i}]");
        }
    }

    private static HashSet<string> Requests(ErrorList errors, JsonObject devices, string field)
    {
        var (names, known) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (i, request) in devices.Objects("requests").Index())
        {
            var (at, name) = ($"{field}.requests[{i}]", request.Text("name") ?? "");
            errors.DnsLabel(at + ".name", name);
            Request(errors, request, at);
            if (!names.Add(name))
                errors.Add(FieldError.Duplicate(at + ".name", name));
            known.Add(name);
            known.UnionWith(request.Objects("firstAvailable").Select(alternative => $"{name}/{alternative.Text("name")}"));
        }

        return known;
    }

    private static void Request(ErrorList errors, JsonObject request, string field)
    {
        const string OneOfTwo = "exactly one of `exactly` or `firstAvailable` is required";
        var (exactly, alternatives) = (request.Map("exactly"), request.Objects("firstAvailable").ToArray());
        if (exactly is null && alternatives.Length == 0)
            errors.Required(field, OneOfTwo);
        else if (exactly is not null && alternatives.Length > 0)
            errors.Invalid(field, null, OneOfTwo + ", but multiple fields are set");
        else if (exactly is not null)
            Amount(errors, exactly, field + ".exactly");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, alternative) in (exactly is null ? alternatives : []).Index())
        {
            var (at, name) = ($"{field}.firstAvailable[{i}]", alternative.Text("name") ?? "");
            errors.DnsLabel(at + ".name", name);
            Amount(errors, alternative, at);
            if (!names.Add(name))
                errors.Add(FieldError.Duplicate(at + ".name", name));
        }
    }

    private static void Amount(ErrorList errors, JsonObject request, string field)
    {
        if (errors.Needed(field + ".deviceClassName", request.Text("deviceClassName")))
            errors.Subdomain(field + ".deviceClassName", request.Text("deviceClassName")!);
        Selectors(errors, request, field + ".selectors");
        var count = request["count"].Number ?? 0;
        switch (request.Text("allocationMode"))
        {
            case "All" when count != 0:
                errors.Invalid(field + ".count", count, "must not be specified when allocationMode is 'All'");
                break;
            case "ExactCount" when count <= 0:
                errors.Invalid(field + ".count", count, "must be greater than zero");
                break;
            case not ("All" or "ExactCount"):
                errors.OneOf(field + ".allocationMode", request.Text("allocationMode") ?? "", ["All", "ExactCount"]);
                break;
        }
    }

    private static void Selectors(ErrorList errors, JsonObject owner, string field)
    {
        foreach (var (i, _) in owner.Objects("selectors").Index().Where(selector => selector.Item.Map("cel") is null))
            errors.Required($"{field}[{i}].cel");
    }

    private static void Named(ErrorList errors, JsonObject owner, string field, HashSet<string> known)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (i, name) in (owner.List("requests") ?? []).Select(name => name.Text ?? "").Index())
        {
            if (!known.Contains(name))
                errors.Invalid($"{field}[{i}]", name, "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'");
            if (!seen.Add(name))
                errors.Add(FieldError.Duplicate($"{field}[{i}]", name));
        }
    }

    private static void Attribute(ErrorList errors, string? name, string field)
    {
        if (errors.Needed(field, name) && !name!.Contains('/', StringComparison.Ordinal))
            errors.Invalid(field, name, "must include a domain");
    }

    private static void Opaque(ErrorList errors, JsonObject config, string field)
    {
        if (config.Map("opaque") is not { } opaque)
        {
            errors.Required(field + ".opaque");
            return;
        }

        errors.Needed(field + ".opaque.driver", opaque.Text("driver"));
        errors.Subdomain(field + ".opaque.driver", opaque.Text("driver") ?? "");
        if (opaque["parameters"] is null)
            errors.Required(field + ".opaque.parameters");
    }
}
