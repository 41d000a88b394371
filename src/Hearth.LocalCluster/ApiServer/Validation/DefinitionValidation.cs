using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Cel;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>CustomResourceDefinitions: names, versions, and whether their schemas are structural.</summary>
internal static class DefinitionValidation
{
    private static readonly string[] s_types = ["array", "boolean", "integer", "number", "object", "string"];

    public static void Validate(ErrorList errors, JsonObject definition)
    {
        var spec = definition.Map("spec") ?? [];
        var names = spec.Map("names") ?? [];
        var name = definition.Map("metadata")?.Text("name") ?? "";
        if (name.Length > 0 && name != $"{names.Text("plural")}.{spec.Text("group")}")
            errors.Invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group");
        if (errors.Needed("spec.group", spec.Text("group")))
            Group(errors, spec.Text("group")!);
        errors.NeededOneOf("spec.scope", spec["scope"], ["Cluster", "Namespaced"]);
        Versions(errors, spec);
        DefinitionNames.Validate(errors, names, "spec.names");
        DefinitionNames.Columns(errors, spec);
        Conversion(errors, spec.Map("conversion") ?? []);
    }

    private static void Group(ErrorList errors, string group)
    {
        if (Names.SubdomainProblems(group).ToArray() is { Length: > 0 } problems)
            errors.Invalid("spec.group", group, string.Join(',', problems));
        else if (!group.Contains('.', StringComparison.Ordinal))
            errors.Invalid("spec.group", group, "should be a domain with at least one dot");
    }

    private static void Conversion(ErrorList errors, JsonObject conversion)
    {
        errors.NeededOneOf("spec.conversion.strategy", conversion["strategy"], ["None", "Webhook"]);
        if (conversion.Text("strategy") != "Webhook" && conversion.Map("webhook") is { } hook)
        {
            if (hook.Map("clientConfig") is not null)
                errors.Forbidden("spec.conversion.webhookClientConfig", "should not be set when strategy is not set to Webhook");
            if (hook.List("conversionReviewVersions") is { Count: > 0 })
                errors.Forbidden("spec.conversion.conversionReviewVersions", "should not be set when strategy is not set to Webhook");
        }
    }

    private static void Versions(ErrorList errors, JsonObject spec)
    {
        var versions = spec.Objects("versions").ToArray();
        if (versions.Count(version => version.IsTrue("storage")) != 1)
        {
            errors.Invalid("spec.versions", new JsonArray([.. versions.Select(ToGo)]), "must have exactly one version marked as storage version");
            errors.Add(new("FieldValueInvalid", "status.storedVersions", "Invalid value: null: must have at least one stored version"));
        }

        if (spec.IsTrue("preserveUnknownFields"))
            errors.Invalid("spec.preserveUnknownFields", true, "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead");
        for (var i = 0; i < versions.Length; i++)
        {
            var name = versions[i].Text("name") ?? "";
            if (Names.Label1035Problems(name).ToArray() is { Length: > 0 } problems)
                errors.Invalid($"spec.versions[{i}].name", name, string.Join(',', problems));
        }

        for (var i = 0; i < versions.Length; i++)
        {
            // One schema for all versions is kept, and named, once.
            var isShared = Array.TrueForAll(versions, other => JsonNode.DeepEquals(other["schema"], versions[0]["schema"]));
            var field = isShared ? "spec.validation.openAPIV3Schema" : $"spec.versions[{i}].schema.openAPIV3Schema";
            if (versions[i].Map("schema")?.Map("openAPIV3Schema") is not { } schema)
                errors.Required($"spec.versions[{i}].schema.openAPIV3Schema");
            else if (!isShared || i == 0)
                Root(errors, schema, field);
        }
    }

    private static JsonNode ToGo(JsonObject version) => new JsonObject
    {
        ["Name"] = version.Text("name"),
        ["Served"] = version.IsTrue("served"),
        ["Storage"] = version.IsTrue("storage"),
        ["Deprecated"] = version.IsTrue("deprecated"),
        ["DeprecationWarning"] = version["deprecationWarning"]?.DeepClone(),
        ["Schema"] = null,
        ["Subresources"] = version["subresources"]?.DeepClone(),
        ["AdditionalPrinterColumns"] = version["additionalPrinterColumns"]?.DeepClone(),
        ["SelectableFields"] = version["selectableFields"]?.DeepClone(),
    };

    private static void Root(ErrorList errors, JsonObject schema, string field)
    {
        if (schema.Text("type") != "object")
            errors.Required(field + ".type", "must be object at the root");
        Properties(errors, schema, field);
        foreach (var (path, message, rule) in CrdRules.Compile(schema).Problems)
            errors.Invalid($"{field}.{path}", Shown(rule), message);
    }

    /// <summary>A rule as the server prints it: its Go structure.</summary>
    private static JsonObject Shown(JsonObject rule) => new()
    {
        ["Rule"] = rule.Text("rule") ?? "",
        ["Message"] = rule.Text("message") ?? "",
        ["MessageExpression"] = rule.Text("messageExpression") ?? "",
        ["Reason"] = rule["reason"]?.DeepClone(),
        ["FieldPath"] = rule.Text("fieldPath") ?? "",
        ["OptionalOldSelf"] = rule["optionalOldSelf"]?.DeepClone(),
    };

    private static void Properties(ErrorList errors, JsonObject schema, string field)
    {
        foreach (var (name, child) in schema.Map("properties") ?? [])
        {
            if (child is JsonObject property)
                Schema(errors, property, $"{field}.properties[{name}]", "must not be empty for specified object fields");
        }

        if (schema.Map("additionalProperties") is { } values)
            Schema(errors, values, field + ".additionalProperties", "must not be empty for specified object fields");
        if (schema.Map("items") is { } items)
            Schema(errors, items, field + ".items", "must not be empty for specified array items");
    }

    private static void Schema(ErrorList errors, JsonObject schema, string field, string whyType)
    {
        var type = schema.Text("type") ?? "";
        var isFree = schema.IsTrue("x-kubernetes-int-or-string") || schema.IsTrue("x-kubernetes-preserve-unknown-fields");
        if (type.Length == 0 && !isFree)
            errors.Required(field + ".type", whyType);
        else if (type.Length > 0)
        {
            if (!s_types.Contains(type))
                errors.OneOf(field + ".type", type, s_types);
        }

        if (type == "array" && schema.Map("items") is null)
            errors.Required(field + ".items", "must be specified");
        Properties(errors, schema, field);
    }
}
