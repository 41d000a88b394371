using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer.Admission;

/// <summary>What happens to an object between decoding and storing: built-in admission first, then webhooks.</summary>
internal sealed class AdmissionChain(ApiContext context)
{
    /// <param name="old">The present object; null for a create.</param>
    public async Task<JsonObject> MutateAsync(RequestInfo request, JsonObject value, JsonObject? old)
    {
        await Task.CompletedTask;
        var resource = request.Resource;
        if (old is not null && request.Subresource.Length == 0 && resource.GroupResource == "pods")
            PodTolerations.Admit(value);
        if (old is not null || request.Subresource.Length > 0)
            return value;
        switch (resource.GroupResource)
        {
            case "pods":
                ServiceAccountAdmission.Admit(context, value);
                PodPriority.Admit(context, value);
                PodTolerations.Admit(value);
                LimitRanges.Admit(context, value);
                break;
            case "persistentvolumeclaims":
                VolumeRules.SetDefaultClass(context, value);
                break;
        }

        return value;
    }

    public Task ValidateAsync(RequestInfo request, JsonObject value, JsonObject? old)
    {
        if (old is not null || request.Subresource.Length > 0)
            return Task.CompletedTask;
        if (request.Resource.GroupResource == "pods")
            LimitRanges.Check(context, value);
        Quotas.Check(context, request, value);
        return Task.CompletedTask;
    }
}
