using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Admission;
using Hearth.LocalCluster.ApiServer.Cel;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.Controllers.Policies;

/// <summary>What can never work in the validations of a policy, for each kind that it names (<c>validating/typechecking.go</c>).</summary>
internal sealed class PolicyTypeCheck(KindSource source, DateTimeOffset now)
{
    /// <summary>Of how many kinds one rule may make the types be looked at.</summary>
    private const int MostKinds = 10;

    /// <returns>Objects with <c>fieldRef</c> and <c>warning</c>, in the order of the validations.</returns>
    public async Task<JsonArray> WarningsAsync(JsonObject spec, CancellationToken cancellationToken)
    {
        var parameters = Parameters(spec.Map("paramKind")) is { } kind ? await source.TypeAsync(kind, now, cancellationToken) : null;
        var types = new List<(GroupVersionKind Kind, AdmissionTypes Types)>();
        foreach (var matched in await KindsAsync(spec, cancellationToken))
        {
            if (await source.TypeAsync(matched, now, cancellationToken) is { } type)
                types.Add((matched, Declare(type, parameters, spec)));
        }

        var warnings = new JsonArray();
        foreach (var (validation, i) in spec.Objects("validations").Select((validation, i) => (validation, i)))
        {
            Add(warnings, $"spec.validations[{i}].expression", validation.Text("expression") ?? "", types);
            if (validation.Text("messageExpression") is { Length: > 0 } message)
                Add(warnings, $"spec.validations[{i}].messageExpression", message, types);
        }

        return warnings;
    }

    private static AdmissionTypes Declare(CelType type, CelType? parameters, JsonObject spec)
    {
        var types = AdmissionTypes.For(type, parameters);
        foreach (var variable in spec.Objects("variables"))
            types.Define(variable.Text("name") ?? "", variable.Text("expression") ?? "");
        return types;
    }

    private static void Add(JsonArray warnings, string field, string expression, List<(GroupVersionKind Kind, AdmissionTypes Types)> types)
    {
        var problems = types.Select(of => (of.Kind, Problem: of.Types.Problem(expression))).Where(found => found.Problem is not null)
            .Select(found => $"{found.Kind}: {AdmissionTypes.Issues(found.Problem!)}\n").ToList();
        if (problems.Count > 0)
            warnings.Add((JsonNode)new JsonObject { ["fieldRef"] = field, ["warning"] = string.Join('\n', problems) });
    }

    private static GroupVersionKind? Parameters(JsonObject? kind)
    {
        if (kind is null)
            return null;
        var version = (kind.Text("apiVersion") ?? "").Split('/');
        return new GroupVersionKind(version.Length > 1 ? version[0] : "", version[^1], kind.Text("kind") ?? "");
    }

    /// <summary>By group, version and kind. What wildcards match nobody can list; subresources have other types.</summary>
    private async Task<IEnumerable<GroupVersionKind>> KindsAsync(JsonObject spec, CancellationToken cancellationToken)
    {
        var kinds = new HashSet<GroupVersionKind>();
        foreach (var rule in spec.Map("matchConstraints")?.Objects("resourceRules") ?? [])
        {
            // Who names too many kinds in one rule has those of the rules after it passed over.
            if (!await AddAsync(kinds, rule, cancellationToken))
                break;
        }

        return kinds.OrderBy(kind => kind.Group, StringComparer.Ordinal).ThenBy(kind => kind.Version, StringComparer.Ordinal).ThenBy(kind => kind.Kind, StringComparer.Ordinal);
    }

    /// <returns>Whether there was room for all kinds of the rule.</returns>
    private async Task<bool> AddAsync(HashSet<GroupVersionKind> kinds, JsonObject rule, CancellationToken cancellationToken)
    {
        var (groups, versions) = (Texts(rule, "apiGroups"), Texts(rule, "apiVersions"));
        if (groups.Concat(versions).Any(name => name.Contains('*', StringComparison.Ordinal)))
            return true;
        var count = 0;
        foreach (var resource in from g in groups from v in versions from r in Texts(rule, "resources") where !r.AsSpan().ContainsAny('*', '/') select (Group: g, Version: v, Name: r))
        {
            foreach (var kind in await source.KindsAsync(resource.Group, resource.Version, resource.Name, cancellationToken))
            {
                kinds.Add(kind);
                if (++count == MostKinds)
                    return false;
            }
        }

        return true;
    }

    private static string[] Texts(JsonObject rule, string list) => [.. (rule.List(list) ?? []).Select(item => item.Text ?? "").Order(StringComparer.Ordinal)];
}
