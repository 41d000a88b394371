using System.Text.Json;
using System.Text.Json.Serialization;
using Hearth.Kube.Core.Objects;

namespace Hearth.Kube.Core.Serialization;

/// <summary>
/// Reads metadata of objects that are watched by the thousand and never written back: without managed fields, what kubectl applied last
/// and unknown fields, and with texts that many objects have in common in memory once.
/// </summary>
public sealed class WatchedMetadataConverter : JsonConverter<ObjectMeta>
{
    /// <summary>The options of <paramref name="context"/> with this way to read metadata.</summary>
    public static JsonSerializerOptions Options(JsonSerializerContext context, params ReadOnlySpan<JsonConverter> more)
    {
        var options = new JsonSerializerOptions(context.Options);
        options.Converters.Add(new WatchedMetadataConverter());
        foreach (var converter in more)
            options.Converters.Add(converter);
        return options;
    }

    public override ObjectMeta Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("metadata must be an object.");
        var meta = new Draft();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            meta.ReadField(ref reader);
        return meta.ToMeta();
    }

    public override void Write(Utf8JsonWriter writer, ObjectMeta value, JsonSerializerOptions options) =>
        throw new NotSupportedException("What was watched is not written back: parts of it were not read.");

    private struct Draft
    {
        private string? _name;
        private string? _generateName;
        private string? _namespace;
        private string? _uid;
        private string? _version;
        private long? _generation;
        private DateTimeOffset? _created;
        private DateTimeOffset? _deleted;
        private long? _grace;
        private Dictionary<string, string>? _labels;
        private Dictionary<string, string>? _annotations;
        private List<OwnerReference>? _owners;
        private List<string>? _finalizers;

        public void ReadField(ref Utf8JsonReader reader)
        {
            if (Is(ref reader, "name"u8))
                _name = reader.GetString();
            else if (Is(ref reader, "generateName"u8))
                _generateName = SharedText.Read(ref reader);
            else if (Is(ref reader, "namespace"u8))
                _namespace = SharedText.Read(ref reader);
            else if (Is(ref reader, "uid"u8))
                _uid = reader.GetString();
            else if (Is(ref reader, "resourceVersion"u8))
                _version = reader.GetString();
            else if (Is(ref reader, "generation"u8))
                _generation = reader.TokenType == JsonTokenType.Null ? null : reader.GetInt64();
            else if (Is(ref reader, "creationTimestamp"u8))
                _created = Time(ref reader);
            else if (Is(ref reader, "deletionTimestamp"u8))
                _deleted = Time(ref reader);
            else if (Is(ref reader, "deletionGracePeriodSeconds"u8))
                _grace = reader.TokenType == JsonTokenType.Null ? null : reader.GetInt64();
            else if (Is(ref reader, "labels"u8))
                _labels = Texts(ref reader);
            else if (Is(ref reader, "annotations"u8))
                _annotations = Texts(ref reader);
            else if (Is(ref reader, "ownerReferences"u8))
                _owners = JsonSerializer.Deserialize(ref reader, KubeJson.Default.ListOwnerReference);
            else if (Is(ref reader, "finalizers"u8))
                _finalizers = JsonSerializer.Deserialize(ref reader, KubeJson.Default.ListString);
            else
                Skip(ref reader);
        }

        public readonly ObjectMeta ToMeta() => new()
        {
            Name = _name,
            GenerateName = _generateName,
            Namespace = _namespace,
            Uid = _uid,
            ResourceVersion = _version,
            Generation = _generation,
            CreationTimestamp = _created,
            DeletionTimestamp = _deleted,
            DeletionGracePeriodSeconds = _grace,
            Labels = _labels,
            Annotations = _annotations,
            OwnerReferences = _owners,
            Finalizers = _finalizers,
        };

        /// <summary>Moves to the value of a field of this name.</summary>
        private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
            reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(name) && reader.Read();

        private static void Skip(ref Utf8JsonReader reader)
        {
            reader.Read();
            reader.Skip();
        }

        private static DateTimeOffset? Time(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null ? null : reader.GetDateTimeOffset();

        private static Dictionary<string, string>? Texts(ref Utf8JsonReader reader)
        {
            if (reader.TokenType == JsonTokenType.Null)
                return null;
            if (reader.TokenType != JsonTokenType.StartObject)
                throw new JsonException("labels and annotations must be objects.");
            var texts = new Dictionary<string, string>(StringComparer.Ordinal);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (Is(ref reader, "kubectl.kubernetes.io/last-applied-configuration"u8))
                    continue;
                var key = SharedText.Read(ref reader)!;
                reader.Read();
                texts[key] = SharedText.Read(ref reader) ?? "";
            }

            return texts;
        }
    }
}
