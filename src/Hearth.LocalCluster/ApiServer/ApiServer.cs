using System.Net;
using System.Security.Authentication;
using System.Security.Cryptography;
using Hearth.LocalCluster.ApiServer.Security;
using Hearth.LocalCluster.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hearth.LocalCluster.ApiServer;

/// <summary>A Kubernetes API server in this process: HTTPS on loopback, objects in memory, optionally kept on disk.</summary>
public sealed class ApiServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly RequestPipeline _pipeline;
    private readonly ApiContext _context;
    private readonly WriteAheadLog? _log;
    private readonly CancellationTokenSource _stopping;

    private ApiServer(WebApplication application, RequestPipeline pipeline, ApiContext context, WriteAheadLog? log, CancellationTokenSource stopping)
    {
        _application = application;
        _pipeline = pipeline;
        _context = context;
        _log = log;
        _stopping = stopping;
        Address = new Uri(application.Urls.First());
    }

    /// <summary>Where the server listens, such as <c>https://127.0.0.1:40123</c>.</summary>
    public Uri Address { get; }

    /// <summary>The certificate by which clients know the server.</summary>
    public string CertificateAuthorityPem => _context.CertificateAuthorityPem;

    /// <summary>The token of a user who may do everything.</summary>
    public string AdminToken => _pipeline.AdminToken;

    /// <summary>The token that the server shows to nodes when it asks them for logs.</summary>
    public string KubeletToken => _pipeline.KubeletToken;

    /// <summary>Signs for the cluster's authority.</summary>
    public CertificateSigner Signer => new(_context.Certificates);

    /// <summary>Signs the tokens of secrets.</summary>
    public AccountTokens AccountTokens => new(_context.Tokens, _context.CertificateAuthorityPem);

    /// <exception cref="IOException">A port is taken, or the data folder cannot be used.</exception>
    public static async Task<ApiServer> StartAsync(ApiServerOptions options, CancellationToken cancellation)
    {
        foreach (var endpoint in options.Endpoints.Where(endpoint => !IPAddress.IsLoopback(endpoint.Address)))
            throw new ArgumentException($"the API server listens on loopback only, not on {endpoint}", nameof(options));
        var log = options.DataDirectory is { } directory ? new WriteAheadLog(Path.Combine(directory, "objects")) : null;
        var keys = options.DataDirectory is { } data ? Path.Combine(data, "keys") : null;
        var certificates = Certificates.Create(options.Time, keys, options.Endpoints.Select(endpoint => endpoint.Address).Append(FirstAddress(options.ServiceNetwork)));
        var context = new ApiContext(new ObjectStore(log), options.Time, options.Random, Tokens.Create(options.Time, keys), certificates) { ServiceNetwork = options.ServiceNetwork };
        InitialObjects.Create(context);
        var stopping = new CancellationTokenSource();
        var pipeline = new RequestPipeline(context, options, AdminSecret(keys), NewSecret(), stopping.Token);
        var application = Build(options, certificates, pipeline);
        await application.StartAsync(cancellation);
        return new ApiServer(application, pipeline, context, log, stopping);
    }

    private static IPAddress FirstAddress(IPNetwork network)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        bytes[^1]++;
        return new IPAddress(bytes);
    }

    /// <summary>From now on answers are spoiled as asked; null: none any more.</summary>
    public void Spoil(FaultOptions? faults) => _pipeline.Spoil(faults);

    private static WebApplication Build(ApiServerOptions options, Certificates certificates, RequestPipeline pipeline)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Warnings repeat what users wrote, in whatever language.
            kestrel.ResponseHeaderEncodingSelector = static _ => System.Text.Encoding.UTF8;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
            kestrel.Limits.Http2.InitialConnectionWindowSize = 1 << 22;
            kestrel.Limits.Http2.InitialStreamWindowSize = 1 << 20;
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromHours(1);
            foreach (var endpoint in options.Endpoints)
            {
                kestrel.Listen(endpoint, listen =>
                {
                    listen.Protocols = HttpProtocols.Http1AndHttp2;
                    listen.UseHttps(https =>
                    {
                        https.ServerCertificate = certificates.Server;
                        https.SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13;
                        https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                        // Who the certificate stands for is the authenticator's question; a stranger's is refused there.
                        https.ClientCertificateValidation = static (_, _, _) => true;
                    });
                });
            }
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddSingleton(options.Time);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var application = builder.Build();
        application.UseWebSockets();
        application.Run(pipeline.HandleAsync);
        return application;
    }

    private static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));

    /// <summary>With a data folder the token stays the same, so that a kubeconfig outlives the process.</summary>
    private static string AdminSecret(string? keys)
    {
        if (keys is null)
            return NewSecret();
        var path = Path.Combine(keys, "admin.token");
        if (!File.Exists(path))
            PrivateFile.Write(path, NewSecret());
        return File.ReadAllText(path).Trim();
    }

    /// <summary>Writes a kubeconfig for the administrator, readable by the owner alone.</summary>
    /// <returns>The full path.</returns>
    public string WriteKubeconfig(string path)
    {
        var authority = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(CertificateAuthorityPem));
        PrivateFile.Write(
            path,
            $"""
            apiVersion: v1
            kind: Config
            clusters:
            - name: hearth
              cluster:
                server: {Address.GetLeftPart(UriPartial.Authority)}
                certificate-authority-data: {authority}
            users:
            - name: admin
              user:
                token: {AdminToken}
            contexts:
            - name: hearth
              context:
                cluster: hearth
                user: admin
                namespace: default
            current-context: hearth

            """);
        return Path.GetFullPath(path);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _application.StopAsync();
        await _application.DisposeAsync();
        _pipeline.Dispose();
        _context.Tokens.Dispose();
        _log?.Dispose();
        _stopping.Dispose();
    }
}
