using Microsoft.Extensions.Logging;

namespace Hearth.LocalCluster.Nodes;

internal static partial class NodeLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Containers run without memory limits: {Reason}")]
    public static partial void NoMemoryLimits(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Pods are not isolated: {Reason}. Install bubblewrap (bwrap) for sandboxes.")]
    public static partial void NoSandbox(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Ended {Count} processes that an earlier node left behind")]
    public static partial void EndedLeftovers(ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Pod {Pod}: {Step} failed; trying again")]
    public static partial void PodFailed(ILogger logger, Exception error, string pod, string step);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{What} failed; trying again")]
    public static partial void Failed(ILogger logger, Exception error, string what);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Address} cannot be served: {Reason}")]
    public static partial void CannotServe(ILogger logger, System.Net.IPEndPoint address, string reason);
}
