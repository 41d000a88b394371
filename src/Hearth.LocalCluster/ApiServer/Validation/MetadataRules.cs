using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Names, labels, annotations, owners and finalizers (<c>ValidateObjectMeta</c>).</summary>
internal static class MetadataRules
{
    private const int MostAnnotationBytes = 256 * 1024;

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

        foreach (var error in ValidateMaps(metadata))
            yield return error;
    }

    private static IEnumerable<FieldError> ValidateMaps(JsonObject metadata)
    {
        foreach (var error in Labels(metadata.Map("labels"), "metadata.labels"))
            yield return error;
        foreach (var error in Annotations(metadata.Map("annotations"), "metadata.annotations"))
            yield return error;
        foreach (var error in Owners(metadata))
            yield return error;
        foreach (var error in Finalizers(metadata))
            yield return error;
    }

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

    private static IEnumerable<FieldError> Finalizers(JsonObject metadata)
    {
        var finalizers = metadata.List("finalizers") ?? [];
        for (var i = 0; i < finalizers.Count; i++)
        {
            var name = finalizers[i].Text ?? "";
            foreach (var problem in Names.QualifiedNameProblems(name))
                yield return FieldError.Invalid("metadata.finalizers", name, problem);
            if (!name.Contains('/', StringComparison.Ordinal) && name is not ("orphan" or "foregroundDeletion" or "kubernetes"))
                yield return FieldError.Invalid($"metadata.finalizers[{i}]", name, "name is neither a standard finalizer name nor is it fully qualified");
        }
    }

    public static IEnumerable<FieldError> ValidateUpdate(ApiResource resource, JsonObject value, JsonObject old)
    {
        var metadata = value.Map("metadata") ?? [];
        var current = old.Map("metadata") ?? [];
        foreach (var field in (ReadOnlySpan<string>)["name", "namespace"])
        {
            if ((metadata.Text(field) ?? "") != (current.Text(field) ?? ""))
                return [FieldError.Invalid("metadata." + field, metadata.Text(field) ?? "", "field is immutable")];
        }

        _ = resource;
        return [.. NewFinalizers(metadata, current), .. ValidateMaps(metadata), .. NewFinalizers(metadata, current)];
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
