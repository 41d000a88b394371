using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>Owner references (<c>ValidateOwnerReferences</c>).</summary>
internal static class OwnerRules
{
    private const string Field = "metadata.ownerReferences";

    public static IEnumerable<FieldError> Validate(JsonObject metadata)
    {
        var controller = "";
        foreach (var owner in metadata.Objects("ownerReferences"))
        {
            var (kind, name) = (owner.Text("kind") ?? "", owner.Text("name") ?? "");
            if (!HasVersion(owner))
                yield return FieldError.Invalid(Field + ".apiVersion", owner.Text("apiVersion") ?? "", "version must not be empty");
            if (kind.Length == 0)
                yield return FieldError.Invalid(Field + ".kind", "", "must not be empty");
            if (name.Length == 0)
                yield return FieldError.Invalid(Field + ".name", "", "must not be empty");
            if (string.IsNullOrEmpty(owner.Text("uid")))
                yield return FieldError.Invalid(Field + ".uid", "", "must not be empty");
            if (kind == "Event" && owner.Text("apiVersion") == "v1")
                yield return FieldError.Invalid(Field, Shown(owner), "/v1, Kind=Event is disallowed from being an owner");
            if (!owner.IsTrue("controller"))
                continue;
            if (controller.Length > 0)
                yield return FieldError.Invalid(Field, new JsonArray([.. metadata.Objects("ownerReferences").Select(Shown)]), $"Only one reference can have Controller set to true. Found \"true\" in references for {controller} and {kind}/{name}");
            else
                controller = $"{kind}/{name}";
        }
    }

    private static bool HasVersion(JsonObject owner) => (owner.Text("apiVersion") ?? "").Split('/') is { Length: < 3 } parts && parts[^1].Length > 0;

    /// <summary>A reference in the order of its fields, the needed ones always.</summary>
    public static JsonObject Shown(JsonObject owner)
    {
        var shown = new JsonObject();
        foreach (var name in (ReadOnlySpan<string>)["apiVersion", "kind", "name", "uid"])
            shown[name] = owner.Text(name) ?? "";
        foreach (var name in (ReadOnlySpan<string>)["controller", "blockOwnerDeletion"])
        {
            if (owner[name] is { } flag)
                shown[name] = flag.DeepClone();
        }

        return shown;
    }

    /// <summary>Of equal references the first is kept.</summary>
    /// <param name="afterAdmission">Where patches are looked at.</param>
    public static void Deduplicate(JsonObject value, Warnings warnings, bool afterAdmission)
    {
        if (value.Map("metadata")?.List("ownerReferences") is not { Count: > 1 } owners)
            return;
        var kept = new List<JsonNode?>();
        var duplicates = new List<string>();
        foreach (var owner in owners)
        {
            if (kept.Exists(other => JsonNode.DeepEquals(other, owner)))
                duplicates.Add((owner as JsonObject)?.Text("uid") ?? "");
            else
                kept.Add(owner);
        }

        if (duplicates.Count == 0)
            return;
        value.Map("metadata")!["ownerReferences"] = new JsonArray([.. kept.Select(owner => owner?.DeepClone())]);
        warnings.Add($".metadata.ownerReferences contains duplicate entries{(afterAdmission ? " after mutating admission happens" : "")}; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: {string.Join(", ", duplicates.Distinct(StringComparer.Ordinal))}");
    }
}
