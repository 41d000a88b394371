using Hearth.Kube.Client;
using Microsoft.Extensions.Logging;

namespace Hearth.Kube.Watching;

internal static partial class WatchLog
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "The watch of {Plural} (namespace {Namespace}) is too old; listing again")]
    public static partial void Gone(ILogger logger, string plural, string? @namespace);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cannot watch {Plural} (namespace {Namespace}), attempt {Attempt}; trying again")]
    public static partial void Failed(ILogger logger, Exception error, string plural, string? @namespace, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "Cannot read {Plural} {Key}: {Error}")]
    public static partial void Malformed(ILogger logger, string plural, ObjectKey key, string error);
}
