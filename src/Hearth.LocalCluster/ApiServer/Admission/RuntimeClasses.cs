using System.Text.Json.Nodes;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Admission;

/// <summary>What a pod's runtime class adds to it: overhead, nodes to run on, tolerations (the <c>RuntimeClass</c> plugin).</summary>
internal static class RuntimeClasses
{
    private const string Mismatch = "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead";

    public static void Admit(ApiContext context, JsonObject pod)
    {
        var spec = pod.Ensure("spec");
        if (Find(context, pod) is not { } runtime)
            return;
        if (runtime.Map("overhead")?.Map("podFixed") is { } overhead)
        {
            if (spec.Map("overhead") is { } stated && !AreEqual(stated, overhead))
                throw AdmissionErrors.Forbidden(pod, Mismatch);
            spec["overhead"] = overhead.DeepClone();
        }

        if (runtime.Map("scheduling") is { } scheduling)
            Schedule(pod, spec, scheduling);
    }

    /// <param name="statesOverhead">Whether an overhead was stated that says nothing.</param>
    public static void Check(ApiContext context, JsonObject pod, bool statesOverhead)
    {
        var (fixedOverhead, stated) = (Find(context, pod)?.Map("overhead")?.Map("podFixed"), pod.Map("spec")?.Map("overhead"));
        if (fixedOverhead is null && (stated is not null || statesOverhead))
            throw AdmissionErrors.Forbidden(pod, "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
        if (fixedOverhead is not null && (stated is null || !AreEqual(stated, fixedOverhead)))
            throw AdmissionErrors.Forbidden(pod, Mismatch);
    }

    private static JsonObject? Find(ApiContext context, JsonObject pod)
    {
        if (pod.Map("spec")?.Text("runtimeClassName") is not { } name)
            return null;
        if (name.Length == 0)
            throw new ApiException(500, "", "resource name may not be empty");
        if (AdmissionErrors.ImpossibleName(name) is { } why)
            throw new ApiException(500, "", why);
        return context.FindObject("node.k8s.io", "runtimeclasses", "", name) ?? throw AdmissionErrors.Forbidden(pod, $"pod rejected: RuntimeClass \"{name}\" not found");
    }

    private static bool AreEqual(JsonObject a, JsonObject b) =>
        a.Count == b.Count && a.All(entry => b.Text(entry.Key) is { } other && new Quantity(entry.Value.Text ?? "0").CompareTo(new Quantity(other)) == 0);

    private static void Schedule(JsonObject pod, JsonObject spec, JsonObject scheduling)
    {
        foreach (var (label, value) in scheduling.Map("nodeSelector") ?? [])
        {
            if (spec.Map("nodeSelector")?.Text(label) is { } stated && stated != value.Text)
                throw AdmissionErrors.Forbidden(pod, $"conflict: runtimeClass.scheduling.nodeSelector[{label}] = {value.Text}; pod.spec.nodeSelector[{label}] = {stated}");
            spec.Ensure("nodeSelector")[label] = value?.DeepClone();
        }

        var tolerations = spec.Objects("tolerations").Concat(scheduling.Objects("tolerations")).Select(toleration => toleration.DeepClone()).ToList();
        if (scheduling.Objects("tolerations").Any())
            spec["tolerations"] = new JsonArray([.. tolerations.Where((toleration, i) => !tolerations.Take(i).Any(other => JsonNode.DeepEquals(other, toleration)))]);
    }
}
