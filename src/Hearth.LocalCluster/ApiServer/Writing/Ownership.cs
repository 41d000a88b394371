using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>Keeps <c>metadata.managedFields</c> of plain writes.</summary>
internal static class Ownership
{
    private static readonly FieldSet s_spec = FieldSet.Parse(new JsonObject { ["f:spec"] = new JsonObject() });
    private static readonly FieldSet s_status = FieldSet.Parse(new JsonObject { ["f:status"] = new JsonObject() });

    private static readonly FieldSet s_statusAlone = FieldSet.Parse(new JsonObject { ["f:spec"] = new JsonObject(), ["f:metadata"] = new JsonObject() });
    private static readonly FieldSet s_podStatus = FieldSet.Parse(new JsonObject { ["f:spec"] = new JsonObject(), ["f:metadata"] = new JsonObject { ["f:deletionTimestamp"] = new JsonObject(), ["f:ownerReferences"] = new JsonObject() } });
    private static readonly FieldSet s_deploymentStatus = FieldSet.Parse(new JsonObject { ["f:spec"] = new JsonObject(), ["f:metadata"] = new JsonObject { ["f:labels"] = new JsonObject() } });

    private static readonly FieldSet s_both = s_spec.Union(s_status);

    public static FieldManager ManagerOf(RequestInfo request)
    {
        var name = request.Query("fieldManager");
        if (string.IsNullOrEmpty(name))
        {
            var agent = request.Context.Request.Headers.UserAgent.ToString();
            var end = agent.IndexOf('/', StringComparison.Ordinal);
            name = end < 0 ? agent : agent[..end];
            if (name.Length > 128)
                name = name[..128];
        }

        return new FieldManager(name.Length > 0 ? name : "unknown", request.Resource.ApiVersion, request.Subresource.Length > 0 ? request.Subresource : null);
    }

    /// <summary>Fields that a write to this endpoint cannot own.</summary>
    public static FieldSet? Ignored(RequestInfo request) =>
        request.Resource.GroupResource == CertificateRules.Resource && request.Subresource.Length == 0 ? s_both
        : request.Resource.HasStatus && request.Subresource.Length == 0 ? s_status
        : request.Subresource == "status" ? OfStatus(request.Resource) : null;

    private static FieldSet OfStatus(ApiResource resource) => resource.GroupResource switch
    {
        "pods" => s_podStatus,
        "deployments.apps" => s_deploymentStatus,
        "customresourcedefinitions.apiextensions.k8s.io" or "volumeattachments.storage.k8s.io" or "validatingadmissionpolicies.admissionregistration.k8s.io" or "apiservices.apiregistration.k8s.io" => s_statusAlone,
        _ => s_spec,
    };

    public static void OnCreate(ApiContext context, RequestInfo request, JsonObject value)
    {
        // What cannot be typed has no owners; a status that is dropped in the end counts as well.
        if (request.Resource.Custom is not null && !TypedConfiguration.Fits(request.Resource.Schema, value))
        {
            value.Map("metadata")?.Remove("managedFields");
            return;
        }

        var managed = new List<ManagedFieldsEntry>();
        var written = request.Resource.GroupResource == "jobs.batch" ? JobRules.AsOwned(value) : value;
        ServerSideApply.Update(request.Resource.Schema, Empty(request.Resource), WithoutManaged(written), managed, ManagerOf(request), context.Now(), Ignored(request));
        Set(value, managed);
    }

    private static bool HasKeyless(FieldSet fields) => fields.Child("k:{}") is not null || fields.Children.Any(child => HasKeyless(child.Value));

    /// <summary>An object of another kind than the resource's, which is answered and not stored.</summary>
    public static void OnAnswer(ApiContext context, RequestInfo request, JsonObject value, TypeSchema schema)
    {
        var managed = new List<ManagedFieldsEntry>();
        var empty = new ObjectDecoder().Decode(schema, []);
        ServerSideApply.Update(schema, empty, WithoutManaged(value), managed, ManagerOf(request) with { ApiVersion = value.Text("apiVersion")! }, context.Now());
        Set(value, managed);
    }

    /// <summary>Whoever owns the replicas of an object owns those of its scale.</summary>
    /// <param name="now">For whoever has just set the number: the scale says when, the object does not.</param>
    public static void OfReplicas(JsonObject value, JsonObject scale, string? now = null)
    {
        var owners = new JsonArray();
        foreach (var entry in value.Map("metadata")?.Objects("managedFields") ?? [])
        {
            if (entry.Map("fieldsV1")?.Map("f:spec")?.ContainsKey("f:replicas") != true)
                continue;
            var shown = (JsonObject)entry.DeepClone();
            shown["apiVersion"] = "autoscaling/v1";
            if (now is not null)
                shown.TryAdd("time", now);
            shown["fieldsV1"] = new JsonObject { ["f:spec"] = new JsonObject { ["f:replicas"] = new JsonObject() } };
            owners.Add((JsonNode)shown);
        }

        if (owners.Count > 0)
            scale.Ensure("metadata")["managedFields"] = owners;
    }

