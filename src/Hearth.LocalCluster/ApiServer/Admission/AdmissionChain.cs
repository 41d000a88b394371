using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Admission.PodSecurity;
using Hearth.LocalCluster.ApiServer.Admission.Quotas;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer.Admission;

/// <summary>What happens to an object between decoding and storing: built-in admission first, then webhooks.</summary>
internal sealed class AdmissionChain(ApiContext context, Security.Authorizer authorizer) : IDisposable
{
    private readonly Webhooks _webhooks = new(context, authorizer);
    private readonly AdmissionPolicies _policies = new(context, authorizer);
    private readonly Security.RoleEscalation _escalation = new(authorizer);

    /// <param name="old">The present object; null for a create.</param>
    public async Task<JsonObject> MutateAsync(RequestInfo request, JsonObject value, JsonObject? old)
    {
        AdmitBuiltIn(request, value, old);
        value = request.Subresource == "scale" ? await MutateScaleAsync(request, value, old!) : await MutateWholeAsync(request, value, old);
        _escalation.Check(request, value, old);
        return value;
    }

    private async Task<JsonObject> MutateWholeAsync(RequestInfo request, JsonObject value, JsonObject? old)
    {
        // What the server gives a new object comes later.
        var given = old is null && request.Subresource.Length == 0 ? TakeGiven(request, value.Ensure("metadata")) : [];
        var changed = (await _webhooks.MutateAsync(AdmissionRequest.Of(request, value, old), again => AdmitBuiltIn(request, again, old)))!;
        var metadata = changed.Ensure("metadata");
        foreach (var (name, stated) in given)
        {
            if (name != "name" || string.IsNullOrEmpty(metadata.Text("name")))
                metadata[name] = stated?.DeepClone();
        }

        return changed;
    }

    private static JsonObject TakeGiven(RequestInfo request, JsonObject metadata)
    {
        var given = new JsonObject();
        foreach (var name in (ReadOnlySpan<string>)["name", "uid", "creationTimestamp", "generation"])
        {
            if (!metadata.ContainsKey(name) || name == "name" && (request.StatedName is not { Length: 0 } || request.Name.Length > 0) || name == "generation" && !KindRules.CountsGenerations(request.Resource))
                continue;
            given[name] = metadata[name]?.DeepClone();
            metadata.Remove(name);
        }

        return given;
    }

    /// <summary>Of a scale webhooks see the scale, not the object below it.</summary>
    private async Task<JsonObject> MutateScaleAsync(RequestInfo request, JsonObject value, JsonObject old)
    {
        var seen = Scale(request, value, old);
        // Whoever keeps the number takes it from nobody.
        if (JsonNode.DeepEquals(seen.Object!["spec"], seen.OldObject!["spec"]))
            Ownership.OfReplicas(old, seen.Object);
        else
            Ownership.OfReplicas(value, seen.Object, context.Now());
        Ownership.OfReplicas(old, seen.OldObject);
        var scale = await _webhooks.MutateAsync(seen, _ => { });
        Subresources.ScaleHandler.SetReplicas(request, value, scale!);
        return value;
    }

    private static AdmissionRequest Scale(RequestInfo request, JsonObject value, JsonObject old) => 
        AdmissionRequest.Of(request, Subresources.ScaleHandler.ToScale(request, value), Subresources.ScaleHandler.ToScale(request, old));

    /// <summary>What is sent to a subresource and not stored.</summary>
    /// <returns>What is left of it.</returns>
    public async Task<JsonObject> AdmitAsync(AdmissionRequest request)
    {
        var value = await MutateAsync(request);
        await ValidateAsync(request with { Object = value });
        return value;
    }

    public async Task<JsonObject> MutateAsync(AdmissionRequest request) => (await _webhooks.MutateAsync(request, _ => { }))!;

    public Task ValidateAsync(AdmissionRequest request)
    {
        _policies.Check(request);
        return _webhooks.ValidateAsync(request);
    }

    public void Dispose() => _webhooks.Dispose();

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
        var isNewPod = old is null && request.Subresource.Length == 0 && request.Resource.GroupResource == "pods";
        if (isNewPod)
            LimitRanges.Check(context, value);
        PodSecurityAdmission.Check(context, request, value, old);
        if (isNewPod)
            RuntimeClasses.Check(context, value, statesOverhead: request.Empties.ContainsKey("spec.overhead"));

        if (request.Subresource.Length == 0 && request.Resource.GroupResource == "persistentvolumeclaims")
        {
            LimitRanges.CheckClaim(context, value);
            ClaimResize.Check(context, value, old);
        }

        var seen = request.Subresource == "scale" ? Scale(request, value, old!) : AdmissionRequest.Of(request, value, old);
        seen = seen with { IsFinal = true };
        _policies.Check(seen);
        return _webhooks.ValidateAsync(seen);
    }

    public async Task AdmitDeletionAsync(RequestInfo request, JsonObject old)
    {
        var seen = AdmissionRequest.Of(request, null, old);
        await _webhooks.MutateAsync(seen, _ => { });
        _policies.Check(seen);
        await _webhooks.ValidateAsync(seen);
    }

    /// <summary>The last step before storing: what a quota counts is counted now.</summary>
    public void Charge(RequestInfo request, JsonObject value, JsonObject? old) => QuotaBook.Check(context, request, value, old);
}
