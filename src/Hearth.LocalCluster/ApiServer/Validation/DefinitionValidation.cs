using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Cel;
using Hearth.LocalCluster.ApiServer.CustomResources;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>CustomResourceDefinitions: names, versions, and whether their schemas are structural.</summary>
internal static class DefinitionValidation
{
    private const string OnlyBesideStatus =
        "only [Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern MaxItems MinItems UniqueItems MultipleOf Required Items Properties ExternalDocs Example XPreserveUnknownFields XValidations] fields are allowed at the root of the schema if the status subresource is enabled";

    // A status that is kept apart is checked by its own part of the schema: what speaks of the whole would be lost.
    private static readonly string[] s_besideStatus =
    [
        "description", "type", "format", "title", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems", "multipleOf", "required", "items", "properties", "externalDocs", "example",
        "x-kubernetes-preserve-unknown-fields", "x-kubernetes-validations",
    ];

    public static void Validate(ErrorList errors, JsonObject definition)
    {
        var spec = definition.Map("spec") ?? [];
        var names = spec.Map("names") ?? [];
        var name = definition.Map("metadata")?.Text("name") ?? "";
        if (name.Length > 0 && name != $"{names.Text("plural")}.{spec.Text("group")}")
            errors.Invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group");
        Spec(errors, definition, spec, names);
        ApiApproval.Validate(errors, definition, null);
    }

    public static void ValidateUpdate(ErrorList errors, JsonObject definition, JsonObject old)
    {
        var (spec, before) = (definition.Map("spec") ?? [], old.Map("spec") ?? []);
        Spec(errors, definition, spec, spec.Map("names") ?? []);
        if (old.Map("status")?.Objects("conditions").Any(condition => condition.Text("type") == "Established" && condition.Text("status") == "True") == true)
        {
            errors.Immutable("spec.scope", spec["scope"], before["scope"]);
            errors.Immutable("spec.names.kind", spec.Map("names")?["kind"], before.Map("names")?["kind"]);
        }

        ApiApproval.Validate(errors, definition, old);
        errors.Immutable("spec.group", spec["group"], before["group"]);
        errors.Immutable("spec.names.plural", spec.Map("names")?["plural"], before.Map("names")?["plural"]);
    }

    private static void Spec(ErrorList errors, JsonObject definition, JsonObject spec, JsonObject names)
    {
        if (errors.Needed("spec.group", spec.Text("group")))
            Group(errors, spec.Text("group")!);
        errors.NeededOneOf("spec.scope", spec["scope"], ["Cluster", "Namespaced"]);
        Versions(errors, spec);
        Schemas(errors, spec);
        DefinitionNames.Validate(errors, names, "spec.names");
        DefinitionNames.Columns(errors, spec);
        DefinitionPaths.Validate(errors, spec);
        ConversionValidation.Validate(errors, spec);
        StoredVersions(errors, definition, spec);
    }

    private static void Group(ErrorList errors, string group)
    {
        if (Names.SubdomainProblems(group).ToArray() is { Length: > 0 } problems)
            errors.Invalid("spec.group", group, string.Join(',', problems));
        else if (!group.Contains('.', StringComparison.Ordinal))
            errors.Invalid("spec.group", group, "should be a domain with at least one dot");
    }

