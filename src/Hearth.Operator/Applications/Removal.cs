using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;

namespace Hearth.Operator.Applications;

/// <summary>Removes what an application has beside its pods. What cannot be removed must not keep the application from its end.</summary>
internal static class Removal
{
    /// <summary>Nothing happens where the object, or its kind, does not exist, or where the operator may not delete it.</summary>
    public static async Task RemoveAsync(this KubeClient client, ResourceType<KubeObject> type, string? ns, string name, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteAsync(type, ns, name, null, cancellationToken);
        }
        catch (KubeException e) when (e.IsNotFound || e.IsForbidden)
        {
            // No CRD of a scheduler or gateway: then nothing was made either. What stays goes with the application.
        }
    }

    public static Task RemoveAsync(this KubeClient client, KubeObject obj, string? ns, CancellationToken cancellationToken) =>
        client.RemoveAsync(ResourceKinds.Of(obj), ns, obj.Metadata.Name!, cancellationToken);
}
