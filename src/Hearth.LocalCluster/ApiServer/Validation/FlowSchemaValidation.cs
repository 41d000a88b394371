using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Which requests share a priority.</summary>
internal static class FlowSchemaValidation
{
    private const int MostPrecedence = 10_000;
    private static readonly string[] s_verbs = ["create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch"];
    private static readonly string[] s_plainVerbs = ["connect", "create", "delete", "deletecollection", "get", "head", "list", "options", "patch", "post", "proxy", "put", "trace", "update", "watch"];
    private static readonly string[] s_subjects = ["Group", "ServiceAccount", "User"];

    public static void Validate(ErrorList errors, JsonObject value)
    {
        var (name, spec) = (value.Map("metadata")?.Text("name") ?? "", value.Map("spec") ?? []);
        Precedence(errors, name, spec["matchingPrecedence"].Number ?? 0);
        if (spec.Map("distinguisherMethod") is { } method && method.Text("type") is not ("ByUser" or "ByNamespace"))
            errors.Add(FieldError.NotSupported("spec.distinguisherMethod.type", new JsonObject { ["Type"] = method.Text("type") ?? "" }, ["ByNamespace", "ByUser"]));
        var level = spec.Map("priorityLevelConfiguration")?.Text("name") ?? "";
        if (errors.Needed("spec.priorityLevelConfiguration.name", level, "must reference a priority level"))
            errors.Subdomain("spec.priorityLevelConfiguration.name", level);
        foreach (var (i, rule) in spec.Objects("rules").Index())
            Rule(errors, rule, $"spec.rules[{i}]");
    }

    private static void Precedence(ErrorList errors, string name, long precedence)
    {
        const string Field = "spec.matchingPrecedence";
        if (precedence <= 0)
            errors.Invalid(Field, precedence, "must be a positive value");
        if (precedence > MostPrecedence)
            errors.Invalid(Field, precedence, $"must not be greater than {MostPrecedence}");
        if (precedence == 1 && name != "exempt")
            errors.Invalid(Field, precedence, "only the schema named 'exempt' may have matchingPrecedence 1");
    }

    private static void Rule(ErrorList errors, JsonObject rule, string field)
    {
        if (rule.List("subjects") is not { Count: > 0 })
            errors.Required(field + ".subjects", "subjects must contain at least one value");
        foreach (var (i, subject) in rule.Objects("subjects").Index())
            Subject(errors, subject, $"{field}.subjects[{i}]");
        if (rule.List("resourceRules") is not { Count: > 0 } && rule.List("nonResourceRules") is not { Count: > 0 })
            errors.Required(field, "at least one of resourceRules and nonResourceRules has to be non-empty");
        foreach (var (i, resources) in rule.Objects("resourceRules").Index())
            Resources(errors, resources, $"{field}.resourceRules[{i}]");
        foreach (var (i, paths) in rule.Objects("nonResourceRules").Index())
        {
            var at = $"{field}.nonResourceRules[{i}]";
            Verbs(errors, paths, at, s_plainVerbs);
            Paths(errors, paths, at + ".nonResourceURLs");
        }
    }

    private static void Subject(ErrorList errors, JsonObject subject, string field)
    {
        var kind = subject.Text("kind") ?? "";
        if (!s_subjects.Contains(kind))
        {
            errors.OneOf(field + ".kind", kind, s_subjects);
            return;
        }

        // A service account's part is looked at where it belongs, the others' places after it.
        var own = char.ToLowerInvariant(kind[0]) + kind[1..];
        if (subject.Map(own) is not { } part)
            errors.Required($"{field}.{own}", $"{own} is required when subject kind is '{kind}'");
        else if (kind == "ServiceAccount")
            Account(errors, part, $"{field}.{own}");
        else
            errors.Needed($"{field}.{own}.name", part.Text("name"));
        foreach (var other in s_subjects.Where(other => other != kind).OrderByDescending(other => other, StringComparer.Ordinal))
        {
            var name = char.ToLowerInvariant(other[0]) + other[1..];
            if (subject.Map(name) is not null)
                errors.Forbidden($"{field}.{name}", $"{name} is forbidden when subject kind is not '{other}'");
        }
    }

