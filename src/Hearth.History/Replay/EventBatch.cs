namespace Hearth.History.Replay;

/// <summary>The events of one block of lines, parsed, in order. Pooled: tasks are rows here and never objects.</summary>
internal sealed class EventBatch
{
    private readonly List<(Kind Kind, int Index)> _order = [];
    private TaskEndEvent[] _ends = new TaskEndEvent[64];
    private TaskStartEvent[] _starts = new TaskStartEvent[64];
    private int _endCount;
    private int _startCount;

    internal enum Kind : byte
    {
        TaskStart,
        TaskEnd,
        Other,
    }

    public ReadOnlySpan<(Kind Kind, int Index)> Order => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_order);
    public List<LogEvent> Others { get; } = [];
    public List<(long Id, long Value)> SqlUpdates { get; } = [];
    public ParseProblems Problems { get; } = new();
    public long Lines { get; set; }

    public ref TaskStartEvent Start(int index) => ref _starts[index];

    public ref TaskEndEvent End(int index) => ref _ends[index];

    /// <summary>A cleared row to fill; it counts once <see cref="KeepEnd"/> is called.</summary>
    public ref TaskEndEvent NextEnd()
    {
        if (_endCount == _ends.Length)
            Array.Resize(ref _ends, _ends.Length * 2);
        ref var end = ref _ends[_endCount];
        end = default;
        end.SqlStart = SqlUpdates.Count;
        return ref end;
    }

    public void KeepEnd() => _order.Add((Kind.TaskEnd, _endCount++));

    public ref TaskStartEvent NextStart()
    {
        if (_startCount == _starts.Length)
            Array.Resize(ref _starts, _starts.Length * 2);
        ref var start = ref _starts[_startCount];
        start = default;
        return ref start;
    }

    public void KeepStart() => _order.Add((Kind.TaskStart, _startCount++));

    public void Add(LogEvent other)
    {
        _order.Add((Kind.Other, Others.Count));
        Others.Add(other);
    }

    public void Clear()
    {
        _order.Clear();
        Others.Clear();
        SqlUpdates.Clear();
        Problems.Clear();
        Lines = 0;

        // Rows hold references to strings; they are cleared when they are taken again, which keeps at most one batch's worth alive.
        _endCount = 0;
        _startCount = 0;
    }
}

/// <summary>What a log held that could not be read, counted and shown; never fatal.</summary>
internal sealed class ParseProblems
{
    /// <summary>Lines that are not JSON objects of the expected shape.</summary>
    public long CorruptLines { get; set; }

    /// <summary>The last line lacks its end: the application was writing, or died.</summary>
    public bool TruncatedLine { get; set; }

    /// <summary>Event classes that are not known, with how often they came.</summary>
    public SortedDictionary<string, long> UnknownEvents { get; } = new(StringComparer.Ordinal);

    /// <summary>Damage by file; everything before it was read.</summary>
    public SortedDictionary<string, string> Damages { get; } = new(StringComparer.Ordinal);

    public bool Any => CorruptLines > 0 || TruncatedLine || UnknownEvents.Count > 0 || Damages.Count > 0;

    public void Unknown(string name)
    {
        // A hostile log may name a million classes.
        if (UnknownEvents.Count >= 1000 && !UnknownEvents.ContainsKey(name))
            name = "(others)";
        UnknownEvents[name] = UnknownEvents.GetValueOrDefault(name) + 1;
    }

    public void Add(ParseProblems other)
    {
        CorruptLines += other.CorruptLines;
        TruncatedLine |= other.TruncatedLine;
        foreach (var (name, count) in other.UnknownEvents)
            UnknownEvents[name] = UnknownEvents.GetValueOrDefault(name) + count;
        foreach (var (file, damage) in other.Damages)
            Damages[file] = damage;
    }

    public void Clear()
    {
        CorruptLines = 0;
        TruncatedLine = false;
        UnknownEvents.Clear();
        Damages.Clear();
    }
}
