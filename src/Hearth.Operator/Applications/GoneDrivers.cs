using System.Collections.Concurrent;
using Hearth.Kube.Client;
using Hearth.Spark.Api;

namespace Hearth.Operator.Applications;

/// <summary>
/// Drivers whose pod was deleted before our eyes, as they were then, until their end is in the status of their application: how one had
/// ended stays true, and one that was forced away had not ended, whatever its node tells later.
/// </summary>
/// <param name="isAwaited">Whether an application still waits for the end of its driver.</param>
internal sealed class GoneDrivers(Func<ObjectKey, bool> isAwaited)
{
    private readonly ConcurrentDictionary<ObjectKey, PodFacts> _gone = new();

    public PodFacts? Find(ObjectKey driver, SparkApplication application) =>
        _gone.TryGetValue(driver, out var gone) && gone.SubmissionId == application.Status?.SubmissionId ? gone : null;

    /// <summary>When the watch has told of a driver.</summary>
    public void OnDriver(ObjectKey key, PodFacts driver, bool exists)
    {
        if (_gone.TryGetValue(key, out var known) && known.Uid != driver.Uid)
            _gone.TryRemove(key, out _);
        if ((!exists || driver.IsForcedAway) && isAwaited(new(driver.Namespace, driver.Application)))
            _gone.TryAdd(key, driver);
    }

    public void Forget(SparkApplication application) =>
        _gone.TryRemove(new(application.Metadata.Namespace ?? "", DriverPod.NameOf(application)), out _);
}
