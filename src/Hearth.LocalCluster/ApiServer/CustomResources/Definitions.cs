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
        var spec = definition.Map("spec")!;
        if (definition.Map("status")?.List("conditions") is not { Count: > 0 } || !JsonNode.DeepEquals(definition.Map("status")?.Map("acceptedNames"), spec.Map("names")))
            definition = Establish(context, definition.Map("metadata")!.Text("name")!) ?? definition;
        if (definition.Map("metadata")!["deletionTimestamp"] is null && IsEstablished(definition))
            context.Resources.Replace(spec.Text("group")!, spec.Map("names")!.Text("plural")!, Resources(spec));
    }

    private static bool IsEstablished(JsonObject definition) =>
        definition.Map("status")!.Objects("conditions").Any(condition => condition.Text("type") == "Established" && condition.Text("status") == "True");

    private static JsonObject? Establish(ApiContext context, string name)
    {
        var resource = context.BuiltIn("apiextensions.k8s.io", "customresourcedefinitions");
        var table = context.Store.Table(resource.TableName);
        while (table.Objects.Find("", name) is { } stored)
        {
            var definition = ObjectEncoder.Decode(resource, stored);
            var names = NameConflicts.Resolve(definition, Others(context, definition));
            if (names.Conflict is { } same && definition.Map("status")!.Objects("conditions").Any(condition => condition.Text("type") == "NamesAccepted" && condition.Text("message") == same.Message))
                return definition;
            SetConditions(context, definition, names);
            Writing.Ownership.OnServerUpdate(context, resource, definition, ObjectEncoder.Decode(resource, stored), new("kube-apiserver", resource.ApiVersion, "status"));
            if (context.Store.TryUpdate(table, stored, ObjectEncoder.Encode(resource, definition)) is not null)
                return definition;
        }

        return null;
    }

    private static IEnumerable<JsonObject> Others(ApiContext context, JsonObject definition)
    {
        var resource = context.BuiltIn("apiextensions.k8s.io", "customresourcedefinitions");
        return context.Store.Table(resource.TableName).Objects.In(null).Where(stored => stored.Name != definition.Map("metadata")!.Text("name")).Select(stored => ObjectEncoder.Decode(resource, stored))
            .Where(other => other.Map("spec")!.Text("group") == definition.Map("spec")!.Text("group"));
    }

    private static void SetConditions(ApiContext context, JsonObject definition, (JsonObject Accepted, (string Reason, string Message)? Conflict) names)
    {
        var wasEstablished = IsEstablished(definition);
        var status = definition.Ensure("status");
        status["acceptedNames"] = names.Accepted;
        var established = wasEstablished ? status.Objects("conditions").First(condition => condition.Text("type") == "Established").DeepClone()
            : names.Conflict is null ? Condition(context, "Established", "InitialNamesAccepted", "the initial names have been accepted")
            : Condition(context, "Established", "NotAccepted", "not all names are accepted", "False");
        status["conditions"] = new JsonArray(
            names.Conflict is { } conflict ? Condition(context, "NamesAccepted", conflict.Reason, conflict.Message, "False") : Condition(context, "NamesAccepted", "NoConflicts", "no conflicts found"),
            established);
        if (ApiApproval.Condition(definition) is { } approval)
            status.List("conditions")!.Add((JsonNode)Condition(context, "KubernetesAPIApprovalPolicyConformant", approval.Reason, approval.Message, approval.Status));
    }

    public static void SetTerminating(ApiContext context, JsonObject definition)
    {
        JsonNode condition = Condition(context, "Terminating", "InstanceDeletionPending", "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon");
        definition.Ensure("status").List("conditions")?.Add(condition);
    }

    private static JsonObject Condition(ApiContext context, string type, string reason, string message, string status = "True") => new()
    {
        ["type"] = type,
        ["status"] = status,
        ["lastTransitionTime"] = context.Now(),
        ["reason"] = reason,
        ["message"] = message,
    };

    public static void Remove(ApiContext context, JsonObject definition)
    {
        var spec = definition.Map("spec")!;
        if (IsEstablished(definition))
            context.Resources.Replace(spec.Text("group")!, spec.Map("names")!.Text("plural")!, []);
        // Names are free again for who waited for them.
        foreach (var other in Others(context, definition).Where(other => !IsEstablished(other)))
            Install(context, other);
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
        var storage = spec.Objects("versions").FirstOrDefault(version => version.IsTrue("storage"))?.Text("name") ?? "";
        // Objects keep what all versions select by: each version reads what others wrote.
        var selectable = spec.Objects("versions").SelectMany(version => version.Objects("selectableFields")).Select(field => field.Text("jsonPath")!.TrimStart('.')).Distinct(StringComparer.Ordinal).ToArray();
        foreach (var version in spec.Objects("versions").Where(version => version.IsTrue("served")))
        {
            var custom = new CustomResource((JsonObject)version.DeepClone(), group, kind, storage);
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
                SelectableFields = selectable,
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
