namespace Hearth.Kube.Client;

/// <summary>How long one call may take, by the client's clock, beside its caller's patience.</summary>
internal sealed class CallLimit : IDisposable
{
    private readonly CancellationTokenSource _time;
    private readonly CancellationTokenSource _either;

    public CallLimit(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        _time = new(timeout, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_time.Token, cancellationToken);
    }

    public CancellationToken Token => _either.Token;

    /// <summary>From now on the caller alone ends the call.</summary>
    public void Lift() => _time.CancelAfter(Timeout.InfiniteTimeSpan);

    public void Dispose()
    {
        _either.Dispose();
        _time.Dispose();
    }
}
