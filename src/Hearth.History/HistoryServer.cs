using System.IO.Compression;
using System.Net;
using Hearth.History.Access;
using Hearth.History.Rest;
using Hearth.History.Rest.V2;
using Hearth.History.Snapshots;
using Hearth.History.Sources;
using Hearth.History.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.AspNetCore.Server.Kestrel.Core;
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
        var folder = options.SnapshotFolder is { } named ? Path.GetFullPath(named) : null;
        ILogStore[] stores = [.. options.LogDirectories.Select(LogStores.Open)];
        var catalog = new ApplicationCatalog(stores, time, logger, folder is null ? null : new ApplicationIndex(folder, stores.Select(s => s.Name)));
        catalog.Begin();
        var snapshots = folder is null ? null : new SnapshotFolder(folder, options.SnapshotBytes, time, logger);
        var cache = new ApplicationCache(options.CacheBytes, Math.Clamp(Environment.ProcessorCount, 1, 8), snapshots);
        var web = Build(options, new HistoryRequests(
            options, new AccessGate(options, time), new ViewAcls(options), new RestApi(catalog, cache, options, time), new RestApiV2(catalog, cache, options), new WebUi(catalog, cache, options, time)));
        await web.StartAsync(cancellation);
        var address = new Uri(web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        await FirstRequest.AskAsync(address, cancellation);
        return new HistoryServer(web, catalog, cache, address);
    }

    /// <summary>Completes when the server was stopped.</summary>
    public Task WaitAsync(CancellationToken cancellation) => _web.WaitForShutdownAsync(cancellation);

    public async ValueTask DisposeAsync()
    {
        await _web.DisposeAsync();
        _catalog.Dispose();
        _cache.Dispose();
    }

    private static WebApplication Build(HistoryOptions options, HistoryRequests requests)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 64 * 1024;
            if (options.Host is "localhost" && options.Port != 0)
                kestrel.ListenLocalhost(options.Port, Secure);
            else
                kestrel.Listen(options.Host is "localhost" ? IPAddress.Loopback : IPAddress.Parse(options.Host), options.Port, Secure);
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddResponseCompression(compression =>
        {
            compression.MimeTypes = ["application/json", "image/svg+xml", "text/html", "text/plain", "text/css", "text/javascript", "application/octet-stream+log"];
            compression.Providers.Add<GzipCompressionProvider>();
        });
        builder.Services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
        var web = builder.Build();
        web.UseResponseCompression();
        web.Run(requests.AnswerAsync);
        return web;

        void Secure(ListenOptions listen)
        {
            if (options.Certificate is { } certificate)
                listen.UseHttps(certificate);
        }
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
