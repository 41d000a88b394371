using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Hearth.History.Snapshots;

namespace Hearth.History.Model;

/// <summary>
/// Some hundred rows of a task table, packed: a column keeps its smallest value and, per row, the fewest whole bytes that hold the
/// difference; a constant column takes none. Typically 30 to 90 bytes a task.
/// </summary>
internal sealed class TaskChunk
{
    public const int MostRows = 512;
    private readonly long[] _least;
    private readonly byte[] _widths;
    private readonly int[] _offsets;
    private readonly StoredBytes _data;

    private TaskChunk(long[] least, byte[] widths, int rows, StoredBytes data)
    {
        (_least, _widths, Rows, _data) = (least, widths, rows, data);
        _offsets = new int[widths.Length];
        var offset = 0;
        for (var column = 0; column < widths.Length; column++)
        {
            _offsets[column] = offset;
            offset += widths[column] * rows;
        }
    }

    public int Rows { get; }

    public int Bytes => _data.Here + (_least.Length * 13) + 100;

    public static TaskChunk Pack(ReadOnlySpan<TaskRow> rows, SnapshotDraft? draft)
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

        return new TaskChunk(least, widths, rows.Length, StoredBytes.Keep(data, draft));
    }

    public bool IsConstant(int column, long value) => _widths[column] == 0 && _least[column] == value;

    public TaskRow Row(int row)
    {
        var data = _data.All();
        Unsafe.SkipInit(out TaskRow result);
        for (var column = 0; column < TaskColumns.Count; column++)
            result[column] = Get(data, row, column);
        return result;
    }

    public long Get(int row, int column) => _widths[column] == 0 ? _least[column] : Get(_data.All(), row, column);

    /// <summary>The column's values, to the begin of <paramref name="target"/>.</summary>
    public void CopyColumn(int column, Span<long> target)
    {
        target = target[..Rows];
        var width = _widths[column];
        if (width == 0)
        {
            target.Fill(_least[column]);
            return;
        }

        Span<byte> room = stackalloc byte[MostRows * sizeof(long)];
        Unpack(_data.Some(_offsets[column], room[..(width * Rows)]), width, _least[column], target);
    }

    /// <summary>Puts the data into the file, and the rest into the part of heads.</summary>
    public void Write(PartWriter heads, SnapshotFile.Writer file)
    {
        heads.Bytes(_widths);
        foreach (var value in _least)
            heads.Number(value);
        _data.Store(file).Write(heads);
    }

    public static TaskChunk Read(PartReader heads, SnapshotFile file, int rows)
    {
        var widths = heads.Bytes(TaskColumns.Count).ToArray();
        var least = new long[TaskColumns.Count];
        for (var column = 0; column < least.Length; column++)
            least[column] = heads.Number();
        var place = PartPlace.Read(heads);
        return place.Length == widths.Sum(w => (long)w) * rows && widths.All(w => w <= sizeof(long))
            ? new TaskChunk(least, widths, rows, new StoredBytes(file, place))
            : throw new DamagedSnapshotException("a task table's chunk has another size");
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Get(byte[] data, int row, int column)
    {
        var width = _widths[column];
        return width == 0 ? _least[column] : Load(data, _offsets[column] + (row * width), width, _least[column]);
    }

    private static void Unpack(ReadOnlySpan<byte> packed, int width, long least, Span<long> target)
    {
        switch (width)
        {
            case 1:
                for (var row = 0; row < target.Length; row++)
                    target[row] = least + packed[row];
                break;
            case 2:
                var shorts = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ushort>(packed);
                for (var row = 0; row < target.Length; row++)
                    target[row] = least + shorts[row];
                break;
            default:
                for (int row = 0, offset = 0; row < target.Length; row++, offset += width)
                    target[row] = Load(packed, offset, width, least);
                break;
        }
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
    private static long Load(ReadOnlySpan<byte> data, int offset, int width, long least)
    {
        ulong value;
        if (offset + sizeof(ulong) <= data.Length)
        {
            value = BinaryPrimitives.ReadUInt64LittleEndian(data[offset..]);
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
