using System.Net;
using Hearth.Kube.Core.Objects;

namespace Hearth.Kube.Client;

/// <summary>
/// The API server refused a call, or could not be reached. The message says what was called, what the answer was and, where it is
/// known, what to do.
/// </summary>
public sealed class KubeException(Status status, HttpStatusCode? statusCode, string? message = null, Exception? inner = null)
    : Exception(message ?? status.Message ?? $"The API server answered {(int?)statusCode}.", inner)
{
    /// <summary>What the server answered, with the causes field by field.</summary>
    public Status Status => status;

    /// <summary>Null where no answer came: see <see cref="IsUnreachable"/>.</summary>
    public HttpStatusCode? StatusCode => statusCode;

    /// <summary>How long the server asks to be left alone (<c>Retry-After</c>).</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>No answer came: refused, timed out, cut off or not trusted.</summary>
    public bool IsUnreachable => statusCode is null;
    public bool IsNotFound => statusCode is HttpStatusCode.NotFound;

    /// <summary>Somebody else changed the object (409), but not <see cref="IsAlreadyExists"/>.</summary>
    public bool IsConflict => statusCode is HttpStatusCode.Conflict && !IsAlreadyExists;
    public bool IsAlreadyExists => statusCode is HttpStatusCode.Conflict && status.Reason == "AlreadyExists";

    /// <summary>The resourceVersion or page is too old (410): list again.</summary>
    public bool IsGone => statusCode is HttpStatusCode.Gone;
    public bool IsForbidden => statusCode is HttpStatusCode.Forbidden;
    public bool IsUnauthorized => statusCode is HttpStatusCode.Unauthorized;
    public bool IsInvalid => statusCode is HttpStatusCode.UnprocessableEntity;

    /// <summary>Trying the same again later may succeed without anybody doing anything.</summary>
    public bool IsTransient => statusCode is null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError;
}
