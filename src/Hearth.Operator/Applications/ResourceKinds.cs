using Hearth.Kube.Core.Objects;

namespace Hearth.Operator.Applications;

/// <summary>Where an object of any kind lives in the API.</summary>
internal static class ResourceKinds
{
    public static ResourceType<KubeObject> Of(KubeObject obj)
    {
        var (version, kind) = obj switch
        {
            ConfigMap => ("v1", "ConfigMap"),
            Service => ("v1", "Service"),
            Secret => ("v1", "Secret"),
            PersistentVolumeClaim => ("v1", "PersistentVolumeClaim"),
            Pod => ("v1", "Pod"),
            _ => (obj.ApiVersion ?? "v1", obj.Kind ?? ""),
        };
        var slash = version.IndexOf('/', StringComparison.Ordinal);
        return ResourceTypes.Untyped(slash < 0 ? "" : version[..slash], version[(slash + 1)..], Plural(kind), kind);
    }

    private static string Plural(string kind)
    {
        var lower = kind.ToLowerInvariant();
        return lower.EndsWith('y') ? lower[..^1] + "ies" : lower.EndsWith('s') ? lower + "es" : lower + "s";
    }
}
