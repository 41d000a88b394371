using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Quantities;
using Hearth.Spark.Api;

namespace Hearth.Spark.Schema;

/// <summary>
/// Structural OpenAPI v3 schemas from the types that read the objects, so that what the API server admits is what the code can read.
/// Runs when the repository is built and tested; the product carries the result.
/// </summary>
/// <param name="describe">The description of a property (type, .NET name), or null.</param>
internal sealed class SchemaGenerator(Func<Type, string, string?> describe)
{
    private readonly Stack<Type> _path = new();

    /// <summary>The schema of a kind: apiVersion, kind, metadata, spec and status.</summary>
    public JsonObject Kind(JsonTypeInfo type)
    {
        var properties = new JsonObject
        {
            ["apiVersion"] = new JsonObject { ["type"] = "string" },
            ["kind"] = new JsonObject { ["type"] = "string" },
            ["metadata"] = new JsonObject { ["type"] = "object" },
        };
        foreach (var property in type.Properties.Where(p => p.Name is "spec" or "status"))
            properties[property.Name] = Property(type, property);
        // One writer has all of it: to keep an owner of each field would cost the API server a fifth of every write.
        if (properties["status"] is JsonObject status)
            status["x-kubernetes-map-type"] = "atomic";
        return new JsonObject { ["type"] = "object", ["required"] = new JsonArray("metadata", "spec"), ["properties"] = properties };
    }

    private JsonObject Property(JsonTypeInfo owner, JsonPropertyInfo property)
    {
        var schema = Has<AnyObjectAttribute>(property) && property.PropertyType == typeof(JsonElement?)
            ? new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true }
            : Type(owner, property.PropertyType);
        if (NameOf(property) is { } name && describe(DeclaringType(property) ?? owner.Type, name) is { } text)
            schema.Insert(0, "description", text);
        Rules(schema, property);
        SchemaAdditions.ApplyTo(owner.Type, property.Name, schema);
        return schema;
    }

    private JsonObject Type(JsonTypeInfo owner, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Scalar(type) is { } scalar)
            return scalar;
        var info = owner.Options.GetTypeInfo(type);
        return info.Kind switch
        {
            JsonTypeInfoKind.Enumerable => new JsonObject { ["type"] = "array", ["items"] = Type(owner, info.ElementType!) },
            JsonTypeInfoKind.Dictionary => new JsonObject { ["type"] = "object", ["additionalProperties"] = Type(owner, info.ElementType!) },
            _ => Object(info),
        };
    }

    private JsonObject Object(JsonTypeInfo type)
    {
        if (type.Type == typeof(Condition))
            return SchemaAdditions.Condition();
        if (_path.Contains(type.Type))
            throw new NotSupportedException($"{type.Type} holds itself: a structural schema cannot say that.");
        _path.Push(type.Type);
        var properties = new JsonObject();
        foreach (var property in type.Properties.Where(p => !p.IsExtensionData))
            properties[property.Name] = Property(type, property);
        _path.Pop();

        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        var required = type.Properties.Where(Has<RequiredAttribute>).Select(p => p.Name).Concat(SchemaAdditions.RequiredOf(type.Type)).ToArray();
        if (required.Length > 0)
            schema["required"] = new JsonArray([.. required.Order(StringComparer.Ordinal).Select(n => JsonValue.Create(n))]);
        if (type.Properties.Any(p => p.IsExtensionData))
            schema["x-kubernetes-preserve-unknown-fields"] = true;
        SchemaAdditions.ApplyTo(type.Type, schema);
        return schema;
    }

    private static JsonObject? Scalar(Type type) => type switch
    {
        _ when type == typeof(string) => new JsonObject { ["type"] = "string" },
        _ when type == typeof(bool) => new JsonObject { ["type"] = "boolean" },
        _ when type == typeof(int) => new JsonObject { ["type"] = "integer", ["format"] = "int32" },
        _ when type == typeof(long) => new JsonObject { ["type"] = "integer", ["format"] = "int64" },
        _ when type == typeof(DateTimeOffset) => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
        _ when type == typeof(JsonElement) => new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true },
        _ when type == typeof(Quantity) || type == typeof(IntOrString) => new JsonObject
        {
            ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "integer" }, new JsonObject { ["type"] = "string" }),
            ["x-kubernetes-int-or-string"] = true,
        },
        _ => null,
    };

    private static void Rules(JsonObject schema, JsonPropertyInfo property)
    {
        if (Find<OneOfAttribute>(property) is { } oneOf)
            schema["enum"] = new JsonArray([.. oneOf.Values.Select(v => JsonValue.Create(v))]);
        if (Find<MinimumAttribute>(property) is { } minimum)
            schema["minimum"] = minimum.Value;
        if (Find<MaximumAttribute>(property) is { } maximum)
            schema["maximum"] = maximum.Value;
        if (Find<DefaultAttribute>(property) is { } standard)
            schema["default"] = standard.Json ? JsonNode.Parse(standard.Value) : JsonValue.Create(standard.Value);
        if (Has<NullableAttribute>(property))
            schema["nullable"] = true;
        if (Has<DurationAttribute>(property))
            schema["pattern"] = Duration.Pattern;
        if (Find<MapListAttribute>(property) is { } map)
        {
            schema["x-kubernetes-list-type"] = "map";
            schema["x-kubernetes-list-map-keys"] = new JsonArray(map.Key);
        }
    }

    private static bool Has<TAttribute>(JsonPropertyInfo property)
        where TAttribute : Attribute => Find<TAttribute>(property) is not null;

    private static TAttribute? Find<TAttribute>(JsonPropertyInfo property)
        where TAttribute : Attribute =>
        property.AttributeProvider?.GetCustomAttributes(typeof(TAttribute), inherit: true).OfType<TAttribute>().FirstOrDefault();

    private static string? NameOf(JsonPropertyInfo property) => (property.AttributeProvider as System.Reflection.MemberInfo)?.Name;

    private static Type? DeclaringType(JsonPropertyInfo property) => (property.AttributeProvider as System.Reflection.MemberInfo)?.DeclaringType;
}
