using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hearth.Kube.Core.Quantities;

public sealed class QuantityConverter : JsonConverter<Quantity>
{
    // Kubernetes accepts bare numbers too and keeps their text.
    public override Quantity Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
            return new(reader.GetString()!);
        using var number = JsonDocument.ParseValue(ref reader);
        return new(number.RootElement.GetRawText());
    }

    public override void Write(Utf8JsonWriter writer, Quantity value, JsonSerializerOptions options) => writer.WriteStringValue(value.Text);

    public override Quantity ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);
}
