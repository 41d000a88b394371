using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hearth.LocalCluster.ApiServer.Admission;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Validating admission policies and what puts them into force.</summary>
internal static partial class AdmissionPolicyValidation
{
    [GeneratedRegex("^[_a-zA-Z][_a-zA-Z0-9]*$")]
    private static partial Regex IdentifierPattern();

    public static void Policy(ErrorList errors, JsonObject value)
    {
        var spec = value.Map("spec") ?? [];
        errors.OneOf("spec.failurePolicy", spec["failurePolicy"], ["Fail", "Ignore"]);
        var parameters = spec.Map("paramKind");
        if (parameters is not null)
            Parameters(errors, parameters);
        if (spec.Map("matchConstraints") is not { } constraints)
        {
            errors.Required("spec.matchConstraints");
        }
        else
        {
            Resources(errors, constraints, "spec.matchConstraints");
            if (constraints.List("resourceRules") is not { Count: > 0 })
                errors.Required("spec.matchConstraints.resourceRules");
        }

        WebhookValidation.Conditions(errors, spec, "spec.matchConditions", parameters is not null);
        var types = AdmissionTypes.ForAll(parameters is not null);
        foreach (var (variable, i) in spec.Objects("variables").Select((variable, i) => (variable, i)))
            Variable(errors, variable, $"spec.variables[{i}]", types);
        Checks(errors, value, spec, types);
    }

    private static void Parameters(ErrorList errors, JsonObject kind)
    {
        const string Field = "spec.paramKind";
        if (errors.Needed(Field + ".apiVersion", kind.Text("apiVersion")))
        {
            var parts = kind.Text("apiVersion")!.Split('/');
            if (parts.Length > 2)
                errors.Invalid(Field + ".apiVersion", kind["apiVersion"]?.DeepClone(), "unexpected GroupVersion string: " + kind.Text("apiVersion"));
            else
            {
                if (parts.Length == 2 && parts[0].Length > 0 && Names.SubdomainProblems(parts[0]).ToArray() is { Length: > 0 } problems)
                    errors.Invalid(Field + ".apiVersion", parts[0], string.Join(',', problems));
                if (Names.Label1035Problems(parts[^1]).ToArray() is { Length: > 0 } wrong)
                    errors.Invalid(Field + ".apiVersion", parts[^1], string.Join(',', wrong));
            }
        }

        if (errors.Needed(Field + ".kind", kind.Text("kind")) && Names.Label1035Problems(kind.Text("kind")!.ToLowerInvariant()).ToArray() is { Length: > 0 } mixed)
            errors.Invalid(Field + ".kind", kind["kind"]?.DeepClone(), "may have mixed case, but should otherwise match: " + string.Join(',', mixed));
    }

    private static void Resources(ErrorList errors, JsonObject constraints, string field)
    {
        errors.NeededOneOf(field + ".matchPolicy", constraints["matchPolicy"], ["Equivalent", "Exact"]);
        errors.Selector(field + ".namespaceSelector", constraints.Map("namespaceSelector"));
        errors.Selector(field + ".objectSelector", constraints.Map("objectSelector"));
        foreach (var list in (ReadOnlySpan<string>)["resourceRules", "excludeResourceRules"])
        {
            foreach (var (rule, i) in constraints.Objects(list).Select((rule, i) => (rule, i)))
            {
                WebhookValidation.Rule(errors, rule, $"{field}.{list}[{i}]");
                var names = (rule.List("resourceNames") ?? []).Select(name => name.Text ?? "").ToArray();
                for (var j = 0; j < names.Length; j++)
                {
                    errors.InvalidEach($"{field}.{list}[{i}].resourceNames[{j}]", names[j], Names.PathSegmentProblems(names[j]));
                    if (Array.IndexOf(names, names[j]) < j)
                        errors.Add(FieldError.Duplicate($"{field}.{list}[{i}].resourceNames[{j}]", names[j]));
                }
            }
        }
    }

    private static void Variable(ErrorList errors, JsonObject variable, string field, AdmissionTypes types)
    {
        if (errors.Needed(field + ".name", variable.Text("name"), "name is not specified") && !IdentifierPattern().IsMatch(variable.Text("name")!))
            errors.Invalid(field + ".name", variable["name"]?.DeepClone(), "must be a valid CEL identifier");
        WebhookValidation.Expression(errors, variable.Text("expression") ?? "", field + ".expression", "expression is not specified", types);
        types.Define(variable.Text("name") ?? "", variable.Text("expression") ?? "");
    }

