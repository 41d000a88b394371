using System.Text;
using Hearth.Kube.Core.Patching;

namespace Hearth.LocalCluster.ApiServer.Resources;

/// <summary>A resource in one version of its group: what discovery says of it, and the type of its objects.</summary>
internal sealed class ApiResource
{
    public required string Group { get; init; }
    public required string Version { get; init; }
    public required string Plural { get; init; }
    public required string Singular { get; init; }
    public required string Kind { get; init; }
    public string ListKind { get => field ??= Kind + "List"; init; }
    public required bool IsNamespaced { get; init; }
    public required IReadOnlyList<string> Verbs { get; init; }
    public IReadOnlyList<string> ShortNames { get; init; } = [];
    public IReadOnlyList<string> Categories { get; init; } = [];
    public IReadOnlyDictionary<string, ApiSubresource> Subresources { get; init; } = new Dictionary<string, ApiSubresource>(StringComparer.Ordinal);
    public required TypeSchema Schema { get; init; }

    /// <summary>The definition that made this resource; null for built-in ones.</summary>
    public CustomResources.CustomResource? Custom { get; init; }

    /// <summary>The fields that field selectors may name beside <c>metadata.name</c> and <c>metadata.namespace</c>.</summary>
    public IReadOnlyList<string> SelectableFields { get; init; } = [];

    /// <summary><c>v1</c> or <c>apps/v1</c>.</summary>
    public string ApiVersion => field ??= Group.Length == 0 ? Version : Group + "/" + Version;

    /// <summary>The resource with its group, as messages and the store name it: <c>pods</c>, <c>deployments.apps</c>.</summary>
    public string GroupResource => field ??= Group.Length == 0 ? Plural : Plural + "." + Group;

    /// <summary>Where the objects are kept: events of both groups are the same objects.</summary>
    public string TableName => Group == "events.k8s.io" ? "events" : GroupResource;

    public bool HasStatus => Subresources.ContainsKey("status");

    /// <summary>What an encoded object starts with, up to <c>"metadata"</c>.</summary>
    public byte[] Header => field ??= Encoding.UTF8.GetBytes($"{{\"kind\":\"{Kind}\",\"apiVersion\":\"{ApiVersion}\",");

    public bool Allows(string verb) => Verbs.Contains(verb);
}

/// <summary>A subresource as discovery lists it; <paramref name="Group"/> is null where its kind is of the resource's own version.</summary>
internal sealed record ApiSubresource(string Name, string Kind, IReadOnlyList<string> Verbs, string? Group = null, string? Version = null);
