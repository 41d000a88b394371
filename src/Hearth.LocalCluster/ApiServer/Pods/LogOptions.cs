using System.Globalization;
using Hearth.LocalCluster.ApiServer.Http;
using Hearth.LocalCluster.ApiServer.Validation;

namespace Hearth.LocalCluster.ApiServer.Pods;

/// <summary>What may be asked of a log (<c>PodLogOptions</c>).</summary>
internal static class LogOptions
{
    /// <exception cref="ApiException">400 for what is no number or time, 422 for one that makes no sense.</exception>
    public static void Check(RequestInfo request)
    {
        var errors = new ErrorList();
        var (seconds, time) = (request.QueryNumber("sinceSeconds"), Time(request, "sinceTime"));
        var (tail, bytes) = (request.QueryNumber("tailLines"), request.QueryNumber("limitBytes"));
        if (tail < 0)
            errors.Invalid("tailLines", tail, "must be greater than or equal to 0");
        if (bytes < 1)
            errors.Invalid("limitBytes", bytes, "must be greater than 0");
        if (seconds is not null && time is not null)
            errors.Forbidden("[]", "at most one of `sinceTime` or `sinceSeconds` may be specified");
        else if (seconds < 1)
            errors.Invalid("sinceSeconds", seconds, "must be greater than 0");
        if (request.Query("stream") is { Length: > 0 })
            errors.Forbidden("stream", "may not be specified");
        if (errors.All.Count > 0)
            throw ApiException.Invalid("", "PodLogOptions", request.Name ?? "", errors.All);
    }

    private static DateTimeOffset? Time(RequestInfo request, string name)
    {
        if (request.Query(name) is not { Length: > 0 } text)
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw ApiException.BadRequest($"parsing time \"{text}\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"{text}\" as \"2006\"");
    }
}
