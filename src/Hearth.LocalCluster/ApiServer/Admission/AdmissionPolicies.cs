using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Cel;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Selection;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer.Admission;

/// <summary>Carries out <c>ValidatingAdmissionPolicy</c> objects where a binding puts them into force.</summary>
internal sealed class AdmissionPolicies(ApiContext context)
{
    private const string Group = "admissionregistration.k8s.io";
    private const string Bindings = "validatingadmissionpolicybindings";

    /// <exception cref="ApiException">A policy denies the request.</exception>
    public void Check(RequestInfo request, JsonObject? value, JsonObject? old)
    {
        if (request.Group == Group || context.Store.Table(Bindings + "." + Group).Objects.Count == 0)
            return;
        var warnings = new Warnings();
        foreach (var binding in context.Objects(Group, Bindings))
        {
            var policy = context.FindObject(Group, "validatingadmissionpolicies", "", binding.Map("spec")?.Text("policyName") ?? "");
            if (policy is null || !Matches(policy.Map("spec")?.Map("matchConstraints"), request, value, old) || !Matches(binding.Map("spec")?.Map("matchResources"), request, value, old))
                continue;
            foreach (var parameters in Parameters(policy, binding, request))
                Check(request, value, old, policy, binding, parameters, warnings);
        }

        warnings.WriteTo(request.Context);
    }

    private bool Matches(JsonObject? constraints, RequestInfo request, JsonObject? value, JsonObject? old)
    {
        if (constraints is null)
            return true;
        bool IsNamed(JsonObject rule) => rule.List("resourceNames") is not { Count: > 0 } names || names.Any(name => name.Text == request.Name);
        if (constraints.Objects("excludeResourceRules").Any(rule => Webhooks.Matches(rule, request, old) && IsNamed(rule)))
            return false;
        var rules = constraints.Objects("resourceRules").ToArray();
        return (rules.Length == 0 || Array.Exists(rules, rule => Webhooks.Matches(rule, request, old) && IsNamed(rule)))
            && Webhooks.MatchesSelectors(context, constraints, request, value ?? old);
    }

    /// <summary>The objects that a binding hands to its policy; one null where it takes none.</summary>
    private JsonObject?[] Parameters(JsonObject policy, JsonObject binding, RequestInfo request)
    {
        if (policy.Map("spec")?.Map("paramKind") is not { } kind || binding.Map("spec")?.Map("paramRef") is not { } reference)
            return [null];
        var version = (kind.Text("apiVersion") ?? "").Split('/');
        var resource = context.Resources.FindKind(version.Length > 1 ? version[0] : "", version[^1], kind.Text("kind") ?? "");
        if (resource is null)
            return Missing(reference, $"failed to find resource referenced by paramKind: '{kind.Text("apiVersion")}, Kind={kind.Text("kind")}'");
        var ns = resource.IsNamespaced ? reference.Text("namespace") ?? request.Namespace : null;
        var found = context.Objects(resource.Group, resource.Plural, ns)
            .Where(candidate => reference.Text("name") is { Length: > 0 } name ? candidate.Map("metadata")?.Text("name") == name : Selectors.Matches(reference.Map("selector"), candidate.Map("metadata")?.Map("labels")))
            .ToArray();
        return found.Length > 0 ? found : Missing(reference, "no params found for policy binding with `Deny` parameterNotFoundAction");
    }

    private static JsonObject?[] Missing(JsonObject reference, string why) =>
        reference.Text("parameterNotFoundAction") == "Allow" ? [] : throw ApiException.Internal(why);

    private void Check(RequestInfo request, JsonObject? value, JsonObject? old, JsonObject policy, JsonObject binding, JsonObject? parameters, Warnings warnings)
    {
        var spec = policy.Map("spec") ?? [];
        var ns = request.Namespace.Length > 0 ? context.FindObject("", "namespaces", "", request.Namespace) : null;
        var expressions = new AdmissionExpressions(Webhooks.Describe(context, request, value, old), value, old, ns, parameters);
        var fails = spec.Text("failurePolicy") != "Ignore";
        if (!expressions.Match(spec.Objects("matchConditions"), out var error))
        {
            if (error is not null && fails)
                Report(request, policy, binding, error, "Invalid", warnings);
            return;
        }

        foreach (var variable in spec.Objects("variables"))
            expressions.Define(variable.Text("name") ?? "", variable.Text("expression") ?? "");
        foreach (var validation in spec.Objects("validations"))
        {
            var expression = validation.Text("expression") ?? "";
            var result = expressions.Evaluate(expression);
            if (result is true || result is not false && !fails)
                continue;
            var message = result is false ? Message(expressions, validation, expression) : $"expression '{expression}' resulted in error: {(result as CelError)?.Message}";
            Report(request, policy, binding, message, validation.Text("reason") ?? "Invalid", warnings);
        }
    }

    private static string Message(AdmissionExpressions expressions, JsonObject validation, string expression)
    {
        if (validation.Text("messageExpression") is { Length: > 0 } source && expressions.Evaluate(source) is string { Length: > 0 } text && !text.Contains('\n', StringComparison.Ordinal))
            return text;
        return validation.Text("message") is { Length: > 0 } message ? message.Trim() : "failed expression: " + expression.Trim();
    }

    private static void Report(RequestInfo request, JsonObject policy, JsonObject binding, string message, string reason, Warnings warnings)
    {
        var policyName = policy.Map("metadata")?.Text("name");
        var bindingName = binding.Map("metadata")?.Text("name");
        var actions = (binding.Map("spec")?.List("validationActions") ?? []).Select(action => action.Text).ToArray();
        if (actions.Contains("Warn"))
            warnings.Add($"Validation failed for ValidatingAdmissionPolicy '{policyName}' with binding '{bindingName}': {message}");
        if (!actions.Contains("Deny"))
            return;
        warnings.WriteTo(request.Context);
        var why = $"ValidatingAdmissionPolicy '{policyName}' with binding '{bindingName}' denied request: {message}";
        var refusal = ApiException.Forbidden(request.Group, request.Plural, request.Name.Length > 0 ? request.Name : NameOf(request) is { Length: > 0 } name ? name : "Unknown", why);
        var details = refusal.ToStatus().Map("details") ?? [];
        details["causes"] = new JsonArray(new JsonObject { ["message"] = why });
        var code = reason switch { "Unauthorized" => 401, "Forbidden" => 403, "RequestEntityTooLarge" => 413, _ => 422 };
        throw new ApiException(code, reason, refusal.Message, details);
    }

    /// <summary>The name in the body of a create.</summary>
    private static string NameOf(RequestInfo request)
    {
        try
        {
            return (JsonReader.Read(request.Body) as JsonObject)?.Map("metadata")?.Text("name") ?? "";
        }
        catch (System.Text.Json.JsonException)
        {
            return "";
        }
    }
}
