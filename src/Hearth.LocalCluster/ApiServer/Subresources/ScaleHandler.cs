using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.CustomResources;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Reading;
using Hearth.LocalCluster.ApiServer.Resources;
using Hearth.LocalCluster.ApiServer.Selection;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer.Subresources;

/// <summary>The <c>autoscaling/v1 Scale</c> view of anything with replicas.</summary>
internal sealed class ScaleHandler(ApiContext context, WriteHandler writes)
{
    private static readonly ApiResource s_resource = new()
    {
        Group = "autoscaling",
        Version = "v1",
        Plural = "scales",
        Singular = "scale",
        Kind = "Scale",
        IsNamespaced = true,
        Verbs = [],
        Schema = Schemas.BuiltIn.FindKind("autoscaling/v1", "Scale")!,
    };

    public async Task HandleAsync(RequestInfo request)
    {
        var resource = request.Resource;
        if (request.Verb == "get")
        {
            var stored = context.Store.Table(resource.TableName).Objects.Find(ReadHandler.Namespace(request), request.Name) ?? throw ApiContext.NotFound(request);
            var value = Conversion.Decode(resource, stored);
            if (resource.Custom is not null && ScaleValidation.Find(value, Path(request, "specReplicasPath", "")) is null)
                throw ApiException.Internal($"the spec replicas field \"{Path(request, "specReplicasPath", "")}\" does not exist");
            await AnswerAsync(request, ToScale(request, value));
            return;
        }

        var warnings = new Warnings();
        var (change, applier) = await ReadAsync(request, warnings);
        var (_, changed) = await writes.ChangeAsync(request, (current, owners) => Scale(request, current, owners, change), allowCreate: false, applier);
        warnings.WriteTo(request.Context);
        await AnswerAsync(request, ToScale(request, Conversion.Decode(resource, changed)));
    }

    private async Task<(Func<JsonObject, List<ManagedFieldsEntry>?, JsonObject> Change, FieldManager? Applier)> ReadAsync(RequestInfo request, Warnings warnings)
    {
        var scale = request.As(s_resource);
        if (request.Verb == "patch")
            return await PatchHandler.ReadAsync(context, scale, warnings);
        var stated = await ObjectReader.ReadAsync(scale);
        stated.Warnings.WriteTo(request.Context);
        return ((_, _) => (JsonObject)stated.Object.DeepClone(), null);
    }

    /// <summary>The object with the replicas that the change makes of its scale.</summary>
    private static JsonObject Scale(RequestInfo request, JsonObject current, List<ManagedFieldsEntry>? owners, Func<JsonObject, List<ManagedFieldsEntry>?, JsonObject> change)
    {
        var path = Path(request, "specReplicasPath", ".spec.replicas");
        if (owners is not null && request.Resource.Custom is not null)
            throw new ApiException(500, "", "failed to create manager for existing fields: failed to convert live object (/; autoscaling/v1, Kind=Scale) to proper version: request to convert CR to an invalid group/version: autoscaling/v1");
        var ofScale = owners is null ? null : ScaleOwners.Of(owners, path);
        var wanted = change(ToScale(request, current), ofScale);
        if (owners is not null)
            ScaleOwners.Return(owners, ofScale!, path, request.Resource.ApiVersion);
        var replicas = wanted.Map("spec")?["replicas"].Number ?? 0;
        if (replicas < 0 && request.Resource.Custom is null)
            throw ApiException.Invalid("autoscaling", "Scale", request.Name, [FieldError.Invalid("spec.replicas", replicas, "must be greater than or equal to 0")]);
        foreach (var name in (ReadOnlySpan<string>)["name", "namespace", "resourceVersion", "uid"])
        {
            if (wanted.Map("metadata")?.Text(name) is { Length: > 0 } stated)
                current.Ensure("metadata")[name] = stated;
            else if (name == "name" && owners is null)
                throw WriteHandler.Nameless(request);
        }

        Set(current, path, replicas);
        return current;
    }

    /// <summary>Takes the replicas of a scale over into the object.</summary>
    public static void SetReplicas(RequestInfo request, JsonObject value, JsonObject scale) => Set(value, Path(request, "specReplicasPath", ".spec.replicas"), scale.Map("spec")?["replicas"].Number ?? 0);

    private static Task AnswerAsync(RequestInfo request, JsonObject scale)
    {
        MediaTypes.CheckPartial(request, isList: false);
        var shown = request.Form.IsPartial ? PartialMetadata.Of(scale, request.Form.Version)
            : Tables.TableRequest.From(request) is { } table ? table.Render(s_resource, [scale], null, scale.Map("metadata")?.Text("resourceVersion") ?? "") : scale;
        return Answers.WriteJsonAsync(request.Context, 200, shown);
    }

    public static string Path(RequestInfo request, string name, string builtIn) => request.Resource.Custom?.Scale?.Text(name) ?? builtIn;

    public static JsonObject ToScale(RequestInfo request, JsonObject value)
    {
        var metadata = value.Map("metadata")!;
        var scale = new JsonObject { ["kind"] = "Scale", ["apiVersion"] = "autoscaling/v1" };
        var shown = scale.Ensure("metadata");
        foreach (var name in (ReadOnlySpan<string>)["name", "namespace", "uid", "resourceVersion", "creationTimestamp"])
        {
            if (metadata[name] is { } field)
                shown[name] = field.DeepClone();
        }

        var replicas = ScaleValidation.Find(value, Path(request, "specReplicasPath", ".spec.replicas")).Number ?? 0;
        scale["spec"] = replicas == 0 ? new JsonObject() : new JsonObject { ["replicas"] = replicas };
        scale["status"] = new JsonObject { ["replicas"] = ScaleValidation.Find(value, Path(request, "statusReplicasPath", ".status.replicas")).Number ?? 0 };
        var selector = request.Resource.Custom is null ? BuiltInSelector(value) : ScaleValidation.Find(value, request.Resource.Custom.Scale?.Text("labelSelectorPath") ?? "").Text;
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

    private static void Set(JsonObject value, string path, long replicas)
    {
        var parts = path.Split('.', StringSplitOptions.RemoveEmptyEntries);
        foreach (var part in parts.AsSpan(0, parts.Length - 1))
            value = value.Ensure(part);
        value[parts[^1]] = replicas;
    }
}
