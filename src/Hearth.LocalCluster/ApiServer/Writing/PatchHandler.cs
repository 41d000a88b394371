using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>The four kinds of patches.</summary>
internal sealed class PatchHandler(ApiContext context, WriteHandler writes)
{
    public async Task PatchAsync(RequestInfo request)
    {
        var warnings = new Warnings();
        var (change, applier) = await ReadAsync(context, request, warnings);
        var (code, stored) = await writes.ChangeAsync(request, change, allowCreate: applier is not null && request.Subresource.Length == 0, applier);
        warnings.WriteTo(request.Context);
        await WriteHandler.AnswerAsync(request, code, stored);
    }

    /// <summary>What the patch makes of an object of the request's resource, given the owners of its fields for an apply.</summary>
    /// <returns>With who applies; null where nobody does.</returns>
    public static async Task<(Func<JsonObject, List<ManagedFieldsEntry>?, JsonObject> Change, FieldManager? Applier)> ReadAsync(ApiContext context, RequestInfo request, Warnings warnings)
    {
        var body = await RequestBody.ReadAsync(request);
        return RequestBody.MediaType(request.Context) switch
        {
            "application/json-patch+json" => (JsonPatched(request, body, warnings), null),
            "application/merge-patch+json" => (MergePatched(request, body, warnings), null),
            "application/strategic-merge-patch+json" when request.Resource.Custom is null => (StrategicPatched(request, body, warnings), null),
            "application/apply-patch+yaml" => (Applied(context, request, body, warnings), Ownership.ManagerOf(request)),
            "application/strategic-merge-patch+json" => throw RequestBody.UnsupportedMediaType("application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"),
            _ => throw new ApiException(415, "UnsupportedMediaType", "415: Unsupported Media Type", []),
        };
    }

    private static Func<JsonObject, List<ManagedFieldsEntry>?, JsonObject> JsonPatched(RequestInfo request, byte[] body, Warnings warnings) => Change(request, warnings, (current, problems) =>
    {
        var patch = ReadPatch(body, problems);
        var patched = JsonPatch.Apply(current, patch) as JsonObject ?? [];
        return (patched, () => PatchText.OfOperations(request.Resource, current, (JsonArray)patch!));
    });

    private static Func<JsonObject, List<ManagedFieldsEntry>?, JsonObject> MergePatched(RequestInfo request, byte[] body, Warnings warnings) => Change(request, warnings, (current, problems) =>
    {
        var patch = ReadPatch(body, problems);
        var changes = patch as JsonObject ?? throw ApiException.BadRequest(patch is null ? "Invalid JSON Patch" : $"error decoding patch: json: cannot unmarshal {JsonKind.Of(patch)} into Go value of type map[string]interface {{}}");
        var patched = (JsonObject)current.DeepClone();
        MergePatch.Apply(patched, changes);
        return (patched, () => PatchText.OfMerge(request.Resource, current, changes));
    });

    private static Func<JsonObject, List<ManagedFieldsEntry>?, JsonObject> StrategicPatched(RequestInfo request, byte[] body, Warnings warnings) => Change(request, warnings, (current, problems) =>
    {
        try
        {
            // What the object is is no matter of the patch.
            var patch = ReadStrategicPatch(body, problems);
            var patched = StrategicMergePatch.Apply(request.Resource.Schema, current, patch);
            PatchProblems.Check(request.Resource.Schema, patched, patch);
            patched["kind"] = request.Resource.Kind;
            patched["apiVersion"] = request.Resource.ApiVersion;
            return (patched, () => PatchText.OfStrategic(patch));
        }
        catch (PatchException exception) when (!exception.IsMalformed)
        {
            throw new ApiException(500, "", exception.Message);
        }
    });

    /// <param name="patch">Gets the present object and a list for fields that the patch states twice; answers the patched one, and the text of it that refusals show.</param>
    private static Func<JsonObject, List<ManagedFieldsEntry>?, JsonObject> Change(RequestInfo request, Warnings warnings, Func<JsonObject, List<string>, (JsonObject Patched, Func<string> Shown)> patch) =>
        (current, _) => Decode(request, patch, current, warnings);