    /// <summary>A status that the server itself writes, in the name of the component that writes it elsewhere.</summary>
    public static void OnServerUpdate(ApiContext context, ApiResource resource, JsonObject value, JsonObject old, FieldManager manager)
    {
        var managed = ManagedFieldsEntry.Parse(old.Map("metadata")?.List("managedFields"));
        ServerSideApply.Update(resource.Schema, WithoutManaged(old), WithoutManaged(value), managed, manager, context.Now(), s_spec);
        Set(value, managed);
    }

    /// <summary>An object that the server itself makes, in the name of the component that makes it elsewhere.</summary>
    public static void OnServerWrite(ApiContext context, ApiResource resource, JsonObject value, string manager)
    {
        var managed = new List<ManagedFieldsEntry>();
        ServerSideApply.Update(resource.Schema, Empty(resource), WithoutManaged(value), managed, new FieldManager(manager, resource.ApiVersion), context.Now());
        Set(value, managed);
    }

    public static void OnUpdate(ApiContext context, RequestInfo request, JsonObject value, JsonObject old, List<ManagedFieldsEntry>? applied)
    {
        if (applied is not null)
        {
            Set(value, applied);
            return;
        }

        var before = ManagedFieldsEntry.Parse(old.Map("metadata")?.List("managedFields"));
        if (request.Subresource == "scale")
        {
            OnScale(request, value, old, before);
            return;
        }

        // A status leaves the owners of the rest alone; elsewhere an empty list, or one of an empty entry, forgets them.
        var stated = request.Subresource.Length > 0 ? null : value.Map("metadata")?.List("managedFields");
        var managed = ManagedFieldsEntry.Parse(stated is { Count: > 0 } && ManagedFieldsEntry.AreReadable(stated) ? stated : old.Map("metadata")?.List("managedFields"));
        if (stated is { Count: 0 } || stated is { Count: 1 } && stated[0] is JsonObject { Count: 0 } || request.Subresource.Length == 0 && stated is null && request.Empties.GetValueOrDefault("metadata.managedFields") is not null)
            managed.Clear();
        // Who has never been tracked, or was told to forget it, is not tracked before the first apply.
        if (managed.Count > 0)
            ServerSideApply.Update(request.Resource.Schema, WithoutManaged(old), WithoutManaged(value), managed, ManagerOf(request), context.Now(), Ignored(request));
        Set(value, managed);
    }

    private static void OnScale(RequestInfo request, JsonObject value, JsonObject old, List<ManagedFieldsEntry> owners)
    {
        var path = Subresources.ScaleHandler.Path(request, "specReplicasPath", ".spec.replicas");
        var ofScale = Subresources.ScaleOwners.Of(owners, path);
        var replicas = Replicas(value);
        // Replicas that nobody owns are scaled in nobody's name.
        if (ofScale.Count > 0 && replicas != Replicas(old))
            ofScale = Subresources.ScaleOwners.Updated(replicas, ManagerOf(request));
        Subresources.ScaleOwners.Return(owners, ofScale, path, request.Resource.ApiVersion);
        Set(value, owners);

        long Replicas(JsonObject scaled) => CustomResources.ScaleValidation.Find(scaled, path).Number ?? 0;
    }

    /// <summary>The first apply to an object without owners: what is there belongs to whoever came before.</summary>
    public static void BeforeFirstApply(ApiContext context, RequestInfo request, JsonObject live, List<ManagedFieldsEntry> managed)
    {
        if (managed.Count == 0 && live.Map("metadata")?.Text("uid") is not null)
            ServerSideApply.Update(request.Resource.Schema, Empty(request.Resource), WithoutManaged(live), managed, new FieldManager("before-first-apply", request.Resource.ApiVersion), context.Now(), Ignored(request));
    }

    /// <summary>What a new object is compared with: for built-in kinds the fields that are always there.</summary>
    private static JsonObject Empty(ApiResource resource)
    {
        if (resource.Custom is not null)
            return new JsonObject { ["kind"] = resource.Kind, ["apiVersion"] = resource.ApiVersion };
        return new ObjectDecoder().Decode(resource.Schema, new JsonObject { ["kind"] = resource.Kind, ["apiVersion"] = resource.ApiVersion });
    }

    public static JsonObject WithoutManaged(JsonObject value)
    {
        if (value.Map("metadata")?.ContainsKey("managedFields") != true)
            return value;
        var copy = (JsonObject)value.DeepClone();
        copy.Map("metadata")!.Remove("managedFields");
        return copy;
    }

    private static void Set(JsonObject value, List<ManagedFieldsEntry> managed)
    {
        var metadata = value.Ensure("metadata");
        // Items without the key of their list cannot be owned: nothing is.
        if (managed.Count > 0 && !managed.Exists(entry => HasKeyless(entry.Fields)))
            metadata["managedFields"] = ManagedFieldsEntry.ToJson(managed);
        else
            metadata.Remove("managedFields");
    }
}
