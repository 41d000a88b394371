using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>A schema as real servers print it whole in a message: the Go structure that they keep in memory.</summary>
internal static class GoSchema
{
    private static readonly (string Field, string Word)[] s_fields =
    [
        ("ID", "id"), ("Schema", "$schema"), ("Ref", "*$ref"), ("Description", "description"), ("Type", "type"), ("Nullable", "?nullable"), ("Format", "format"), ("Title", "title"), ("Default", "*default"), ("Maximum", "*maximum"), ("ExclusiveMaximum", "?exclusiveMaximum"),
        ("Minimum", "*minimum"), ("ExclusiveMinimum", "?exclusiveMinimum"), ("MaxLength", "*maxLength"), ("MinLength", "*minLength"), ("Pattern", "pattern"), ("MaxItems", "*maxItems"), ("MinItems", "*minItems"), ("UniqueItems", "?uniqueItems"),
        ("MultipleOf", "*multipleOf"), ("Enum", "*enum"), ("MaxProperties", "*maxProperties"), ("MinProperties", "*minProperties"), ("Required", "*required"), ("Items", "[items"), ("AllOf", "&allOf"), ("OneOf", "&oneOf"), ("AnyOf", "&anyOf"), ("Not", "!not"),
        ("Properties", "{properties"), ("AdditionalProperties", "|additionalProperties"), ("PatternProperties", "{patternProperties"), ("Dependencies", "*dependencies"), ("AdditionalItems", "|additionalItems"), ("Definitions", "{definitions"), ("ExternalDocs", "@externalDocs"),
        ("Example", "*example"), ("XPreserveUnknownFields", "*x-kubernetes-preserve-unknown-fields"), ("XEmbeddedResource", "?x-kubernetes-embedded-resource"), ("XIntOrString", "?x-kubernetes-int-or-string"), ("XListMapKeys", "*x-kubernetes-list-map-keys"),
        ("XListType", "*x-kubernetes-list-type"), ("XMapType", "*x-kubernetes-map-type"), ("XValidations", "#x-kubernetes-validations"),
    ];

    public static JsonObject Show(JsonObject schema) => new(s_fields.Select(field => KeyValuePair.Create(field.Field, Field(schema, field.Word))));

    /// <summary>The sign before a word says what it holds: <c>?</c> a flag, <c>*</c> any value or none, the others schemas in their several forms; without one it is a text.</summary>
    private static JsonNode? Field(JsonObject schema, string word) => word[0] switch
    {
        '?' => schema.IsTrue(word[1..]),
        '*' => schema[word[1..]]?.DeepClone(),
        '!' => schema.Map(word[1..]) is { } below ? Show(below) : null,
        '&' => schema.List(word[1..]) is null ? null : new JsonArray([.. schema.Objects(word[1..]).Select(Show)]),
        '{' => schema.Map(word[1..]) is { } map ? new JsonObject(map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)Show(entry.Value as JsonObject ?? [])))) : null,
        '[' => schema[word[1..]] is { } items ? new JsonObject { ["Schema"] = items is JsonObject one ? Show(one) : null, ["JSONSchemas"] = items is JsonArray many ? new JsonArray([.. many.OfType<JsonObject>().Select(Show)]) : null } : null,
        '|' => schema[word[1..]] is { } values ? new JsonObject { ["Allows"] = values.Flag ?? true, ["Schema"] = values is JsonObject below ? Show(below) : null } : null,
        '@' => schema.Map(word[1..]) is { } docs ? new JsonObject { ["Description"] = docs.Text("description") ?? "", ["URL"] = docs.Text("url") ?? "" } : null,
        '#' => schema.List(word[1..]) is null ? null : new JsonArray([.. schema.Objects(word[1..]).Select(DefinitionShapes.Rule)]),
        _ => schema.Text(word) ?? "",
    };
}
