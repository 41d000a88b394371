using System.Net;
using System.Net.Http.Headers;

namespace Hearth.Kube.Client;

/// <summary>One call, as data, so that it can be sent again.</summary>
internal sealed record KubeRequest(HttpMethod Method, string PathAndQuery)
{
    public ReadOnlyMemory<byte>? Body { get; init; }
    public string ContentType { get; init; } = "application/json";
    public string Accept { get; init; } = "application/json";

    /// <summary>The answer has no end of its own: no time-out once it began, and a connection of its own kind.</summary>
    public bool IsStream { get; init; }

    /// <summary>Sending it twice does the same as sending it once.</summary>
    public bool IsSafeToRepeat { get; init; }

    /// <summary>Null: the configuration's.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>For messages: <c>GET /api/v1/pods</c>, without the query.</summary>
    public string Summary => $"{Method} {PathAndQuery.AsSpan(0, PathAndQuery.IndexOf('?') is var end && end >= 0 ? end : PathAndQuery.Length)}";

    public HttpRequestMessage ToMessage(Uri server)
    {
        var message = new HttpRequestMessage(Method, Combine(server, PathAndQuery));
        message.Headers.TryAddWithoutValidation("Accept", Accept);
        if (Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(ContentType);
        }

        Negotiate(message, server);
        return message;
    }

    public static Uri Combine(Uri server, string pathAndQuery) =>
        server.AbsolutePath.Length > 1 ? new(server, server.AbsolutePath.TrimEnd('/') + pathAndQuery) : new(server, pathAndQuery);

    /// <summary>HTTP/2 by TLS negotiation; plain http servers speak HTTP/1.1.</summary>
    public static void Negotiate(HttpRequestMessage message, Uri server)
    {
        message.Version = server.Scheme == Uri.UriSchemeHttps ? HttpVersion.Version20 : HttpVersion.Version11;
        message.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
    }
}
