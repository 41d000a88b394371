using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Deleting;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Selection;

namespace Hearth.LocalCluster.ApiServer.Subresources;

/// <summary>Deletes a pod unless a disruption budget forbids it.</summary>
internal sealed class EvictionHandler(ApiContext context, DeleteHandler deletes)
{
    public async Task HandleAsync(RequestInfo request)
    {
        var eviction = await RequestBody.ReadObjectAsync(request) ?? [];
        var pod = context.FindObject("", "pods", request.Namespace, request.Name) ?? throw ApiContext.NotFound(request);
        var stated = eviction.Map("deleteOptions") ?? [];
        CheckBudget(request, pod);
        deletes.Delete(request, request.Name, new DeleteOptions
        {
            GracePeriodSeconds = stated["gracePeriodSeconds"].Number,
            Uid = stated.Map("preconditions")?.Text("uid"),
            ResourceVersion = stated.Map("preconditions")?.Text("resourceVersion"),
        });
        await Answers.WriteJsonAsync(request.Context, 201, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 });
    }

    private void CheckBudget(RequestInfo request, JsonObject pod)
    {
        if (pod.Map("status")?.Text("phase") is "Succeeded" or "Failed" or "Pending" || pod.Map("metadata")?["deletionTimestamp"] is not null)
            return;
        foreach (var budget in context.Objects("policy", "poddisruptionbudgets", request.Namespace))
        {
            if (budget.Map("spec")?.Map("selector") is not { } selector || !Selectors.Matches(selector, pod.Map("metadata")?.Map("labels")))
                continue;
            if ((budget.Map("status")?["disruptionsAllowed"].Number ?? 0) > 0)
                continue;
            var name = budget.Map("metadata")!.Text("name");
            var healthy = budget.Map("status")?["currentHealthy"].Number ?? 0;
            var desired = budget.Map("status")?["desiredHealthy"].Number ?? 0;
            var details = new JsonObject
            {
                ["causes"] = new JsonArray(new JsonObject { ["reason"] = "DisruptionBudget", ["message"] = $"The disruption budget {name} needs {desired} healthy pods and has {healthy} currently" }),
            };
            throw new ApiException(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.", details);
        }
    }
}
