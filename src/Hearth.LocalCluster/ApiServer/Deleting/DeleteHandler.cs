using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.CustomResources;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Reading;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Deleting;

/// <summary>Delete and deletecollection: preconditions, grace periods, finalizers, propagation.</summary>
internal sealed class DeleteHandler(ApiContext context, ReadHandler reads, Admission.AdmissionChain admission)
{
    private const int MostAttempts = 100;

    public async Task DeleteAsync(RequestInfo request)
    {
        var options = await DeleteOptions.ReadAsync(request);
        if (context.Store.Table(request.Resource.TableName).Objects.Find(ReadHandler.Namespace(request), request.Name) is { } current)
            await admission.AdmitDeletionAsync(request, Conversion.Decode(request.Resource, current));
        var (value, isGone) = Delete(request, request.Name, options);
        if (isGone && request.Resource.GroupResource == "customresourcedefinitions.apiextensions.k8s.io")
        {
            // Real servers delete the definition's objects after they have answered.
            var metadata = value.Map("metadata")!;
            metadata["deletionTimestamp"] = context.Now();
            metadata["finalizers"] = new JsonArray("customresourcecleanup.apiextensions.k8s.io");
            Definitions.SetTerminating(context, value);
            await Answers.WriteJsonAsync(request.Context, 200, value);
        }
        else if (isGone && !ReturnsDeletedObject(request.Resource))
            await Answers.WriteJsonAsync(request.Context, 200, Success(request.Resource, value));
        else
            await AnswerAsync(request, Conversion.FromStored(request.Resource, value));
    }

    private static Task AnswerAsync(RequestInfo request, JsonObject value)
    {
        MediaTypes.CheckPartial(request, isList: false);
        var shown = request.Form.IsPartial ? PartialMetadata.Of(value, request.Form.Version)
            : Tables.TableRequest.From(request) is { } table ? table.Render(request.Resource, [value], null, value.Map("metadata")?.Text("resourceVersion") ?? "") : value;
        return Answers.WriteJsonAsync(request.Context, 200, shown);
    }

    public async Task DeleteCollectionAsync(RequestInfo request)
    {
        var selection = ListOptions.Read(request);
        var options = await DeleteOptions.ReadAsync(request);
        var page = reads.Read(request, selection);
        foreach (var stored in page.Items)
        {
            await admission.AdmitDeletionAsync(request, Conversion.Decode(request.Resource, stored));
            try
            {
                Delete(request, stored.Name, options, stored.Namespace);
            }
            catch (ApiException exception) when (exception.Code == 404)
            {
                // Somebody else was faster: it is gone, as asked.
            }
        }

        await ReadHandler.AnswerAsync(request, page);
    }

    private static bool ReturnsDeletedObject(ApiResource resource) => resource.GroupResource is
        "pods" or "services" or "persistentvolumeclaims" or "persistentvolumes" or "podtemplates" or "resourcequotas" or "serviceaccounts" or "storageclasses.storage.k8s.io" or "csinodes.storage.k8s.io" or "volumeattachments.storage.k8s.io";

    private static JsonObject Success(ApiResource resource, JsonObject value)
    {
        var details = new JsonObject { ["name"] = value.Map("metadata")!.Text("name") };
        if (resource.Group.Length > 0)
            details["group"] = resource.Group;
        details["kind"] = resource.Plural;
        details["uid"] = value.Map("metadata")!.Text("uid");
        return new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["details"] = details };
    }

    /// <returns>The last state, and whether the object is gone: it may wait for finalizers or for its node.</returns>
    public (JsonObject Value, bool IsGone) Delete(RequestInfo request, string name, DeleteOptions options, string? ns = null)
    {
        var resource = request.Resource;
        var table = context.Store.Table(resource.TableName);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var current = table.Objects.Find(ns ?? ReadHandler.Namespace(request), name) ?? throw ApiException.NotFound(resource.Group, resource.Plural, name);
            var value = ObjectEncoder.Decode(resource, current);
            options.CheckPreconditions(resource, name, value);
            var isFinal = Mark(resource, value, options, request.IsDryRun);
            if (request.IsDryRun)
                return (value, isFinal);
            var draft = ObjectEncoder.Encode(resource, value);
            var stored = isFinal ? context.Store.TryDelete(table, current, draft)
                : Writing.Metadata.IsSame(value, ObjectEncoder.Decode(resource, current)) ? current : context.Store.TryUpdate(table, current, draft);
            if (stored is null)
                continue;
            var result = ObjectEncoder.Decode(resource, stored);
            if (isFinal)
                AfterDelete(resource, result);
            return (result, isFinal);
        }

        throw ApiException.Modified(resource.Group, resource.Plural, name);
    }

    private void AfterDelete(ApiResource resource, JsonObject value)
    {
        Admission.Quotas.QuotaBook.AfterWrite(context, resource, null, value);
        if (resource.GroupResource == "customresourcedefinitions.apiextensions.k8s.io")
            Definitions.Remove(context, value);
        else if (resource.Custom is not null)
            Definitions.FinishDeletion(context, resource);
    }

    /// <summary>Sets what the deletion needs to wait for. True where nothing is left to wait for.</summary>
    private bool Mark(ApiResource resource, JsonObject value, DeleteOptions options, bool isDryRun = false)
    {
        var metadata = value.Ensure("metadata");
        var finalizers = (metadata.List("finalizers") ?? []).Select(finalizer => finalizer.Text!).ToList();
        options.Propagate(resource, finalizers);
        if (finalizers.Count > 0)
            metadata["finalizers"] = new JsonArray([.. finalizers.Select(name => (JsonNode)JsonValue.Create(name))]);
        else
            metadata.Remove("finalizers");
        var grace = GracePeriods.Of(resource, value, options);
        var holdsContent = resource.GroupResource == "namespaces" && value.Map("spec")?.List("finalizers") is { Count: > 0 }
            || resource.GroupResource == "customresourcedefinitions.apiextensions.k8s.io" && !isDryRun && HasInstances(value);
        var wasMarked = metadata["deletionTimestamp"] is not null;
        var isFinal = grace == 0 && finalizers.Count == 0 && !holdsContent;
        if (isFinal && resource.GroupResource != "pods")
            return true;
        var known = metadata["deletionGracePeriodSeconds"].Number;
        if (!wasMarked || grace < known)
        {
            metadata["deletionTimestamp"] = (context.Time.GetUtcNow() + LongTimes.OfSeconds(grace)).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            if (resource.GroupResource != "namespaces")
                metadata["deletionGracePeriodSeconds"] = grace;
            if (!wasMarked && metadata["generation"].Number is { } generation)
                metadata["generation"] = generation + 1;
        }

        if (resource.GroupResource == "namespaces")
            value.Ensure("status")["phase"] = "Terminating";
        return isFinal;
    }

    private bool HasInstances(JsonObject definition)
    {
        // The definition goes with its objects: they are deleted first, those with finalizers hold it.
        var spec = definition.Map("spec")!;
        var plural = spec.Map("names")!.Text("plural")!;
        var group = spec.Text("group")!;
        var resource = context.Resources.FindStored(group, plural);
        if (resource is null)
            return false;
        var table = context.Store.Table(resource.TableName);
        foreach (var stored in table.Objects.In(null).ToArray())
        {
            var value = ObjectEncoder.Decode(resource, stored);
            if (Mark(resource, value, DeleteOptions.Background))
                context.Store.TryDelete(table, stored, ObjectEncoder.Encode(resource, value));
            else
                context.Store.TryUpdate(table, stored, ObjectEncoder.Encode(resource, value));
        }

        return table.Objects.Count > 0;
    }
}
