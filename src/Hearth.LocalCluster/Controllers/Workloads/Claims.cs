using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.LocalCluster.ApiServer.Selection;

namespace Hearth.LocalCluster.Controllers;

/// <summary>
/// Which objects belong to an owner: those that it controls and that its selector still fits. Orphans that fit are adopted, those that fit no
/// more are released.
/// </summary>
internal sealed class Claims(KubeClient client)
{
    public static bool Selects(KubeObject owner, KubeObject item) => owner.Spec()["selector"] is JsonObject selector && Selectors.Matches(selector, Labels(item));

    public async Task<List<T>> OfAsync<T>(ResourceType<T> type, ResourceType<KubeObject> ownerType, KubeObject owner, Func<T, bool> matters, CancellationToken cancellationToken)
        where T : KubeObject
    {
        var mine = new List<T>();
        var mayAdopt = owner.Metadata.DeletionTimestamp is null ? (bool?)null : false;
        foreach (var item in (await client.ListAsync(type, owner.Metadata.Namespace, null, cancellationToken)).Items.Where(matters))
        {
            if (item.IsControlledBy(owner))
            {
                if (Selects(owner, item))
                    mine.Add(item);
                else if (owner.Metadata.DeletionTimestamp is null)
                    await WriteAsync(type, item, [.. item.Metadata.OwnerReferences!.Where(o => o.Uid != owner.Metadata.Uid)], cancellationToken);
            }
            else if (item.Metadata.DeletionTimestamp is null && item.Metadata.OwnerReferences?.Any(o => o.Controller == true) != true && Selects(owner, item)
                && (mayAdopt ??= await IsThereAsync(ownerType, owner, cancellationToken))
                && await WriteAsync(type, item, [.. item.Metadata.OwnerReferences ?? [], Kinds.ControllerOf(ownerType, owner)], cancellationToken) is { } adopted)
            {
                mine.Add(adopted);
            }
        }

        return mine;
    }

    /// <summary>Not deleted meanwhile, perhaps with the wish that its dependents become orphans.</summary>
    private async Task<bool> IsThereAsync(ResourceType<KubeObject> type, KubeObject owner, CancellationToken cancellationToken) =>
        await client.FindAsync(type, owner.Metadata.Namespace, owner.Metadata.Name!, cancellationToken) is { Metadata.DeletionTimestamp: null } present && present.Metadata.Uid == owner.Metadata.Uid;

    private async Task<T?> WriteAsync<T>(ResourceType<T> type, T item, IEnumerable<OwnerReference> owners, CancellationToken cancellationToken)
        where T : KubeObject
    {
        var references = (JsonArray)JsonSerializer.SerializeToNode([.. owners], KubeJson.Default.ListOwnerReference)!;
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = item.Metadata.ResourceVersion, ["ownerReferences"] = references.Count > 0 ? references : null } };
        try
        {
            return await client.PatchAsync(type, item.Metadata.Namespace, item.Metadata.Name!, Patch.Merge(patch), cancellationToken);
        }
        catch (KubeException error) when (error.IsNotFound)
        {
            return null;
        }
    }

    private static JsonObject Labels(KubeObject item) =>
        new((item.Metadata.Labels ?? new Dictionary<string, string>()).Select(label => KeyValuePair.Create<string, JsonNode?>(label.Key, JsonValue.Create(label.Value))));
}
