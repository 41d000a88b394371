using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>Fields of features that a server of this version knows and has switched off: they go without a word.</summary>
internal static class DisabledFields
{
    private static readonly string[] s_lists = ["initContainers", "containers", "ephemeralContainers"];

    public static void Drop(ApiResource resource, JsonObject value)
    {
        if (resource.GroupResource == "statefulsets.apps")
            value.Map("spec")?.Map("updateStrategy")?.Map("rollingUpdate")?.Remove("maxUnavailable");
        if (value.Map("status") is { } status && resource.GroupResource is "pods" or "deployments.apps" or "replicasets.apps" or "replicationcontrollers")
        {
            status.Remove("terminatingReplicas");
            status.Remove("extendedResourceClaimStatus");
            foreach (var container in ((string[])["initContainerStatuses", "containerStatuses", "ephemeralContainerStatuses"]).SelectMany(status.Objects))
                container.Remove("allocatedResourcesStatus");
        }

        if (PodTemplates.Of(resource, value).Template?.Map("spec") is { } spec)
            Drop(spec);
    }

    private static void Drop(JsonObject spec)
    {
        spec.Remove("hostnameOverride");
        foreach (var list in s_lists)
        {
            foreach (var container in spec.Objects(list))
            {
                if (list != "initContainers" || container.Text("restartPolicy") != "Always")
                    container.Remove("restartPolicy");
                Common(container);
            }
        }

        foreach (var source in spec.Objects("volumes").SelectMany(volume => volume.Map("projected")?.Objects("sources") ?? []))
        {
            source.Remove("clusterTrustBundle");
            source.Remove("podCertificate");
        }

        Images(spec);
    }

    /// <summary>Volumes of images go with their mounts.</summary>
    private static void Images(JsonObject spec)
    {
        var names = spec.Objects("volumes").Where(volume => volume.ContainsKey("image")).Select(volume => volume.Text("name")).ToHashSet(StringComparer.Ordinal);
        if (names.Count == 0)
            return;
        Remove(spec, "volumes", volume => volume.ContainsKey("image"));
        foreach (var container in s_lists.SelectMany(spec.Objects))
            Remove(container, "volumeMounts", mount => names.Contains(mount.Text("name")));
    }

    private static void Remove(JsonObject owner, string list, Func<JsonObject, bool> goes)
    {
        var rest = owner.Objects(list).Where(item => !goes(item)).Select(item => item.DeepClone()).ToArray();
        if (rest.Length > 0)
            owner[list] = new JsonArray(rest);
        else
            owner.Remove(list);
    }

    private static void Common(JsonObject container)
    {
        container.Remove("restartPolicyRules");
        if (container.Map("lifecycle") is { } lifecycle && lifecycle.Remove("stopSignal") && lifecycle.Count == 0)
            container.Remove("lifecycle");
        foreach (var variable in container.Objects("env"))
            variable.Map("valueFrom")?.Remove("fileKeyRef");
    }
}
