using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;

namespace Hearth.Operator.Applications;

/// <summary>Reads of a watched pod what <see cref="PodFacts"/> are made of, its metadata and status: the spec, by far the most, is passed over.</summary>
internal sealed class WatchedPodConverter : JsonConverter<Pod>
{
    private static readonly KubeJson s_json = new(WatchedMetadataConverter.Options(KubeJson.Default, new WatchedPodConverter()));

    /// <summary>Pods as they are watched.</summary>
    public static ResourceType<Pod> Pods { get; } = ResourceTypes.Pods with { Object = (JsonTypeInfo<Pod>)s_json.Options.GetTypeInfo(typeof(Pod)) };

    public override Pod Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("A pod must be an object.");
        ObjectMeta? metadata = null;
        PodStatus? status = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            var isStatus = reader.ValueTextEquals("status"u8);
            reader.Read();
            if (isMetadata)
                metadata = JsonSerializer.Deserialize(ref reader, s_json.ObjectMeta);
            else if (isStatus)
                status = JsonSerializer.Deserialize(ref reader, s_json.PodStatus);
            else
                reader.Skip();
        }

        return new() { Metadata = metadata ?? new(), Status = status };
    }

    public override void Write(Utf8JsonWriter writer, Pod value, JsonSerializerOptions options) =>
        throw new NotSupportedException("What was watched is not written back: parts of it were not read.");
}
