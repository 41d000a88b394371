using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Security;

/// <summary>One rule of a role, read once: what it allows, and whether it covers another rule.</summary>
internal sealed record RoleRule(string[] Verbs, string[] Groups, string[] Resources, string[] Names, string[] Urls)
{
    /// <summary>Everything: what only an administrator may pass on.</summary>
    public static readonly RoleRule[] Everything = [new(["*"], ["*"], ["*"], [], []), new(["*"], [], [], [], ["*"])];

    public static RoleRule[] ReadAll(JsonObject? role) => [.. (role?.Objects("rules") ?? []).Select(Read)];

    private static RoleRule Read(JsonObject rule) => new(
        Texts(rule, "verbs"), Texts(rule, "apiGroups"), Texts(rule, "resources"), Texts(rule, "resourceNames"), Texts(rule, "nonResourceURLs"));

    public bool Allows(AccessQuestion question)
    {
        if (!Has(Verbs, question.Verb))
            return false;
        if (question.Path.Length > 0)
            return CoversUrl(question.Path);
        return Has(Groups, question.Group) && CoversResource(question.Resource, question.Subresource)
            && (Names.Length == 0 || Array.IndexOf(Names, question.Name) >= 0);
    }

    private bool CoversUrl(string path)
    {
        foreach (var url in Urls)
        {
            if (url == "*" || url == path || url.EndsWith('*') && path.StartsWith(url.AsSpan(0, url.Length - 1), StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    private bool CoversResource(string resource, string subresource)
    {
        foreach (var known in Resources)
        {
            if (known == "*")
                return true;
            if (subresource.Length == 0 ? known == resource : IsSubresource(known, resource, subresource))
                return true;
        }

        return false;
    }

    private static bool IsSubresource(string known, string resource, string subresource)
    {
        var slash = known.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && known.AsSpan(slash + 1).SequenceEqual(subresource) && (known.AsSpan(0, slash).SequenceEqual("*") || known.AsSpan(0, slash).SequenceEqual(resource));
    }

    /// <summary>This rule as rules of one verb, group and resource (or path) each.</summary>
    public IEnumerable<RoleRule> Single()
    {
        foreach (var group in Groups)
        {
            foreach (var resource in Resources)
            {
                foreach (var verb in Verbs)
                {
                    if (Names.Length == 0)
                        yield return new RoleRule([verb], [group], [resource], [], []);
                    foreach (var name in Names)
                        yield return new RoleRule([verb], [group], [resource], [name], []);
                }
            }
        }

        foreach (var url in Urls)
        {
            foreach (var verb in Verbs)
                yield return new RoleRule([verb], [], [], [], [url]);
        }
    }

    /// <summary>Whether whoever has this rule has <paramref name="single"/> too.</summary>
    public bool Covers(RoleRule single)
    {
        if (!Has(Verbs, single.Verbs[0]))
            return false;
        if (single.Urls.Length > 0)
            return CoversUrl(single.Urls[0]);
        var parts = single.Resources[0].Split('/', 2);
        return Has(Groups, single.Groups[0]) && CoversResource(parts[0], parts.Length > 1 ? parts[1] : "")
            && (Names.Length == 0 || single.Names.Length > 0 && Array.IndexOf(Names, single.Names[0]) >= 0);
    }

    /// <summary><c>{APIGroups:[""], Resources:["pods"], Verbs:["get"]}</c></summary>
    public override string ToString()
    {
        var parts = new List<string>();
        Add("APIGroups", Groups);
        Add("Resources", Resources);
        Add("NonResourceURLs", Urls);
        Add("ResourceNames", Names);
        Add("Verbs", Verbs);
        return $"{{{string.Join(", ", parts)}}}";

        void Add(string name, string[] values)
        {
            if (values.Length > 0)
                parts.Add($"{name}:[{string.Join(' ', values.Select(value => $"\"{value}\""))}]");
        }
    }

    private static bool Has(string[] known, string value) => Array.IndexOf(known, "*") >= 0 || Array.IndexOf(known, value) >= 0;

    private static string[] Texts(JsonObject rule, string field) => [.. (rule.List(field) ?? []).Select(value => value.Text ?? "")];
}
