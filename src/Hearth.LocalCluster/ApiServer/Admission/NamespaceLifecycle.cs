using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Admission;

/// <summary>Nothing is created in a namespace that is not there, or that is being deleted.</summary>
internal static class NamespaceLifecycle
{
    public static void CheckExists(ApiContext context, RequestInfo request)
    {
        if (!request.Resource.IsNamespaced)
            return;
        var found = context.FindObject("", "namespaces", "", request.Namespace)
            ?? throw ApiException.NotFound("", "namespaces", request.Namespace);
        if (found.Map("metadata")?["deletionTimestamp"] is null)
            return;
        var why = $"unable to create new content in namespace {request.Namespace} because it is being terminated";
        var cause = new JsonObject
        {
            ["reason"] = "NamespaceTerminating",
            ["message"] = $"namespace {request.Namespace} is being terminated",
            ["field"] = "metadata.namespace",
        };
        var error = ApiException.Forbidden(request.Group, request.Plural, request.Name, why);
        var details = error.ToStatus().Map("details")!;
        details["causes"] = new JsonArray(cause);
        throw new ApiException(403, "Forbidden", error.Message, details);
    }
}
