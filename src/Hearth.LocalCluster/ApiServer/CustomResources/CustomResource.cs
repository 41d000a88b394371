using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Http;

namespace Hearth.LocalCluster.ApiServer.CustomResources;

/// <summary>One version of a custom resource: its structural schema and what hangs on it.</summary>
internal sealed class CustomResource(JsonObject version, string group, string kind, string storage)
{
    private readonly JsonObject _schema = version.Map("schema")?.Map("openAPIV3Schema") ?? [];

    // Formats that the server does not check say nothing of the type either.
    private readonly JsonObject _validated = StringFormats.WithKnown(version.Map("schema")?.Map("openAPIV3Schema") ?? []);

    private readonly HashSet<string> _selectable = version.Objects("selectableFields").Select(field => field.Text("jsonPath")!.TrimStart('.')).ToHashSet(StringComparer.Ordinal);

    public JsonObject Schema => _schema;

    public string Group => group;

    public string Kind => kind;

    public bool IsStorage { get; } = version.IsTrue("storage");

    /// <summary>The version in which objects are kept.</summary>
    public string StorageVersion => storage;

    /// <summary>The fields by which lists of this version can be selected.</summary>
    public IReadOnlyCollection<string> Selectable => _selectable;

    /// <summary>Whether lists of this version can be selected by a field, which another version may offer.</summary>
    public bool CanSelect(string field) => _selectable.Contains(field);

    public bool IsDeprecated { get; } = version.IsTrue("deprecated");

    public string? DeprecationWarning { get; } = version.Text("deprecationWarning");

    public JsonArray? PrinterColumns { get; } = version.List("additionalPrinterColumns");

    public JsonObject? Scale { get; } = version.Map("subresources")?.Map("scale");

    /// <summary>A copy without the fields that the schema does not have; each is added to <paramref name="problems"/>.</summary>
    public JsonObject Prune(JsonObject value, List<string> problems)
    {
        var unknown = new UnknownFields();
        var pruned = Pruned(value, unknown);
        problems.AddRange(unknown.Sorted());
        return pruned;
    }

    private JsonObject Pruned(JsonObject value, UnknownFields unknown)
    {
        try
        {
            return Pruning.Prune(_schema, value, unknown);
        }
        catch (CoercionException exception)
        {
            throw ApiException.BadRequest($"{kind} in version \"{version.Text("name")}\" cannot be handled as a {kind}: {exception.Error}");
        }
    }

    /// <param name="value">Changed in place.</param>
    /// <param name="isApplied">The nulls of a server-side apply stay.</param>
    public void Default(JsonObject value, bool isApplied)
    {
        Defaults.ApplyTo(_schema, value);
        if (!isApplied)
            Pruning.DropNulls(_schema, value);
    }

    /// <param name="subresource">Of a change; a status is checked for itself.</param>
    public IEnumerable<FieldError> Validate(JsonObject value, JsonObject? old, string subresource = "") =>
        SchemaValidation.Validate(_validated, value, old, isStatus: subresource == "status").Concat(Scale is null ? [] : ScaleValidation.Validate(Scale, value));

    public TypeSchema TypeSchema { get; } = StructuralTypes.ForObject(version.Map("schema")?.Map("openAPIV3Schema") ?? []);

    private static class Defaults
    {
        public static void ApplyTo(JsonObject schema, JsonNode? value)
        {
            switch (value)
            {
                case JsonObject map:
                    ApplyToFields(schema, map);
                    break;
                case JsonArray list when schema.Map("items") is { } items:
                    for (var i = 0; i < list.Count; i++)
                    {
                        if (list[i] is null && items["default"] is { } missing && !items.IsTrue("nullable"))
                            list[i] = missing.DeepClone();
                        ApplyTo(items, list[i]);
                    }

                    break;
            }
        }

        private static void ApplyToFields(JsonObject schema, JsonObject map)
        {
            foreach (var (name, child) in schema.Map("properties") ?? [])
            {
                if (child is not JsonObject property)
                    continue;
                var known = map.TryGetPropertyValue(name, out var value);
                if (property["default"] is { } wanted && (!known || value is null && !property.IsTrue("nullable")))
                    map[name] = wanted.DeepClone();
                ApplyTo(property, map[name]);
            }

            if (schema.Map("additionalProperties") is not { } values)
                return;
            foreach (var name in map.Select(field => field.Key).Where(name => schema.Map("properties")?.ContainsKey(name) != true).ToArray())
            {
                if (map[name] is null && values["default"] is { } wanted && !values.IsTrue("nullable"))
                    map[name] = wanted.DeepClone();
                ApplyTo(values, map[name]);
            }
        }
    }
}
