using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Resources;

/// <summary>Every resource the server has: the built-in ones of <c>Facts/resources.txt</c>, and those of installed definitions.</summary>
internal sealed class ResourceRegistry
{
    private static readonly Dictionary<char, string> s_verbs = new()
    {
        ['c'] = "create",
        ['d'] = "delete",
        ['D'] = "deletecollection",
        ['g'] = "get",
        ['l'] = "list",
        ['p'] = "patch",
        ['u'] = "update",
        ['w'] = "watch",
    };

    private static readonly Lazy<IReadOnlyList<ApiResource>> s_builtIn = new(() => [.. ReadBuiltIn()]);
    private readonly Lock _gate = new();
    private Dictionary<(string Group, string Version, string Plural), ApiResource> _byName;

    public ResourceRegistry()
    {
        _byName = BuiltIn.ToDictionary(resource => (resource.Group, resource.Version, resource.Plural));
    }

    public static IReadOnlyList<ApiResource> BuiltIn => s_builtIn.Value;

    /// <summary>Counts the changes to the set of resources, for caches of discovery and OpenAPI documents.</summary>
    public int Generation { get; private set; }

    public IReadOnlyCollection<ApiResource> All => _byName.Values;

    public ApiResource? Find(string group, string version, string plural) => _byName.GetValueOrDefault((group, version, plural));

    public ApiResource? FindKind(string group, string version, string kind) =>
        _byName.Values.FirstOrDefault(resource => resource.Group == group && resource.Version == version && resource.Kind == kind);

    /// <summary>Any version of the resource: the one it is stored in.</summary>
    public ApiResource? FindStored(string group, string plural) =>
        _byName.Values.FirstOrDefault(resource => resource.Group == group && resource.Plural == plural && resource.Custom?.IsStorage != false);

    /// <summary>Replaces all versions of a custom resource; an empty list removes it.</summary>
    public void Replace(string group, string plural, IEnumerable<ApiResource> versions)
    {
        lock (_gate)
        {
            var changed = new Dictionary<(string, string, string), ApiResource>(_byName);
            foreach (var known in _byName.Values.Where(known => known.Group == group && known.Plural == plural))
                changed.Remove((known.Group, known.Version, known.Plural));
            foreach (var version in versions)
                changed[(version.Group, version.Version, version.Plural)] = version;
            _byName = changed;
            Generation++;
        }
    }

    private static IEnumerable<ApiResource> ReadBuiltIn()
    {
        string group = "", version = "";
        string[]? words = null;
        var subresources = new Dictionary<string, ApiSubresource>(StringComparer.Ordinal);
        foreach (var line in Schemas.Read("resources.txt"))
        {
            if (line.StartsWith("  /", StringComparison.Ordinal))
            {
                var subresource = ReadSubresource(line[3..].Split(' '));
                subresources[subresource.Name] = subresource;
                continue;
            }

            if (words is not null)
                yield return Resource(group, version, words, subresources);
            words = null;
            subresources = new(StringComparer.Ordinal);
            if (line.StartsWith(' '))
                words = line[1..].Split(' ');
            else
                (group, version) = line.Split('/') is [var g, var v] ? (g == "core" ? "" : g, v) : throw new InvalidDataException(line);
        }

        if (words is not null)
            yield return Resource(group, version, words, subresources);
    }

    private static ApiResource Resource(string group, string version, string[] words, Dictionary<string, ApiSubresource> subresources) => new()
    {
        Group = group,
        Version = version,
        Plural = words[0],
        Kind = words[1],
        Singular = words[2],
        IsNamespaced = words[3] == "ns",
        Verbs = Verbs(words[4]),
        ShortNames = List(words, "short="),
        Categories = List(words, "categories="),
        Subresources = subresources,
        Schema = Schemas.BuiltIn.Find(SchemaName(group, version, words[1])) ?? TypeSchema.Any,
        SelectableFields = Selection.SelectableFields.Of(group, words[0]),
    };

    /// <summary>The short name of a kind's type in <c>Facts/schemas.txt</c>: <c>apps.v1.Deployment</c>, <c>rbac.v1.Role</c>.</summary>
    internal static string SchemaName(string group, string version, string kind)
    {
        var package = group.Length == 0 ? "core" : group == "flowcontrol.apiserver.k8s.io" ? "flowcontrol" : group.Split('.')[0];
        return $"{package}.{version}.{kind}";
    }

    private static ApiSubresource ReadSubresource(string[] words)
    {
        var other = words.FirstOrDefault(word => word.StartsWith("as=", StringComparison.Ordinal))?[3..].Split('/');
        return new ApiSubresource(words[0], words[1], Verbs(words[2]), other?[0], other?[1]);
    }

    private static string[] Verbs(string letters) => [.. letters.Select(letter => s_verbs[letter])];

    private static string[] List(string[] words, string flag) =>
        words.FirstOrDefault(word => word.StartsWith(flag, StringComparison.Ordinal))?[flag.Length..].Split(',') ?? [];
}