    private static void Checks(ErrorList errors, JsonObject value, JsonObject spec, AdmissionTypes types)
    {
        const string OneNeeded = "validations or auditAnnotations must contain at least one item";
        if (spec.List("validations") is not { Count: > 0 } && spec.List("auditAnnotations") is not { Count: > 0 })
        {
            errors.Required("spec.validations", OneNeeded);
            errors.Required("spec.auditAnnotations", OneNeeded);
            return;
        }

        foreach (var (validation, i) in spec.Objects("validations").Select((validation, i) => (validation, i)))
            Check(errors, validation, $"spec.validations[{i}]", types);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (annotation, i) in spec.Objects("auditAnnotations").Select((annotation, i) => (annotation, i)))
        {
            Annotation(errors, value.Map("metadata")?.Text("name") ?? "", annotation, $"spec.auditAnnotations[{i}]", types);
            if (!keys.Add(annotation.Text("key") ?? ""))
                errors.Add(FieldError.Duplicate($"spec.auditAnnotations[{i}].key", annotation.Text("key") ?? ""));
        }
    }

    private static void Check(ErrorList errors, JsonObject validation, string field, AdmissionTypes types)
    {
        var (expression, message) = (validation.Text("expression") ?? "", validation.Text("message") ?? "");
        WebhookValidation.Expression(errors, expression, field + ".expression", "expression is not specified", types, Cel.CelKind.Bool);
        if (!string.IsNullOrWhiteSpace(validation.Text("messageExpression")))
            WebhookValidation.Expression(errors, validation.Text("messageExpression")!, field + ".messageExpression", "", types, Cel.CelKind.String);
        if (message.Length > 0 && string.IsNullOrWhiteSpace(message))
            errors.Invalid(field + ".message", message, "message must be non-empty if specified");
        else if (message.Trim().Contains('\n', StringComparison.Ordinal))
            errors.Invalid(field + ".message", message, "message must not contain line breaks");
        else if (message.Length == 0 && expression.Trim().Contains('\n', StringComparison.Ordinal))
            errors.Required(field + ".message", "message must be specified if expression contains line breaks");
        errors.OptionalOneOf(field + ".reason", validation["reason"], ["Forbidden", "Invalid", "RequestEntityTooLarge"]);
    }

    private static void Annotation(ErrorList errors, string policy, JsonObject annotation, string field, AdmissionTypes types)
    {
        var key = annotation.Text("key") ?? "";
        if (policy.Length == 0)
            errors.Invalid(field + ".key", key, "requires metadata.name be non-empty");
        else
            errors.InvalidEach(field + ".key", policy + "/" + key, Names.QualifiedNameProblems(policy + "/" + key));
        WebhookValidation.Expression(errors, annotation.Text("valueExpression") ?? "", field + ".valueExpression", "valueExpression is not specified", types, Cel.CelKind.String, Cel.CelKind.Null);
    }

    public static void Binding(ErrorList errors, JsonObject spec)
    {
        if (errors.Needed("spec.policyName", spec.Text("policyName")))
            errors.Subdomain("spec.policyName", spec.Text("policyName")!);
        if (spec.Map("paramRef") is { } reference)
            Reference(errors, reference, "spec.paramRef");
        if (spec.Map("matchResources") is { } resources)
            Resources(errors, resources, "spec.matchResources");
        Actions(errors, spec, "spec.validationActions");
    }

    private static void Reference(ErrorList errors, JsonObject reference, string field)
    {
        var name = reference.Text("name") ?? "";
        if (name.Length > 0)
        {
            errors.InvalidEach(field + ".name", name, Names.PathSegmentProblems(name));
            if (reference.Map("selector") is not null)
            {
                errors.Forbidden(field + ".name", "name and selector are mutually exclusive");
                errors.Forbidden(field + ".selector", "name and selector are mutually exclusive");
            }
        }

        if (reference.Map("selector") is { } selector)
            errors.Selector(field + ".selector", selector);
        else if (name.Length == 0)
            errors.Required(field, "one of name or selector must be specified");
        if (reference.Text("parameterNotFoundAction") is null)
            errors.Required(field + ".parameterNotFoundAction");
        else
            errors.OneOf(field + ".parameterNotFoundAction", reference["parameterNotFoundAction"], ["Deny", "Allow"], sorted: false);
    }

    private static void Actions(ErrorList errors, JsonObject spec, string field)
    {
        var actions = (spec.List("validationActions") ?? []).Select(action => action.Text ?? "").ToArray();
        for (var i = 0; i < actions.Length; i++)
        {
            errors.OneOf($"{field}[{i}]", actions[i], ["Audit", "Deny", "Warn"]);
            if (Array.IndexOf(actions, actions[i]) < i)
                errors.Add(FieldError.Duplicate($"{field}[{i}]", actions[i]));
        }

        if (actions.Contains("Deny") && actions.Contains("Warn"))
            errors.Invalid(field, spec["validationActions"]?.DeepClone(), "must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)");
        if (actions.Length == 0)
            errors.Required(field, "at least one validation action is required");
    }
}
