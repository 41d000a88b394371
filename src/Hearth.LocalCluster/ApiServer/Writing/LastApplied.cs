using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>
/// What <c>kubectl apply</c> applied before it applied at the server, as its annotation says. Where the object still has these values, an
/// apply by the manager <c>kubectl</c> takes them over without a conflict.
/// </summary>
internal static class LastApplied
{
    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    public static FieldSet? Of(TypeSchema schema, JsonObject live)
    {
        if (live.Map("metadata")?.Map("annotations")?.Text(Annotation) is not { Length: > 0 } text || Json.TryRead(text) is not JsonObject applied)
            return null;
        var changes = FieldPaths.Compare(schema, Ownership.WithoutManaged(live), applied);
        return FieldPaths.Of(schema, applied).Difference(changes.Modified).Difference(changes.Added).Difference(changes.Removed);
    }

    /// <summary>Says in the annotation, where there is one, what was applied at the server.</summary>
    public static void Renew(JsonObject live, JsonObject config, JsonObject merged)
    {
        if (string.IsNullOrEmpty(live.Map("metadata")?.Map("annotations")?.Text(Annotation)) || merged.Map("metadata")?.Map("annotations") is not { } annotations)
            return;
        var applied = (JsonObject)Json.Sorted(config)!;
        applied.Map("metadata")?.Map("annotations")?.Remove(Annotation);
        annotations[Annotation] = Json.ToText(applied) + "\n";
    }
}
