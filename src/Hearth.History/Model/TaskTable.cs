using System.Buffers;
using Hearth.History.Snapshots;

namespace Hearth.History.Model;

/// <summary>
/// The ended tasks of a stage attempt, column by column in packed chunks. The chunks are in memory, or in a snapshot from which they
/// are read when they are asked for.
/// </summary>
internal sealed class TaskTable
{
    private readonly Late<List<TaskChunk>> _chunks;

    /// <summary>Rows in chunks; the rest is in the tail. Only the last chunk may be short, once the stage is over.</summary>
    private int _packed;

    private TaskRow[] _tail = [];
    private int _tailCount;
    private int[]? _byTaskId;

    private readonly SnapshotDraft? _draft;

    /// <param name="draft">Where full chunks go; null: they stay in memory.</param>
    public TaskTable(SnapshotDraft? draft = null) =>
        (_draft, _chunks, Accumulables) = (draft, new Late<List<TaskChunk>>([]), new TaskAccumulables(draft));

    private TaskTable(int count, Func<List<TaskChunk>> chunks, TaskAccumulables accumulables) =>
        (_packed, _chunks, Accumulables) = (count, new Late<List<TaskChunk>>(chunks), accumulables);

    /// <summary>The last order that was asked for; replaced as a whole.</summary>
    public Order? LastOrder { get; set; }

    /// <summary>Quantiles of columns that were asked for before.</summary>
    public System.Collections.Concurrent.ConcurrentDictionary<string, long[]> Quantiles { get; } = new(StringComparer.Ordinal);

    public int Count => _packed + _tailCount;

    /// <summary>The accumulables of tasks that have their own; column <see cref="TaskColumn.Accumulables"/> points here.</summary>
    public TaskAccumulables Accumulables { get; }

    /// <summary>How much memory it takes; next to nothing when it lies in a snapshot.</summary>
    public long Bytes =>
        (_chunks.IsHere ? _chunks.Value.Sum(c => (long)c.Bytes) : 0) + ((long)_tail.Length * TaskColumns.Count * sizeof(long)) + Accumulables.Bytes;

    public void Add(in TaskRow row)
    {
        if (_packed % TaskChunk.MostRows != 0)
            Unseal();
        if (_tailCount == _tail.Length)
            Grow(_tailCount == 0 ? 4 : TaskChunk.MostRows);
        _tail[_tailCount++] = row;
        _byTaskId = null;
        LastOrder = null;
        if (_tailCount == TaskChunk.MostRows)
            Pack();
    }

    /// <summary>Packs the last, partly filled chunk: the stage is over. Rows can still be added, at a price.</summary>
    public void Seal()
    {
        if (_tailCount > 0)
            Pack();
        Accumulables.Seal();
    }

    public long Get(int row, TaskColumn column) =>
        row < _packed
            ? _chunks.Value[row / TaskChunk.MostRows].Get(row % TaskChunk.MostRows, (int)column)
            : _tail[row - _packed][column];

    public TaskRow Row(int row) => row < _packed ? _chunks.Value[row / TaskChunk.MostRows].Row(row % TaskChunk.MostRows) : _tail[row - _packed];

    /// <summary>Copies a whole column; <paramref name="target"/> has <see cref="Count"/> places.</summary>
    public void CopyColumn(TaskColumn column, Span<long> target)
    {
        foreach (var chunk in _chunks.Value)
        {
            chunk.CopyColumn((int)column, target);
            target = target[chunk.Rows..];
        }

        for (var i = 0; i < _tailCount; i++)
            target[i] = _tail[i][column];
    }

    /// <summary>Whether all tasks have the same value, without looking at rows where chunks know it.</summary>
    public bool IsConstant(TaskColumn column, out long value)
    {
        value = Count == 0 ? 0 : Get(0, column);
        foreach (var chunk in _chunks.Value)
        {
            if (!chunk.IsConstant((int)column, value))
                return false;
        }

        for (var i = 0; i < _tailCount; i++)
        {
            if (_tail[i][column] != value)
                return false;
        }

        return true;
    }

    /// <summary>Row numbers in ascending order of task id: rows are in order of the tasks' ends.</summary>
    public int[] ByTaskId()
    {
        if (_byTaskId is { } known)
            return known;
        var ids = new long[Count];
        CopyColumn(TaskColumn.TaskId, ids);
        return _byTaskId = Selection.StableOrder(ids);
    }

    /// <summary>Puts the chunks into a snapshot, and into <paramref name="writer"/> how to find them.</summary>
    public void Write(PartWriter writer, SnapshotFile.Writer file)
    {
        Seal();
        writer.Number(Count);
        if (Count == 0)
            return;
        var heads = new PartWriter();
        foreach (var chunk in _chunks.Value)
            chunk.Write(heads, file);
        file.Add(heads.ToArray()).Write(writer);
        Accumulables.Write(writer, file);
    }

    public static TaskTable Read(PartReader reader, SnapshotFile file)
    {
        var count = reader.Int();
        if (count == 0)
            return new TaskTable();
        var heads = PartPlace.Read(reader);
        return new TaskTable(count, () => ReadHeads(file, heads, count), TaskAccumulables.Read(reader, file));
    }

    private static List<TaskChunk> ReadHeads(SnapshotFile file, PartPlace place, int count)
    {
        var reader = new PartReader(file.Read(place));
        var chunks = new List<TaskChunk>();
        for (var rows = count; rows > 0; rows -= TaskChunk.MostRows)
            chunks.Add(TaskChunk.Read(reader, file, Math.Min(rows, TaskChunk.MostRows)));
        return chunks;
    }

    /// <summary>The table without earlier rows of tasks that started again: task id to how many rows there were then. Null when there are none.</summary>
    public TaskTable? Without(Dictionary<long, int> restarted)
    {
        var rows = Enumerable.Range(0, Count).Where(row => !(restarted.TryGetValue(Get(row, TaskColumn.TaskId), out var before) && row < before)).ToList();
        if (rows.Count == Count)
            return null;
        var rest = new TaskTable(_draft);
        foreach (var row in rows)
        {
            var copy = Row(row);
            if (copy[TaskColumn.Accumulables] != 0)
                copy[TaskColumn.Accumulables] = rest.Accumulables.Add(Accumulables.Get(copy[TaskColumn.Accumulables]));
            rest.Add(in copy);
        }

        return rest;
    }

    private void Pack()
    {
        _chunks.Value.Add(TaskChunk.Pack(_tail.AsSpan(0, _tailCount), _draft));
        _packed += _tailCount;
        _tailCount = 0;
        Grow(0);
    }

    /// <summary>Another tail with the same rows. Rows are large and chunks many: they are not left to the garbage collector.</summary>
    private void Grow(int rows)
    {
        var tail = rows == 0 ? [] : ArrayPool<TaskRow>.Shared.Rent(rows);
        _tail.AsSpan(0, _tailCount).CopyTo(tail);
        if (_tail.Length > 0)
            ArrayPool<TaskRow>.Shared.Return(_tail);
        _tail = tail;
    }

    private void Unseal()
    {
        var last = _chunks.Value[^1];
        _chunks.Value.RemoveAt(_chunks.Value.Count - 1);
        _packed -= last.Rows;
        Grow(TaskChunk.MostRows);
        _tailCount = last.Rows;
        for (var row = 0; row < _tailCount; row++)
            _tail[row] = last.Row(row);
    }

    internal sealed record Order(string Key, int[] Rows);
}
