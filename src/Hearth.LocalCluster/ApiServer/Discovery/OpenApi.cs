using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Discovery;

/// <summary>OpenAPI documents, written from the same types that requests are decoded with: enough for client-side apply, validation and explain.</summary>
internal sealed class OpenApi(ResourceRegistry resources)
{
    // What every custom resource's own definition says of the fields that all objects have.
    private const string Conventions = "https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md#";
    private const string ApiVersionDescription = "APIVersion defines the versioned schema of this representation of an object. Servers should convert recognized schemas to the latest internal value, and may reject unrecognized values. More info: " + Conventions + "resources";
    private const string KindDescription = "Kind is a string value representing the REST resource this object represents. Servers may infer this from the endpoint the client submits requests to. Cannot be updated. In CamelCase. More info: " + Conventions + "types-kinds";
    private const string EmbeddedApiVersionDescription = "apiVersion defines the versioned schema of this representation of an object. More info: " + Conventions + "resources";
    private const string EmbeddedKindDescription = "kind is a string value representing the type of this object. In CamelCase. More info: " + Conventions + "types-kinds";
    private const string MetadataDescription = "Standard object's metadata. More info: " + Conventions + "metadata";

    private static readonly string[] s_embeddedFields = ["kind", "apiVersion"];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, CachedDocument> _documents = new(StringComparer.Ordinal);
    private int _generation = -1;

    private static readonly (string Short, string Long)[] s_packages =
    [
        ("meta.v1.", "io.k8s.apimachinery.pkg.apis."),
        ("apiextensions.v1.", "io.k8s.apiextensions-apiserver.pkg.apis."),
        ("apiregistration.v1.", "io.k8s.kube-aggregator.pkg.apis."),
    ];

    /// <summary>The index of version 3: a path for each group and version.</summary>
    public JsonObject Index()
    {
        var paths = new JsonObject();
        foreach (var version in resources.All.Select(resource => resource.ApiVersion).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var path = version.Contains('/', StringComparison.Ordinal) ? "apis/" + version : "api/" + version;
            paths[path] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}?hash={resources.Generation}" };
        }

