using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Controllers;

/// <summary>The kinds that a server has, by what its discovery says.</summary>
internal static class KindCatalog
{
    /// <summary>Every kind that can be listed, watched and deleted, once each, in the version that the server prefers.</summary>
    public static async Task<IReadOnlyList<ResourceType<KubeObject>>> ReadAsync(KubeClient client, CancellationToken cancellationToken)
    {
        var kinds = new List<ResourceType<KubeObject>>();
        kinds.AddRange(Kinds(await client.GetJsonAsync("/api/v1", cancellationToken), "", "v1"));
        var groups = (await client.GetJsonAsync("/apis", cancellationToken))["groups"]?.AsArray() ?? [];
        foreach (var group in groups)
        {
            var name = (string?)group?["name"] ?? "";
            var version = (string?)group?["preferredVersion"]?["version"] ?? "";
            kinds.AddRange(Kinds(await client.GetJsonAsync($"/apis/{name}/{version}", cancellationToken), name, version));
        }

        return kinds;
    }

    private static IEnumerable<ResourceType<KubeObject>> Kinds(JsonNode list, string group, string version)
    {
        foreach (var resource in list["resources"]?.AsArray() ?? [])
        {
            var plural = (string?)resource?["name"] ?? "";
            var verbs = (resource?["verbs"]?.AsArray() ?? []).Select(v => (string?)v).ToHashSet(StringComparer.Ordinal);
            // Events belong to nobody and are many; their own group repeats them.
            if (plural.Contains('/', StringComparison.Ordinal) || plural == "events" || !verbs.IsSupersetOf(["list", "watch", "delete"]))
                continue;
            yield return ResourceTypes.Untyped(group, version, plural, (string?)resource?["kind"] ?? "", (bool?)resource?["namespaced"] ?? false);
        }
    }
}
