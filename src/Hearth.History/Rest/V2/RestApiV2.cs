using System.Text.Json;
using Hearth.History.Access;
using Hearth.History.Sources;

namespace Hearth.History.Rest.V2;

/// <summary>
/// <c>/api/v2</c>: what v1 cannot say. Lists come in pages with totals, sorted and searched by the server; times are ms since 1970. Its routes
/// are data, and <c>/api/v2/openapi.json</c> is written from the same data.
/// </summary>
internal sealed class RestApiV2(ApplicationCatalog catalog, ApplicationCache cache, HistoryOptions options)
{
    private const string Json = "application/json";

    /// <param name="path">Below <c>/api/v2</c>, with its slash.</param>
    /// <param name="queryText">With or without the question mark.</param>
    /// <param name="viewer">Whose eyes it is for.</param>
    public async Task<RestAnswer> AnswerAsync(string path, string queryText, Viewer viewer, CancellationToken cancellation)
    {
        try
        {
            var query = new V2Query(queryText);
            string[] segments = [.. path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString)];
            if (segments is ["openapi.json"])
                return Answer(OpenApi.Write);
            var list = await catalog.GetAsync(options.UpdateInterval, cancellation);
            return segments switch
            {
                ["applications"] => Answer(json => Routes.Applications.Write(list, query, json)),
                ["applications", var id, .. var rest] => await OfApplicationAsync(list, id, rest, query, viewer, cancellation),
                _ => throw RestException.NotFound($"there is no /api/v2{path}; see /api/v2/openapi.json"),
            };
        }
        catch (RestException error)
        {
            return Problem(error.Status, error.Message);
        }
        catch (IOException error)
        {
            return Problem(503, $"the event log cannot be read: {error.Message}");
        }
    }

    private async Task<RestAnswer> OfApplicationAsync(CatalogSnapshot list, string id, string[] rest, V2Query query, Viewer viewer, CancellationToken cancellation)
    {
        if (!list.ById.ContainsKey(id))
            list = await catalog.GetAsync(TimeSpan.FromSeconds(1), cancellation);

        // A resource's name wins over an attempt of that name, as in v1.
        var (attemptId, route, numbers) = Routes.Find(rest) is var (direct, directNumbers)
            ? (null, direct, directNumbers)
            : rest is [var named, .. var below] && Routes.Find(below) is var (nested, nestedNumbers)
                ? (named, nested, nestedNumbers)
                : throw RestException.NotFound($"there is no resource '{string.Join('/', rest)}' of an application; see /api/v2/openapi.json");
        var attempt = (attemptId is null ? list.ById.GetValueOrDefault(id)?.Newest : list.Find(id, attemptId))
            ?? throw RestException.NotFound("no such app: " + (attemptId is null ? id : $"{id}/{attemptId}"));
        if (route.OfLoading is { } ofLoading)
            return Answer(json => ofLoading(cache.IsLoaded(attempt) ? LoadProgress.Finished(attempt.Log.Length) : cache.ProgressOf(attempt), json));
        var loaded = await cache.GetAsync(attempt, cancellation);
        viewer.Check(loaded);
        return loaded.Read(app => Answer(json => route.Write!(app, query, numbers, json)));
    }

    private static RestAnswer Answer(Action<Utf8JsonWriter> write)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, RestJson.Options))
            write(json);
        return new RestAnswer(200, Json, (stream, token) => stream.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), token).AsTask());
    }

    /// <summary>RFC 9457.</summary>
    private static RestAnswer Problem(int status, string detail)
    {
        var answer = Answer(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("status", status);
            json.WriteString("detail", detail);
            json.WriteEndObject();
        });
        return answer with { Status = status, ContentType = "application/problem+json" };
    }
}
