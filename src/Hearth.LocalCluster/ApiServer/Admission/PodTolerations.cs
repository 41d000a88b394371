using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Admission;

/// <summary>Pods stay five minutes on a node that is not ready (the <c>DefaultTolerationSeconds</c> plugin).</summary>
internal static class PodTolerations
{
    private static readonly string[] s_keys = ["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"];

    public static void Admit(JsonObject pod)
    {
        var spec = pod.Ensure("spec");
        foreach (var key in s_keys)
        {
            var tolerated = spec.Objects("tolerations").Any(toleration =>
                (toleration.Text("key") == key || string.IsNullOrEmpty(toleration.Text("key")))
                && toleration.Text("effect") is null or "" or "NoExecute");
            if (tolerated)
                continue;
            if (spec.List("tolerations") is not { } tolerations)
                spec["tolerations"] = tolerations = [];
            JsonNode added = new JsonObject { ["key"] = key, ["operator"] = "Exists", ["effect"] = "NoExecute", ["tolerationSeconds"] = 300L };
            tolerations.Add(added);
        }
    }
}
