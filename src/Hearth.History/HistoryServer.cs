using System.IO.Compression;
using Hearth.History.Rest;
using Hearth.History.Snapshots;
using Hearth.History.Sources;
using Hearth.History.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hearth.History;

/// <summary>
/// The history server: Spark's REST API v1, <c>/api/v2</c> and a web UI over event logs. Follows Spark's <c>HistoryServer</c>.
/// </summary>
public sealed class HistoryServer : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly ApplicationCatalog _catalog;
    private readonly ApplicationCache _cache;

    private HistoryServer(WebApplication web, ApplicationCatalog catalog, ApplicationCache cache, Uri address)
    {
        (_web, _catalog, _cache) = (web, catalog, cache);
        Address = address;
    }

    /// <summary>Where it listens, with the port that it got.</summary>
    public Uri Address { get; }

    /// <summary>What is wrong with the options, all of it; empty when they are fine.</summary>
    public static IReadOnlyList<string> Validate(HistoryOptions options) => [.. HistoryOptionsValidation.Problems(options)];

    /// <summary>Starts to listen; the first scan of the directories runs in the background.</summary>
    /// <param name="warn">Receives what an operator should know, one line each.</param>
    public static async Task<HistoryServer> StartAsync(
        HistoryOptions options, TimeProvider time, Action<string> warn, CancellationToken cancellation)
    {
        if (Validate(options) is { Count: > 0 } problems)
            throw new ArgumentException(string.Join('\n', problems), nameof(options));
        var logger = new WarningLogger(warn);
        var catalog = new ApplicationCatalog([.. options.LogDirectories.Select(LogStores.Open)], time, logger);
        var snapshots = options.SnapshotFolder is { } folder ? new SnapshotFolder(Path.GetFullPath(folder), options.SnapshotBytes, time, logger) : null;
        var cache = new ApplicationCache(options.CacheBytes, Math.Clamp(Environment.ProcessorCount, 1, 8), snapshots);
        var web = Build(options, new RestApi(catalog, cache, options, time), new RestApiV2(catalog, cache, options), new WebUi(catalog, cache, options, time), new AccessGate(options));
        await web.StartAsync(cancellation);
        var address = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        _ = catalog.GetAsync(options.UpdateInterval, web.Lifetime.ApplicationStopping).AsTask()
            .ContinueWith(t => _ = t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return new HistoryServer(web, catalog, cache, new Uri(address));
    }

    /// <summary>Completes when the server was stopped.</summary>
    public Task WaitAsync(CancellationToken cancellation) => _web.WaitForShutdownAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        _catalog.Dispose();
        _cache.Dispose();
    }

    private static WebApplication Build(HistoryOptions options, RestApi rest, RestApiV2 restV2, WebUi pages, AccessGate gate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            if (options.Host is "localhost")
                kestrel.ListenLocalhost(options.Port);
            else
                kestrel.Listen(System.Net.IPAddress.Parse(options.Host), options.Port);
        });
        builder.Services.AddResponseCompression(compression =>
        {
            compression.MimeTypes = ["application/json", "image/svg+xml", "text/html", "text/plain", "text/css", "text/javascript", "application/octet-stream+log"];
            compression.Providers.Add<GzipCompressionProvider>();
        });
        builder.Services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        var web = builder.Build();
        web.Use(gate.InvokeAsync);
        web.UseResponseCompression();
        web.Run(context => AnswerAsync(context, options, rest, restV2, pages));
        return web;
    }

    private static async Task AnswerAsync(HttpContext context, HistoryOptions options, RestApi rest, RestApiV2 restV2, WebUi pages)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            context.Response.Headers.Allow = "GET, HEAD";
            return;
        }

        // The raw target keeps escaped slashes apart from real ones.
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var (path, query) = question < 0 ? (target, "") : (target[..question], target[question..]);
        var prefix = ProxyPrefix.Of(context.Request.Headers, options.ProxyBase);
        var site = new Site(prefix, Assets.HasECharts);
        path = ProxyPrefix.Strip(path, prefix);
        const string V1 = "/api/v1";
        if (path == V1 || path.StartsWith(V1 + "/", StringComparison.Ordinal))
        {
            await SendAsync(context, await rest.AnswerAsync(path[V1.Length..], query, context.RequestAborted));
            return;
        }

        const string V2 = "/api/v2";
        if (path.StartsWith(V2 + "/", StringComparison.Ordinal))
        {
            await SendAsync(context, await restV2.AnswerAsync(path[V2.Length..], query, context.RequestAborted));
            return;
        }

        var page = await pages.AnswerAsync(site, path, query, context.RequestAborted);
        context.Response.StatusCode = page.Status;
        context.Response.ContentType = page.ContentType;
        context.Response.Headers.CacheControl = page.IsForever ? "public, max-age=31536000, immutable" : "no-store";
        if (page.Status == StatusCodes.Status202Accepted)
            context.Response.Headers["Refresh"] = "2";
        if (page.Location is { } location)
            context.Response.Headers.Location = location;
        if (!HttpMethods.IsHead(context.Request.Method))
            await context.Response.Body.WriteAsync(page.Body, context.RequestAborted);
    }

    private static async Task SendAsync(HttpContext context, RestAnswer answer)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        if (answer.Disposition is { } disposition)
            context.Response.Headers.ContentDisposition = disposition;
        if (HttpMethods.IsHead(context.Request.Method))
            return;

        // Writers of JSON and zips write as they go; they hold a thread, not memory.
        context.Features.Get<IHttpBodyControlFeature>()!.AllowSynchronousIO = true;
        await answer.Body(context.Response.Body, context.RequestAborted);
    }

    private sealed class WarningLogger(Action<string> warn) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                warn(formatter(state, exception));
        }
    }
}
