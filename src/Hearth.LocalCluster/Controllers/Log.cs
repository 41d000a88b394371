using Microsoft.Extensions.Logging;

namespace Hearth.LocalCluster.Controllers;

internal static partial class Log
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "{What} failed; trying again")]
    public static partial void Failed(ILogger logger, Exception error, string what);
}
