using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hearth.LocalCluster.Scheduling;

public sealed record SchedulerOptions
{
    /// <summary>Pods that name another scheduler are left alone. Default: <c>default-scheduler</c>.</summary>
    public string Name { get; init; } = "default-scheduler";

    public TimeProvider Time { get; init; } = TimeProvider.System;
    public ILogger Logger { get; init; } = NullLogger.Instance;
}
