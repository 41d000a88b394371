using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hearth.Kube.Core.Serialization;

/// <summary>A moment as Kubernetes writes it (<c>metav1.Time</c>): UTC, whole seconds, <c>2026-01-31T12:00:00Z</c>. Reads any RFC 3339 text.</summary>
public sealed class TimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Format(value));

    /// <summary>The text of a moment, for objects that are built without a record.</summary>
    public static string Format(DateTimeOffset value) => value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
