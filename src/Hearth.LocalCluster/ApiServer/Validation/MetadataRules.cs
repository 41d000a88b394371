using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Names, labels, annotations, owners and finalizers (<c>ValidateObjectMeta</c>).</summary>
internal static class MetadataRules
{
    private const int MostAnnotationBytes = 256 * 1024;

    /// <summary>Kinds whose own rules look at the metadata of a changed object as at that of a new one, beside the change.</summary>
    private static readonly FrozenSet<string> s_alsoAsNew = new[]
    {
        "pods", "persistentvolumeclaims", "services", "configmaps", "secrets", "endpoints", "serviceaccounts", "controllerrevisions.apps", "ingresses.networking.k8s.io", "roles.rbac.authorization.k8s.io",
        "rolebindings.rbac.authorization.k8s.io", "clusterroles.rbac.authorization.k8s.io", "clusterrolebindings.rbac.authorization.k8s.io",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Kinds whose own rules look at the metadata as at that of a new object alone.</summary>
    private static readonly FrozenSet<string> s_onlyAsNew = new[] { "persistentvolumes", "limitranges" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Kinds whose own rules leave metadata alone.</summary>
    private static readonly FrozenSet<string> s_never = new[] { "poddisruptionbudgets.policy" }.ToFrozenSet(StringComparer.Ordinal);

    public static IEnumerable<FieldError> Validate(ApiResource resource, JsonObject value)
    {
        var metadata = value.Map("metadata") ?? [];
        var name = metadata.Text("name") ?? "";
        if (metadata.Text("generateName") is { Length: > 0 } prefix)
        {
            foreach (var problem in Names.Problems(resource, prefix, isPrefix: true))
                yield return FieldError.Invalid("metadata.generateName", prefix, problem);
        }

        if (name.Length == 0)
        {
            yield return FieldError.Required("metadata.name", "name or generateName is required");
        }
        else
        {
            foreach (var problem in Names.Problems(resource, name, isPrefix: false))
                yield return FieldError.Invalid("metadata.name", name, problem);
        }

        foreach (var error in (FieldError[])[.. ValidateMaps(metadata), .. KnownFinalizers(metadata)])
            yield return error;
    }

    private static IEnumerable<FieldError> ValidateMaps(JsonObject metadata) => [.. ChangedMaps(metadata), .. Finalizers(metadata)];

    private static IEnumerable<FieldError> ChangedMaps(JsonObject metadata) =>
        [.. Labels(metadata.Map("labels"), "metadata.labels"), .. Annotations(metadata.Map("annotations"), "metadata.annotations"), .. Owners(metadata)];

    public static IEnumerable<FieldError> Annotations(JsonObject? annotations, string field)
    {
        long size = 0;
        foreach (var (key, text) in annotations ?? [])
        {
            foreach (var problem in Names.QualifiedNameProblems(key.ToLowerInvariant()))
                yield return FieldError.Invalid(field, key, problem);
            size += key.Length + (text.Text?.Length ?? 0);
        }

        if (size > MostAnnotationBytes)
            yield return FieldError.TooLong(field, MostAnnotationBytes);
    }

    public static IEnumerable<FieldError> Labels(JsonObject? labels, string field)
    {
        foreach (var (key, text) in labels ?? [])
        {
            foreach (var problem in Names.QualifiedNameProblems(key))
                yield return FieldError.Invalid(field, key, problem);
            foreach (var problem in Names.LabelValueProblems(text.Text ?? ""))
                yield return FieldError.Invalid(field, text.Text ?? "", problem);
        }
    }

    private static IEnumerable<FieldError> Owners(JsonObject metadata)
    {
        const string field = "metadata.ownerReferences";
        var controllers = 0;
        foreach (var owner in metadata.Objects("ownerReferences"))
        {
            var version = (owner.Text("apiVersion") ?? "").Split('/');
            if (version.Length > 2 || version[^1].Length == 0)
                yield return FieldError.Invalid(field + ".apiVersion", owner.Text("apiVersion") ?? "", "version must not be empty");
            if (string.IsNullOrEmpty(owner.Text("kind")))
                yield return FieldError.Invalid(field + ".kind", "", "must not be empty");
            if (string.IsNullOrEmpty(owner.Text("name")))
                yield return FieldError.Invalid(field + ".name", "", "must not be empty");
            if (string.IsNullOrEmpty(owner.Text("uid")))
                yield return FieldError.Invalid(field + ".uid", "", "must not be empty");
            if (owner.IsTrue("controller") && ++controllers > 1)
                yield return FieldError.Invalid("metadata.ownerReferences", metadata["ownerReferences"], "Only one reference can have Controller set to true.");
        }
    }

    private static IEnumerable<FieldError> Finalizers(JsonObject metadata) => (metadata.List("finalizers") ?? [])
        .SelectMany(finalizer => Names.QualifiedNameProblems(finalizer.Text ?? "").Select(problem => FieldError.Invalid("metadata.finalizers", finalizer.Text ?? "", problem)));

    private static IEnumerable<FieldError> KnownFinalizers(JsonObject metadata) => (metadata.List("finalizers") ?? []).Select(finalizer => finalizer.Text ?? "").Index()
        .Where(entry => !entry.Item.Contains('/', StringComparison.Ordinal) && entry.Item is not ("orphan" or "foregroundDeletion" or "kubernetes"))
        .Select(entry => FieldError.Invalid($"metadata.finalizers[{entry.Index}]", entry.Item, "name is neither a standard finalizer name nor is it fully qualified"));

    public static IEnumerable<FieldError> ValidateUpdate(ApiResource resource, JsonObject value, JsonObject old, string subresource)
    {
        var metadata = value.Map("metadata") ?? [];
        var current = old.Map("metadata") ?? [];
        foreach (var field in (ReadOnlySpan<string>)["name", "namespace"])
        {
            if ((metadata.Text(field) ?? "") != (current.Text(field) ?? ""))
                return [FieldError.Invalid("metadata." + field, metadata.Text(field) ?? "", "field is immutable")];
        }

        // What all kinds share is checked first, then what each kind checks itself: each mistake is reported as often.
        var asNew = ValidateMaps(metadata).ToList();
        List<FieldError> changed = [.. NewFinalizers(metadata, current), .. ChangedMaps(metadata)];
        var known = KnownFinalizers(metadata).ToList();
        var (kind, isWhole) = (resource.GroupResource, subresource.Length == 0);
        return
        [
            .. asNew, .. changed,
            .. isWhole && (s_never.Contains(kind) || s_onlyAsNew.Contains(kind)) ? [] : (IEnumerable<FieldError>)[.. changed, .. known],
            .. isWhole && (s_alsoAsNew.Contains(kind) || s_onlyAsNew.Contains(kind)) ? (IEnumerable<FieldError>)[.. asNew, .. known] : [],
        ];
    }

    private static IEnumerable<FieldError> NewFinalizers(JsonObject metadata, JsonObject current)
    {
        if (current["deletionTimestamp"] is null)
            yield break;
        var known = (current.List("finalizers") ?? []).Select(finalizer => finalizer.Text).ToHashSet(StringComparer.Ordinal);
        var added = (metadata.List("finalizers") ?? []).Select(finalizer => finalizer.Text).Where(finalizer => !known.Contains(finalizer)).ToArray();
        if (added.Length > 0)
            yield return FieldError.Forbidden("metadata.finalizers", $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(name => $"\"{name}\""))}}}");
    }
}
