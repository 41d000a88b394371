using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Hearth.LocalCluster.Nodes;

/// <summary>Asks a gRPC server how it is: <c>grpc.health.v1.Health/Check</c>.</summary>
internal static class GrpcHealth
{
    private const byte Serving = 1;
    private static readonly string[] s_answers = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"];
    private static readonly HttpClient s_http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero });

    /// <returns>Null where it serves; else what is wrong, in the kubelet's words.</returns>
    public static async Task<string?> AskAsync(string host, int port, string service, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"http://{host}:{port}/grpc.health.v1.Health/Check"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(Framed(service)),
        };
        request.Content.Headers.ContentType = new("application/grpc");
        request.Headers.TE.ParseAdd("trailers");
        try
        {
            using var answer = await s_http.SendAsync(request, cancellationToken);
            var body = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            var code = Header(answer, "grpc-status");
            if (code == "12")
                return $"error: this server does not implement the grpc health protocol (grpc.health.v1.Health): {Header(answer, "grpc-message")}";
            if (code is not (null or "0"))
                return $"error: health rpc failed: rpc error: code = {code} desc = {Header(answer, "grpc-message")}";
            var status = Status(body);
            return status == Serving ? null : $"service unhealthy (responded with \"{(status < s_answers.Length ? s_answers[status] : "UNKNOWN")}\")";
        }
        catch (HttpRequestException error)
        {
            return $"error: failed to connect service \"{host}:{port}\": {error.Message}";
        }
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.TrailingHeaders.TryGetValues(name, out var trailing) ? trailing.FirstOrDefault() : answer.Headers.TryGetValues(name, out var leading) ? leading.FirstOrDefault() : null;

    /// <summary><c>HealthCheckRequest{service = 1}</c> behind the five bytes of a frame.</summary>
    internal static byte[] Framed(string service)
    {
        var name = Encoding.UTF8.GetBytes(service.Length <= 100 ? service : service[..100]);
        var message = name.Length == 0 || name.Length > 127 ? [] : (byte[])[0x0a, (byte)name.Length, .. name];
        var frame = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, 5);
        return frame;
    }

    /// <summary><c>HealthCheckResponse{status = 1}</c>; a field that is not there is 0.</summary>
    internal static byte Status(ReadOnlySpan<byte> frame) => frame.Length >= 7 && frame[5] == 0x08 ? frame[6] : (byte)0;
}
