using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Reading;
using Hearth.LocalCluster.ApiServer.Selection;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer.Subresources;

/// <summary>The <c>autoscaling/v1 Scale</c> view of anything with replicas.</summary>
internal sealed class ScaleHandler(ApiContext context, WriteHandler writes)
{
    public async Task HandleAsync(RequestInfo request)
    {
        var resource = request.Resource;
        if (request.Verb == "get")
        {
            var stored = context.Store.Table(resource.TableName).Objects.Find(ReadHandler.Namespace(request), request.Name) ?? throw ApiContext.NotFound(request);
            var value = Conversion.Decode(resource, stored);
            if (resource.Custom is not null && Get(value, Path(request, "specReplicasPath", "")) is null)
                throw ApiException.Internal($"the spec replicas field \"{Path(request, "specReplicasPath", "")}\" does not exist");
            await Answers.WriteJsonAsync(request.Context, 200, ToScale(request, value));
            return;
        }

        var body = await RequestBody.ReadAsync(request);
        var isPatch = request.Verb == "patch";
        var patch = RequestBody.MediaType(request.Context) == "application/json-patch+json" ? JsonReader.Read(body) : RequestBody.Parse(body, false, null);
        var (_, changed) = await writes.ChangeAsync(request, (current, _) => Scale(request, current, patch, isPatch), allowCreate: false);
        await Answers.WriteJsonAsync(request.Context, 200, ToScale(request, Conversion.Decode(resource, changed)));
    }

    private static JsonObject Scale(RequestInfo request, JsonObject current, JsonNode? change, bool isPatch)
    {
        var scale = ToScale(request, current);
        JsonObject wanted;
        if (!isPatch)
            wanted = change as JsonObject ?? [];
        else if (change is JsonArray)
            wanted = JsonPatch.Apply(scale, change) as JsonObject ?? [];
        else
            MergePatch.Apply(wanted = scale, change as JsonObject ?? []);
        var replicas = wanted.Map("spec")?["replicas"].Number ?? 0;
        if (replicas < 0 && request.Resource.Custom is null)
            throw ApiException.Invalid("autoscaling", "Scale", request.Name, [FieldError.Invalid("spec.replicas", replicas, "must be greater than or equal to 0")]);
        if (wanted.Map("metadata")?.Text("resourceVersion") is { Length: > 0 } version)
            current.Ensure("metadata")["resourceVersion"] = version;
        Set(current, Path(request, "specReplicasPath", ".spec.replicas"), replicas);
        return current;
    }

    private static string Path(RequestInfo request, string name, string builtIn) => request.Resource.Custom?.Scale?.Text(name) ?? builtIn;

    private static JsonObject ToScale(RequestInfo request, JsonObject value)
    {
        var metadata = value.Map("metadata")!;
        var scale = new JsonObject { ["kind"] = "Scale", ["apiVersion"] = "autoscaling/v1" };
        var shown = scale.Ensure("metadata");
        foreach (var name in (ReadOnlySpan<string>)["name", "namespace", "uid", "resourceVersion", "creationTimestamp"])
        {
            if (metadata[name] is { } field)
                shown[name] = field.DeepClone();
        }

        var replicas = Get(value, Path(request, "specReplicasPath", ".spec.replicas")).Number ?? 0;
        scale["spec"] = replicas == 0 ? new JsonObject() : new JsonObject { ["replicas"] = replicas };
        scale["status"] = new JsonObject { ["replicas"] = Get(value, Path(request, "statusReplicasPath", ".status.replicas")).Number ?? 0 };
        var selector = request.Resource.Custom is null ? BuiltInSelector(value) : Get(value, request.Resource.Custom.Scale?.Text("labelSelectorPath") ?? "").Text;
        if (!string.IsNullOrEmpty(selector))
            scale.Map("status")!["selector"] = selector;
        return scale;
    }

    private static string? BuiltInSelector(JsonObject value)
    {
        var selector = value.Map("spec")?.Map("selector");
        if (value.Text("kind") == "ReplicationController")
            return Tables.Columns.Pairs(selector);
        return selector is null ? null : Selectors.Format(selector);
    }

    private static JsonNode? Get(JsonNode? value, string path) => CustomResources.ScaleValidation.Find(value, path);

    private static void Set(JsonObject value, string path, long replicas)
    {
        var parts = path.Split('.', StringSplitOptions.RemoveEmptyEntries);
        foreach (var part in parts.AsSpan(0, parts.Length - 1))
            value = value.Ensure(part);
        value[parts[^1]] = replicas;
    }
}