    private static JsonObject Decode(RequestInfo request, Func<JsonObject, List<string>, (JsonObject Patched, Func<string> Shown)> patch, JsonObject current, Warnings warnings)
    {
        try
        {
            var duplicates = new List<string>();
            var (patched, shown) = patch(current, duplicates);
            if (request.Resource.Custom is null && request.Subresource is "" or "status" && string.IsNullOrEmpty(patched.Text("apiVersion")) && patched["apiVersion"] is null && patched.Text("kind") is { Length: > 0 })
                throw WriteHandler.Nameless(request);
            var decoded = ObjectReader.Decode(request, request.Resource, patched, duplicates, warnings, new PatchedText(shown));
            warnings.WriteTo(request.Context);
            return decoded;
        }
        catch (PatchException exception) when (exception.IsMalformed)
        {
            throw ApiException.BadRequest(exception.Message);
        }
        catch (PatchException)
        {
            throw new ApiException(422, "Invalid", "the server rejected our request due to an error in our request", []);
        }
    }

    private static Func<JsonObject, List<ManagedFieldsEntry>?, JsonObject> Applied(ApiContext context, RequestInfo request, byte[] body, Warnings warnings)
    {
        var resource = request.Resource;
        var duplicates = new List<string>();
        var config = RequestBody.ReadApplied(body, duplicates);
        if (string.IsNullOrEmpty(request.Query("fieldManager")))
        {
            throw ApiException.Invalid("meta.k8s.io", "PatchOptions", "", [FieldError.Required("fieldManager", "is required for apply patch")]);
        }

        if (config.Map("metadata")?.List("managedFields") is not null)
            throw ApiException.BadRequest("metadata.managedFields must be nil");
        var manager = Ownership.ManagerOf(request);
        var force = request.QueryFlag("force");
        return (live, managed) =>
        {
            TypedConfiguration.CheckKind(resource, config);
            TypedConfiguration.Check(resource, config);
            // What cannot be read is told once it is known that nobody else owns it.
            var problem = resource.Custom is null ? PatchProblems.Find(resource.Schema, config) : null;
            if (problem is null)
                ObjectReader.Decode(request, resource, (JsonObject)config.DeepClone(), [], warnings);
            try
            {
                Ownership.BeforeFirstApply(context, request, live, managed!);
                var merged = ServerSideApply.Apply(resource.Schema, Ownership.WithoutManaged(live), config, managed!, manager, force, context.Now(), Ownership.Ignored(request), manager.Name == "kubectl" ? LastApplied.Of(resource.Schema, live) : null);
                if (problem is not null)
                    throw TypedConfiguration.Unreadable(resource, config, problem);
                TellOfDuplicates(request, duplicates, warnings);
                if (manager.Name == "kubectl")
                    LastApplied.Renew(live, config, merged);
                var stated = config.Map("metadata");
                if (string.IsNullOrEmpty(stated?.Text("name")) && (stated?.ContainsKey("name") == true || live.Map("metadata")?.ContainsKey("uid") != true))
                    throw WriteHandler.Nameless(request);
                return ObjectReader.Decode(request, resource, merged, [], new Warnings());
            }
            catch (ApplyConflictException exception)
            {
                throw ApplyConflicts.ToApiException(exception);
            }
        };
    }

    /// <summary>Told even where the request fails afterwards.</summary>
    private static void TellOfDuplicates(RequestInfo request, List<string> duplicates, Warnings warnings)
    {
        var mode = request.Query("fieldValidation");
        if (duplicates.Count == 0 || mode == "Ignore")
            return;
        if (mode == "Strict")
            throw ApiException.BadRequest("error strict decoding YAML: error converting YAML to JSON: " + YamlReader.Listed(duplicates));
        foreach (var duplicate in duplicates)
            warnings.Add(duplicate);
        warnings.WriteTo(request.Context);
    }

    private static JsonObject ReadStrategicPatch(byte[] body, List<string> duplicates)
    {
        var patch = ReadPatch(body, duplicates, "", isUntyped: true);
        return patch is null ? [] : patch as JsonObject ?? throw ApiException.BadRequest($"json: cannot unmarshal {JsonKind.Of(patch)} into Go value of type map[string]interface {{}}");
    }

    private static JsonNode? ReadPatch(byte[] body, List<string> duplicates, string prefix = "error decoding patch: ", bool isUntyped = false)
    {
        try
        {
            var patch = JsonReader.Read(body, duplicates);
            if (isUntyped)
                Untyped.Normalize(patch, isRead: true);
            else if (patch is JsonObject)
                Untyped.Normalize(patch.DeepClone());
            return patch;
        }
        catch (JsonException exception)
        {
            throw ApiException.BadRequest(prefix + exception.Message);
        }
    }
}
