namespace Hearth.LocalCluster.Store;

/// <summary>
/// Wakes the watchers of a table. A change wakes them at once; in a stream of changes they wake every few milliseconds and find several,
/// because fifty wakings for each of thousands of writes a second would cost more than the writes.
/// </summary>
internal sealed class Bell
{
    private const int Burst = 32;
    private static readonly TimeSpan s_pace = TimeSpan.FromMilliseconds(4);

    // Of the machine, not of the cluster: a test's clock does not wake anybody.
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly Lock _gate = new();
    private readonly ITimer _timer;
    private TaskCompletionSource? _arrival;
    private long _refilledAt;
    private int _tokens = Burst;
    private bool _isArmed;

    public Bell() => _timer = _time.CreateTimer(static bell => ((Bell)bell!).RingLate(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Completes at the next waking.</summary>
    public Task Next()
    {
        lock (_gate)
            return (_arrival ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    public void Ring()
    {
        TaskCompletionSource? waking;
        lock (_gate)
        {
            if (_isArmed || _arrival is null)
                return;
            Refill();
            if (_tokens == 0)
            {
                _isArmed = true;
                _timer.Change(s_pace, Timeout.InfiniteTimeSpan);
                return;
            }

            _tokens--;
            (waking, _arrival) = (_arrival, null);
        }

        waking.TrySetResult();
    }

    private void RingLate()
    {
        TaskCompletionSource? waking;
        lock (_gate)
        {
            _isArmed = false;
            (waking, _arrival) = (_arrival, null);
        }

        waking?.TrySetResult();
    }

    private void Refill()
    {
        var now = _time.GetTimestamp();
        var earned = (int)Math.Min(Burst, _time.GetElapsedTime(_refilledAt, now) / s_pace);
        if (earned == 0)
            return;
        _tokens = Math.Min(Burst, _tokens + earned);
        _refilledAt = now;
    }
}
