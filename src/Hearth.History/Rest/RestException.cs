namespace Hearth.History.Rest;

/// <summary>An answer that is not the resource: a status and, as Spark gives it, plain text.</summary>
internal sealed class RestException(int status, string message, string contentType = "text/plain") : Exception(message)
{
    public int Status => status;
    public string ContentType => contentType;

    public static RestException NotFound(string message) => new(404, message);

    public static RestException BadParameter(string name, string expected, string actual) =>
        new(400, $"Bad value for parameter \"{name}\".  Expected a {expected}, got \"{actual}\"");

    /// <summary>What Spark itself fails over: an HTML page with no more than the status.</summary>
    public static RestException Failed() => new(500, "Request failed.", "text/html;charset=iso-8859-1");

    /// <summary>A value that the server's framework refuses before Spark sees it: an HTML page with no more than the status.</summary>
    public static RestException Refused() => new(404, "Not Found", "text/html;charset=iso-8859-1");

    /// <summary>A path that could mean several things: refused before anyone sees it.</summary>
    public static RestException Ambiguous() => new(400, "Bad Request", "text/html;charset=iso-8859-1");
}
