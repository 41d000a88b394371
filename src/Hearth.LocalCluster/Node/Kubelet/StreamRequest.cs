using Microsoft.AspNetCore.Http;

namespace Hearth.LocalCluster.Nodes;

/// <summary>Which streams a caller of exec or attach asks for, in a kubelet's words: <c>input=1</c>, <c>output=1</c>, <c>error=1</c>, <c>tty=1</c>.</summary>
internal sealed record StreamRequest(bool Input, bool Output, bool Error, bool Tty)
{
    public static StreamRequest Of(HttpRequest request)
    {
        var tty = Asks(request, "tty");
        // A terminal shows both in one.
        return new(Asks(request, "input"), Asks(request, "output"), Asks(request, "error") && !tty, tty);
    }

    public bool IsEmpty => this is { Input: false, Output: false, Error: false };

    /// <summary>The types of the streams that a SPDY client opens for it.</summary>
    public IReadOnlyList<string> SpdyTypes => ["error", .. Input ? ["stdin"] : Array.Empty<string>(), .. Output ? ["stdout"] : Array.Empty<string>(), .. Error ? ["stderr"] : Array.Empty<string>()];

    private static bool Asks(HttpRequest request, string stream) => request.Query[stream] is [("1" or "true"), ..];
}
