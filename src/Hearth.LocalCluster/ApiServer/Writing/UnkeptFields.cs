using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>What kinds other than those of pods lose when they are stored: fields of features that are off, and of older versions of the kind.</summary>
internal static class UnkeptFields
{
    public static void Drop(ApiResource resource, JsonObject value)
    {
        switch (resource.GroupResource)
        {
            case "leases.coordination.k8s.io":
                value.Map("spec")?.Remove("strategy");
                value.Map("spec")?.Remove("preferredHolder");
                break;
            case "horizontalpodautoscalers.autoscaling":
                value.Map("spec")?.Map("behavior")?.Map("scaleUp")?.Remove("tolerance");
                value.Map("spec")?.Map("behavior")?.Map("scaleDown")?.Remove("tolerance");
                break;
            case "volumeattachments.storage.k8s.io":
                value.Map("status")?.Map("attachError")?.Remove("errorCode");
                value.Map("status")?.Map("detachError")?.Remove("errorCode");
                break;
            case "csidrivers.storage.k8s.io":
                value.Map("spec")?.Remove("nodeAllocatableUpdatePeriodSeconds");
                break;
            case "deviceclasses.resource.k8s.io":
                value.Map("spec")?.Remove("extendedResourceName");
                break;
            case "nodes":
                value.Map("spec")?.Remove("configSource");
                break;
            case "serviceaccounts":
                foreach (var secret in value.Objects("secrets"))
                    KeepOnly(secret, "name");
                break;
            case "endpointslices.discovery.k8s.io":
                foreach (var endpoint in value.Objects("endpoints"))
                    endpoint.Remove("deprecatedTopology");
                break;
        }
    }

    private static void KeepOnly(JsonObject map, string name)
    {
        foreach (var other in map.Select(field => field.Key).Where(field => field != name).ToArray())
            map.Remove(other);
    }
}
