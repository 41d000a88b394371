using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>The metadata that the server fills in and guards.</summary>
internal static class Metadata
{
    public static void PrepareForCreate(ApiContext context, ApiResource resource, RequestInfo request, JsonObject value)
    {
        var metadata = value.Ensure("metadata");
        foreach (var name in (ReadOnlySpan<string>)["uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"])
            metadata.Remove(name);
        if (metadata["generation"].Number == 0)
            metadata.Remove("generation");
        if (request.Name.Length > 0 && string.IsNullOrEmpty(metadata.Text("name")))
            metadata["name"] = request.Name;
        request.StatedName ??= metadata.Text("name") ?? "";
        if (string.IsNullOrEmpty(metadata.Text("name")) && metadata.Text("generateName") is { Length: > 0 } prefix)
            metadata["name"] = context.NewName(prefix);
        metadata["uid"] = context.NewUid();
        metadata["creationTimestamp"] = context.Now();
        if (KindRules.CountsGenerations(resource))
            metadata["generation"] = 1L;
    }

    public static void PrepareForUpdate(ApiContext context, ApiResource resource, RequestInfo request, JsonObject value, JsonObject old)
    {
        _ = context;
        var metadata = value.Ensure("metadata");
        var current = old.Map("metadata")!;
        if (string.IsNullOrEmpty(metadata.Text("uid")))
            Keep(metadata, current, "uid");
        foreach (var name in (ReadOnlySpan<string>)["creationTimestamp", "generation", "resourceVersion"])
            Keep(metadata, current, name);
        // Nobody takes a deletion back; whoever states another one is told so.
        if (current["deletionTimestamp"] is not null)
            Keep(metadata, current, "deletionTimestamp");
        if (metadata["deletionGracePeriodSeconds"] is null)
            Keep(metadata, current, "deletionGracePeriodSeconds");
        KindRules.KeepOtherEndpointsFields(resource, value, old, request.Subresource);
        if (KindRules.CountsGenerations(resource) && request.Subresource != "status" && KindRules.SpecChanged(resource, value, old))
            metadata["generation"] = (current["generation"].Number ?? 0) + 1;
    }

    private static void Keep(JsonObject metadata, JsonObject current, string name)
    {
        if (current[name] is { } kept)
            metadata[name] = kept.DeepClone();
        else
            metadata.Remove(name);
    }

    /// <summary>A write that changes nothing, or nothing but the times of managed fields, is none.</summary>
    public static bool IsSame(JsonObject value, JsonObject old)
    {
        if (value.Count != old.Count)
            return false;
        foreach (var (name, child) in value)
        {
            if (!old.TryGetPropertyValue(name, out var other))
                return false;
            var same = name == "metadata" && child is JsonObject a && other is JsonObject b ? IsSameMetadata(a, b) : JsonNode.DeepEquals(child, other);
            if (!same)
                return false;
        }

        return true;
    }

    private static bool IsSameMetadata(JsonObject value, JsonObject old)
    {
        var a = (JsonObject)value.DeepClone();
        var b = (JsonObject)old.DeepClone();
        foreach (var entry in a.Objects("managedFields").Concat(b.Objects("managedFields")))
            entry.Remove("time");
        return JsonNode.DeepEquals(a, b);
    }

    /// <summary>An object marked for deletion whose last finalizer has gone.</summary>
    public static bool IsReleased(JsonObject value)
    {
        var metadata = value.Map("metadata")!;
        return metadata["deletionTimestamp"] is not null && metadata.List("finalizers") is not { Count: > 0 }
            && (metadata["deletionGracePeriodSeconds"].Number ?? 0) == 0 && value.Map("spec")?.List("finalizers") is not { Count: > 0 };
    }
}
