using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// The HTTPS endpoint that the API server calls for logs, exec, attach and port-forward, in the paths of a kubelet.
/// </summary>
internal sealed class KubeletEndpoint : IAsyncDisposable
{
    private const int Port10250 = 10250;
    private readonly WebApplication _application;

    private KubeletEndpoint(WebApplication application, int port) => (_application, Port) = (application, port);

    public int Port { get; }

    /// <param name="node">Whose pods are served.</param>
    /// <param name="addresses">Listened on; port 10250, or any free one where it is taken.</param>
    /// <param name="token">What callers must show; null: logs only.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<KubeletEndpoint> StartAsync(Node node, IReadOnlyList<IPAddress> addresses, string? token, CancellationToken cancellationToken)
    {
        try
        {
            return await ListenAsync(node, addresses, Port10250, token, cancellationToken);
        }
        catch (IOException)
        {
            // Taken by another node of this machine. Kestrel can pick a free port for one address only.
            return await ListenAsync(node, addresses.Count == 1 ? addresses : [addresses[0]], 0, token, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
    }

    private static async Task<KubeletEndpoint> ListenAsync(Node node, IReadOnlyList<IPAddress> addresses, int port, string? token, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var certificate = Certificate(addresses);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinResponseDataRate = null;
            foreach (var address in addresses)
                kestrel.Listen(address, port, listen => listen.UseHttps(certificate));
        });
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        var application = builder.Build();
        application.Use((context, next) => IsAllowed(context.Request, token) ? next(context) : RefuseAsync(context));
        application.UseWebSockets();
        application.MapGet("/healthz", context => context.Response.WriteAsync("ok"));
        application.MapGet("/containerLogs/{ns}/{pod}/{container}", context => ContainerLogs.ServeAsync(context, node));
        ContainerStreams.Map(application, node);
        await application.StartAsync(cancellationToken);
        var bound = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new(application, new Uri(bound).Port);
    }

    private static bool IsAllowed(HttpRequest request, string? token)
    {
        if (token is null)
            return request.Method == "GET" && (request.Path.StartsWithSegments("/containerLogs", StringComparison.Ordinal) || request.Path == "/healthz");
        var given = request.Headers.Authorization.ToString();
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes("Bearer " + token));
    }

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return context.Response.WriteAsync("Unauthorized");
    }

    private static X509Certificate2 Certificate(IReadOnlyList<IPAddress> addresses)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=hearth-kubelet", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var address in addresses)
            names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