    private static void Versions(ErrorList errors, JsonObject spec)
    {
        var versions = spec.Objects("versions").ToArray();
        var names = versions.Select(version => version.Text("name") ?? "").ToArray();
        for (var i = 0; i < versions.Length; i++)
        {
            if (Names.Label1035Problems(names[i]).ToArray() is { Length: > 0 } problems)
                errors.Invalid($"spec.versions[{i}].name", names[i], string.Join(',', problems));
            Deprecation(errors, versions[i], $"spec.versions[{i}].deprecationWarning");
        }

        // The first version is kept as the only one that old definitions had.
        if (names is [{ Length: > 0 } first, ..] && Names.Label1035Problems(first).ToArray() is { Length: > 0 } wrong)
            errors.Invalid("spec.version", first, string.Join(',', wrong));
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Length)
            errors.Invalid("spec.versions", spec["versions"] is null ? null : DefinitionShapes.Versions(versions), "must contain unique version names");
        if (versions.Count(version => version.IsTrue("storage")) != 1)
            errors.Invalid("spec.versions", spec["versions"] is null ? null : DefinitionShapes.Versions(versions), "must have exactly one version marked as storage version");
    }

    private static void Deprecation(ErrorList errors, JsonObject version, string at)
    {
        if (version.Text("deprecationWarning") is not { } warning)
            return;
        if (!version.IsTrue("deprecated"))
            errors.Invalid(at, warning, "can only be set for deprecated versions");
        if (warning.Length == 0)
            errors.Invalid(at, warning, "must not be an empty string");
        if (warning.Length > 256)
            errors.Invalid(at, warning, "must be <= 256 characters long");
        if (warning.IndexOf(warning.FirstOrDefault(char.IsControl)) is >= 0 and var found && char.IsControl(warning[found]))
            errors.Invalid(at, warning, $"must only contain printable UTF-8 characters; non-printable character found at index {found}");
    }

    private static void Schemas(ErrorList errors, JsonObject spec)
    {
        var versions = spec.Objects("versions").ToArray();
        if (spec.IsTrue("preserveUnknownFields"))
        {
            errors.Invalid("spec.preserveUnknownFields", true, "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead");
            if (Array.Exists(versions, version => HasDefault(version.Map("schema"))))
                errors.Invalid("spec.preserveUnknownFields", true, "must be false in order to use defaults in the schema");
        }

        // One schema for all versions is kept, and named, once.
        var isShared = DefinitionShapes.IsShared(versions, "schema");
        for (var i = 0; i < versions.Length; i++)
        {
            var field = isShared ? "spec.validation.openAPIV3Schema" : $"spec.versions[{i}].schema.openAPIV3Schema";
            if (versions[i].Map("schema")?.Map("openAPIV3Schema") is not { } schema)
                errors.Required($"spec.versions[{i}].schema.openAPIV3Schema");
            else if (!isShared || i == 0)
                Root(errors, schema, field, hasStatus: (DefinitionShapes.IsShared(versions, "subresources") ? versions[0] : versions[i]).Map("subresources")?.Map("status") is not null);
        }
    }

    private static bool HasDefault(JsonObject? schema) =>
        schema is not null && (schema["default"] is not null || schema.Any(word => word.Value is JsonObject below && HasDefault(below)));

    /// <summary>The versions in use must be among those that there are.</summary>
    private static void StoredVersions(ErrorList errors, JsonObject definition, JsonObject spec)
    {
        const string Field = "status.storedVersions";
        var stored = definition.Map("status")?.List("storedVersions") ?? [];
        if (stored.Count == 0)
        {
            errors.Invalid(Field, null, "must have at least one stored version");
            return;
        }

        var left = stored.Select(name => name.Text ?? "").ToList();
        foreach (var version in spec.Objects("versions"))
        {
            var name = version.Text("name") ?? "";
            if (!left.Remove(name) && version.IsTrue("storage"))
                errors.Invalid(Field, stored.DeepClone(), "must have the storage version " + name);
        }

        foreach (var name in left)
        {
            errors.Invalid(
                $"{Field}[{stored.Select(other => other.Text).ToList().IndexOf(name)}]",
                name,
                $"missing from spec.versions; {name} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in {name} and removes {name} from status.storedVersions");
        }
    }

    /// <summary>What is no structural schema has no defaults to check, and what has mistakes has no rules to compile.</summary>
    private static void Root(ErrorList errors, JsonObject schema, string field, bool hasStatus)
    {
        if (hasStatus && schema.Any(word => !s_besideStatus.Contains(word.Key) && word.Value is { } value && value.Flag != false))
            errors.Invalid(field, GoSchema.Show(schema), OnlyBesideStatus);
        var (structural, words) = (new ErrorList(), new ErrorList());
        if (schema.IsTrue("nullable"))
            errors.Forbidden(field + ".nullable", "nullable cannot be true at the root");
        var isUnsupported = SchemaDefinitionValidation.IsUnsupported(schema);
        if (!isUnsupported)
            StructuralValidation.Validate(structural, schema, field);
        if (!isUnsupported && structural.All.Count == 0)
            DefaultValidation.Validate(structural, schema, field, isRoot: true);
        SchemaDefinitionValidation.Validate(words, schema, field);
        if (isUnsupported && words.All.Count == 0)
            words.Invalid(field, "", "OpenAPIV3Schema 'schema' is not supported");
        errors.AddAll(structural.All.Concat(words.All));
        if (structural.All.Count == 0 && !isUnsupported)
            Rules(errors, schema, field, words);
    }

    /// <summary>Rules are compiled where nothing is wrong with the schema that they are about.</summary>
    private static void Rules(ErrorList errors, JsonObject schema, string field, ErrorList words)
    {
        var rules = CrdRules.Compile(schema);
        RuleCostValidation.Validate(errors, rules.Costs(), field);
        foreach (var (path, message, rule) in rules.Problems)
        {
            var about = $"{field}.{path[..path.LastIndexOf("x-kubernetes-validations", StringComparison.Ordinal)]}";
            if (!words.All.Any(error => error.Field.StartsWith(about, StringComparison.Ordinal)))
                errors.Invalid($"{field}.{path}", rule is JsonObject whole ? DefinitionShapes.Rule(whole) : rule.DeepClone(), message.Replace(CrdRules.Within, field + ".", StringComparison.Ordinal).TrimEnd('.'));
        }
    }
}
