using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Hearth.History.Model;

/// <summary>
/// The ended tasks of a stage attempt, column by column. Full chunks are packed: a column keeps its smallest value and, per row, the
/// fewest whole bytes that hold the difference; a constant column takes none. Typically 40 to 90 bytes a task.
/// </summary>
internal sealed class TaskTable
{
    public const int ChunkRows = 512;
    private readonly List<Chunk> _chunks = [];
    private TaskRow[] _tail = [];
    private int _tailCount;

    /// <summary>The tail, packed, once the stage is over; then <see cref="_tail"/> is empty.</summary>
    private Chunk? _sealed;

    private int[]? _byTaskId;

    /// <summary>The last order that was asked for; replaced as a whole.</summary>
    public Order? LastOrder { get; set; }

    /// <summary>Quantiles of columns that were asked for before.</summary>
    public System.Collections.Concurrent.ConcurrentDictionary<string, long[]> Quantiles { get; } = new(StringComparer.Ordinal);

    public int Count => (_chunks.Count * ChunkRows) + _tailCount;

    /// <summary>The accumulables of tasks that have their own; column <see cref="TaskColumn.Accumulables"/> points here.</summary>
    public List<Accumulable[]> Accumulables { get; } = [];

    public void Add(in TaskRow row)
    {
        if (_sealed is not null)
            Unseal();
        if (_tailCount == _tail.Length)
            Array.Resize(ref _tail, Math.Clamp(_tail.Length * 2, 4, ChunkRows));
        _tail[_tailCount++] = row;
        _byTaskId = null;
        LastOrder = null;
        if (_tailCount < ChunkRows)
            return;
        _chunks.Add(Chunk.Pack(_tail.AsSpan(0, _tailCount)));
        _tailCount = 0;
        _tail = [];
    }

    /// <summary>Packs the last, partly filled chunk: the stage is over. Rows can still be added, at a price.</summary>
    public void Seal()
    {
        if (_tailCount == 0 || _sealed is not null)
            return;
        _sealed = Chunk.Pack(_tail.AsSpan(0, _tailCount));
        _tail = [];
    }

    public long Get(int row, TaskColumn column)
    {
        var chunk = row / ChunkRows;
        if (chunk < _chunks.Count)
            return _chunks[chunk].Get(row % ChunkRows, (int)column);
        return _sealed is null ? _tail[row % ChunkRows][column] : _sealed.Get(row % ChunkRows, (int)column);
    }

    public TaskRow Row(int row)
    {
        var chunk = row / ChunkRows < _chunks.Count ? _chunks[row / ChunkRows] : _sealed;
        return chunk is null ? _tail[row % ChunkRows] : chunk.Row(row % ChunkRows);
    }

    /// <summary>Copies a whole column; <paramref name="target"/> has <see cref="Count"/> places.</summary>
    public void CopyColumn(TaskColumn column, Span<long> target)
    {
        foreach (var chunk in _chunks)
        {
            chunk.CopyColumn((int)column, target[..ChunkRows]);
            target = target[ChunkRows..];
        }

        if (_sealed is not null)
        {
            _sealed.CopyColumn((int)column, target[.._tailCount]);
            return;
        }

        for (var i = 0; i < _tailCount; i++)
            target[i] = _tail[i][column];
    }

    /// <summary>Whether all tasks have the same value, without looking at rows where chunks know it.</summary>
    public bool IsConstant(TaskColumn column, out long value)
    {
        value = Count == 0 ? 0 : Get(0, column);
        foreach (var chunk in _chunks)
        {
            if (!chunk.IsConstant((int)column) || chunk.Get(0, (int)column) != value)
                return false;
        }

        if (_sealed is not null)
            return _sealed.IsConstant((int)column) && _sealed.Get(0, (int)column) == value;
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
        var rows = new int[ids.Length];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = i;
        Array.Sort(ids, rows);
        return _byTaskId = rows;
    }

    public long Bytes => _chunks.Sum(c => (long)c.Bytes) + (_sealed?.Bytes ?? 0) + ((long)_tail.Length * TaskColumns.Count * sizeof(long));

    public void Write(BinaryWriter writer)
    {
        writer.Write(_chunks.Count);
        foreach (var chunk in _chunks)
            chunk.Write(writer);
        writer.Write(_tailCount);
        if (_tailCount > 0)
            (_sealed ?? Chunk.Pack(_tail.AsSpan(0, _tailCount))).Write(writer);
    }

    public static TaskTable Read(BinaryReader reader)
    {
        var table = new TaskTable();
        for (var chunks = reader.ReadInt32(); chunks > 0; chunks--)
            table._chunks.Add(Chunk.Read(reader, ChunkRows));
        table._tailCount = reader.ReadInt32();
        if (table._tailCount is < 0 or >= ChunkRows)
            throw new InvalidDataException("a task table's length is damaged");
        if (table._tailCount > 0)
            table._sealed = Chunk.Read(reader, table._tailCount);
        return table;
    }

