using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Cel;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Selection;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer.Admission;

/// <summary>Carries out <c>ValidatingAdmissionPolicy</c> objects where a binding puts them into force.</summary>
internal sealed class AdmissionPolicies(ApiContext context, Security.Authorizer authorizer)
{
    private const string Group = "admissionregistration.k8s.io";
    private const string Bindings = "validatingadmissionpolicybindings";

    /// <exception cref="ApiException">A policy denies the request.</exception>
    public void Check(AdmissionRequest request)
    {
        if (request.Resource.Group == Group || context.Store.Table(Bindings + "." + Group).Objects.Count == 0)
            return;
        var warnings = new Warnings();
        foreach (var binding in context.Objects(Group, Bindings))
        {
            var policy = context.FindObject(Group, "validatingadmissionpolicies", "", binding.Map("spec")?.Text("policyName") ?? "");
            if (policy is null || Match(policy.Map("spec")?.Map("matchConstraints"), request) is not { } seen || Match(binding.Map("spec")?.Map("matchResources"), request) is null)
                continue;
            var (parameters, trouble) = Parameters(policy, binding, request);
            // What is not set up as it should be is refused whatever the binding does with other refusals.
            if (trouble is not null && policy.Map("spec")?.Text("failurePolicy") != "Ignore")
                throw Refusal(request, policy, binding, trouble, "Invalid");
            foreach (var parameter in parameters)
                Check(seen, policy, binding, parameter, warnings);
        }

        warnings.WriteTo(request.Request.Context);
    }

    /// <summary>The write as the constraints want to see it; null where they are not for it.</summary>
    private AdmissionRequest? Match(JsonObject? constraints, AdmissionRequest request)
    {
        if (constraints is null)
            return request;
        if (WebhookMatch.Find(context, constraints, "excludeResourceRules", request) is not null)
            return null;
        // Bindings may narrow down by selectors alone.
        return constraints.List("resourceRules") is { Count: > 0 } ? WebhookMatch.Find(context, constraints, "resourceRules", request) : WebhookMatch.MatchesSelectors(context, constraints, request) ? request : null;
    }

    /// <summary>The objects that a binding hands to its policy, one null where it takes none; or why there are none.</summary>
    private (JsonObject?[] Found, string? Trouble) Parameters(JsonObject policy, JsonObject binding, AdmissionRequest request)
    {
        if (policy.Map("spec")?.Map("paramKind") is not { } kind || binding.Map("spec")?.Map("paramRef") is not { } reference)
            return ([null], null);
        var version = (kind.Text("apiVersion") ?? "").Split('/');
        if (context.Resources.FindKind(version.Length > 1 ? version[0] : "", version[^1], kind.Text("kind") ?? "") is not { } resource)
            return ([], $"failed to configure policy: failed to find resource referenced by paramKind: '{kind.Text("apiVersion")}, Kind={kind.Text("kind")}'");
        var ns = resource.IsNamespaced ? reference.Text("namespace") ?? request.Namespace : null;
        if (resource.IsNamespaced && ns is { Length: 0 })
            return ([], "failed to configure binding: cannot use namespaced paramRef in policy binding that matches cluster-scoped resources");
        var found = context.Objects(resource.Group, resource.Plural, ns)
            .Where(candidate => reference.Text("name") is { Length: > 0 } name ? candidate.Map("metadata")?.Text("name") == name : Selectors.Matches(reference.Map("selector"), candidate.Map("metadata")?.Map("labels")))
            .ToArray();
        return found.Length > 0 || reference.Text("parameterNotFoundAction") == "Allow" ? (found, null) : ([], "failed to configure binding: no params found for policy binding with `Deny` parameterNotFoundAction");
    }

    private void Check(AdmissionRequest request, JsonObject policy, JsonObject binding, JsonObject? parameters, Warnings warnings)
    {
        var spec = policy.Map("spec") ?? [];
        var ns = request.Namespace.Length > 0 ? context.FindObject("", "namespaces", "", request.Namespace) : null;
        var expressions = new AdmissionExpressions(request.Describe(context.NewUid()), request.Object, request.OldObject, ns, parameters, authorizer.Ask(request.Request));
        var fails = spec.Text("failurePolicy") != "Ignore";
        // Conditions do not know the namespace.
        var early = new AdmissionExpressions(request.Describe(context.NewUid()), request.Object, request.OldObject, null, parameters, authorizer.Ask(request.Request));
        if (!early.Match(spec.Objects("matchConditions"), out var error))
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

    private static void Report(AdmissionRequest request, JsonObject policy, JsonObject binding, string message, string reason, Warnings warnings)
    {
        var policyName = policy.Map("metadata")?.Text("name");
        var bindingName = binding.Map("metadata")?.Text("name");
        var actions = (binding.Map("spec")?.List("validationActions") ?? []).Select(action => action.Text).ToArray();
        if (actions.Contains("Warn"))
            warnings.Add($"Validation failed for ValidatingAdmissionPolicy '{policyName}' with binding '{bindingName}': {message}");
        if (!actions.Contains("Deny"))
            return;
        warnings.WriteTo(request.Request.Context);
        throw Refusal(request, policy, binding, message, reason);
    }

    private static ApiException Refusal(AdmissionRequest request, JsonObject policy, JsonObject binding, string message, string reason)
    {
        var why = $"ValidatingAdmissionPolicy '{policy.Map("metadata")?.Text("name")}' with binding '{binding.Map("metadata")?.Text("name")}' denied request: {message}";
        var refusal = ApiException.Forbidden(request.Request.Group, request.Request.Plural, request.Name.Length > 0 ? request.Name : "Unknown", why);
        var details = refusal.ToStatus().Map("details") ?? [];
        details["causes"] = new JsonArray(new JsonObject { ["message"] = why });
        var code = reason switch { "Unauthorized" => 401, "Forbidden" => 403, "RequestEntityTooLarge" => 413, _ => 422 };
        return new ApiException(code, reason, refusal.Message, details);
    }
}
