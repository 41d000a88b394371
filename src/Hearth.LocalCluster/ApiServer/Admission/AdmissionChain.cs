using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Admission.Quotas;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer.Admission;

/// <summary>What happens to an object between decoding and storing: built-in admission first, then webhooks.</summary>
internal sealed class AdmissionChain(ApiContext context, Security.Authorizer authorizer)
{
    private readonly Webhooks _webhooks = new(context);
    private readonly AdmissionPolicies _policies = new(context);
    private readonly Security.RoleEscalation _escalation = new(authorizer);

    /// <param name="old">The present object; null for a create.</param>
    public async Task<JsonObject> MutateAsync(RequestInfo request, JsonObject value, JsonObject? old)
    {
        AdmitBuiltIn(request, value, old);
        value = await _webhooks.MutateAsync(request, value, old);
        _escalation.Check(request, value, old);
        return value;
    }

    private void AdmitBuiltIn(RequestInfo request, JsonObject value, JsonObject? old)
    {
        var resource = request.Resource;
        if (old is not null && request.Subresource.Length == 0 && resource.GroupResource == "pods")
            PodTolerations.Admit(value);
        if (old is not null && resource.GroupResource == CertificateRules.Resource)
            CertificateRules.CheckSigner(authorizer, request, value, old);
        if (old is not null || request.Subresource.Length > 0)
            return;
        switch (resource.GroupResource)
        {
            case "pods":
                LimitRanges.Admit(context, value);
                ServiceAccountAdmission.Admit(context, value);
                PodPriority.Admit(context, value);
                PodTolerations.Admit(value);
                RuntimeClasses.Admit(context, value);
                break;
            case CertificateRules.Resource:
                CertificateRules.CheckSubject(value);
                break;
            case "nodes":
                AddNotReady(value);
                break;
            case "persistentvolumeclaims":
                VolumeRules.SetDefaultClass(context, value);
                break;
        }
    }

    /// <summary>Until a controller has seen a new node ready, nothing is placed there.</summary>
    private static void AddNotReady(JsonObject node)
    {
        const string NotReady = "node.kubernetes.io/not-ready";
        if (node.Map("spec")?.Objects("taints").Any(t => t.Text("key") == NotReady && t.Text("effect") == "NoSchedule") == true)
            return;
        var spec = node.Ensure("spec");
        if (spec.List("taints") is not { } taints)
            spec["taints"] = taints = [];
        taints.Add((JsonNode)new JsonObject { ["key"] = NotReady, ["effect"] = "NoSchedule" });
    }

    public Task ValidateAsync(RequestInfo request, JsonObject value, JsonObject? old)
    {
        if (old is null && request.Subresource.Length == 0 && request.Resource.GroupResource == "pods")
        {
            LimitRanges.Check(context, value);
            RuntimeClasses.Check(context, value, statesOverhead: request.Empties.ContainsKey("spec.overhead"));
        }

        if (request.Subresource.Length == 0 && request.Resource.GroupResource == "persistentvolumeclaims")
            LimitRanges.CheckClaim(context, value);
        _policies.Check(request, value, old);
        return _webhooks.ValidateAsync(request, value, old);
    }

    public Task ValidateDeletionAsync(RequestInfo request, JsonObject old)
    {
        _policies.Check(request, null, old);
        return _webhooks.ValidateAsync(request, null, old);
    }

    /// <summary>The last step before storing: what a quota counts is counted now.</summary>
    public void Charge(RequestInfo request, JsonObject value, JsonObject? old) => QuotaBook.Check(context, request, value, old);
}
