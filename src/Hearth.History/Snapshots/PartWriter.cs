using System.Runtime.InteropServices;
using System.Text;

namespace Hearth.History.Snapshots;

/// <summary>
/// A part of a snapshot while it is made: numbers of variable length, and texts by number in a table of the part's own, so that
/// each part can be read without the others.
/// </summary>
internal sealed class PartWriter
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _texts = [];
    private byte[] _bytes = new byte[1024];
    private int _length;

    public void Number(long value)
    {
        // Zigzag: small negative numbers stay short.
        Unsigned((ulong)((value << 1) ^ (value >> 63)));
    }

    public void Count(int value) => Unsigned((ulong)value);

    public void Flag(bool value) => Unsigned(value ? 1u : 0u);

    /// <summary>A number or nothing.</summary>
    public void Optional(long? value)
    {
        Flag(value is not null);
        if (value is { } known)
            Number(known);
    }

    public void Real(double value) => Number(BitConverter.DoubleToInt64Bits(value));

    public void Text(string text)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, text, out var exists);
        if (!exists)
        {
            _texts.Add(text);
            number = _texts.Count;
        }

        Unsigned((ulong)number);
    }

    /// <summary>A text or nothing.</summary>
    public void OptionalText(string? text)
    {
        if (text is null)
            Unsigned(0);
        else
            Text(text);
    }

    /// <summary>How many there are, and each; <see cref="PartReader.Array"/> reads them.</summary>
    public void Array<T>(IReadOnlyCollection<T> values, Action<PartWriter, T> write)
    {
        Count(values.Count);
        foreach (var value in values)
            write(this, value);
    }

    public void Numbers(IReadOnlyCollection<int> values) => Array(values, static (writer, value) => writer.Number(value));

    public void Numbers(ReadOnlySpan<long> values)
    {
        Count(values.Length);
        foreach (var value in values)
            Number(value);
    }

    public void Texts(IReadOnlyCollection<string> values) => Array(values, static (writer, value) => writer.Text(value));

    public void Pairs(IReadOnlyCollection<KeyValuePair<string, string>> pairs) => Array(pairs, static (writer, pair) =>
    {
        writer.Text(pair.Key);
        writer.Text(pair.Value);
    });

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Room(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>The part: how many texts, their lengths in bytes, the texts, and what was written.</summary>
    public byte[] ToArray()
    {
        var head = new PartWriter();
        head.Count(_texts.Count);
        foreach (var text in _texts)
            head.Count(Encoding.UTF8.GetByteCount(text));
        foreach (var text in _texts)
        {
            var size = Encoding.UTF8.GetByteCount(text);
            head.Room(size);
            head._length += Encoding.UTF8.GetBytes(text, head._bytes.AsSpan(head._length));
        }

        head.Bytes(_bytes.AsSpan(0, _length));
        return head._bytes[..head._length];
    }

    private void Unsigned(ulong value)
    {
        const int Longest = 10;
        Room(Longest);
        for (; value >= 0x80; value >>= 7)
            _bytes[_length++] = (byte)(value | 0x80);
        _bytes[_length++] = (byte)value;
    }

    private void Room(int more)
    {
        if (_length + more > _bytes.Length)
            System.Array.Resize(ref _bytes, Math.Max(_length + more, _bytes.Length * 2));
    }
}