        return new JsonObject { ["paths"] = paths };
    }

    /// <summary>The version 3 document of one group and version; null where there is none.</summary>
    public JsonObject? Version3(string group, string version)
    {
        var found = resources.All.Where(resource => resource.Group == group && resource.Version == version).ToList();
        if (found.Count == 0)
            return null;
        var document = new Document("#/components/schemas/", resources);
        foreach (var resource in found)
            document.Add(resource);
        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = ServerVersion.Short },
            ["paths"] = document.Paths,
            ["components"] = new JsonObject { ["schemas"] = document.Schemas },
        };
    }

    /// <summary>The version 2 document of everything.</summary>
    public JsonObject Version2()
    {
        var document = new Document("#/definitions/", resources);
        foreach (var resource in resources.All)
            document.Add(resource);
        return new JsonObject
        {
            ["swagger"] = "2.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = ServerVersion.Short },
            ["paths"] = document.Paths,
            ["definitions"] = document.Schemas,
        };
    }

    internal static string LongName(string name)
    {
        foreach (var (shortName, longName) in s_packages)
        {
            if (name.StartsWith(shortName, StringComparison.Ordinal))
                return longName + name;
        }

        return "io.k8s.api." + name;
    }

    /// <summary>A document written once for each state of the resources.</summary>
    public CachedDocument Cached(string path)
    {
        lock (_gate)
        {
            if (_generation != resources.Generation)
                _documents.Clear();
            _generation = resources.Generation;
            if (!_documents.TryGetValue(path, out var found))
                _documents[path] = found = Write(path);
            return found;
        }
    }

    private CachedDocument Write(string path)
    {
        var json = path.Split('/') switch
        {
            ["v3"] => Index(),
            ["v3", "api", var version] => Version3("", version),
            ["v3", "apis", var group, var version] => Version3(group, version),
            ["v2" or "v2.pb"] => Version2(),
            _ => null,
        };
        if (json is null)
            return CachedDocument.None;
        return CachedDocument.Of(path == "v2.pb" ? OpenApiProtobuf.Write(json) : Encoding.UTF8.GetBytes(Json.ToText(json)));
    }

    private sealed class Document(string prefix, ResourceRegistry resources)
    {
        public JsonObject Paths { get; } = [];

        public JsonObject Schemas { get; } = [];

        public void Add(ApiResource resource)
        {
            var name = resource.Custom is null ? LongName(resource.Schema.Name ?? "core.v1.Unknown") : CustomName(resource);
            if (resource.Custom is { } custom)
                AddCustom(resource, custom, name);
            else
                AddBuiltIn(resource, name);
            var root = resource.Group.Length == 0 ? "/api/" : "/apis/";
            var collection = root + resource.ApiVersion + (resource.IsNamespaced ? "/namespaces/{namespace}/" : "/") + resource.Plural;
            Paths[collection] = Operations(resource, name, [("get", "list"), ("post", "create"), ("delete", "deletecollection")]);
            Paths[collection + "/{name}"] = Operations(resource, name, [("get", "get"), ("put", "update"), ("patch", "patch"), ("delete", "delete")]);
        }

        private void AddBuiltIn(ApiResource resource, string name)
        {
            AddType(resource.Schema);
            if (IsVersion3 && resource.Allows("list"))
                AddList(resource, name);
        }

        private static string CustomName(ApiResource resource) =>
            string.Join('.', resource.Group.Split('.').Reverse()) + $".{resource.Version}.{resource.Kind}";

        private JsonObject Operations(ApiResource resource, string name, ReadOnlySpan<(string Method, string Verb)> operations)
        {
            var path = new JsonObject();
            foreach (var (method, verb) in operations)
            {
                if (!resource.Allows(verb))
                    continue;
                path[method] = new JsonObject
                {
                    ["parameters"] = Parameters(verb),
                    ["responses"] = new JsonObject { ["200"] = Response(name) },
                    ["x-kubernetes-action"] = verb switch { "create" => "post", "update" => "put", _ => verb },
                    ["x-kubernetes-group-version-kind"] = GroupVersionKind(resource),
                };
            }

            return path;
        }

        private JsonArray Parameters(string verb)
        {
            string[] names = verb switch
            {
                "create" or "update" => ["dryRun", "fieldManager", "fieldValidation"],
                "patch" => ["dryRun", "fieldManager", "fieldValidation", "force"],
                "delete" => ["dryRun", "gracePeriodSeconds", "propagationPolicy"],
                _ => [],
            };
            return new JsonArray([.. names.Select(JsonNode (name) => IsVersion3
                ? new JsonObject { ["name"] = name, ["in"] = "query", ["schema"] = new JsonObject { ["type"] = "string", ["uniqueItems"] = true } }
                : new JsonObject { ["name"] = name, ["in"] = "query", ["type"] = "string", ["uniqueItems"] = true })]);
        }

        private bool IsVersion3 => prefix[2] == 'c';

        private JsonObject Response(string name)
        {
            var schema = Reference(name);
            return IsVersion3
                ? new JsonObject { ["description"] = "OK", ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema } } }
                : new JsonObject { ["description"] = "OK", ["schema"] = schema };
        }

        private JsonObject Reference(string name) => new() { ["$ref"] = prefix + name };

        private static JsonObject GroupVersionKind(ApiResource resource) =>
            new() { ["group"] = resource.Group, ["version"] = resource.Version, ["kind"] = resource.Kind };

        private void AddType(TypeSchema type)
        {
            var name = LongName(type.Name!);
            if (Schemas.ContainsKey(name))
                return;
            var schema = new JsonObject { ["type"] = "object" };
            Schemas[name] = schema;
            var properties = new JsonObject();
            var required = new JsonArray();
            foreach (var field in type.Fields.Values)
            {
                properties[field.Name] = Field(field);
                if (field.IsRequired)
                    required.Add((JsonNode)field.Name!);
            }

            if (properties.Count > 0)
                schema["properties"] = properties;
            if (required.Count > 0)
                schema["required"] = required;
            if (type.IsAtomic)
                schema["x-kubernetes-map-type"] = "atomic";
            var kinds = resources.All.Where(resource => ReferenceEquals(resource.Schema, type)).Select(JsonNode (resource) => GroupVersionKind(resource)).ToArray();
            if (kinds.Length > 0)
                schema["x-kubernetes-group-version-kind"] = new JsonArray(kinds);
        }

        private JsonObject Field(FieldSchema field)
        {
            var schema = field.Name == "fieldsV1" ? Named("io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1", new JsonObject { ["type"] = "object" }) : Type(field.Type);
            if (field.Default is not null && IsVersion3)
                schema["default"] = field.Default.DeepClone();
            if (field.Enum.Count > 0)
                schema["enum"] = new JsonArray([.. field.Enum.Select(value => (JsonNode)JsonValue.Create(value))]);
            if (field.PatchMerges || field.PatchRetainsKeys)
                schema["x-kubernetes-patch-strategy"] = (field.PatchMerges, field.PatchRetainsKeys) switch { (true, true) => "merge,retainKeys", (true, _) => "merge", _ => "retainKeys" };
            if (field.PatchMergeKey is not null)
                schema["x-kubernetes-patch-merge-key"] = field.PatchMergeKey;
            return schema;
        }

        private JsonObject Type(TypeSchema type)
        {
            switch (type.Kind)
            {
                case ValueKind.Struct:
                    AddType(type);
                    return IsVersion3 ? new JsonObject { ["allOf"] = new JsonArray(Reference(LongName(type.Name!))) } : Reference(LongName(type.Name!));
                case ValueKind.Map:
                    var map = new JsonObject { ["type"] = "object", ["additionalProperties"] = Type(type.Element) };
                    if (type.IsAtomic)
                        map["x-kubernetes-map-type"] = "atomic";
                    return map;
                case ValueKind.List:
                    return List(type);
                case ValueKind.Quantity:
                    return Named("io.k8s.apimachinery.pkg.api.resource.Quantity", IsVersion3
                        ? new JsonObject { ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "string" }, new JsonObject { ["type"] = "number" }) }
                        : new JsonObject { ["type"] = "string" });
                case ValueKind.IntOrString:
                    return Named("io.k8s.apimachinery.pkg.util.intstr.IntOrString", IsVersion3
                        ? new JsonObject { ["format"] = "int-or-string", ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "integer" }, new JsonObject { ["type"] = "string" }) }
                        : new JsonObject { ["type"] = "string", ["format"] = "int-or-string" });
                case ValueKind.Time or ValueKind.MicroTime:
                    return Named($"io.k8s.apimachinery.pkg.apis.meta.v1.{type.Kind}", new JsonObject { ["type"] = "string", ["format"] = "date-time" });
                case ValueKind.Any:
                    return Anything(type);
                default:
                    return Scalar(type.Kind);
            }
        }

        /// <summary>What is kept as it came is an object; what may be of any type has none.</summary>
        private JsonObject Anything(TypeSchema type)
        {
            if (type.Name is null)
                return type.IsAtomic ? new JsonObject { ["type"] = "object" } : Named("io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON", []);
            return Named(LongName(type.Name), type.Name.Contains(".JSONSchemaPropsOr", StringComparison.Ordinal) ? [] : new JsonObject { ["type"] = "object" });
        }

        /// <summary>A type that has a name though it is no more than a value.</summary>
        private JsonObject Named(string name, JsonObject schema)
        {
            Schemas.TryAdd(name, schema);
            return Reference(name);
        }

        private JsonObject List(TypeSchema type)
        {
            var list = new JsonObject { ["type"] = "array", ["items"] = Type(type.Element), ["x-kubernetes-list-type"] = type.ListType.ToString().ToLowerInvariant() };
            if (type.ListType == ListType.Map)
                list["x-kubernetes-list-map-keys"] = new JsonArray([.. type.ListKeys.Select(key => (JsonNode)JsonValue.Create(key))]);
            return list;
        }

        private static JsonObject Scalar(ValueKind kind) => kind switch
        {
            ValueKind.Int32 => new JsonObject { ["type"] = "integer", ["format"] = "int32" },
            ValueKind.Int64 => new JsonObject { ["type"] = "integer", ["format"] = "int64" },
            ValueKind.Double => new JsonObject { ["type"] = "number", ["format"] = "double" },
            ValueKind.Bool => new JsonObject { ["type"] = "boolean" },
            ValueKind.Bytes => new JsonObject { ["type"] = "string", ["format"] = "byte" },
            _ => new JsonObject { ["type"] = "string" },
        };

        private void AddCustom(ApiResource resource, CustomResources.CustomResource custom, string name)
        {
            var metadata = Decoding.Schemas.BuiltIn.Find("meta.v1.ObjectMeta")!;
            AddType(metadata);
            var schema = (JsonObject)custom.Schema.DeepClone();
            var properties = schema.Ensure("properties");
            properties["apiVersion"] = new JsonObject { ["type"] = "string", ["description"] = ApiVersionDescription };
            properties["kind"] = new JsonObject { ["type"] = "string", ["description"] = KindDescription };
            properties["metadata"] = IsVersion3 ? new JsonObject { ["allOf"] = new JsonArray(Reference(LongName(metadata.Name!))) } : Reference(LongName(metadata.Name!));
            properties["metadata"]!["description"] = MetadataDescription;
            Publish(schema);
            schema["x-kubernetes-group-version-kind"] = new JsonArray(GroupVersionKind(resource));
            Schemas[name] = schema;
            if (!IsVersion3)
                return;
            AddList(resource, name);
            foreach (var described in custom.Selectable.Count > 0 ? (string[])[name, ListName(resource, name)] : [])
                Schemas.Map(described)!["x-kubernetes-selectable-fields"] = new JsonArray([.. custom.Selectable.Select(field => new JsonObject { ["fieldPath"] = field })]);
        }

        /// <summary>What may be a number or a text says so in the words of OpenAPI too.</summary>
        private void Publish(JsonObject schema)
        {
            if (IsVersion3 && schema.IsTrue("x-kubernetes-embedded-resource"))
                PublishEmbedded(schema);
            if (schema["x-kubernetes-int-or-string"] is not null && schema["anyOf"] is null && schema["allOf"] is null)
                schema["anyOf"] = new JsonArray(new JsonObject { ["type"] = "integer" }, new JsonObject { ["type"] = "string" });
            foreach (var (_, child) in Validation.SchemaDefinitionValidation.Children(schema).ToList())
                Publish(child);
        }

        private void PublishEmbedded(JsonObject schema)
        {
            var properties = schema.Ensure("properties");
            properties["apiVersion"] = new JsonObject { ["description"] = EmbeddedApiVersionDescription, ["type"] = "string" };
            properties["kind"] = new JsonObject { ["description"] = EmbeddedKindDescription, ["type"] = "string" };
            properties["metadata"] = new JsonObject { ["description"] = MetadataDescription, ["allOf"] = new JsonArray(Reference(LongName("meta.v1.ObjectMeta"))) };
            var required = (schema.List("required") ?? []).Select(name => name.Text ?? "").ToList();
            schema["required"] = new JsonArray([.. required.Union(s_embeddedFields, StringComparer.Ordinal).Select(name => (JsonNode)name)]);
        }

        private static string ListName(ApiResource resource, string name) => name[..^resource.Kind.Length] + resource.ListKind;

        private void AddList(ApiResource resource, string name)
        {
            var metadata = Decoding.Schemas.BuiltIn.Find("meta.v1.ListMeta")!;
            AddType(metadata);
            var listMetadata = Reference(LongName(metadata.Name!));
            Schemas[ListName(resource, name)] = new JsonObject
            {
                ["description"] = $"{resource.ListKind} is a list of {resource.Kind}",
                ["type"] = "object",
                ["required"] = new JsonArray("items"),
                ["properties"] = new JsonObject
                {
                    ["apiVersion"] = new JsonObject { ["description"] = ApiVersionDescription, ["type"] = "string" },
                    ["items"] = new JsonObject { ["description"] = $"List of {resource.Plural}. More info: https://git.k8s.io/community/contributors/devel/sig-architecture/api-conventions.md", ["type"] = "array", ["items"] = Reference(name) },
                    ["kind"] = new JsonObject { ["description"] = KindDescription, ["type"] = "string" },
                    ["metadata"] = new JsonObject { ["allOf"] = new JsonArray(listMetadata) },
                },
                ["x-kubernetes-group-version-kind"] = new JsonArray(new JsonObject { ["group"] = resource.Group, ["kind"] = resource.ListKind, ["version"] = resource.Version }),
            };
        }
    }
}

/// <summary>A document as it is sent, with the tag by which clients know that they have it.</summary>
internal sealed record CachedDocument(byte[] Body, string Tag)
{
    public static readonly CachedDocument None = new([], "");

    public static CachedDocument Of(byte[] body) => new(body, $"\"{Convert.ToHexString(SHA512.HashData(body))}\"");
}

/// <summary>The Kubernetes release that this server speaks.</summary>
internal static class ServerVersion
{
    public const string Git = "v1.34.4";
    public const string Short = "1.34";

    public static JsonObject ToJson() => new()
    {
        ["major"] = "1",
        ["minor"] = "34",
        ["emulationMajor"] = "1",
        ["emulationMinor"] = "34",
        ["minCompatibilityMajor"] = "1",
        ["minCompatibilityMinor"] = "33",
        ["gitVersion"] = Git,
        ["gitCommit"] = "$Format:%H$",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "1970-01-01T00:00:00Z",
        ["goVersion"] = "go1.26.8",
        ["compiler"] = "gc",
        ["platform"] = "linux/amd64",
    };
}
