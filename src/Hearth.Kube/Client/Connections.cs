using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Hearth.Kube.Configuration;

namespace Hearth.Kube.Client;

/// <summary>Makes the connection pools: HTTP/2 where the server speaks it, pinged so that a dead one is noticed within a minute.</summary>
internal static class Connections
{
    public static SocketsHttpHandler Create(KubeConfiguration configuration, Func<X509Certificate2Collection?> clientCertificate)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            AutomaticDecompression = Compresses(configuration) ? DecompressionMethods.GZip : DecompressionMethods.None,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            EnableMultipleHttp2Connections = true,
            InitialHttp2StreamWindowSize = 1024 * 1024,
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            // Ends at times, so that a new set of servers behind one name gets its share and rotated certificates are read.
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),
            ConnectCallback = ConnectAsync,
        };
        if (configuration.Proxy is { } proxy)
            handler.Proxy = new WebProxy(proxy) { Credentials = ProxyCredentials(proxy) };
        ConfigureTls(handler.SslOptions, configuration, clientCertificate);
        return handler;
    }

    /// <summary>Compression costs more than it saves where no network lies between.</summary>
    private static bool Compresses(KubeConfiguration configuration) => !configuration.DisableCompression && !configuration.Server.IsLoopback;

    private static NetworkCredential? ProxyCredentials(Uri proxy) => proxy.UserInfo.Split(':', 2) is [{ Length: > 0 } user, var password]
        ? new NetworkCredential(Uri.UnescapeDataString(user), Uri.UnescapeDataString(password))
        : null;

    private static void ConfigureTls(SslClientAuthenticationOptions tls, KubeConfiguration configuration, Func<X509Certificate2Collection?> clientCertificate)
    {
        tls.LocalCertificateSelectionCallback = (_, _, _, _, _) => clientCertificate() is [var first, ..] ? first : null!;
        if (configuration.SkipTlsVerify)
#pragma warning disable CA5359 // The user asked for it, in a field whose name begins with "insecure".
            tls.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
#pragma warning restore CA5359
        else if (configuration.CertificateAuthorities is { } authorities)
        {
            var trust = new TlsTrust(authorities);
            // Without a policy .NET first reads the whole system's store, to no use.
            tls.CertificateChainPolicy = trust.Policy();
            tls.RemoteCertificateValidationCallback = trust.IsTrusted;
        }
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
