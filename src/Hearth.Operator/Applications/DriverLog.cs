using System.Text;
using Hearth.Kube.Client;
using Hearth.Spark.Api;
using Microsoft.Extensions.Logging;

namespace Hearth.Operator.Applications;

/// <summary>The end of a driver's log.</summary>
internal sealed class DriverLog(KubeClient client, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(5);

    /// <summary>Null where it cannot be read: the pod is gone, or its node does not answer.</summary>
    public async Task<string?> ReadAsync(PodFacts driver, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(s_timeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await using var log = await client.OpenLogAsync(
                driver.Namespace, driver.Name, new() { Container = SparkLabels.DriverContainer, TailLines = 200, LimitBytes = 256 * 1024 }, both.Token);
            using var reader = new StreamReader(log, Encoding.UTF8);
            return await reader.ReadToEndAsync(both.Token);
        }
        catch (Exception e) when (e is KubeException or IOException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // A log that is gone changes nothing about how the driver ended.
            ApplicationLog.NoLog(logger, e, driver.Name);
            return null;
        }
    }
}
