using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Tables;

internal static class EventCells
{
    public static IReadOnlyList<Column> Columns(Column name) =>
    [
        new("Last Seen", "string", "", "", 0, (value, now) => Ages.Since(LastSeen(value), now)),
        Text("Type", value => value.Text("type")),
        Text("Reason", value => value.Text("reason")),
        Text("Object", value => $"{(value.Map("involvedObject")?.Text("kind") ?? "").ToLowerInvariant()}/{value.Map("involvedObject")?.Text("name")}"),
        Text("Subobject", value => value.Map("involvedObject")?.Text("fieldPath"), 1),
        Text("Source", Source, 1),
        Text("Message", value => value.Text("message")?.Trim()),
        new("First Seen", "string", "", "", 1, (value, now) => Ages.Since(value.Text("firstTimestamp") ?? value.Text("eventTime"), now)),
        new("Count", "string", "", "", 1, (value, _) => JsonValue.Create(Count(value))),
        name with { Priority = 1 },
    ];

    private static Column Text(string name, Func<JsonObject, string?> cell, int priority = 0) =>
        new(name, "string", "", "", priority, (value, _) => JsonValue.Create(cell(value) ?? ""));

    private static string? LastSeen(JsonObject value) =>
        value.Map("series")?.Text("lastObservedTime") ?? value.Text("lastTimestamp") ?? value.Text("firstTimestamp") ?? value.Text("eventTime");

    private static long Count(JsonObject value) => value.Map("series")?["count"].Number ?? (value["count"].Number is > 0 and var count ? count : 1);

    private static string Source(JsonObject value)
    {
        var component = value.Map("source")?.Text("component") is { Length: > 0 } text ? text : value.Text("reportingComponent") ?? "";
        var host = value.Map("source")?.Text("host") is { Length: > 0 } named ? named : value.Text("reportingInstance") ?? "";
        return host.Length > 0 ? $"{component}, {host}" : component;
    }
}