    private static void Account(ErrorList errors, JsonObject account, string field)
    {
        if (errors.Needed(field + ".name", account.Text("name")) && account.Text("name") is { } name and not "*")
            errors.Subdomain(field + ".name", name);
        if (errors.Needed(field + ".namespace", account.Text("namespace"), "must specify namespace for service account"))
            errors.DnsLabel(field + ".namespace", account.Text("namespace")!);
    }

    private static void Resources(ErrorList errors, JsonObject rule, string field)
    {
        Verbs(errors, rule, field, s_verbs);
        Some(errors, rule, field, "apiGroups", "resource rules must supply at least one api group", "api groups");
        Some(errors, rule, field, "resources", "resource rules must supply at least one resource", "resources");
        var spaces = rule.List("namespaces") ?? [];
        if (spaces.Count == 0 && !rule.IsTrue("clusterScope"))
            errors.Required(field + ".namespaces", "resource rules that are not cluster scoped must supply at least one namespace");
        else if (Mixes(spaces))
            errors.Invalid(field + ".namespaces", spaces.DeepClone(), "if '*' is present, must not specify other namespaces");
        foreach (var (i, space) in spaces.Select(space => space.Text ?? "").Index().Where(space => space.Item != "*"))
            errors.InvalidEach($"{field}.namespaces[{i}]", space, Names.LabelProblems(space).Select(problem => "each member of this list must be '*' or a DNS-1123 label; " + problem));
    }

    private static void Some(ErrorList errors, JsonObject rule, string field, string list, string needed, string others)
    {
        var items = rule.List(list) ?? [];
        if (items.Count == 0)
            errors.Required($"{field}.{list}", needed);
        else if (Mixes(items))
            errors.Invalid($"{field}.{list}", items.DeepClone(), $"if '*' is present, must not specify other {others}");
    }

    private static void Verbs(ErrorList errors, JsonObject rule, string field, string[] known)
    {
        var verbs = rule.List("verbs") ?? [];
        if (verbs.Count == 0)
            errors.Required(field + ".verbs", "verbs must contain at least one value");
        else if (Mixes(verbs))
            errors.Invalid(field + ".verbs", verbs.DeepClone(), "if '*' is present, must not specify other verbs");
        else if (!verbs.Any(verb => verb.Text == "*") && !verbs.All(verb => known.Contains(verb.Text)))
            errors.Add(FieldError.NotSupported(field + ".verbs", verbs.DeepClone(), known));
    }

    private static void Paths(ErrorList errors, JsonObject rule, string field)
    {
        var paths = rule.List("nonResourceURLs") ?? [];
        if (paths.Count == 0)
        {
            errors.Required(field, "nonResourceURLs must contain at least one value");
            return;
        }

        if (Mixes(paths))
        {
            errors.Invalid(field, paths.DeepClone(), "if '*' is present, must not specify other non-resource URLs");
            return;
        }

        foreach (var (i, path) in paths.Select(path => path.Text ?? "").Index())
        {
            if (PathProblem(path) is { } problem)
                errors.Invalid($"{field}[{i}]", path, problem);
        }
    }

    private static string? PathProblem(string path)
    {
        if (path is "*" or "/*")
            return null;
        if (path.Length == 0)
            return "must not be empty";
        if (path == "/")
            return null;
        if (path[0] != '/')
            return "must start with slash";
        if (path.Contains(' ', StringComparison.Ordinal))
            return "must not contain white-space";
        if (path.Contains("//", StringComparison.Ordinal))
            return "must not contain double slash";
        var star = path.IndexOf('*', StringComparison.Ordinal);
        return star < 0 || path.EndsWith("/*", StringComparison.Ordinal) && star == path.Length - 1 ? null : "wildcard can only do suffix matching";
    }

    private static bool Mixes(JsonArray list) => list.Count > 1 && list.Any(item => item.Text == "*");
}
