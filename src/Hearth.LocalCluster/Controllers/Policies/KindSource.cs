using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.LocalCluster.ApiServer.Cel;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.Controllers.Policies;

/// <param name="Group">Empty for the core group.</param>
internal sealed record GroupVersionKind(string Group, string Version, string Kind)
{
    /// <summary>As Go prints it.</summary>
    public override string ToString() => $"{Group}/{Version}, Kind={Kind}";
}

/// <summary>Which kinds the server has, by its discovery, and what they are made of, by its OpenAPI documents. Each document is read once.</summary>
internal sealed class KindSource(KubeClient client)
{
    private readonly Dictionary<string, JsonObject?> _documents = new(StringComparer.Ordinal);

    /// <summary>The kinds of a resource, which may be named in the singular or be a list; with the core group those of the same name in every other group too.</summary>
    public async Task<IReadOnlyList<GroupVersionKind>> KindsAsync(string group, string version, string resource, CancellationToken cancellationToken)
    {
        List<string> groups = group.Length > 0 ? [group] : ["", .. await GroupsAsync(version, cancellationToken)];
        var kinds = new List<GroupVersionKind>();
        foreach (var candidate in groups)
        {
            var list = await ReadAsync(candidate.Length == 0 ? $"/api/{version}" : $"/apis/{candidate}/{version}", cancellationToken);
            kinds.AddRange((list?.Objects("resources") ?? []).Select(entry => Named(entry, resource.ToLowerInvariant())).OfType<string>().Distinct(StringComparer.Ordinal).Select(kind => new GroupVersionKind(candidate, version, kind)));
        }

        return kinds;
    }

    /// <summary>The type of a kind's objects under a name of its own; null where the server publishes none.</summary>
    public async Task<CelType?> TypeAsync(GroupVersionKind kind, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var document = await ReadAsync(kind.Group.Length == 0 ? $"/openapi/v3/api/{kind.Version}" : $"/openapi/v3/apis/{kind.Group}/{kind.Version}", cancellationToken);
        if (document?.Map("components")?.Map("schemas") is not { } schemas || schemas.Select(pair => pair.Value as JsonObject).FirstOrDefault(schema => schema is not null && IsOf(schema, kind)) is not { } found)
            return null;
        var nanosecond = now.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick;
        return CelType.OfSchema(found, isResource: true, kind.Kind + nanosecond.ToString(CultureInfo.InvariantCulture), SchemaReferences.Of(schemas));
    }

    private static string? Named(JsonObject entry, string resource)
    {
        var (name, kind) = (entry.Text("name") ?? "", entry.Text("kind") ?? "");
        if (name.Contains('/', StringComparison.Ordinal))
            return null;
        if (resource == name || resource == entry.Text("singularName"))
            return kind;
        var list = kind.ToLowerInvariant() + "list";
        return resource == list || resource == list + "s" ? kind + "List" : null;
    }

    private static bool IsOf(JsonObject schema, GroupVersionKind kind) =>
        schema.Objects("x-kubernetes-group-version-kind").Any(of => of.Text("group") == kind.Group && of.Text("version") == kind.Version && of.Text("kind") == kind.Kind);

    private async Task<IEnumerable<string>> GroupsAsync(string version, CancellationToken cancellationToken)
    {
        var list = await ReadAsync("/apis", cancellationToken);
        return (list?.Objects("groups") ?? []).Where(group => group.Objects("versions").Any(served => served.Text("version") == version)).Select(group => group.Text("name") ?? "");
    }

    private async Task<JsonObject?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (_documents.TryGetValue(path, out var known))
            return known;
        try
        {
            return _documents[path] = await client.GetJsonAsync(path, cancellationToken) as JsonObject;
        }
        catch (KubeException e) when (e.IsNotFound)
        {
            return _documents[path] = null;
        }
    }
}
