using System.Globalization;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Tables;

/// <summary>Durations as kubectl shows them: two units where the first is small (<c>duration.HumanDuration</c>).</summary>
internal static class Ages
{
    public static JsonNode Since(string? time, DateTimeOffset now)
    {
        if (time is null || !DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start))
            return JsonValue.Create("<unknown>")!;
        return JsonValue.Create(Human(now - start))!;
    }

    public static JsonNode Age(JsonObject value, DateTimeOffset now) => Since(value.Map("metadata")?.Text("creationTimestamp"), now);

    public static string Human(TimeSpan age)
    {
        var seconds = (long)age.TotalSeconds;
        if (seconds < -1)
            return "<invalid>";
        if (seconds < 0)
            return "0s";
        if (seconds < 120)
            return $"{seconds}s";
        var minutes = seconds / 60;
        if (minutes < 10)
            return seconds % 60 == 0 ? $"{minutes}m" : $"{minutes}m{seconds % 60}s";
        if (minutes < 180)
            return $"{minutes}m";
        var hours = minutes / 60;
        if (hours < 8)
            return minutes % 60 == 0 ? $"{hours}h" : $"{hours}h{minutes % 60}m";
        if (hours < 48)
            return $"{hours}h";
        var days = hours / 24;
        if (hours < 192)
            return hours % 24 == 0 ? $"{days}d" : $"{days}d{hours % 24}h";
        if (days < 365 * 2)
            return $"{days}d";
        if (days < 365 * 8)
            return days % 365 == 0 ? $"{days / 365}y" : $"{days / 365}y{days % 365}d";
        return $"{days / 365}y";
    }
}
