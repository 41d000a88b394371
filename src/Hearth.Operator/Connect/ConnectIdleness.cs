using System.Text.Json.Nodes;
using Hearth.Spark.Api;

namespace Hearth.Operator.Connect;

/// <summary>
/// How many tasks a server's executors have begun, from its own REST API on port 4040: while the number grows or tasks are active
/// somebody works. A server that does not answer is left alone.
/// </summary>
internal sealed class ConnectIdleness(HttpClient http)
{
    private const int Port = 4040;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    /// <summary>Null where the server did not tell.</summary>
    public async Task<Work?> AskAsync(string ip, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(s_patience);
        try
        {
            var host = ip.Contains(':', StringComparison.Ordinal) ? $"[{ip}]" : ip;
            var applications = await GetAsync($"http://{host}:{Port}/api/v1/applications", limit.Token);
            if (applications is not [JsonObject first, ..] || first["id"] is not JsonValue id)
                return null;
            var executors = await GetAsync($"http://{host}:{Port}/api/v1/applications/{Uri.EscapeDataString(id.ToString())}/allexecutors", limit.Token);
            return executors is null ? null : Of(executors);
        }
        catch (Exception e) when (e is HttpRequestException or System.Text.Json.JsonException or InvalidOperationException or FormatException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>What follows for a server that may stop when idle: since when it is, and what to remember.</summary>
    public static ConnectActivity After(ConnectActivity? before, Work? work, DateTimeOffset started, DateTimeOffset now)
    {
        var last = before ?? new();
        if (work is not { } seen)
            return last with { Since = now };
        return last.Tasks == seen.Tasks && seen.Active == 0
            ? last with { Since = last.Since ?? started }
            : last with { Tasks = seen.Tasks, Since = now };
    }

    private static Work Of(JsonArray executors) => new(
        executors.OfType<JsonObject>().Sum(e => Number(e, "totalTasks")),
        executors.OfType<JsonObject>().Sum(e => Number(e, "activeTasks")));

    private static long Number(JsonObject executor, string name) => executor[name] is JsonValue value && value.TryGetValue<long>(out var number) ? number : 0;

    private async Task<JsonArray?> GetAsync(string address, CancellationToken cancellationToken)
    {
        await using var answer = await http.GetStreamAsync(new Uri(address), cancellationToken);
        return await JsonNode.ParseAsync(answer, cancellationToken: cancellationToken) as JsonArray;
    }

    /// <param name="Tasks">Begun since the server's start.</param>
    /// <param name="Active">Running now.</param>
    internal sealed record Work(long Tasks, long Active);
}
