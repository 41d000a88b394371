using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hearth.ClusterTests.Submission;

/// <summary>An API server that keeps what is written and answers it back with a uid; reads find what was posted.</summary>
internal sealed class RecordingApiServer : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentQueue<JsonObject> _writes = [];
    private readonly ConcurrentDictionary<string, JsonObject> _objects = [];

    private RecordingApiServer(WebApplication server) => _server = server;

    public string Address => _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Every write in order: method, path, body.</summary>
    public IReadOnlyList<JsonObject> Writes => [.. _writes];

    /// <summary>The writes since the last time; what they made is gone.</summary>
    public IReadOnlyList<JsonObject> TakeWrites()
    {
        var writes = Writes;
        _writes.Clear();
        _objects.Clear();
        return writes;
    }

    /// <summary>What a GET of the path answers from now on.</summary>
    public void Have(string path, JsonObject item) => _objects[path] = item;

    /// <summary>Answers this status to a write whose path contains the text.</summary>
    public (string Path, int Status)? Refusal { get; set; }

    /// <summary>The status that a posted pod has when it is read.</summary>
    public JsonObject? PodStatus { get; set; }

    public static async Task<RecordingApiServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var server = new RecordingApiServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (context.Request.Method == "GET")
        {
            await WriteAsync(context, _objects.TryGetValue(path, out var found) ? 200 : 404, found ?? NotFound(path));
            return;
        }

        var body = context.Request.ContentLength is null or 0 ? null : (await JsonNode.ParseAsync(context.Request.Body))?.AsObject();
        _writes.Enqueue(new JsonObject { ["method"] = context.Request.Method, ["path"] = path, ["body"] = body?.DeepClone() });
        if (Refusal is { } refusal && path.Contains(refusal.Path, StringComparison.Ordinal) && context.Request.Method != "DELETE")
        {
            await WriteAsync(context, refusal.Status, Refused(refusal.Status));
            return;
        }

        var answer = body ?? new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = "Success" };
        if (answer["metadata"] is JsonObject metadata)
            Store(context.Request.Method == "POST" ? $"{path}/{metadata["name"]}" : path, answer, metadata);
        await WriteAsync(context, context.Request.Method == "POST" ? 201 : 200, answer);
    }

    private void Store(string path, JsonObject answer, JsonObject metadata)
    {
        metadata["uid"] = "11111111-2222-3333-4444-555555555555";
        metadata["resourceVersion"] = "1";
        if (answer["kind"]?.ToString() == "Pod" && PodStatus is { } status)
            answer["status"] = status.DeepClone();
        _objects[path] = answer;
    }

    private static JsonObject NotFound(string path) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["status"] = "Failure",
        ["reason"] = "NotFound",
        ["code"] = 404,
        ["message"] = $"{path} not found",
    };

    private static JsonObject Refused(int status) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["status"] = "Failure",
        ["reason"] = "Forbidden",
        ["code"] = status,
        ["message"] = "not allowed here",
    };

    private static async Task WriteAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body.ToJsonString());
    }
}
