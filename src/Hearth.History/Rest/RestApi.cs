using System.Globalization;
using System.Text.Json;
using Hearth.History.Access;
using Hearth.History.Model;
using Hearth.History.Sources;

namespace Hearth.History.Rest;

/// <summary>An answer: its status and type, and the body, written when the rest is known to be right.</summary>
internal sealed record RestAnswer(int Status, string ContentType, Func<Stream, CancellationToken, Task> Body)
{
    public string? Disposition { get; init; }

    public static RestAnswer Text(RestException error) =>
        new(error.Status, error.ContentType, (stream, cancellation) => stream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(error.Message), cancellation).AsTask());
}

/// <summary>Spark's REST API, <c>/api/v1</c>: from a path and query to an answer. Knows nothing of HTTP servers.</summary>
internal sealed class RestApi(ApplicationCatalog catalog, ApplicationCache cache, HistoryOptions options, TimeProvider time)
{
    private const string Json = "application/json";
    private const string Base = "/api/v1";

    /// <summary>Answers larger than this are sent while they are made, if their application can no longer change.</summary>
    private const int BufferSize = 64 * 1024;

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <param name="path">Below <c>/api/v1</c>, with its slash.</param>
    /// <param name="queryText">With or without the question mark.</param>
    public Task<RestAnswer> AnswerAsync(string path, string queryText, CancellationToken cancellation) =>
        AnswerAsync(path, queryText, Viewer.Anyone, cancellation);

