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

    // Their validation leaves metadata to the check that every write makes.
    private static readonly FrozenSet<string> s_unchecked = new[] { "events", "poddisruptionbudgets.policy", "certificatesigningrequests.certificates.k8s.io" }.ToFrozenSet(StringComparer.Ordinal);

    // How often a changed object's metadata is looked at by what validates its kind, where that is not once. Each look reports all mistakes again.
    private static readonly FrozenDictionary<string, int> s_looks = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["events"] = 0, ["poddisruptionbudgets.policy"] = 0,
        ["pods"] = 2, ["replicationcontrollers"] = 2, ["endpoints"] = 2, ["configmaps"] = 2, ["secrets"] = 2, ["serviceaccounts"] = 2, ["persistentvolumes"] = 2, ["namespaces"] = 2, ["nodes"] = 2, ["controllerrevisions.apps"] = 2, ["jobs.batch"] = 2,
        ["ingresses.networking.k8s.io"] = 2, ["ingressclasses.networking.k8s.io"] = 2, ["networkpolicies.networking.k8s.io"] = 2, ["storageclasses.storage.k8s.io"] = 2, ["csinodes.storage.k8s.io"] = 2, ["volumeattachments.storage.k8s.io"] = 2,
        ["runtimeclasses.node.k8s.io"] = 2, ["certificatesigningrequests.certificates.k8s.io"] = 2, ["apiservices.apiregistration.k8s.io"] = 2, ["persistentvolumeclaims"] = 3,
        ["roles.rbac.authorization.k8s.io"] = 3, ["clusterroles.rbac.authorization.k8s.io"] = 3, ["rolebindings.rbac.authorization.k8s.io"] = 3, ["clusterrolebindings.rbac.authorization.k8s.io"] = 3,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // What validates these never compares their metadata with what it was.
    private static readonly FrozenSet<string> s_alwaysAsNew = new[]
    {
        "persistentvolumes", "limitranges", "csinodes.storage.k8s.io", "volumeattachments.storage.k8s.io", "endpointslices.discovery.k8s.io",
        "validatingwebhookconfigurations.admissionregistration.k8s.io", "mutatingwebhookconfigurations.admissionregistration.k8s.io",
        "validatingadmissionpolicies.admissionregistration.k8s.io", "validatingadmissionpolicybindings.admissionregistration.k8s.io",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Groups outside the core take any qualified name for a finalizer.</summary>
    private static bool TakesAnyFinalizer(ApiResource resource) => resource.Custom is not null || s_unchecked.Contains(resource.GroupResource)
        || resource.Group is "apiextensions.k8s.io" or "apiregistration.k8s.io" or "admissionregistration.k8s.io" or "coordination.k8s.io" or "node.k8s.io";

    /// <summary>What its kind leaves unchecked in a new object is checked once nothing else is wrong with it.</summary>
    public static bool ComesLast(ApiResource resource) => s_unchecked.Contains(resource.GroupResource);

    public static IEnumerable<FieldError> Validate(ApiResource resource, JsonObject value)
    {
        var metadata = value.Map("metadata") ?? [];
        var name = metadata.Text("name") ?? "";
        foreach (var error in Prefix(resource, metadata.Text("generateName") ?? ""))
            yield return error;

        if (name.Length == 0)
        {
            yield return FieldError.Required("metadata.name", "name or generateName is required");
        }
        else
        {
            foreach (var problem in Names.Problems(resource, name, isPrefix: false))
                yield return FieldError.Invalid("metadata.name", name, problem);
        }

        if (metadata["generation"].Number < 0)
            yield return FieldError.Invalid("metadata.generation", metadata["generation"], "must be greater than or equal to 0");
        foreach (var error in Maps(metadata).Concat(Finalizers(metadata, TakesAnyFinalizer(resource))))
            yield return error;
    }

    /// <summary>The metadata of an object inside a custom resource, which may have no name yet.</summary>
    public static IEnumerable<FieldError> Embedded(JsonObject metadata)
    {
        var name = metadata.Text("name") ?? "";
        return Names.PathSegmentProblems(name).Where(_ => name.Length > 0).Select(problem => FieldError.Invalid("metadata.name", name, problem)).Concat(Maps(metadata)).Concat(Finalizers(metadata, takesAny: true));
    }

    private static IEnumerable<FieldError> Maps(JsonObject metadata) =>
        [.. Labels(metadata.Map("labels"), "metadata.labels"), .. Annotations(metadata.Map("annotations"), "metadata.annotations"), .. OwnerRules.Validate(metadata)];

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

    private static IEnumerable<FieldError> Finalizers(JsonObject metadata, bool takesAny)
    {
        var finalizers = (metadata.List("finalizers") ?? []).Select(finalizer => finalizer.Text ?? "").ToArray();
        foreach (var name in finalizers)
        {
            foreach (var problem in Names.QualifiedNameProblems(name))
                yield return FieldError.Invalid("metadata.finalizers", name, problem);
        }

        if (finalizers.Contains("orphan") && finalizers.Contains("foregroundDeletion"))
            yield return FieldError.Invalid("metadata.finalizers", metadata["finalizers"]?.DeepClone(), "finalizer orphan and foregroundDeletion cannot be both set");
        foreach (var error in takesAny ? [] : KnownFinalizers(finalizers))
            yield return error;
    }

    private static IEnumerable<FieldError> KnownFinalizers(string[] finalizers)
    {
        for (var i = 0; i < finalizers.Length; i++)
        {
            if (!IsKnownFinalizer(finalizers[i]))
                yield return FieldError.Invalid($"metadata.finalizers[{i}]", finalizers[i], "name is neither a standard finalizer name nor is it fully qualified");
        }
    }

    public static bool IsKnownFinalizer(string name) => name.Contains('/', StringComparison.Ordinal) || name is "orphan" or "foregroundDeletion" or "kubernetes";

    public static IEnumerable<FieldError> ValidateUpdate(ApiResource resource, JsonObject value, JsonObject old, string subresource)
    {
        var metadata = value.Map("metadata") ?? [];
        var current = old.Map("metadata") ?? [];
        var takesAny = TakesAnyFinalizer(resource);
        var known = takesAny ? [] : KnownFinalizers([.. (metadata.List("finalizers") ?? []).Select(finalizer => finalizer.Text ?? "")]).ToArray();
        FieldError[] asNew = [.. Maps(metadata), .. Finalizers(metadata, takesAny: true)];
        FieldError[] changed = [.. NewFinalizers(metadata, current), .. Immutable(metadata, current), .. Maps(metadata)];
        var looks = subresource.Length > 0 ? 1 : s_looks.GetValueOrDefault(resource.GroupResource, 1);
        var prefix = metadata.Text("generateName") ?? "";
        FieldError[] named = [.. Prefix(resource, prefix), .. asNew];
        var never = subresource.Length == 0 && s_alwaysAsNew.Contains(resource.GroupResource);
        return
        [
            .. Names.PathSegmentProblems(prefix).Select(problem => FieldError.Invalid("metadata.generateName", prefix, problem)), .. asNew, .. changed,
            .. Enumerable.Range(0, looks).SelectMany(i => (i == 0 && !never ? changed : named).Concat(known)),
        ];
    }

    private static IEnumerable<FieldError> Prefix(ApiResource resource, string prefix) =>
        prefix.Length == 0 ? [] : Names.Problems(resource, prefix, isPrefix: true).Select(problem => FieldError.Invalid("metadata.generateName", prefix, problem));

    private static IEnumerable<FieldError> Immutable(JsonObject metadata, JsonObject current)
    {
        foreach (var field in (ReadOnlySpan<string>)["name", "namespace"])
        {
            if ((metadata.Text(field) ?? "") != (current.Text(field) ?? ""))
                return [FieldError.Invalid("metadata." + field, metadata.Text(field) ?? "", "field is immutable")];
        }

        return ((string[])["uid", "deletionTimestamp", "deletionGracePeriodSeconds"]).Where(field => !JsonNode.DeepEquals(metadata[field], current[field]))
            .Select(field => FieldError.Invalid("metadata." + field, metadata[field]?.DeepClone(), "field is immutable"));
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
