using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Validation;

namespace Hearth.LocalCluster.ApiServer.Subresources;

/// <summary>What a question about rights or tokens must say, and must not.</summary>
internal static class ReviewRules
{
    // The order in which real servers write metadata.
    private static readonly string[] s_metadata = ["name", "generateName", "namespace", "resourceVersion", "generation", "labels", "annotations", "ownerReferences", "finalizers", "managedFields"];

    /// <exception cref="ApiException">The question is none (400 or 422).</exception>
    public static void Check(RequestInfo request, JsonObject review)
    {
        var spec = review.Map("spec") ?? [];
        if (request.Plural == "tokenreviews" && string.IsNullOrEmpty(spec.Text("token")))
            throw ApiException.BadRequest("token is required for TokenReview in authentication");
        if (request.Plural == "selfsubjectrulesreviews" && string.IsNullOrEmpty(spec.Text("namespace")))
            throw ApiException.BadRequest("no namespace on request");
        if (request.Group != "authorization.k8s.io" || request.Plural == "selfsubjectrulesreviews")
            return;
        var errors = new ErrorList();
        var isLocal = request.Plural == "localsubjectaccessreviews";
        Attributes(errors, request, spec, isLocal);
        Empty(errors, review.Map("metadata") ?? [], isLocal);
        if (errors.All.Count > 0)
            throw ApiException.Invalid("authorization.k8s.io", "", "", errors.All);
    }

    private static void Attributes(ErrorList errors, RequestInfo request, JsonObject spec, bool isLocal)
    {
        var (resource, path) = (spec.Map("resourceAttributes"), spec.Map("nonResourceAttributes"));
        if (resource is not null && path is not null)
            errors.Invalid("spec.nonResourceAttributes", Shown(path), "cannot be specified in combination with resourceAttributes");
        else if (resource is null && path is null)
            errors.Invalid("spec.resourceAttributes", null, "exactly one of nonResourceAttributes or resourceAttributes must be specified");
        if (!request.Plural.StartsWith("self", StringComparison.Ordinal) && string.IsNullOrEmpty(spec.Text("user")) && spec.List("groups") is not { Count: > 0 })
            errors.Invalid("spec.user", "", "at least one of user or group must be specified");
        if (resource is not null)
        {
            Selector(errors, resource.Map("fieldSelector"), "spec.resourceAttributes.fieldSelector", (field, key) => errors.Needed(field, key, "must be specified"));
            Selector(errors, resource.Map("labelSelector"), "spec.resourceAttributes.labelSelector", errors.QualifiedName);
            LabelValues(errors, resource.Map("labelSelector")?.Objects("requirements") ?? [], "spec.resourceAttributes.labelSelector.requirements");
        }

        if (isLocal && resource is not null && (resource.Text("namespace") ?? "") != request.Namespace)
            errors.Invalid("spec.resourceAttributes.namespace", resource.Text("namespace") ?? "", "must match metadata.namespace");
        if (isLocal && path is not null)
            errors.Invalid("spec.nonResourceAttributes", Shown(path), "disallowed on this kind of request");
    }

    private static JsonObject Shown(JsonObject path) => new() { ["Path"] = path.Text("path") ?? "", ["Verb"] = path.Text("verb") ?? "" };

    private static void Selector(ErrorList errors, JsonObject? selector, string at, Action<string, string> checkKey)
    {
        if (selector is null)
            return;
        var requirements = selector.Objects("requirements").ToArray();
        var raw = selector.Text("rawSelector") ?? "";
        if (raw.Length > 0 && requirements.Length > 0)
            errors.Invalid(at + ".rawSelector", raw, "may not specified at the same time as requirements");
        else if (raw.Length == 0 && requirements.Length == 0)
            errors.Required(at + ".requirements", $"when {at} is specified, requirements or rawSelector is required");
        for (var i = 0; i < requirements.Length; i++)
        {
            var field = $"{at}.requirements[{i}]";
            checkKey(field + ".key", requirements[i].Text("key") ?? "");
            var count = requirements[i].List("values")?.Count ?? 0;
            if (requirements[i].Text("operator") is "In" or "NotIn" && count == 0)
                errors.Required(field + ".values", "must be specified when `operator` is 'In' or 'NotIn'");
            if (requirements[i].Text("operator") is "Exists" or "DoesNotExist" && count > 0)
                errors.Forbidden(field + ".values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
        }
    }

    private static void LabelValues(ErrorList errors, IEnumerable<JsonObject> requirements, string at)
    {
        foreach (var (requirement, i) in requirements.Select((requirement, i) => (requirement, i)))
        {
            foreach (var (value, j) in (requirement.List("values") ?? []).Select((value, j) => (value, j)))
                errors.InvalidEach($"{at}[{i}].values[{j}]", value, Names.LabelValueProblems(value.Text ?? ""));
        }
    }

    private static void Empty(ErrorList errors, JsonObject metadata, bool isLocal)
    {
        if (metadata.All(field => field.Key == "managedFields" || isLocal && field.Key == "namespace"))
            return;
        var shown = new JsonObject(s_metadata.Where(metadata.ContainsKey).Select(name => KeyValuePair.Create(name, metadata[name]?.DeepClone())));
        foreach (var name in (ReadOnlySpan<string>)["labels", "annotations"])
        {
            if (shown.Map(name) is { } map)
                shown[name] = new JsonObject(map.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));
        }

        if (shown.List("ownerReferences") is not null)
            shown["ownerReferences"] = new JsonArray([.. shown.Objects("ownerReferences").Select(OwnerRules.Shown)]);
        foreach (var entry in shown.Objects("managedFields").ToArray())
            InGoOrder(entry);
        errors.Invalid("metadata", shown, isLocal ? "must be empty except for namespace" : "must be empty");
    }

    private static void InGoOrder(JsonObject entry)
    {
        foreach (var name in (ReadOnlySpan<string>)["manager", "operation", "apiVersion", "time", "fieldsType", "fieldsV1"])
        {
            var value = entry[name]?.DeepClone();
            if (entry.Remove(name))
                entry[name] = value;
        }
    }
}
