using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>CustomResourceDefinitions: their defaults and status, and the resources that they make.</summary>
internal static class Definitions
{
    private static readonly Kube.Core.Patching.TypeSchema s_schema = Schemas.BuiltIn.Find("apiextensions.v1.JSONSchemaProps")!;
    private static readonly string[] s_verbs = ["delete", "deletecollection", "get", "list", "patch", "create", "update", "watch"];

    public static void Default(JsonObject definition)
    {
        var spec = definition.Ensure("spec");
        var names = spec.Ensure("names");
        names.Default("singular", (names.Text("kind") ?? "").ToLowerInvariant());
        if (names.Text("kind") is { Length: > 0 } kind)
            names.Default("listKind", kind + "List");
        spec.TryAdd("conversion", new JsonObject { ["strategy"] = "None" });
        foreach (var version in spec.Objects("versions"))
        {
            if (version.Map("schema")?.Map("openAPIV3Schema") is { } schema)
                Tidy(schema);
        }
    }

    /// <summary>Schemas where something else may stand instead are no types of the API: they lose here what the others lost when they were decoded.</summary>
    private static void Tidy(JsonObject schema)
    {
        foreach (var word in (ReadOnlySpan<string>)["items", "additionalProperties", "additionalItems"])
        {
            if (schema.Map(word) is { } below)
                schema[word] = new ObjectDecoder().Decode(s_schema, below);
        }

        foreach (var (_, child) in Validation.SchemaDefinitionValidation.Children(schema))
            Tidy(child);
    }

    public static void PrepareForCreate(JsonObject definition)
    {
        var stored = definition.Ensure("spec").Objects("versions").FirstOrDefault(version => version.IsTrue("storage"))?.Text("name");
        definition["status"] = new JsonObject
        {
            ["conditions"] = null,
            ["acceptedNames"] = new JsonObject { ["plural"] = "", ["kind"] = "" },
            ["storedVersions"] = stored is null ? new JsonArray() : new JsonArray(stored),
        };
    }

    public static void PrepareForUpdate(JsonObject definition, JsonObject old, string subresource)
    {
        if (subresource == "status")
            return;
        var status = (JsonObject)(old.Map("status")?.DeepClone() ?? new JsonObject());
        var stored = definition.Ensure("spec").Objects("versions").FirstOrDefault(version => version.IsTrue("storage"))?.Text("name");
        if (status.List("storedVersions") is { } versions && stored is not null && !versions.Any(version => version.Text == stored))
            versions.Add((JsonNode)stored!);
        definition["status"] = status;
    }

    /// <summary>Makes the resources of a stored definition, and says so in its status, which real controllers do a moment later.</summary>
    public static void Install(ApiContext context, JsonObject definition)
    {
        var metadata = definition.Map("metadata")!;
        var spec = definition.Map("spec")!;
        if (metadata["deletionTimestamp"] is null)
            context.Resources.Replace(spec.Text("group")!, spec.Map("names")!.Text("plural")!, Resources(spec));
        if (definition.Map("status")?.List("conditions") is not { Count: > 0 })
            Establish(context, metadata.Text("name")!);
        else if (!JsonNode.DeepEquals(definition.Map("status")?.Map("acceptedNames"), spec.Map("names")))
            Establish(context, metadata.Text("name")!);
    }

    private static void Establish(ApiContext context, string name)
    {
        var resource = context.BuiltIn("apiextensions.k8s.io", "customresourcedefinitions");
        var table = context.Store.Table(resource.TableName);
        while (table.Objects.Find("", name) is { } stored)
        {
            var definition = ObjectEncoder.Decode(resource, stored);
            var status = definition.Ensure("status");
            status["acceptedNames"] = definition.Map("spec")!.Map("names")!.DeepClone();
            status["conditions"] = new JsonArray(
                Condition(context, "NamesAccepted", "NoConflicts", "no conflicts found"),
                Condition(context, "Established", "InitialNamesAccepted", "the initial names have been accepted"));
            Writing.Ownership.OnServerUpdate(context, resource, definition, ObjectEncoder.Decode(resource, stored), new("kube-apiserver", resource.ApiVersion, "status"));
            if (context.Store.TryUpdate(table, stored, ObjectEncoder.Encode(resource, definition)) is not null)
                return;
        }
    }

    public static void SetTerminating(ApiContext context, JsonObject definition)
    {
        JsonNode condition = Condition(context, "Terminating", "InstanceDeletionPending", "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon");
        definition.Ensure("status").List("conditions")?.Add(condition);
    }

    private static JsonObject Condition(ApiContext context, string type, string reason, string message) => new()
    {
        ["type"] = type,
        ["status"] = "True",
        ["lastTransitionTime"] = context.Now(),
        ["reason"] = reason,
        ["message"] = message,
    };

    public static void Remove(ApiContext context, JsonObject definition)
    {
        var spec = definition.Map("spec")!;
        context.Resources.Replace(spec.Text("group")!, spec.Map("names")!.Text("plural")!, []);
    }

    /// <summary>A definition that is being deleted goes with the last of its objects.</summary>
    public static void FinishDeletion(ApiContext context, ApiResource custom)
    {
        var resource = context.BuiltIn("apiextensions.k8s.io", "customresourcedefinitions");
        var table = context.Store.Table(resource.TableName);
        if (context.Store.Table(custom.TableName).Objects.Count > 0 || table.Objects.Find("", custom.GroupResource) is not { } stored)
            return;
        var definition = ObjectEncoder.Decode(resource, stored);
        if (definition.Map("metadata")?["deletionTimestamp"] is not null && context.Store.TryDelete(table, stored, ObjectEncoder.Encode(resource, definition)) is not null)
            Remove(context, definition);
    }

    private static IEnumerable<ApiResource> Resources(JsonObject spec)
    {
        var names = spec.Map("names")!;
        var group = spec.Text("group")!;
        var kind = names.Text("kind")!;
        foreach (var version in spec.Objects("versions").Where(version => version.IsTrue("served")))
        {
            var custom = new CustomResource((JsonObject)version.DeepClone(), group, kind);
            yield return new ApiResource
            {
                Group = group,
                Version = version.Text("name")!,
                Plural = names.Text("plural")!,
                Singular = names.Text("singular") ?? kind.ToLowerInvariant(),
                Kind = kind,
                ListKind = names.Text("listKind") ?? kind + "List",
                IsNamespaced = spec.Text("scope") != "Cluster",
                Verbs = s_verbs,
                ShortNames = Texts(names, "shortNames"),
                Categories = Texts(names, "categories"),
                Subresources = Subresources(version, kind),
                Schema = custom.TypeSchema,
                Custom = custom,
                SelectableFields = [.. version.Objects("selectableFields").Select(field => field.Text("jsonPath")!.TrimStart('.'))],
            };
        }
    }

    private static Dictionary<string, ApiSubresource> Subresources(JsonObject version, string kind)
    {
        var subresources = new Dictionary<string, ApiSubresource>(StringComparer.Ordinal);
        string[] verbs = ["get", "patch", "update"];
        if (version.Map("subresources")?.Map("status") is not null)
            subresources["status"] = new ApiSubresource("status", kind, verbs);
        if (version.Map("subresources")?.Map("scale") is not null)
            subresources["scale"] = new ApiSubresource("scale", "Scale", verbs, "autoscaling", "v1");
        return subresources;
    }

    private static string[] Texts(JsonObject map, string name) => [.. (map.List(name) ?? []).Select(text => text.Text!)];
}
