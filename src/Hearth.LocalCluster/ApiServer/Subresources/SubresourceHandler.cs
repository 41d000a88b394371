using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Deleting;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Pods;
using Hearth.LocalCluster.ApiServer.Reading;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer.Subresources;

/// <summary>Requests below an object.</summary>
internal sealed class SubresourceHandler(
    ApiContext context, ReadHandler reads, WriteHandler writes, PatchHandler patches, DeleteHandler deletes, KubeletProxy kubelet, Admission.AdmissionChain admission)
{
    public async Task HandleAsync(RequestInfo request)
    {
        switch (request.Subresource)
        {
            case "status" or "resize" or "ephemeralcontainers" or "approval" when request.Verb == "get":
                await reads.GetAsync(request);
                break;
            case "status" or "resize" or "ephemeralcontainers" or "approval" when request.Verb == "patch":
                await patches.PatchAsync(request);
                break;
            case "status" or "resize" or "ephemeralcontainers" or "approval" or "finalize":
                await writes.UpdateAsync(request);
                break;
            case "scale":
                await new ScaleHandler(context, writes).HandleAsync(request);
                break;
            case "binding":
                await BindAsync(request, request.Name);
                break;
            case "eviction":
                await new EvictionHandler(context, deletes, admission).HandleAsync(request);
                break;
            case "token":
                await new TokenRequests(context, admission).HandleAsync(request);
                break;
            case "exec" or "attach" or "portforward":
                await admission.AdmitAsync(Admission.AdmissionRequest.Connect(request, KubeletProxy.Options(request)));
                await kubelet.HandleAsync(request);
                break;
            case "log":
                await kubelet.HandleAsync(request);
                break;
            default:
                throw ApiException.NoSuchResource();
        }
    }

    /// <summary>The scheduler's answer: which node runs the pod.</summary>
    public async Task BindAsync(RequestInfo request, string? podName)
    {
        var binding = await RequestBody.ReadObjectAsync(request) ?? [];
        ObjectReader.CheckKind(request, binding, "Binding", "v1");
        if (podName is not null)
            binding = await admission.AdmitAsync(Admission.AdmissionRequest.Of(request, binding, null));
        var name = binding.Map("metadata")?.Text("name") ?? "";
        if (podName is not null && name != podName)
            throw ApiException.BadRequest("name in URL does not match name in Binding object");
        var node = binding.Map("target")?.Text("name") ?? "";
        var pods = context.BuiltIn("", "pods");
        var table = context.Store.Table("pods");
        CheckTarget(binding.Map("target")?.Text("kind") ?? "", node);
        while (true)
        {
            var current = table.Objects.Find(request.Namespace, name) ?? throw ApiException.NotFound("", "pods", name);
            var pod = ObjectEncoder.Decode(pods, current);
            var metadata = pod.Ensure("metadata");
            if (metadata["deletionTimestamp"] is not null)
                throw ApiException.Conflict("", "pods/binding", name, $"pod {name} is being deleted, cannot be assigned to a host");
            if (pod.Map("spec")?.Text("nodeName") is { Length: > 0 } assigned)
                throw ApiException.Conflict("", "pods/binding", name, $"pod {name} is already assigned to node \"{assigned}\"");
            if (pod.Map("spec")?.List("schedulingGates") is { Count: > 0 })
                throw ApiException.Conflict("", "pods/binding", name, $"pod {name} has non-empty .spec.schedulingGates");
            pod.Ensure("spec")["nodeName"] = node;
            foreach (var (key, value) in binding.Map("metadata")?.Map("annotations") ?? [])
                metadata.Ensure("annotations")[key] = value?.DeepClone();
            SetScheduled(pod);
            if (request.IsDryRun || context.Store.TryUpdate(table, current, ObjectEncoder.Encode(pods, pod)) is not null)
                break;
        }

        await Answers.WriteJsonAsync(request.Context, 201, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 });
    }

    private static void CheckTarget(string kind, string node)
    {
        string[] problems =
        [
            .. kind is "" or "Node" ? Array.Empty<string>() : [$"target.kind: Unsupported value: {JsonValue.Create(kind).ToJsonString()}: supported values: \"Node\", \"<empty>\""],
            .. node.Length > 0 ? Array.Empty<string>() : ["target.name: Required value"],
        ];
        if (problems.Length > 0)
            throw new ApiException(500, "", problems.Length == 1 ? problems[0] : $"[{string.Join(", ", problems)}]");
    }

    private void SetScheduled(JsonObject pod)
    {
        var status = pod.Ensure("status");
        if (status.List("conditions") is not { } conditions)
            status["conditions"] = conditions = [];
        var known = conditions.OfType<JsonObject>().FirstOrDefault(condition => condition.Text("type") == "PodScheduled");
        if (known is not null)
            conditions.Remove(known);
        JsonNode scheduled = new JsonObject { ["type"] = "PodScheduled", ["status"] = "True", ["lastProbeTime"] = null, ["lastTransitionTime"] = context.Now() };
        conditions.Add(scheduled);
    }
}
