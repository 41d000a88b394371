using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Admission;

/// <summary>Resolves a pod's priority class (the <c>Priority</c> plugin).</summary>
internal static class PodPriority
{
    public static void Admit(ApiContext context, JsonObject pod)
    {
        var spec = pod.Ensure("spec");
        var name = spec.Text("priorityClassName");
        var found = name is { Length: > 0 }
            ? context.FindObject("scheduling.k8s.io", "priorityclasses", "", name)
                ?? throw ApiException.Forbidden("", "pods", pod.Map("metadata")?.Text("name") ?? "", $"no PriorityClass with name {name} was found")
            : context.Objects("scheduling.k8s.io", "priorityclasses").FirstOrDefault(candidate => candidate.IsTrue("globalDefault"));
        if (found is not null)
            spec["priorityClassName"] = found.Map("metadata")!.Text("name");
        var value = found?["value"].Number ?? 0;
        if (spec["priority"].Number is { } stated && stated != value)
        {
            throw ApiException.Forbidden(
                "", "pods", pod.Map("metadata")?.Text("name") ?? "", $"the integer value of priority ({stated}) must not be provided in pod spec; priority admission controller computed {value} from the given PriorityClass name");
        }

        spec["priority"] = value;
        spec.Default("preemptionPolicy", found?.Text("preemptionPolicy") ?? "PreemptLowerPriority");
    }
}
