namespace Hearth.LocalCluster.ApiServer.Http;

/// <summary>What clients accept: JSON in its variants. Protobuf is refused as a real server refuses a type it does not know.</summary>
internal static class MediaTypes
{
    public static void CheckAccept(RequestInfo request)
    {
        if (request.Context.WebSockets.IsWebSocketRequest || request.Subresource is "log" or "exec" or "attach" or "portforward")
            return;
        var accept = request.Context.Request.Headers.Accept.ToString();
        if (accept.Length == 0)
            return;
        foreach (var part in accept.Split(','))
        {
            var end = part.IndexOf(';', StringComparison.Ordinal);
            var type = (end < 0 ? part : part[..end]).Trim();
            if (type is "application/json" or "*/*" or "application/*")
                return;
        }

        throw new ApiException(406, "NotAcceptable", "406: Not Acceptable\n\nAvailable representations: application/json, application/yaml, application/vnd.kubernetes.protobuf", []);
    }
}
