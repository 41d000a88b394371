using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Admission;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Admission webhooks, and what they share with policies: rules and conditions.</summary>
internal static class WebhookValidation
{
    private const string UrlForm = "; desired format: https://host[/path]";

    public static void Validate(ErrorList errors, JsonObject value)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (hook, i) in value.Objects("webhooks").Select((hook, i) => (hook, i)))
        {
            var at = $"webhooks[{i}]";
            Versions(errors, hook, at + ".admissionReviewVersions");
            Hook(errors, hook, at, value.Text("kind") == "MutatingWebhookConfiguration");
            if (hook.Text("name") is { Length: > 0 } name && !names.Add(name))
                errors.Add(FieldError.Duplicate(at + ".name", name));
        }
    }

    private static void Hook(ErrorList errors, JsonObject hook, string at, bool isMutating)
    {
        Name(errors, hook.Text("name") ?? "", at + ".name");
        foreach (var (rule, i) in hook.Objects("rules").Select((rule, i) => (rule, i)))
            Rule(errors, rule, $"{at}.rules[{i}]");
        errors.OptionalOneOf(at + ".failurePolicy", hook["failurePolicy"], ["Fail", "Ignore"]);
        errors.OptionalOneOf(at + ".matchPolicy", hook["matchPolicy"], ["Equivalent", "Exact"]);
        if (hook["sideEffects"] is null)
            errors.Required(at + ".sideEffects", "must specify one of None, NoneOnDryRun");
        else
            errors.OneOf(at + ".sideEffects", hook["sideEffects"], ["None", "NoneOnDryRun"]);
        if (hook["timeoutSeconds"].Number is < 1 or > 30)
            errors.Invalid(at + ".timeoutSeconds", hook["timeoutSeconds"]?.DeepClone(), "the timeout value must be between 1 and 30 seconds");
        errors.Selector(at + ".namespaceSelector", hook.Map("namespaceSelector"));
        errors.Selector(at + ".objectSelector", hook.Map("objectSelector"));
        if (isMutating)
            errors.OptionalOneOf(at + ".reinvocationPolicy", hook["reinvocationPolicy"], ["IfNeeded", "Never"]);
        Client(errors, hook.Map("clientConfig") ?? [], at + ".clientConfig");
        Conditions(errors, hook, at + ".matchConditions", hasParameters: false);
    }

    private static void Versions(ErrorList errors, JsonObject hook, string at)
    {
        var versions = (hook.List("admissionReviewVersions") ?? []).Select(version => version.Text ?? "").ToArray();
        if (versions.Length == 0)
        {
            errors.Required(at, "must specify one of v1, v1beta1");
            return;
        }

        for (var i = 0; i < versions.Length; i++)
        {
            if (Array.IndexOf(versions, versions[i]) < i)
                errors.Invalid($"{at}[{i}]", versions[i], "duplicate version");
            errors.InvalidEach($"{at}[{i}]", versions[i], Names.Label1035Problems(versions[i]));
        }

        if (!versions.Any(version => version is "v1" or "v1beta1"))
            errors.Invalid(at, hook["admissionReviewVersions"]?.DeepClone(), "must include at least one of v1, v1beta1");
    }

    private static void Name(ErrorList errors, string name, string at)
    {
        if (!errors.Needed(at, name))
            return;
        if (Names.SubdomainProblems(name).ToArray() is { Length: > 0 } problems)
            errors.Invalid(at, name, string.Join(',', problems));
        else if (name.Split('.').Length < 3)
            errors.Invalid(at, name, "should be a domain with at least three segments separated by dots");
    }

    public static void Client(ErrorList errors, JsonObject client, string at)
    {
        if (client.ContainsKey("url") == client.ContainsKey("service"))
            errors.Required(at, "exactly one of url or service is required");
        else if (client.Text("url") is { } url)
            Url(errors, url, at + ".url");
        else if (client.Map("service") is { } service)
            Service(errors, service, at + ".service");
    }

    private static void Url(ErrorList errors, string text, string at)
    {
        if (!GoUrl.TryParse(text, out var url, out var problem))
        {
            errors.Required(at, $"url must be a valid URL: parse \"{text}\": {problem}{UrlForm}");
            return;
        }

        if (url.Scheme != "https")
            errors.Invalid(at, url.Scheme, "'https' is the only allowed URL scheme" + UrlForm);
        if (url.Host.Length == 0)
            errors.Invalid(at, "", "host must be specified" + UrlForm);
        if (url.User is not null)
            errors.Invalid(at, url.User, "user information is not permitted in the URL");
        if (url.Fragment.Length > 0)
            errors.Invalid(at, url.Fragment, "fragments are not permitted in the URL");
        if (url.Query.Length > 0)
            errors.Invalid(at, url.Query, "query parameters are not permitted in the URL");
    }

    private static void Service(ErrorList errors, JsonObject service, string at)
    {
        // Real servers name the one where the other is missing.
        errors.Needed(at + ".namespace", service.Text("name"));
        errors.Needed(at + ".name", service.Text("namespace"));
        if (service["port"].Number is < 1 or > 65535)
            errors.Invalid(at + ".port", service["port"]?.DeepClone(), "port is not valid: must be between 1 and 65535, inclusive");
        if (service.Text("path") is { } path)
            Path(errors, path, at + ".path");
    }

    private static void Path(ErrorList errors, string path, string at)
    {
        if (path is "" or "/")
            return;
        if (path == "//")
        {
            errors.Invalid(at, path, "segment[0] may not be empty");
            return;
        }

        if (!path.StartsWith('/'))
            errors.Invalid(at, path, "must start with a '/'");
        var inner = path[1..].EndsWith('/') ? path[1..^1] : path[1..];
        foreach (var (step, i) in inner.Split('/').Select((step, i) => (step, i)))
        {
            if (step.Length == 0)
                errors.Invalid(at, path, $"segment[{i}] may not be empty");
            else
                errors.InvalidEach(at, path, Names.SubdomainProblems(step).Select(problem => $"segment[{i}]: {problem}"));
        }
    }

    public static void Rule(ErrorList errors, JsonObject rule, string at)
    {
        List(errors, rule, "operations", at, "operations");
        foreach (var (operation, i) in (rule.List("operations") ?? []).Select((operation, i) => (operation, i)))
            errors.OneOf($"{at}.operations[{i}]", operation, ["*", "CONNECT", "CREATE", "DELETE", "UPDATE"]);
        List(errors, rule, "apiGroups", at, "API groups");
        List(errors, rule, "apiVersions", at, "API versions");
        foreach (var (version, i) in (rule.List("apiVersions") ?? []).Select((version, i) => (version, i)))
            errors.Needed($"{at}.apiVersions[{i}]", version.Text);
        Resources(errors, rule, at + ".resources");
        errors.OptionalOneOf(at + ".scope", rule["scope"], ["*", "Cluster", "Namespaced"]);
    }

    private static void List(ErrorList errors, JsonObject rule, string name, string at, string what)
    {
        var list = rule.List(name) ?? [];
        if (list.Count == 0)
            errors.Required($"{at}.{name}");
        if (list.Count > 1 && list.Any(item => item.Text == "*"))
            errors.Invalid($"{at}.{name}", list.DeepClone(), $"if '*' is present, must not specify other {what}");
    }

    private static void Resources(ErrorList errors, JsonObject rule, string at)
    {
        var resources = (rule.List("resources") ?? []).Select(resource => resource.Text ?? "").ToArray();
        if (resources.Length == 0)
            errors.Required(at);
        for (var i = 0; i < resources.Length; i++)
        {
            if (resources[i].Length == 0)
                errors.Required($"{at}[{i}]");
            else if (resources[i] == "*/*" && resources.Length > 1)
                errors.Invalid($"{at}[{i}]", rule["resources"]?.DeepClone(), "if '*/*' is present, must not specify other resources");
        }

        if (resources.Length > 1 && resources.Contains("*") && resources.Any(resource => !resource.Contains('/', StringComparison.Ordinal) && resource != "*"))
            errors.Invalid(at, rule["resources"]?.DeepClone(), "if '*' is present, must not specify other resources without subresources");
    }

    public static void Conditions(ErrorList errors, JsonObject owner, string at, bool hasParameters)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (condition, i) in owner.Objects("matchConditions").Select((condition, i) => (condition, i)))
        {
            Expression(errors, condition.Text("expression") ?? "", $"{at}[{i}].expression", "", AdmissionTypes.ForAll(hasParameters), Cel.CelKind.Bool);
            var name = condition.Text("name") ?? "";
            if (!errors.Needed($"{at}[{i}].name", name))
                continue;
            errors.QualifiedName($"{at}[{i}].name", name);
            if (!names.Add(name))
                errors.Add(FieldError.Duplicate($"{at}[{i}].name", name));
        }
    }

    /// <summary>Literals that cannot be converted are found when the types are right and the program is made.</summary>
    private static FieldError NoProgram(string at, string problem) =>
        new("InternalError", at, $"Internal error: {(problem[0] == 'p' ? "" : "program ")}{problem}");

    public static void Expression(ErrorList errors, string text, string at, string whyNeeded, AdmissionTypes types, params ReadOnlySpan<Cel.CelKind> results)
    {
        if (string.IsNullOrWhiteSpace(text))
            errors.Required(at, whyNeeded);
        else if (types.Problem(text, results) is { } problem)
            errors.Add(problem.IndexOf("instantiation failed: ", StringComparison.Ordinal) is >= 0 and <= 8 ? NoProgram(at, problem) : FieldError.Invalid(at, text, problem));
    }
}
