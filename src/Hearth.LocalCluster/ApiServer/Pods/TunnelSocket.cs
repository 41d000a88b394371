using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Hearth.LocalCluster.ApiServer.Pods;

/// <summary>
/// Accepts WebSockets whose protocol is named with characters that .NET refuses: <c>SPDY/3.1+portforward.k8s.io</c>, which kubectl
/// asks for to forward ports.
/// </summary>
internal static class TunnelSocket
{
    public const string Protocol = "SPDY/3.1+portforward.k8s.io";

    /// <summary>The name under which the node speaks the same.</summary>
    public const string NodeProtocol = "portforward.k8s.io";

    public static async Task<WebSocket> AcceptAsync(HttpContext context)
    {
        var upgrade = context.Features.GetRequiredFeature<IHttpUpgradeFeature>();
        var headers = context.Response.Headers;
        headers.Connection = "Upgrade";
        headers.Upgrade = "websocket";
        headers.SecWebSocketAccept = Answer(context.Request.Headers.SecWebSocketKey.ToString());
        headers.SecWebSocketProtocol = Protocol;
        return WebSocket.CreateFromStream(await upgrade.UpgradeAsync(), new WebSocketCreationOptions { IsServer = true });
    }

    // RFC 6455, 4.2.2: the hash is a handshake, no protection.
#pragma warning disable CA5350
    private static string Answer(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
}
