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
        var type = RequestBody.MediaType(request.Context);
        var warnings = new Warnings();
        var body = await RequestBody.ReadAsync(request);
        var (code, stored) = type switch
        {
            "application/json-patch+json" => await JsonPatchAsync(request, body, warnings),
            "application/merge-patch+json" => await MergePatchAsync(request, body, warnings),
            "application/strategic-merge-patch+json" when request.Resource.Custom is null => await StrategicPatchAsync(request, body, warnings),
            "application/apply-patch+yaml" => await ApplyAsync(request, body, warnings),
            "application/strategic-merge-patch+json" => throw RequestBody.UnsupportedMediaType("application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml"),
            _ => throw new ApiException(415, "UnsupportedMediaType", "415: Unsupported Media Type", []),
        };
        warnings.WriteTo(request.Context);
        await WriteHandler.AnswerAsync(request, code, stored);
    }

    private Task<(int, Store.StoredObject)> JsonPatchAsync(RequestInfo request, byte[] body, Warnings warnings) => Change(request, warnings, (current, problems) =>
    {
        var patch = ReadPatch(body, problems);
        var patched = JsonPatch.Apply(current, patch) as JsonObject ?? [];
        return (patched, () => PatchText.OfOperations(request.Resource, current, (JsonArray)patch!));
    });

    private Task<(int, Store.StoredObject)> MergePatchAsync(RequestInfo request, byte[] body, Warnings warnings) => Change(request, warnings, (current, problems) =>
    {
        var patch = ReadPatch(body, problems);
        var changes = patch as JsonObject ?? throw ApiException.BadRequest($"error decoding patch: json: cannot unmarshal {RequestBody.TypeOf(patch)} into Go value of type map[string]interface {{}}");
        var patched = (JsonObject)current.DeepClone();
        MergePatch.Apply(patched, changes);
        return (patched, () => PatchText.OfMerge(request.Resource, current, changes));
    });

    private Task<(int, Store.StoredObject)> StrategicPatchAsync(RequestInfo request, byte[] body, Warnings warnings) => Change(request, warnings, (current, problems) =>
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
    private Task<(int, Store.StoredObject)> Change(RequestInfo request, Warnings warnings, Func<JsonObject, List<string>, (JsonObject Patched, Func<string> Shown)> patch) =>
        writes.ChangeAsync(request, (current, _) => Decode(request, patch, current, warnings), allowCreate: false);

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

    private async Task<(int, Store.StoredObject)> ApplyAsync(RequestInfo request, byte[] body, Warnings warnings)
    {
        var resource = request.Resource;
        var duplicates = new List<string>();
        var config = RequestBody.Parse(body, isYaml: body.Length == 0 || body.AsSpan().TrimStart(" \n\r\t"u8)[0] != '{', duplicates);
        if (string.IsNullOrEmpty(request.Query("fieldManager")))
        {
            throw ApiException.Invalid("meta.k8s.io", "PatchOptions", "", [FieldError.Required("fieldManager", "is required for apply patch")]);
        }

        if (config.Map("metadata")?.List("managedFields") is not null)
            throw ApiException.BadRequest("metadata.managedFields must be nil");
        var manager = Ownership.ManagerOf(request);
        var force = request.QueryFlag("force");
        return await writes.ChangeAsync(
            request,
            (live, managed) =>
            {
                TypedConfiguration.Check(resource, config);
                // What cannot be read is told once it is known that nobody else owns it.
                var problem = resource.Custom is null ? PatchProblems.Find(resource.Schema, config) : null;
                if (problem is null)
                    ObjectReader.Decode(request, resource, (JsonObject)config.DeepClone(), duplicates, warnings);
                try
                {
                    Ownership.BeforeFirstApply(context, request, live, managed!);
                    var merged = ServerSideApply.Apply(resource.Schema, Ownership.WithoutManaged(live), config, managed!, manager, force, context.Now(), Ownership.Ignored(request));
                    if (problem is not null)
                        throw TypedConfiguration.Unreadable(resource, config, problem);
                    if (config.Map("metadata") is { } metadata && metadata.ContainsKey("name") && string.IsNullOrEmpty(metadata.Text("name")))
                        throw WriteHandler.Nameless(request);
                    return ObjectReader.Decode(request, resource, merged, [], new Warnings());
                }
                catch (ApplyConflictException exception)
                {
                    throw ApplyConflicts.ToApiException(exception);
                }
            },
            allowCreate: request.Subresource.Length == 0,
            applier: manager);
    }

    private static JsonObject ReadStrategicPatch(byte[] body, List<string> duplicates)
    {
        var patch = ReadPatch(body, duplicates);
        var kind = patch switch { JsonArray => "array", JsonValue value when value.Text is not null => "string", JsonValue value when value.Flag is not null => "bool", JsonValue => "number", _ => "null" };
        return patch as JsonObject ?? throw ApiException.BadRequest($"json: cannot unmarshal {kind} into Go value of type map[string]interface {{}}");
    }

    private static JsonNode? ReadPatch(byte[] body, List<string> duplicates)
    {
        try
        {
            return JsonReader.Read(body, duplicates);
        }
        catch (JsonException exception)
        {
            throw ApiException.BadRequest("error decoding patch: " + GoJson.Describe(body, exception));
        }
    }
}
