using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hearth.ClusterTests.Submission;

/// <summary>As much of S3's protocol as an upload needs; it checks the digest that each request signs.</summary>
internal sealed class LoopbackS3 : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<string, (byte[] Content, string? Digest)> _objects = [];
    private readonly ConcurrentDictionary<string, SortedDictionary<int, byte[]>> _uploads = [];
    private readonly ConcurrentDictionary<string, string?> _started = [];
    private int _failures;

    private LoopbackS3(WebApplication server, int failures) => (_server, _failures) = (server, failures);

    public string Address => _server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Method and path of every request.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public IReadOnlyDictionary<string, byte[]> Objects => _objects.ToDictionary(pair => pair.Key, pair => pair.Value.Content);

    /// <param name="failures">How many writes are answered 503 before the first succeeds.</param>
    public static async Task<LoopbackS3> StartAsync(int failures = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(options => options.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        var server = new LoopbackS3(app, failures);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var (request, path) = (context.Request, context.Request.Path.Value!);
        Requests.Enqueue($"{request.Method} {path}");
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        if (request.Method == "HEAD")
            Head(context, path);
        else if (request.Method is "PUT" && Interlocked.Decrement(ref _failures) >= 0)
            context.Response.StatusCode = 503;
        else if (request.Method is "PUT" && request.Headers["x-amz-content-sha256"] != Convert.ToHexStringLower(SHA256.HashData(body.ToArray())))
            context.Response.StatusCode = 400;
        else
            await WriteAsync(context, path, body.ToArray());
    }

    private void Head(HttpContext context, string path)
    {
        if (!_objects.TryGetValue(path, out var found))
        {
            context.Response.StatusCode = 404;
            return;
        }

        context.Response.ContentLength = found.Content.Length;
        context.Response.Headers["x-amz-meta-sha256"] = found.Digest;
    }

    private async Task WriteAsync(HttpContext context, string path, byte[] body)
    {
        var query = context.Request.Query;
        var digest = context.Request.Headers["x-amz-meta-sha256"].ToString();
        if (context.Request.Method == "POST" && query.ContainsKey("uploads"))
        {
            _uploads["u"] = [];
            _started["u"] = digest;
            await context.Response.WriteAsync("<InitiateMultipartUploadResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><UploadId>u</UploadId></InitiateMultipartUploadResult>");
        }
        else if (context.Request.Method == "PUT" && query.ContainsKey("partNumber"))
        {
            _uploads["u"][int.Parse(query["partNumber"]!)] = body;
            context.Response.Headers.ETag = $"\"{query["partNumber"]}\"";
        }
        else if (context.Request.Method == "POST")
        {
            _objects[path] = ([.. _uploads["u"].Values.SelectMany(part => part)], _started["u"]);
            await context.Response.WriteAsync("<CompleteMultipartUploadResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><ETag>\"e\"</ETag></CompleteMultipartUploadResult>");
        }
        else
        {
            _objects[path] = (body, digest);
            context.Response.Headers.ETag = "\"e\"";
        }
    }
}
