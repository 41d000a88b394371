using System.Net;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Admission;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Reading;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.ApiServer.Validation;
using Hearth.LocalCluster.Store;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>Create, update and patch of whole objects and of their status.</summary>
internal sealed class WriteHandler(ApiContext context, AdmissionChain admission)
{
    private const int MostAttempts = 20;

    public async Task CreateAsync(RequestInfo request)
    {
        var decoded = await ObjectReader.ReadAsync(request);
        decoded.Warnings.WriteTo(request.Context);
        var stored = await CreateAsync(request, decoded.Object);
        await AnswerAsync(request, 201, stored);
    }

    public async Task<StoredObject> CreateAsync(RequestInfo request, JsonObject value)
    {
        var resource = request.Resource;
        CheckNamespace(request, value);
        NamespaceLifecycle.CheckExists(context, request);
        Metadata.PrepareForCreate(context, resource, request, value);
        Ownership.OnCreate(context, request, value);
        value = await admission.MutateAsync(request, value, null);
        KindRules.PrepareForCreate(context, request, value);
        Throw(resource, value, Problems(request, value));
        Finish(resource, value);
        Warn(request, value, null);
        await admission.ValidateAsync(request, value, null);
        CheckFree(request, value);
        admission.Charge(request, value, null);
        return Store(request, value);
    }

    /// <summary>A name that is taken must not be charged.</summary>
    private void CheckFree(RequestInfo request, JsonObject value)
    {
        var metadata = value.Map("metadata")!;
        var (ns, name) = (metadata.Text("namespace") ?? "", metadata.Text("name") ?? "");
        if (context.Store.Table(request.Resource.TableName).Objects.Find(ns, name) is not null)
            throw ApiException.AlreadyExists(request.Group, request.Plural, name);
    }

    private StoredObject Store(RequestInfo request, JsonObject value)
    {
        var resource = request.Resource;
        var metadata = value.Map("metadata")!;
        if (!request.IsDryRun && metadata.Text("resourceVersion") is { Length: > 0 } and not "0")
            throw new ApiException(500, "", "resourceVersion should not be set on objects to be created");
        var stated = metadata["resourceVersion"]?.DeepClone();
        metadata.Remove("resourceVersion");
        KindRules.CompleteStored(resource, value);
        var draft = ObjectEncoder.Encode(resource, Conversion.ToStored(resource, value));
        var table = context.Store.Table(resource.TableName);
        if (request.IsDryRun)
        {
            return table.Objects.Find(draft.Namespace, draft.Name) is null
                ? WithVersion(draft, stated)
                : throw ApiException.AlreadyExists(resource.Group, resource.Plural, draft.Name);
        }

        var stored = context.Store.TryCreate(table, draft)
            ?? throw ApiException.AlreadyExists(resource.Group, resource.Plural, draft.Name);
        KindRules.AfterWrite(context, resource, value, null);
        return stored;
    }

    /// <summary>What a dry run answers for a new object: nothing was stored, so it has the version that was stated, if any.</summary>
    private static StoredObject WithVersion(Draft draft, JsonNode? version)
    {
        var stored = draft.At(0);
        var value = (JsonObject)JsonReader.Read(stored.Json)!;
        value.Map("metadata")!.Remove("resourceVersion");
        if (version is not null)
            value.Map("metadata")!["resourceVersion"] = version;
        return stored with { Json = System.Text.Encoding.UTF8.GetBytes(Json.ToText(value)) };
    }

    public async Task UpdateAsync(RequestInfo request)
    {
        var decoded = await ObjectReader.ReadAsync(request);
        decoded.Warnings.WriteTo(request.Context);
        var (code, stored) = await ChangeAsync(request, (_, _) => (JsonObject)decoded.Object.DeepClone(), KindRules.CreatesOnUpdate(request));
        await AnswerAsync(request, code, stored);
    }