    /// <param name="path">Below <c>/api/v1</c>, with its slash.</param>
    /// <param name="queryText">With or without the question mark.</param>
    /// <param name="viewer">Whose eyes it is for.</param>
    public async Task<RestAnswer> AnswerAsync(string path, string queryText, Viewer viewer, CancellationToken cancellation)
    {
        try
        {
            var query = RestQuery.Parse(queryText);
            var list = await catalog.GetAsync(options.UpdateInterval, cancellation);
            var dialect = DialectOf(list);
            var segments = Segments(path, dialect);
            return segments switch
            {
                ["version"] => Plain(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("spark", dialect.Text);
                    json.WriteEndObject();
                }),
                ["applications"] => List(ApplicationsResource.Find(list, query, Now), dialect),
                ["applications", var id, .. var rest] => await OfApplicationAsync(path, id, rest, query, list, dialect, viewer, cancellation),
                _ => throw RestException.Refused(),
            };
        }
        catch (RestException error)
        {
            return RestAnswer.Text(error);
        }
    }

    /// <summary>The parts of a path, without their <c>;parameters</c>. Jetty, since its version in Spark 4, refuses an empty one.</summary>
    private static string[] Segments(string path, SparkDialect dialect)
    {
        if (dialect.RefusesEmptySegments && path.Contains("//", StringComparison.Ordinal))
            throw RestException.Ambiguous();
        return [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(segment => Uri.UnescapeDataString(segment.Split(';')[0]))];
    }

    public SparkDialect DialectOf(CatalogSnapshot list) =>
        options.Dialect ?? SparkDialect.Of(list.Applications.SelectMany(a => a.Attempts).Select(a => a.Summary.SparkVersion));

    private async Task<RestAnswer> OfApplicationAsync(
        string path, string id, string[] rest, RestQuery query, CatalogSnapshot list, SparkDialect dialect, Viewer viewer, CancellationToken cancellation)
    {
        // A resource's name wins over an attempt of that name.
        if (rest is ["logs"])
            return await LogsAsync(list, id, null, viewer, cancellation);
        if (rest is [var numbered, "logs"] && !IsResource(numbered))
            return await LogsAsync(list, id, numbered, viewer, cancellation);
        if (rest.Length == 0)
        {
            var application = (await FindAsync(list, id, cancellation)).ById.GetValueOrDefault(id) ?? throw RestException.NotFound($"unknown app: {id}");
            return Plain(json => ApplicationsResource.Write(application, dialect, json));
        }

        if (Resource(rest, query, dialect) is { } resource)
            return await OfAttemptAsync(list, id, null, resource, viewer, cancellation);
        if (rest is [var attemptId, .. var below] && Resource(below, query, dialect) is { } ofAttempt)
            return await OfAttemptAsync(list, id, attemptId, ofAttempt, viewer, cancellation);
        if (rest is ["stages" or "sql" or "streaming", ..] or [_, "stages" or "sql" or "streaming", ..])
            throw RestException.Refused();
        if (rest is [var only])
        {
            var attempt = (await FindAsync(list, id, cancellation)).Find(id, only) ?? throw RestException.NotFound($"unknown app {id}, attempt {only}");
            return Plain(json => ApplicationsResource.WriteAttempt(attempt, dialect, json));
        }

        throw RestException.NotFound(Base + path);
    }

    private static bool IsResource(string segment) => segment is "jobs" or "stages" or "executors" or "storage" or "sql" or "streaming";

    private delegate void Writer(Application application, Utf8JsonWriter json);

    /// <summary>The resource of a path below an application; null when there is none of that name.</summary>
    private Writer? Resource(string[] path, RestQuery query, SparkDialect dialect) => path switch
    {
        ["jobs"] => (app, json) => JobsResource.List(app, query, dialect, json),
        ["jobs", var id] when IsNumber(id) => (app, json) => JobsResource.One(app, Int(id), dialect, json),
        ["stages"] => (app, json) => StagesResource.List(app, query, dialect, json),
        ["stages", var id] when IsNumber(id) => (app, json) => StagesResource.Attempts(app, Int(id), query, dialect, json),
        ["stages", var id, var attempt] when IsNumber(id) && IsNumber(attempt) =>
            (app, json) => StagesResource.Attempt(app, new StageKey(Int(id), Int(attempt)), query, dialect, json),
        ["stages", var id, var attempt, "taskSummary"] when IsNumber(id) && IsNumber(attempt) =>
            (app, json) => StagesResource.TaskSummary(app, new StageKey(Int(id), Int(attempt)), query, dialect, json),
        ["stages", var id, var attempt, "taskList"] when IsNumber(id) && IsNumber(attempt) =>
            (app, json) => StagesResource.TaskList(app, new StageKey(Int(id), Int(attempt)), query, dialect, json),
        ["stages", var id, var attempt, "taskTable"] when IsNumber(id) && IsNumber(attempt) =>
            (app, json) => StagesResource.TaskTable(app, new StageKey(Int(id), Int(attempt)), query, dialect, json),
        ["executors"] => (app, json) => ExecutorsResource.List(app, activeOnly: true, dialect, Now, json),
        ["allexecutors"] => (app, json) => ExecutorsResource.List(app, activeOnly: false, dialect, Now, json),
        ["allmiscellaneousprocess"] => (app, json) => ExecutorsResource.Processes(app, json),
        ["executors", var id, "threads"] => (_, _) => throw Threads(id),
        ["threads"] when dialect.HasTaskThreads => (_, _) => throw (query.Has("taskId") && query.Has("executorId") ? Threads(query.Text("executorId", "")) : RestException.Failed()),
        ["storage", "rdd"] => (app, json) => StorageResource.List(app, dialect, json),
        ["storage", "rdd", var id] when IsNumber(id) => (app, json) => StorageResource.One(app, Int(id), dialect, json),
        ["environment"] => (app, json) => EnvironmentResource.Write(app, dialect, json),
        ["sql"] => (app, json) => SqlResource.List(app, query, dialect, Now, json),
        ["sql", "sqlTable"] when dialect.HasSqlQueryId => (app, json) => SqlTable.Write(app, query, Now, json),
        ["sql", var id] when IsNumber(id) =>
            (app, json) => SqlResource.One(app, long.TryParse(id, out var number) ? number : throw RestException.Refused(), query, dialect, Now, json),
        ["streaming", "statistics" or "receivers" or "batches", ..] =>
            (app, _) => throw RestException.NotFound($"no streaming listener attached to {app.Name}"),
        _ => null,
    };

    private static RestException Threads(string executor) =>
        executor == "driver" || executor.All(char.IsAsciiDigit)
            ? new RestException(503, "Thread dumps not available through the history server.")
            : new RestException(400, "Invalid executorId: neither 'driver' nor number.");

    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    private static int Int(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw RestException.Refused();

    private async Task<RestAnswer> OfAttemptAsync(
        CatalogSnapshot list, string id, string? attemptId, Writer resource, Viewer viewer, CancellationToken cancellation)
    {
        var attempt = (await FindAsync(list, id, cancellation)).Find(id, attemptId)
            ?? throw RestException.NotFound("no such app: " + (attemptId is null ? id : $"{id}/{attemptId}"));
        var loaded = await cache.GetAsync(attempt, cancellation);
        viewer.Check(loaded);

        // A growing application is read under a lock, so its answer is made before it is sent.
        if (loaded.Log.IsComplete)
            return Streamed(loaded, resource);
        var buffer = loaded.Read(app =>
        {
            var answer = new MemoryStream();
            using var json = new Utf8JsonWriter(answer, RestJson.Options);
            resource(app, json);
            return answer;
        });
        return new RestAnswer(200, Json, (stream, token) => stream.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), token).AsTask());
    }

    /// <summary>Errors are known before the first bytes leave: they come before anything is written, so a small buffer finds them.</summary>
    private static RestAnswer Streamed(LoadedApplication loaded, Writer resource)
    {
        var head = loaded.Read(app =>
        {
            var begin = new HeadStream(BufferSize);
            using var json = new Utf8JsonWriter(begin, RestJson.Options);
            try
            {
                resource(app, json);
                json.Flush();
            }
            catch (HeadStream.FullException)
            {
                // More than the buffer: written again, to the client itself.
                json.Reset(Stream.Null);
            }

            return begin;
        });
        return new RestAnswer(200, Json, async (stream, token) =>
        {
            if (!head.IsFull)
            {
                await stream.WriteAsync(head.Written, token);
                return;
            }

            loaded.Read(app =>
            {
                using var json = new Utf8JsonWriter(stream, RestJson.Options);
                resource(app, json);
                return true;
            });
        });
    }

    /// <summary>The list; scanned again when it lacks the application, which may have begun since.</summary>
    private async Task<CatalogSnapshot> FindAsync(CatalogSnapshot list, string id, CancellationToken cancellation) =>
        list.ById.ContainsKey(id) ? list : await catalog.GetAsync(TimeSpan.FromSeconds(1), cancellation);

    private async Task<RestAnswer> LogsAsync(CatalogSnapshot list, string id, string? attemptId, Viewer viewer, CancellationToken cancellation)
    {
        var attempts = list.ById.TryGetValue(id, out var application)
            ? Array.FindAll(application.Attempts, a => attemptId is null || a.Summary.AttemptId == attemptId)
            : [];
        if (attempts.Length == 0)
            throw RestException.NotFound($"no such app: {id}/{attemptId ?? "1"}");
        foreach (var attempt in viewer.IsRestricted ? attempts : [])
            viewer.Check(await cache.GetAsync(attempt, cancellation));
        var name = attemptId is null ? $"eventLogs-{id}.zip" : $"eventLogs-{id}-{attemptId}.zip";
        return new RestAnswer(200, "application/octet-stream", (stream, token) => LogsZip.WriteAsync(attempts, stream, token))
        {
            Disposition = "attachment; filename=" + SafeFileName(name),
        };
    }

    /// <summary>Ids come from logs: nothing of them may end the header or name a path.</summary>
    private static string SafeFileName(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'));

    /// <summary>A list may be long: it is sent while it is written.</summary>
    private static RestAnswer List(IEnumerable<ListedApplication> found, SparkDialect dialect) => new(200, Json, (stream, _) =>
    {
        using var json = new Utf8JsonWriter(stream, RestJson.Options);
        ApplicationsResource.Write(found, dialect, json);
        return Task.CompletedTask;
    });

    private static RestAnswer Plain(Action<Utf8JsonWriter> write)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, RestJson.Options))
            write(json);
        return new RestAnswer(200, Json, (stream, token) => stream.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), token).AsTask());
    }
}
