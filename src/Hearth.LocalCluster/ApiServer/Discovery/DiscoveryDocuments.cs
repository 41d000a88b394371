using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Discovery;

/// <summary>What clients read first: which groups, versions and resources there are, in the old form and in the aggregated one.</summary>
internal sealed class DiscoveryDocuments(ResourceRegistry resources)
{
    public static JsonObject Versions(string address) => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(new JsonObject { ["clientCIDR"] = "0.0.0.0/0", ["serverAddress"] = address }),
    };

    public JsonObject Groups() => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. GroupNames().Select(JsonNode (group) => Group(group, false)!)]),
    };

    /// <summary>Null where there is no such group.</summary>
    public JsonObject? Group(string group, bool withKind = true)
    {
        var versions = VersionsOf(group);
        if (versions.Count == 0)
            return null;
        JsonObject Version(string version) => new() { ["groupVersion"] = $"{group}/{version}", ["version"] = version };
        var result = new JsonObject();
        if (withKind)
        {
            result["kind"] = "APIGroup";
            result["apiVersion"] = "v1";
        }

        result["name"] = group;
        result["versions"] = new JsonArray([.. versions.Select(JsonNode (version) => Version(version))]);
        result["preferredVersion"] = Version(versions[0]);
        return result;
    }

    /// <summary>Null where there is no such version.</summary>
    public JsonObject? Resources(string group, string version)
    {
        var list = new JsonArray();
        foreach (var resource in InVersion(group, version))
        {
            list.Add((JsonNode)Legacy(resource));
            foreach (var subresource in resource.Subresources.Values.OrderBy(sub => resource.Custom is null ? sub.Name : sub.Name == "status" ? "" : sub.Name, StringComparer.Ordinal))
                list.Add((JsonNode)Legacy(resource, subresource));
        }

        if (list.Count == 0)
            return null;
        var document = new JsonObject { ["kind"] = "APIResourceList" };
        if (group.Length > 0)
            document["apiVersion"] = "v1";
        document["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}";
        document["resources"] = list;
        return document;
    }

    private static JsonObject Legacy(ApiResource resource)
    {
        var entry = new JsonObject
        {
            ["name"] = resource.Plural,
            ["singularName"] = resource.Singular,
            ["namespaced"] = resource.IsNamespaced,
            ["kind"] = resource.Kind,
            ["verbs"] = Texts(resource.Verbs),
        };
        if (resource.ShortNames.Count > 0)
            entry["shortNames"] = Texts(resource.ShortNames);
        if (resource.Categories.Count > 0)
            entry["categories"] = Texts(resource.Categories);
        if (resource.Allows("list") && resource.Plural != "componentstatuses")
            entry["storageVersionHash"] = StorageVersionHash(resource);
        return entry;
    }

    private static JsonObject Legacy(ApiResource resource, ApiSubresource subresource)
    {
        var entry = new JsonObject
        {
            ["name"] = $"{resource.Plural}/{subresource.Name}",
            ["singularName"] = "",
            ["namespaced"] = resource.IsNamespaced,
        };
        if (subresource.Group is not null)
        {
            entry["group"] = subresource.Group;
            entry["version"] = subresource.Version;
        }

        entry["kind"] = subresource.Kind;
        entry["verbs"] = Texts(subresource.Verbs);
        return entry;
    }

    /// <summary>As the real one: the start of a digest of group, version and kind.</summary>
    private static string StorageVersionHash(ApiResource resource)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{resource.Group}/{resource.Custom?.StorageVersion ?? resource.Version}/{resource.Kind}"));
        return Convert.ToBase64String(digest.AsSpan(0, 8));
    }

    /// <summary>The aggregated form of <c>/api</c> (<paramref name="core"/>) or <c>/apis</c>.</summary>
    public JsonObject Aggregated(bool core) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = "apidiscovery.k8s.io/v2",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. (core ? [""] : GroupNames()).Select(JsonNode (group) => AggregatedGroup(group))]),
    };

    private JsonObject AggregatedGroup(string group)
    {
        var metadata = new JsonObject();
        if (group.Length > 0)
            metadata["name"] = group;
        return new JsonObject
        {
            ["metadata"] = metadata,
            ["versions"] = new JsonArray([.. VersionsOf(group).Select(JsonNode (version) => new JsonObject
            {
                ["version"] = version,
                ["resources"] = new JsonArray([.. InVersion(group, version).Select(JsonNode (resource) => Aggregated(resource))]),
                ["freshness"] = "Current",
            })]),
        };
    }

    private static JsonObject Aggregated(ApiResource resource)
    {
        var entry = new JsonObject
        {
            ["resource"] = resource.Plural,
            ["responseKind"] = Kind(resource, null, resource.Kind),
            ["scope"] = resource.IsNamespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = resource.Singular,
            ["verbs"] = Texts(resource.Verbs),
        };
        if (resource.ShortNames.Count > 0)
            entry["shortNames"] = Texts(resource.ShortNames);
        if (resource.Categories.Count > 0)
            entry["categories"] = Texts(resource.Categories);
        if (resource.Subresources.Count > 0)
        {
            entry["subresources"] = new JsonArray([.. resource.Subresources.Values.OrderBy(sub => sub.Name, StringComparer.Ordinal).Select(JsonNode (sub) => new JsonObject
            {
                ["subresource"] = sub.Name,
                ["responseKind"] = Kind(resource, sub, sub.Kind),
                ["verbs"] = Texts(sub.Verbs),
            })]);
        }

        return entry;
    }

    /// <summary>Built-in kinds of the resource's own version leave group and version empty.</summary>
    private static JsonObject Kind(ApiResource resource, ApiSubresource? subresource, string kind) => new()
    {
        ["group"] = subresource?.Group ?? (resource.Custom is null ? "" : resource.Group),
        ["version"] = subresource?.Version ?? (resource.Custom is null ? "" : resource.Version),
        ["kind"] = kind,
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)JsonValue.Create(text))]);

    private IEnumerable<string> GroupNames()
    {
        var builtIn = ResourceRegistry.BuiltIn.Select(resource => resource.Group).Distinct(StringComparer.Ordinal).Where(group => group.Length > 0).ToList();
        var custom = resources.All.Where(resource => resource.Custom is not null).Select(resource => resource.Group)
            .Distinct(StringComparer.Ordinal).Except(builtIn, StringComparer.Ordinal).Order(StringComparer.Ordinal);
        return builtIn.Concat(custom);
    }

    private List<string> VersionsOf(string group)
    {
        var versions = resources.All.Where(resource => resource.Group == group).Select(resource => resource.Version).Distinct(StringComparer.Ordinal).ToList();
        versions.Sort(VersionPriority.Compare);
        return versions;
    }

    private IEnumerable<ApiResource> InVersion(string group, string version) =>
        resources.All.Where(resource => resource.Group == group && resource.Version == version).OrderBy(resource => resource.Plural, StringComparer.Ordinal);
}

/// <summary>v2, v1, v1beta2, v1beta1, v1alpha1, then anything else by name.</summary>
internal static class VersionPriority
{
    public static int Compare(string a, string b)
    {
        var left = Parse(a);
        var right = Parse(b);
        if (left is null || right is null)
            return left is null ? right is null ? string.CompareOrdinal(a, b) : 1 : -1;
        return right.Value.CompareTo(left.Value);
    }

    private static (int Stability, int Major, int Minor)? Parse(string version)
    {
        var match = System.Text.RegularExpressions.Regex.Match(version, "^v(?<major>[0-9]+)((?<stability>alpha|beta)(?<minor>[0-9]+))?$", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
        if (!match.Success)
            return null;
        var stability = match.Groups["stability"].Value switch { "alpha" => 0, "beta" => 1, _ => 2 };
        _ = int.TryParse(match.Groups["major"].Value, out var major);
        _ = int.TryParse(match.Groups["minor"].Value, out var minor);
        return (stability, major, minor);
    }
}
