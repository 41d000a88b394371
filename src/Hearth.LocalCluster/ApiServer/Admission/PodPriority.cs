using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

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
                ?? throw AdmissionErrors.Forbidden(pod, $"no PriorityClass with name {name} was found")
            : context.Objects("scheduling.k8s.io", "priorityclasses").FirstOrDefault(candidate => candidate.IsTrue("globalDefault"));
        if (found is not null)
            spec["priorityClassName"] = found.Map("metadata")!.Text("name");
        var value = found?["value"].Number ?? 0;
        if (spec["priority"].Number is { } stated && stated != value)
        {
            throw AdmissionErrors.Forbidden(
                pod, $"the integer value of priority ({stated}) must not be provided in pod spec; priority admission controller computed {value} from the given PriorityClass name");
        }

        spec["priority"] = value;
        var policy = found?.Text("preemptionPolicy") ?? "PreemptLowerPriority";
        if (spec.Text("preemptionPolicy") is { } other && other != policy)
            throw AdmissionErrors.Forbidden(pod, $"the string value of PreemptionPolicy ({other}) must not be provided in pod spec; priority admission controller computed {policy} from the given PriorityClass name");
        spec["preemptionPolicy"] = policy;
    }
}