    private void Unseal()
    {
        _tail = new TaskRow[Math.Max(4, _tailCount)];
        for (var row = 0; row < _tailCount; row++)
            _tail[row] = _sealed!.Row(row);
        _sealed = null;
    }

    internal sealed record Order(string Key, int[] Rows);

    private sealed class Chunk
    {
        private readonly long[] _least;
        private readonly byte[] _widths;
        private readonly int[] _offsets;
        private readonly byte[] _data;

        private Chunk(long[] least, byte[] widths, byte[] data, int rows)
        {
            (_least, _widths, _data) = (least, widths, data);
            _offsets = new int[widths.Length];
            var offset = 0;
            for (var column = 0; column < widths.Length; column++)
            {
                _offsets[column] = offset;
                offset += widths[column] * rows;
            }
        }

        public int Bytes => _data.Length + (_least.Length * 13) + 100;

        public static Chunk Pack(ReadOnlySpan<TaskRow> rows)
        {
            var least = new long[TaskColumns.Count];
            var widths = new byte[TaskColumns.Count];
            var size = 0;
            for (var column = 0; column < TaskColumns.Count; column++)
            {
                long min = rows[0][column], max = min;
                for (var row = 1; row < rows.Length; row++)
                {
                    var value = rows[row][column];
                    min = Math.Min(min, value);
                    max = Math.Max(max, value);
                }

                least[column] = min;
                widths[column] = WidthOf((ulong)max - (ulong)min);
                size += widths[column] * rows.Length;
            }

            var data = new byte[size];
            var at = 0;
            for (var column = 0; column < TaskColumns.Count; column++)
            {
                if (widths[column] == 0)
                    continue;
                for (var row = 0; row < rows.Length; row++, at += widths[column])
                    Store(data.AsSpan(at), widths[column], (ulong)rows[row][column] - (ulong)least[column]);
            }

            return new Chunk(least, widths, data, rows.Length);
        }

        public bool IsConstant(int column) => _widths[column] == 0;

        public TaskRow Row(int row)
        {
            Unsafe.SkipInit(out TaskRow result);
            for (var column = 0; column < TaskColumns.Count; column++)
                result[column] = Get(row, column);
            return result;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public long Get(int row, int column)
        {
            var width = _widths[column];
            return width == 0 ? _least[column] : Load(_data, _offsets[column] + (row * width), width, _least[column]);
        }

        public void CopyColumn(int column, Span<long> target)
        {
            var width = _widths[column];
            var least = _least[column];
            if (width == 0)
            {
                target.Fill(least);
                return;
            }

            var offset = _offsets[column];
            for (var row = 0; row < target.Length; row++, offset += width)
                target[row] = Load(_data, offset, width, least);
        }

        public void Write(BinaryWriter writer)
        {
            foreach (var value in _least)
                writer.Write(value);
            writer.Write(_widths);
            writer.Write(_data.Length);
            writer.Write(_data);
        }

        public static Chunk Read(BinaryReader reader, int rows)
        {
            var least = new long[TaskColumns.Count];
            for (var column = 0; column < least.Length; column++)
                least[column] = reader.ReadInt64();
            var widths = reader.ReadBytes(TaskColumns.Count);
            var length = reader.ReadInt32();
            if (widths.Length != TaskColumns.Count || length != widths.Sum(w => w) * rows)
                throw new InvalidDataException("a task table's chunk is damaged");
            return new Chunk(least, widths, reader.ReadBytes(length), rows);
        }

        private static byte WidthOf(ulong range) => range switch
        {
            0 => 0,
            <= byte.MaxValue => 1,
            <= ushort.MaxValue => 2,
            <= 0xFFFFFF => 3,
            <= uint.MaxValue => 4,
            <= 0xFFFFFFFFFF => 5,
            <= 0xFFFFFFFFFFFF => 6,
            _ => 8,
        };

        private static void Store(Span<byte> target, int width, ulong value)
        {
            for (var i = 0; i < width; i++, value >>= 8)
                target[i] = (byte)value;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static long Load(byte[] data, int offset, int width, long least)
        {
            ulong value;
            if (offset + sizeof(ulong) <= data.Length)
            {
                value = BinaryPrimitives.ReadUInt64LittleEndian(data.AsSpan(offset));
                if (width < sizeof(ulong))
                    value &= (1UL << (width * 8)) - 1;
            }
            else
            {
                value = 0;
                for (var i = 0; i < width; i++)
                    value |= (ulong)data[offset + i] << (8 * i);
            }

            return (long)(value + (ulong)least);
        }
    }
}
