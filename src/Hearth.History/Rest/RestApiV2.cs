using System.Text.Json;
using Hearth.History.Access;
using Hearth.History.Model;
using Hearth.History.Sources;
using Hearth.History.Web;

namespace Hearth.History.Rest;

/// <summary>
/// <c>/api/v2</c>: what v1 cannot say. Lists come in pages with totals (<c>page</c>, <c>size</c>, <c>search</c>), times are ms since 1970, and
/// an application tells what of its log could not be read.
/// </summary>
internal sealed class RestApiV2(ApplicationCatalog catalog, ApplicationCache cache, HistoryOptions options)
{
    private const int MostBuckets = 2000;

    /// <param name="path">Below <c>/api/v2</c>, with its slash.</param>
    public async Task<RestAnswer> AnswerAsync(string path, string queryText, Viewer viewer, CancellationToken cancellation)
    {
        try
        {
            var query = RestQuery.Parse(queryText);
            string[] segments = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
            var list = await catalog.GetAsync(options.UpdateInterval, cancellation);
            return segments switch
            {
                ["applications"] => Answer(json => Applications(list, query, json)),
                ["applications", var id, var resource] => await OfAttemptAsync(list, id, null, resource, query, viewer, cancellation),
                ["applications", var id, var attempt, var resource] => await OfAttemptAsync(list, id, attempt, resource, query, viewer, cancellation),
                _ => throw RestException.NotFound("unknown resource: /api/v2" + path),
            };
        }
        catch (RestException error)
        {
            return RestAnswer.Text(error);
        }
    }

    private static void Applications(CatalogSnapshot list, RestQuery query, Utf8JsonWriter json)
    {
        var search = query.Text("search", "");
        var found = list.Applications.SelectMany(a => a.Attempts).Where(a => search.Length == 0
            || a.Summary.Id.Contains(search, StringComparison.OrdinalIgnoreCase) || a.Summary.Name.Contains(search, StringComparison.OrdinalIgnoreCase)
            || a.Summary.User.Contains(search, StringComparison.OrdinalIgnoreCase)).ToList();
        Paged(found, query, json, attempt =>
        {
            var summary = attempt.Summary;
            json.WriteStartObject();
            json.WriteString("id", summary.Id);
            json.Text("attemptId", summary.AttemptId);
            json.WriteString("name", summary.Name);
            json.WriteString("user", summary.User);
            json.WriteString("sparkVersion", summary.SparkVersion);
            json.WriteNumber("startTime", summary.StartTime);
            json.Number("endTime", summary.EndTime > 0 ? summary.EndTime : null);
            json.WriteBoolean("completed", summary.Completed);
            json.Number("exitCode", summary.ExitCode);
            json.WriteNumber("logBytes", attempt.Log.Length);
            json.WriteString("logSource", attempt.Store.Name);
            json.WriteEndObject();
        });
    }

    private async Task<RestAnswer> OfAttemptAsync(
        CatalogSnapshot list, string id, string? attemptId, string resource, RestQuery query, Viewer viewer, CancellationToken cancellation)
    {
        var attempt = list.Find(id, attemptId) ?? throw RestException.NotFound("no such app: " + (attemptId is null ? id : $"{id}/{attemptId}"));
        Action<Application, Utf8JsonWriter> write = resource switch
        {
            "jobs" => (app, json) => Jobs(app, query, json),
            "timeline" => (app, json) => Timeline(app, query, json),
            "problems" => (app, json) => Problems(app, json),
            _ => throw RestException.NotFound($"unknown resource: {resource}; known are jobs, timeline, problems"),
        };
        var loaded = await cache.GetAsync(attempt, cancellation);
        viewer.Check(loaded);
        return loaded.Read(app => Answer(json => write(app, json)));
    }

    private static void Jobs(Application app, RestQuery query, Utf8JsonWriter json)
    {
        var search = query.Text("search", "");
        var found = app.Jobs.Values.Where(j => search.Length == 0 || (j.Description ?? j.Name).Contains(search, StringComparison.OrdinalIgnoreCase)).OrderByDescending(j => j.Id).ToList();
        Paged(found, query, json, job =>
        {
            json.WriteStartObject();
            json.WriteNumber("jobId", job.Id);
            json.WriteString("name", job.Description ?? job.Name);
            json.WriteString("status", job.Status.ToString().ToUpperInvariant());
            json.Number("submissionTime", job.SubmissionTime);
            json.Number("completionTime", job.CompletionTime);
            json.Number("sqlExecutionId", job.SqlExecutionId);
            json.WriteNumber("tasks", job.Tasks - job.SkippedTasks);
            json.WriteNumber("completedTasks", job.CompletedTasks);
            json.WriteNumber("failedTasks", job.FailedTasks);
            json.WriteEndObject();
        });
    }

    /// <summary>Average numbers of running tasks and of cores in equal parts of the application's time.</summary>
    private static void Timeline(Application app, RestQuery query, Utf8JsonWriter json)
    {
        var buckets = Math.Clamp(query.Int("buckets", 500), 1, MostBuckets);
        var from = query.Long("from") ?? app.StartTime;
        var to = Math.Max(from + 1, query.Long("to") ?? (app.Completed ? app.EndTime : app.LastUpdated));
        json.WriteStartObject();
        json.WriteNumber("from", from);
        json.WriteNumber("to", to);
        Series("runningTasks", Model.Timeline.RunningTasks(app, from, to, buckets));
        Series("cores", Model.Timeline.Cores(app, from, to, buckets));
        json.WriteEndObject();

        void Series(string name, double[] values)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
                json.WriteNumberValue(Math.Round(value, 3));
            json.WriteEndArray();
        }
    }

    private static void Problems(Application app, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("events", app.Lines);
        json.WriteNumber("corruptLines", app.Problems.CorruptLines);
        json.WriteBoolean("truncatedLine", app.Problems.TruncatedLine);
        json.WriteStartObject("unknownEvents");
        foreach (var (name, count) in app.Problems.UnknownEvents)
            json.WriteNumber(name, count);
        json.WriteEndObject();
        json.Map("damagedFiles", app.Problems.Damages);
        json.WriteEndObject();
    }

    private static void Paged<T>(List<T> rows, RestQuery query, Utf8JsonWriter json, Action<T> write)
    {
        int page = Math.Max(1, query.Int("page", 1)), size = Math.Clamp(query.Int("size", 100), 1, 1000);
        json.WriteStartObject();
        json.WriteNumber("total", rows.Count);
        json.WriteNumber("page", page);
        json.WriteNumber("size", size);
        json.WriteStartArray("items");
        foreach (var row in rows.Skip((int)Math.Min(int.MaxValue, (page - 1L) * size)).Take(size))
            write(row);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static RestAnswer Answer(Action<Utf8JsonWriter> write)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, RestJson.Options))
            write(json);
        return new RestAnswer(200, "application/json", (stream, token) => stream.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), token).AsTask());
    }
}
