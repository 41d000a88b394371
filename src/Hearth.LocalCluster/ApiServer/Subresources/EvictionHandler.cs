using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Deleting;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Selection;

namespace Hearth.LocalCluster.ApiServer.Subresources;

/// <summary>Deletes a pod unless a disruption budget forbids it.</summary>
internal sealed class EvictionHandler(ApiContext context, DeleteHandler deletes, Admission.AdmissionChain admission)
{
    private static readonly Kube.Core.Patching.TypeSchema s_schema = Schemas.BuiltIn.Find("policy.v1.Eviction")!;

    public async Task HandleAsync(RequestInfo request)
    {
        var eviction = await RequestBody.ReadObjectAsync(request) ?? [];
        Writing.ObjectReader.CheckKind(request, eviction, "Eviction", eviction.Text("apiVersion") is "policy/v1beta1" and var beta ? beta : "policy/v1");
        var pod = context.FindObject("", "pods", request.Namespace, request.Name) ?? throw ApiContext.NotFound(request);
        eviction = new ObjectDecoder().Decode(s_schema, eviction);
        eviction["apiVersion"] = "policy/v1";
        Writing.Ownership.OnAnswer(context, request, eviction, s_schema);
        eviction = await admission.AdmitAsync(Admission.AdmissionRequest.Of(request, eviction, null));
        if ((eviction.Map("metadata")?.Text("name") ?? "") != request.Name)
            throw ApiException.BadRequest("name in URL does not match name in Eviction object");
        var stated = eviction.Map("deleteOptions") ?? [];
        if (stated.List("dryRun") is { Count: > 0 })
            request.DryRunInBody = true;
        if (!request.IsDryRun && IsRunning(pod))
        {
            TakeFromBudget(request, pod);
            MarkDisrupted(request, pod);
        }

        deletes.Delete(request, request.Name, new DeleteOptions
        {
            GracePeriodSeconds = stated["gracePeriodSeconds"].Number,
            Uid = stated.Map("preconditions")?.Text("uid"),
            ResourceVersion = stated.Map("preconditions")?.Text("resourceVersion"),
        });
        await Answers.WriteJsonAsync(request.Context, 201, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 });
    }

    // Those that end anyway, or never began, disturb nobody.
    private static bool IsRunning(JsonObject pod) =>
        pod.Map("status")?.Text("phase") is not ("Succeeded" or "Failed" or "Pending") && pod.Map("metadata")?["deletionTimestamp"] is null;

    /// <summary>Lowers what the budget allows at once: two evictions of one moment must not both see the same number.</summary>
    private void TakeFromBudget(RequestInfo request, JsonObject pod)
    {
        var table = context.Store.Table("poddisruptionbudgets.policy");
        var resource = context.BuiltIn("policy", "poddisruptionbudgets");
        while (true)
        {
            var budgets = table.Objects.In(request.Namespace).Select(stored => (Stored: stored, Budget: ObjectEncoder.Decode(resource, stored)))
                .Where(pair => pair.Budget.Map("spec")?.Map("selector") is { } selector && Selectors.Matches(selector, pod.Map("metadata")?.Map("labels"))).ToList();
            if (budgets.Count == 0)
                return;
            if (budgets.Count > 1)
                throw new ApiException(500, "", "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.");
            var (current, budget) = budgets[0];
            var status = budget.Ensure("status");
            if (!IsReady(pod) && MayGoUnhealthy(budget, status))
                return;
            Refuse(budget, status);
            status["disruptionsAllowed"] = (status["disruptionsAllowed"].Number ?? 0) - 1;
            status.Ensure("disruptedPods")[request.Name!] = context.Now();
            if (context.Store.TryUpdate(table, current, ObjectEncoder.Encode(resource, budget)) is not null)
                return;
        }
    }

    private static bool IsReady(JsonObject pod) =>
        pod.Map("status")?.Objects("conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True") == true;

    private static bool MayGoUnhealthy(JsonObject budget, JsonObject status) =>
        budget.Map("spec")?.Text("unhealthyPodEvictionPolicy") == "AlwaysAllow"
        || (status["desiredHealthy"].Number is > 0 and var desired && (status["currentHealthy"].Number ?? 0) >= desired);

    private static void Refuse(JsonObject budget, JsonObject status)
    {
        var name = budget.Map("metadata")!.Text("name");
        if ((status["observedGeneration"].Number ?? 0) < (budget.Map("metadata")!["generation"].Number ?? 0))
            throw TooMany($"The disruption budget {name} is still being processed by the server.", retryAfter: 10);
        if ((status["disruptionsAllowed"].Number ?? 0) <= 0)
            throw TooMany($"The disruption budget {name} needs {status["desiredHealthy"].Number ?? 0} healthy pods and has {status["currentHealthy"].Number ?? 0} currently", retryAfter: null);
    }

    private static ApiException TooMany(string cause, int? retryAfter)
    {
        var details = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["reason"] = "DisruptionBudget", ["message"] = cause }) };
        if (retryAfter is { } seconds)
            details["retryAfterSeconds"] = seconds;
        return new(429, "TooManyRequests", "Cannot evict pod as it would violate the pod's disruption budget.", details);
    }

    private void MarkDisrupted(RequestInfo request, JsonObject seen)
    {
        var pods = context.BuiltIn("", "pods");
        var table = context.Store.Table("pods");
        while (table.Objects.Find(request.Namespace, request.Name!) is { } current)
        {
            var pod = ObjectEncoder.Decode(pods, current);
            if (pod.Map("metadata")?.Text("uid") != seen.Map("metadata")?.Text("uid"))
                return;
            var status = pod.Ensure("status");
            if (status.List("conditions") is not { } conditions)
                status["conditions"] = conditions = [];
            if (conditions.OfType<JsonObject>().FirstOrDefault(c => c.Text("type") == "DisruptionTarget") is { } before)
                conditions.Remove(before);
            JsonNode target = new JsonObject
            {
                ["type"] = "DisruptionTarget", ["status"] = "True", ["lastProbeTime"] = null, ["lastTransitionTime"] = context.Now(), ["reason"] = "EvictionByEvictionAPI", ["message"] = "Eviction API: evicting",
            };
            conditions.Add(target);
            if (context.Store.TryUpdate(table, current, ObjectEncoder.Encode(pods, pod)) is not null)
                return;
        }
    }
}
