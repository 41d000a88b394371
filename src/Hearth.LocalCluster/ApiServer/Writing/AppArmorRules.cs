using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Pods;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>AppArmor profiles of new pods that are stated by annotations of old: they become fields.</summary>
internal static class AppArmorRules
{
    public static void Apply(RequestInfo request, JsonObject pod)
    {
        var spec = pod.Ensure("spec");
        if (spec.Map("os")?.Text("name") == "windows")
            return;
        var warnings = new Warnings();
        var ofPod = spec.Map("securityContext")?.Map("appArmorProfile");
        foreach (var container in spec.Objects("initContainers").Concat(spec.Objects("containers")))
        {
            var key = ProfileAnnotations.AppArmor + container.Text("name");
            var own = container.Map("securityContext")?.Map("appArmorProfile");
            var annotation = pod.Map("metadata")?.Map("annotations")?.Text(key);
            if (annotation is null || own is not null)
                continue;
            var stated = Profile(annotation);
            var isNew = stated is not null && !JsonNode.DeepEquals(stated, ofPod);
            if (isNew)
                container.Ensure("securityContext")["appArmorProfile"] = stated;
            if (stated is null || isNew)
                warnings.Add($"metadata.annotations[{key}]: deprecated since v1.30; use the \"appArmorProfile\" field instead");
        }

        warnings.WriteTo(request.Context);
    }

    private static JsonObject? Profile(string annotation) => annotation switch
    {
        "unconfined" => new JsonObject { ["type"] = "Unconfined" },
        "runtime/default" => new JsonObject { ["type"] = "RuntimeDefault" },
        _ when annotation.StartsWith("localhost/", StringComparison.Ordinal) && annotation["localhost/".Length..] is var local && local.Trim().Length > 0 && local.Trim() == local =>
            new JsonObject { ["type"] = "Localhost", ["localhostProfile"] = local },
        _ => null,
    };
}
