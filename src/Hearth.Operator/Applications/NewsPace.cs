using System.Collections.Concurrent;
using Hearth.Kube.Client;

namespace Hearth.Operator.Applications;

/// <summary>
/// How soon news of executors are looked at: at once while they are few, at the end of the interval where hundreds come, so that one look
/// and one write of the status tell of them all.
/// </summary>
internal sealed class NewsPace(TimeSpan interval, TimeProvider time)
{
    /// <summary>So many news in one interval are looked at one by one.</summary>
    private const int AtOnce = 4;
    private readonly ConcurrentDictionary<ObjectKey, Window> _windows = new();

    private sealed record Window(long Start, int Count);

    public TimeSpan Delay(ObjectKey application)
    {
        var now = time.GetTimestamp();
        var window = _windows.AddOrUpdate(
            application,
            _ => new(now, 1),
            (_, known) => time.GetElapsedTime(known.Start, now) >= interval ? new(now, 1) : known with { Count = known.Count + 1 });
        return window.Count <= AtOnce ? TimeSpan.Zero : interval - time.GetElapsedTime(window.Start, now);
    }

    public void Forget(ObjectKey application) => _windows.TryRemove(application, out _);
}
