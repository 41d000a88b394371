namespace Hearth.History.Snapshots;

/// <summary>
/// A part of the model that is either here for good, or read when it is asked for; then the garbage collector may take it again.
/// </summary>
internal sealed class Late<T>
    where T : class
{
    private readonly T? _here;
    private readonly Func<T>? _read;
    private readonly WeakReference<T>? _last;

    public Late(T here) => _here = here;

    public Late(Func<T> read) => (_read, _last) = (read, new WeakReference<T>(null!));

    public bool IsHere => _here is not null;

    public T Value
    {
        get
        {
            if (_here is not null)
                return _here;
            if (_last!.TryGetTarget(out var last))
                return last;
            var read = _read!();
            _last.SetTarget(read);
            return read;
        }
    }
}