    /// <summary>Writes what <paramref name="change"/> makes of the present object; tried again when somebody else was faster.</summary>
    /// <param name="change">Gets the present object and its managed fields (to change in place for an apply).</param>
    public async Task<(int Code, StoredObject Stored)> ChangeAsync(
        RequestInfo request, Func<JsonObject, List<ManagedFieldsEntry>?, JsonObject> change, bool allowCreate, FieldManager? applier = null)
    {
        var resource = request.Resource;
        var table = context.Store.Table(resource.TableName);
        for (var attempt = 0; ; attempt++)
        {
            if (request.Verb == "update" && attempt == 0 && request.Subresource is ("" or "status"))
                CheckPlace(request, change([], null));
            var current = table.Objects.Find(ReadHandler.Namespace(request), request.Name);
            if (current is null)
            {
                if (!allowCreate)
                    throw ApiContext.NotFound(request);
                return (201, applier is null ? await CreateAsync(request, change([], null)) : await CreateByApplyAsync(request, change));
            }

            var old = Conversion.Decode(resource, current);
            var managed = applier is null ? null : ManagedFieldsEntry.Parse(old.Map("metadata")?.List("managedFields"));
            var value = change((JsonObject)old.DeepClone(), managed);
            CheckNamespace(request, value);
            CheckIdentity(request, value, old);
            KindRules.KeepHidden(resource, value, old);
            Ownership.OnUpdate(context, request, value, old, managed);
            value = await admission.MutateAsync(request, value, old);
            DisabledFields.Drop(resource, value);
            Metadata.PrepareForUpdate(context, resource, request, value, old);
            KindRules.PrepareForUpdate(context, request, value, old);
            FieldError[] problems = [.. MetadataRules.ValidateUpdate(resource, value, old, request.Subresource), .. KindRules.ValidateUpdate(resource, value, old, request.Subresource, request.Empties)];
            Warnings.Write(request.Context, problems.Where(problem => problem.IsPassedOver).Select(problem => $"{problem.Field}: {problem.Detail}"));
            Throw(resource, value, [.. problems.Where(problem => !problem.IsPassedOver)]);
            Finish(resource, value);
            if (attempt == 0 && request.Subresource.Length == 0)
                Warn(request, value, old);
            await admission.ValidateAsync(request, value, old);
            // What is stored has none; what only looks shows the one that was stated.
            if (!request.IsDryRun)
                value.Map("metadata")!.Remove("selfLink");
            KindRules.CompleteStored(resource, value);
            if (Metadata.IsSame(value, old))
                return (200, current);
            admission.Charge(request, value, old);
            if (request.IsDryRun)
                return (200, ObjectEncoder.Encode(resource, Conversion.ToStored(resource, value)).At(current.ResourceVersion));
            var draft = ObjectEncoder.Encode(resource, Conversion.ToStored(resource, value));
            var stored = Metadata.IsReleased(value) ? context.Store.TryDelete(table, current, draft) : context.Store.TryUpdate(table, current, draft);
            if (stored is not null)
            {
                KindRules.AfterWrite(context, resource, value, old);
                if (Metadata.IsReleased(value))
                    Admission.Quotas.QuotaBook.AfterWrite(context, resource, null, value);
                if (resource.Custom is not null && Metadata.IsReleased(value))
                    CustomResources.Definitions.FinishDeletion(context, resource);
                return (200, stored);
            }

            if (attempt >= MostAttempts)
                throw ApiException.Modified(resource.Group, resource.Plural, request.Name);
        }
    }

    private async Task<StoredObject> CreateByApplyAsync(RequestInfo request, Func<JsonObject, List<ManagedFieldsEntry>?, JsonObject> change)
    {
        var resource = request.Resource;
        var empty = new JsonObject { ["kind"] = resource.Kind, ["apiVersion"] = resource.ApiVersion, ["metadata"] = new JsonObject() };
        var managed = new List<ManagedFieldsEntry>();
        var value = change(empty, managed);
        CheckNamespace(request, value);
        NamespaceLifecycle.CheckExists(context, request);
        Metadata.PrepareForCreate(context, resource, request, value);
        if (managed.Count > 0)
            value.Ensure("metadata")["managedFields"] = ManagedFieldsEntry.ToJson(managed);
        value = await admission.MutateAsync(request, value, null);
        KindRules.PrepareForCreate(context, request, value);
        Throw(resource, value, Problems(request, value));
        Finish(resource, value);
        Warn(request, value, null);
        await admission.ValidateAsync(request, value, null);
        CheckFree(request, value);
        admission.Charge(request, value, null);
        return Store(request, value);
    }

    private static void Finish(ApiResource resource, JsonObject value)
    {
        if (resource.Custom is null)
            EmptyLists.Clear(resource.Schema, value);
    }

    private static void Warn(RequestInfo request, JsonObject value, JsonObject? old)
    {
        var warnings = new Warnings();
        PodWarnings.Write(request.Resource, value, old, warnings);
        VolumeWarnings.Write(request.Resource, value, warnings);
        DefinitionWarnings.Write(request.Resource, value, old, warnings);
        ServiceWarnings.Write(request.Resource, value, warnings);
        OtherWarnings.Write(request.Resource, value, old is null, warnings);
        warnings.WriteTo(request.Context);
    }

    public static Task AnswerAsync(RequestInfo request, int code, StoredObject stored)
    {
        MediaTypes.CheckPartial(request, isList: false);
        return request.Form.IsPartial
            ? Answers.WriteJsonAsync(request.Context, code, PartialMetadata.Of(Conversion.Decode(request.Resource, stored), request.Form.Version))
            : WholeAsync(request, code, stored);
    }

