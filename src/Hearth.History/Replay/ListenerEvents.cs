using System.Globalization;
using System.Text.Json;
using Hearth.History.Model;

namespace Hearth.History.Replay;

internal sealed record StreamingStarted(string Id, string RunId, string Name, long Time) : LogEvent;

internal sealed record StreamingProgressed(string RunId, StreamingProgress Progress) : LogEvent;

internal sealed record StreamingEnded(string RunId, string? Error) : LogEvent;

/// <summary>An event of Spark Connect or of the Thrift server; <paramref name="Type"/> is its name without the server's.</summary>
internal sealed record ServerEvent(ServerKind Server, string Type, string Key, string SessionId, string User, string Text, string JobKey, long Time) : LogEvent
{
    public long? Rows { get; init; }
}

/// <summary>Parses the events of streaming queries, Spark Connect and the Thrift server, which Jackson writes field by field.</summary>
internal static class ListenerEvents
{
    private const string Streaming = "org.apache.spark.sql.streaming.StreamingQueryListener$";
    private const string Connect = "org.apache.spark.sql.connect.service.SparkListenerConnect";
    private const string Thrift = "org.apache.spark.sql.hive.thriftserver.ui.SparkListenerThriftServer";

    public static LogEvent? Parse(string name, JsonElement root, StringPool strings)
    {
        if (name.StartsWith(Streaming, StringComparison.Ordinal))
            return OfStreaming(name[Streaming.Length..], root, strings);
        if (name.StartsWith(Connect, StringComparison.Ordinal))
            return OfConnect(name[Connect.Length..], root, strings);
        return name.StartsWith(Thrift, StringComparison.Ordinal) ? OfThrift(name[Thrift.Length..], root, strings) : null;
    }

    private static LogEvent? OfStreaming(string type, JsonElement root, StringPool strings) => type switch
    {
        "QueryStartedEvent" => new StreamingStarted(root.Text("id") ?? "", root.Text("runId") ?? "", strings.Get(root.Text("name") ?? ""), Time(root.Text("timestamp"))),
        "QueryProgressEvent" when Progress(root) is { } progress => new StreamingProgressed(
            strings.Get(progress.Text("runId") ?? ""),
            new StreamingProgress(
                Time(progress.Text("timestamp")), progress.Long("batchId") ?? -1, Sum(progress, "sources", "numInputRows"), Rate(progress, "inputRowsPerSecond"), Rate(progress, "processedRowsPerSecond"),
                progress.Long("batchDuration") ?? progress.Object("durationMs")?.Long("triggerExecution") ?? 0,
                [.. progress.Properties("durationMs").Select(p => KeyValuePair.Create(strings.Get(p.Name), p.Value.SafeLong() ?? 0))],
                Sum(progress, "stateOperators", "numRowsTotal"), Sum(progress, "stateOperators", "memoryUsedBytes"),
                progress.Object("eventTime")?.Text("watermark") is { } watermark ? Time(watermark) : null)),
        "QueryTerminatedEvent" => new StreamingEnded(root.Text("runId") ?? "", root.Text("exception")),
        _ => null,
    };

    private static ServerEvent OfConnect(string type, JsonElement root, StringPool strings) =>
        new(ServerKind.Connect, type, type.StartsWith("Session", StringComparison.Ordinal) ? root.Text("sessionId") ?? "" : root.Text("jobTag") ?? root.Text("operationId") ?? "",
            strings.Get(root.Text("sessionId") ?? ""), strings.Get(root.Text("userName") is { Length: > 0 } name ? name : root.Text("userId") ?? ""),
            root.Text("statementText") ?? root.Text("errorMessage") ?? "", root.Text("jobTag") ?? "", root.Long("eventTime") ?? -1)
        {
            Rows = root.Long("producedRowCount"),
        };

    private static ServerEvent OfThrift(string type, JsonElement root, StringPool strings) =>
        new(ServerKind.Thrift, type, root.Text(type.StartsWith("Session", StringComparison.Ordinal) ? "sessionId" : "id") ?? "",
            strings.Get(root.Text("sessionId") ?? ""), strings.Get(root.Text("userName") ?? ""),
            root.Text("statement") ?? root.Text("executionPlan") ?? root.Text("errorMsg") ?? root.Text("ip") ?? "", root.Text("groupId") ?? "",
            root.Long("startTime") ?? root.Long("finishTime") ?? root.Long("closeTime") ?? -1);

    /// <summary>Older versions write the progress as JSON within a string.</summary>
    private static JsonElement? Progress(JsonElement root)
    {
        if (root.Object("progress") is { } progress)
            return progress;
        if (root.Text("progress") is not { } text)
            return null;
        using var parsed = JsonDocument.Parse(text);
        return parsed.RootElement.ValueKind == JsonValueKind.Object ? parsed.RootElement.Clone() : null;
    }

    private static long Sum(JsonElement progress, string list, string field) => progress.Array(list).Sum(item => Math.Max(0, item.Long(field) ?? 0));

    private static double Rate(JsonElement progress, string field) => progress.Array("sources").Sum(source =>
        source.Find(field) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var rate) && double.IsFinite(rate) ? rate : 0);

    private static long Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUnixTimeMilliseconds() : -1;
}
