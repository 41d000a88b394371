using System.Collections.Frozen;
using System.Text.Json;
using Hearth.History.Sources;

namespace Hearth.History.Rest;

internal static class ApplicationsResource
{
    private static readonly FrozenDictionary<string, ListStatus> s_statuses =
        Enum.GetValues<ListStatus>().ToFrozenDictionary(s => s.ToString().ToUpperInvariant(), s => s, StringComparer.Ordinal);

    private enum ListStatus
    {
        Completed,
        Running,
    }

    public static void List(CatalogSnapshot catalog, RestQuery query, SparkDialect dialect, long now, Utf8JsonWriter json)
    {
        var statuses = query.Enums("status", s_statuses);
        long minStart = DateOf(query, "minDate", "2010-01-01"), maxStart = DateOf(query, "maxDate", "3000-01-01");
        long minEnd = DateOf(query, "minEndDate", "2010-01-01"), maxEnd = DateOf(query, "maxEndDate", "3000-01-01");
        var limit = query.Int("limit", int.MaxValue);
        var found = catalog.Applications.Where(a =>
        {
            var running = !a.Newest.Summary.Completed;
            return (statuses is null || statuses.Contains(running ? ListStatus.Running : ListStatus.Completed))
                && Array.Exists(a.Attempts, attempt => InRange(attempt.Summary, running));
        });
        json.WriteStartArray();
        foreach (var application in found.Take(limit))
            Write(application, dialect, json);
        json.WriteEndArray();

        bool InRange(LogSummary attempt, bool running) =>
            attempt.StartTime >= minStart && attempt.StartTime <= maxStart
            && (running ? maxEnd > now : attempt.EndTime >= minEnd && attempt.EndTime <= maxEnd);
    }

    public static void Write(ListedApplication application, SparkDialect dialect, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", application.Id);
        json.WriteString("name", application.Name);
        json.WriteStartArray("attempts");
        foreach (var attempt in application.Attempts)
            WriteAttempt(attempt, dialect, json);
        json.WriteEndArray();
        json.WriteEndObject();
        json.Drain();
    }

    public static void WriteAttempt(ListedAttempt attempt, SparkDialect dialect, Utf8JsonWriter json)
    {
        var summary = attempt.Summary;
        var updated = attempt.Log.Modified.ToUnixTimeMilliseconds();
        json.WriteStartObject();
        json.Text("attemptId", summary.AttemptId);
        json.Date("startTime", summary.StartTime);
        json.Date("endTime", summary.EndTime);
        json.Date("lastUpdated", updated);
        json.WriteNumber("duration", summary.EndTime > 0 ? summary.EndTime - summary.StartTime : 0);
        json.WriteString("sparkUser", summary.User);
        json.WriteBoolean("completed", summary.Completed);
        json.WriteString("appSparkVersion", summary.SparkVersion);
        if (dialect.HasExitCode)
            json.Number("exitCode", summary.ExitCode);
        if (dialect.HasLogSource)
        {
            json.WriteString("logSourceName", attempt.Store.Name);
            json.WriteString("logSourceFullPath", attempt.Store.Name);
        }

        json.WriteNumber("startTimeEpoch", summary.StartTime);
        json.WriteNumber("endTimeEpoch", summary.EndTime);
        json.WriteNumber("lastUpdatedEpoch", updated);
        json.WriteEndObject();
    }

    private static long DateOf(RestQuery query, string name, string missing)
    {
        var text = query.First(name) is { Length: > 0 } given ? given : missing;
        return LenientDate.Parse(text) ?? throw new RestException(400, "Couldn't parse date: " + text, "application/json");
    }
}