    private static Task WholeAsync(RequestInfo request, int code, StoredObject stored) =>
        Tables.TableRequest.From(request) is { } table
            ? Answers.WriteJsonAsync(request.Context, code, table.Render(request.Resource, [Conversion.Decode(request.Resource, stored)], null, ""))
            : Answers.WriteBytesAsync(request.Context, code, body => Conversion.Write(body, request.Resource, stored));

    private static void CheckNamespace(RequestInfo request, JsonObject value)
    {
        var metadata = value.Ensure("metadata");
        if (!request.Resource.IsNamespaced)
        {
            metadata.Remove("namespace");
            return;
        }

        var stated = metadata.Text("namespace");
        if (string.IsNullOrEmpty(stated))
            metadata["namespace"] = request.Namespace;
        else if (stated != request.Namespace)
            throw ApiException.BadRequest($"the namespace of the provided object does not match the namespace sent on the request");
    }

    private static void CheckIdentity(RequestInfo request, JsonObject value, JsonObject old)
    {
        var resource = request.Resource;
        var metadata = value.Ensure("metadata");
        var current = old.Map("metadata")!;
        CheckName(request, value);
        var version = metadata.Text("resourceVersion");
        if ((resource.Custom is not null || KindRules.NeedsVersion(resource)) && string.IsNullOrEmpty(version) && (request.Verb == "update" || resource.Custom is null) && request.Subresource != "scale")
            throw ApiException.Invalid(resource.Group, resource.Plural, request.Name, [FieldError.Invalid("metadata.resourceVersion", 0L, "must be specified for an update")]);
        if (!string.IsNullOrEmpty(version) && !GoInteger.TryParseUnsigned(version, out _, out var problem))
            throw new ApiException(500, "", problem);
        if (!string.IsNullOrEmpty(version) && version != "0" && version != current.Text("resourceVersion"))
            throw ApiException.Modified(resource.Group, resource.Plural, request.Name);
        var uid = metadata.Text("uid");
        // A patch has no precondition: its uid is one more field that must not change.
        if (request.Verb != "patch" && !string.IsNullOrEmpty(uid) && uid != current.Text("uid"))
        {
            throw ApiException.Conflict(
                resource.Group, resource.Plural, request.Name, $"StorageError: invalid object, Code: 4, Key: {StorageKey(request)}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Text("uid")}");
        }
    }

    private static void CheckPlace(RequestInfo request, JsonObject value)
    {
        CheckNamespace(request, value);
        CheckName(request, value);
    }

    public static ApiException Nameless(RequestInfo request) => ApiException.BadRequest($"the name of the object ({request.Name} based on URL) was undeterminable: name must be provided");

    private static void CheckName(RequestInfo request, JsonObject value)
    {
        var metadata = value.Ensure("metadata");
        var name = metadata.Text("name");
        if (!string.IsNullOrEmpty(name) && name != request.Name)
            throw ApiException.BadRequest($"the name of the object ({name}) does not match the name on the URL ({request.Name})");
        if (!string.IsNullOrEmpty(name))
            return;
        if (!RequestBody.IsApplied(request) && request.Subresource is ("" or "status"))
            throw Nameless(request);
        metadata["name"] = request.Name;
    }

    /// <summary>The name under which a real server keeps the object; its messages show it.</summary>
    private static string StorageKey(RequestInfo request)
    {
        var resource = request.Resource;
        var group = resource.Custom is null ? "" : resource.Group + "/";
        var plural = resource.GroupResource switch { "services" => "services/specs", "nodes" => "minions", _ => resource.Plural };
        // What only looks is asked of the store by another path.
        var registry = request.IsDryRun ? "" : "/registry";
        return resource.IsNamespaced ? $"{registry}/{group}{plural}/{request.Namespace}/{request.Name}" : $"{registry}/{group}{plural}/{request.Name}";
    }

    /// <summary>On a cluster of one machine pods have addresses of the loopback range, as Services do.</summary>
    private bool IsLocal(ApiResource resource, FieldError error) =>
        IPAddress.IsLoopback(context.ServiceNetwork.BaseAddress) && resource.GroupResource is "endpoints" or "endpointslices.discovery.k8s.io"
        && error.Detail.EndsWith(EndpointValidation.LoopbackRange, StringComparison.Ordinal);

    private static List<FieldError> Problems(RequestInfo request, JsonObject value)
    {
        var resource = request.Resource;
        var ofKind = KindRules.Validate(resource, value, request.Empties).ToList();
        return MetadataRules.ComesLast(resource) && ofKind.Count > 0 ? ofKind : [.. MetadataRules.Validate(resource, value), .. ofKind];
    }

    private void Throw(ApiResource resource, JsonObject value, List<FieldError> errors)
    {
        errors.RemoveAll(error => IsLocal(resource, error));
        if (errors.Count > 0)
            throw ApiException.Invalid(resource.Group, resource.Kind, value.Map("metadata")?.Text("name") ?? "", errors);
    }
}
