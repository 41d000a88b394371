using System.Text.RegularExpressions;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>The grammar of names (<c>k8s.io/apimachinery/pkg/util/validation</c>), with that package's words.</summary>
internal static partial class Names
{
    private const string LabelShape = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private const string SubdomainShape = "[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*";

    public const string SubdomainProblem =
        $"a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '{SubdomainShape}')";

    public const string LabelProblem =
        $"a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '{LabelShape}')";

    private const string Label1035Problem =
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")]
    private static partial Regex LabelPattern();

    [GeneratedRegex("^[a-z]([-a-z0-9]*[a-z0-9])?$")]
    private static partial Regex Label1035Pattern();

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$")]
    private static partial Regex SubdomainPattern();

    [GeneratedRegex("^_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*$")]
    private static partial Regex UnderscoreSubdomainPattern();

    [GeneratedRegex("^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$")]
    private static partial Regex QualifiedPattern();

    public static IEnumerable<string> Problems(ApiResource resource, string name, bool isPrefix)
    {
        // A prefix may end where the generated letters go on.
        var text = isPrefix ? AsPrefix(name) : name;
        return resource.GroupResource switch
        {
            "services" => Label1035Problems(text),
            "poddisruptionbudgets.policy" or "events" or "certificatesigningrequests.certificates.k8s.io" => PathSegmentProblems(text),
            "apiservices.apiregistration.k8s.io" or "ipaddresses.networking.k8s.io" => [],
            "namespaces" or "statefulsets.apps" => LabelProblems(text),
            "roles.rbac.authorization.k8s.io" or "rolebindings.rbac.authorization.k8s.io" or "clusterroles.rbac.authorization.k8s.io" or "clusterrolebindings.rbac.authorization.k8s.io" => PathSegmentProblems(text),
            _ => SubdomainProblems(text),
        };
    }

    /// <summary>A name as it may look once letters follow it: a hyphen may come last.</summary>
    public static string AsPrefix(string name) => name.Length > 1 && name.EndsWith('-') ? name[..^2] + "a" : name;

    public static IEnumerable<string> SubdomainProblems(string name)
    {
        if (name.Length > 253)
            yield return "must be no more than 253 characters";
        if (!SubdomainPattern().IsMatch(name))
            yield return SubdomainProblem;
    }

    /// <summary>Search domains may begin their labels with an underscore.</summary>
    public static IEnumerable<string> UnderscoreSubdomainProblems(string name)
    {
        if (name.Length > 253)
            yield return "must be no more than 253 characters";
        if (!UnderscoreSubdomainPattern().IsMatch(name))
            yield return "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')";
    }

    /// <summary>Domains of which the first label stands for any.</summary>
    public static IEnumerable<string> WildcardProblems(string name)
    {
        if (name.Length > 253)
            yield return "must be no more than 253 characters";
        if (!name.StartsWith("*.", StringComparison.Ordinal) || !SubdomainPattern().IsMatch(name[2..]))
            yield return $"a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.{SubdomainShape}')";
    }

    /// <summary>Domains of at least two labels.</summary>
    public static IEnumerable<string> DomainProblems(string name)
    {
        var plain = name.EndsWith('.') ? name[..^1] : name;
        var problems = SubdomainProblems(plain).ToArray();
        foreach (var problem in problems)
            yield return problem;
        if (problems.Length == 0 && plain.Split('.').Length < 2)
            yield return "should be a domain with at least two segments separated by dots";
    }

    public static IEnumerable<string> LabelProblems(string name)
    {
        if (name.Length > 63)
            yield return "must be no more than 63 characters";
        if (!LabelPattern().IsMatch(name))
            yield return SubdomainPattern().IsMatch(name) ? "must not contain dots" : LabelProblem;
    }

    public static IEnumerable<string> Label1035Problems(string name)
    {
        if (name.Length > 63)
            yield return "must be no more than 63 characters";
        if (!Label1035Pattern().IsMatch(name))
            yield return Label1035Problem;
    }

    public static IEnumerable<string> PathSegmentProblems(string name)
    {
        if (name is "." or "..")
            yield return $"may not be '{name}'";
        if (name.Contains('/', StringComparison.Ordinal))
            yield return "may not contain '/'";
        if (name.Contains('%', StringComparison.Ordinal))
            yield return "may not contain '%'";
    }

    /// <summary>Label and annotation keys: an optional DNS prefix and a name.</summary>
    public static IEnumerable<string> QualifiedNameProblems(string key)
    {
        const string Must = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
        var parts = key.Split('/');
        var name = parts[^1];
        if (parts.Length > 2)
        {
            yield return $"a qualified name {Must} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
            yield break;
        }

        if (parts.Length == 2)
        {
            if (parts[0].Length == 0)
                yield return "prefix part must be non-empty";
            else
            {
                foreach (var problem in SubdomainProblems(parts[0]))
                    yield return "prefix part " + problem;
            }
        }

        if (name.Length == 0)
            yield return "name part must be non-empty";
        else if (name.Length > 63)
            yield return "name part must be no more than 63 characters";
        if (!QualifiedPattern().IsMatch(name))
            yield return "name part " + Must;
    }

    public static IEnumerable<string> LabelValueProblems(string value)
    {
        if (value.Length > 63)
            yield return "must be no more than 63 characters";
        if (value.Length > 0 && !QualifiedPattern().IsMatch(value))
            yield return "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
    }
}
