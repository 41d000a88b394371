using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Objects;

namespace Hearth.Kube.Client;

/// <summary>Finds where the server keeps a kind, for objects that come from manifests.</summary>
public sealed class Discovery(KubeClient client)
{
    private readonly ConcurrentDictionary<string, IReadOnlyList<ResourceType<KubeObject>>> _known = new(StringComparer.Ordinal);

    /// <summary>Null where the server does not know the kind (its CRD may be missing).</summary>
    /// <param name="apiVersion"><c>v1</c> or <c>group/v1</c>.</param>
    /// <param name="kind">For example <c>ConfigMap</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<ResourceType<KubeObject>?> FindAsync(string apiVersion, string kind, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(apiVersion, out var known) && Of(known, kind) is { } found)
            return found;
        // Kinds come with new CRDs: what is not known is asked for again.
        return Of(_known[apiVersion] = await ReadAsync(apiVersion, cancellationToken), kind);
    }

    private static ResourceType<KubeObject>? Of(IReadOnlyList<ResourceType<KubeObject>> types, string kind) => types.FirstOrDefault(t => t.Kind == kind);

    private async Task<IReadOnlyList<ResourceType<KubeObject>>> ReadAsync(string apiVersion, CancellationToken cancellationToken)
    {
        var (group, version) = apiVersion.Split('/', 2) is [var g, var v] ? (g, v) : ("", apiVersion);
        try
        {
            var answer = await client.GetJsonAsync(group.Length == 0 ? $"/api/{version}" : $"/apis/{group}/{version}", cancellationToken);
            return [.. (answer["resources"] as JsonArray ?? []).OfType<JsonObject>().Where(IsWhole).Select(r => TypeOf(group, version, r))];
        }
        catch (KubeException e) when (e.IsNotFound)
        {
            return [];
        }
    }

    private static bool IsWhole(JsonObject resource) => resource["name"]?.ToString() is { } name && !name.Contains('/', StringComparison.Ordinal);

    private static ResourceType<KubeObject> TypeOf(string group, string version, JsonObject resource) => ResourceTypes.Untyped(
        group, version, resource["name"]!.ToString(), resource["kind"]?.ToString() ?? "", resource["namespaced"]?.GetValue<bool>() ?? true);
}
