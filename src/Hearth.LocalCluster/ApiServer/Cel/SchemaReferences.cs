using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>The schemas of an OpenAPI document that other ones refer to by name, and the names that led to where one is.</summary>
internal sealed class SchemaReferences(JsonObject schemas, ImmutableHashSet<string> followed)
{
    /// <summary>For schemas that refer to nothing.</summary>
    public static SchemaReferences None { get; } = new([], []);

    public static SchemaReferences Of(JsonObject schemas) => new(schemas, []);

    /// <summary>What a schema refers to, alone or among what it is all of; itself where it refers to nothing. What lies within itself is an object of which nothing is known.</summary>
    public (JsonObject Schema, SchemaReferences References) Follow(JsonObject schema)
    {
        if (Name(schema) is not { } name || schemas.Map(name) is not { } found)
            return (schema, this);
        return followed.Contains(name) ? (new JsonObject { ["type"] = "object" }, this) : new SchemaReferences(schemas, followed.Add(name)).Follow(found);
    }

    private static string? Name(JsonObject schema) =>
        schema.Text("$ref") is { } reference ? reference[(reference.LastIndexOf('/') + 1)..] : schema.Objects("allOf").Select(Name).FirstOrDefault(name => name is not null);
}
