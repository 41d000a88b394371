using System.Text;

namespace Hearth.History.Snapshots;

/// <summary>Reads what <see cref="PartWriter"/> wrote. Texts become strings when they are asked for. Damage is <see cref="DamagedSnapshotException"/>.</summary>
internal sealed class PartReader
{
    private readonly byte[] _bytes;
    private readonly string?[] _strings;
    private readonly int[] _ends;
    private readonly int _textsBegin;
    private int _position;

    public PartReader(byte[] bytes)
    {
        _bytes = bytes;
        var texts = Count();
        _strings = new string?[texts];
        _ends = new int[texts];
        long end = 0;
        for (var i = 0; i < texts; i++)
        {
            end += Count();
            if (end > bytes.Length)
                throw new DamagedSnapshotException("a text is longer than its part");
            _ends[i] = (int)end;
        }

        _textsBegin = _position;
        if (_textsBegin + end > bytes.Length)
            throw new DamagedSnapshotException("a text is longer than its part");
        _position += (int)end;
    }

    public long Number()
    {
        var value = Unsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public int Int() => (int)Number();

    /// <summary>A number of things that follow: never more than the bytes that are left.</summary>
    public int Count()
    {
        var value = Unsigned();
        return value <= (ulong)(_bytes.Length - _position) ? (int)value : throw new DamagedSnapshotException("a count is larger than its part");
    }

    public bool Flag() => Unsigned() != 0;

    public long? Optional() => Flag() ? Number() : null;

    public double Real() => BitConverter.Int64BitsToDouble(Number());

    public string Text() => OptionalText() ?? throw new DamagedSnapshotException("a text is missing");

    public string? OptionalText()
    {
        var number = Unsigned();
        if (number == 0)
            return null;
        if (number > (ulong)_strings.Length)
            throw new DamagedSnapshotException("a text has no such number");
        var index = (int)number - 1;
        return _strings[index] ??= Decode(index);
    }

    public int[] Ints() => Array(r => r.Int());

    public long[] Longs() => Array(r => r.Number());

    public string[] Texts() => Array(r => r.Text());

    public KeyValuePair<string, string>[] Pairs() => Array(r => KeyValuePair.Create(r.Text(), r.Text()));

    public Dictionary<string, string> Map()
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var count = Count(); count > 0; count--)
            map[Text()] = Text();
        return map;
    }

    public T[] Array<T>(Func<PartReader, T> element)
    {
        var count = Count();
        if (count == 0)
            return [];
        var array = new T[count];
        for (var i = 0; i < array.Length; i++)
            array[i] = element(this);
        return array;
    }

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if ((uint)count > (uint)(_bytes.Length - _position))
            throw new DamagedSnapshotException("a part ends too early");
        _position += count;
        return _bytes.AsSpan(_position - count, count);
    }

    private string Decode(int index)
    {
        var begin = index == 0 ? 0 : _ends[index - 1];
        return Encoding.UTF8.GetString(_bytes, _textsBegin + begin, _ends[index] - begin);
    }

    private ulong Unsigned()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_position >= _bytes.Length)
                throw new DamagedSnapshotException("a part ends too early");
            var next = _bytes[_position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }

        throw new DamagedSnapshotException("a number is too long");
    }
}

/// <summary>A snapshot is not what was stored: it is forgotten, and the log read again.</summary>
internal sealed class DamagedSnapshotException(string message, Exception? inner = null) : IOException("a snapshot is damaged: " + message, inner);
