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

    /// <exception cref="RestException">A parameter cannot be read.</exception>
    public static IEnumerable<ListedApplication> Find(CatalogSnapshot catalog, RestQuery query, long now)
    {
        var statuses = query.Enums("status", s_statuses);
        long minStart = DateOf(query, "minDate", "2010-01-01"), maxStart = DateOf(query, "maxDate", "3000-01-01");
        long minEnd = DateOf(query, "minEndDate", "2010-01-01"), maxEnd = DateOf(query, "maxEndDate", "3000-01-01");
        var limit = query.Int("limit", int.MaxValue);
        return catalog.Applications.Where(a =>
        {
            var running = !a.Newest.Summary.Completed;
            return (statuses is null || statuses.Contains(running ? ListStatus.Running : ListStatus.Completed))
                && Array.Exists(a.Attempts, attempt => InRange(attempt.Summary, running));
        }).Take(limit);

        bool InRange(LogSummary attempt, bool running) =>
            attempt.StartTime >= minStart && attempt.StartTime <= maxStart
            && (running ? maxEnd > now : attempt.EndTime >= minEnd && attempt.EndTime <= maxEnd);
    }

    public static void Write(IEnumerable<ListedApplication> applications, SparkDialect dialect, Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var application in applications)
            Write(application, dialect, json);
        json.WriteEndArray();
    }

    public static void Write(ListedApplication application, SparkDialect dialect, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, application.Id);
        json.WriteString("name"u8, application.Name);
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
        json.Date("startTime"u8, summary.StartTime);
        json.Date("endTime"u8, summary.EndTime);
        json.Date("lastUpdated"u8, updated);
        json.WriteNumber("duration"u8, summary.EndTime > 0 ? summary.EndTime - summary.StartTime : 0);
        json.WriteString("sparkUser"u8, summary.User);
        json.WriteBoolean("completed"u8, summary.Completed);
        json.WriteString("appSparkVersion"u8, summary.SparkVersion);
        if (dialect.HasExitCode)
            json.Number("exitCode", summary.ExitCode);
        if (dialect.HasLogSource)
        {
            json.WriteString("logSourceName"u8, attempt.Store.Name);
            json.WriteString("logSourceFullPath"u8, attempt.Store.Name);
        }

        json.WriteNumber("startTimeEpoch"u8, summary.StartTime);
        json.WriteNumber("endTimeEpoch"u8, summary.EndTime);
        json.WriteNumber("lastUpdatedEpoch"u8, updated);
        json.WriteEndObject();
    }

    private static long DateOf(RestQuery query, string name, string missing)
    {
        var text = query.First(name) is { Length: > 0 } given ? given : missing;
        return LenientDate.Parse(text) ?? throw new RestException(400, "Couldn't parse date: " + text, "application/json");
    }
}
