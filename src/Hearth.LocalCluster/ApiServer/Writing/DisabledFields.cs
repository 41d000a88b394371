using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>Fields of features that a server of this version knows and has switched off: they go without a word.</summary>
internal static class DisabledFields
{
    public static void Drop(JsonObject? spec)
    {
        if (spec is null)
            return;
        spec.Remove("hostnameOverride");
        foreach (var container in spec.Objects("containers"))
        {
            container.Remove("restartPolicy");
            Common(container);
        }

        foreach (var container in spec.Objects("initContainers"))
        {
            if (container.Text("restartPolicy") != "Always")
                container.Remove("restartPolicy");
            Common(container);
        }

        foreach (var container in spec.Objects("ephemeralContainers"))
            Common(container);
        foreach (var source in spec.Objects("volumes").SelectMany(volume => volume.Map("projected")?.Objects("sources") ?? []))
        {
            source.Remove("clusterTrustBundle");
            source.Remove("podCertificate");
        }

        foreach (var volume in spec.Objects("volumes"))
            volume.Remove("image");
    }

    private static void Common(JsonObject container)
    {
        container.Remove("restartPolicyRules");
        container.Map("lifecycle")?.Remove("stopSignal");
        foreach (var variable in container.Objects("env"))
            variable.Map("valueFrom")?.Remove("fileKeyRef");
    }
}
