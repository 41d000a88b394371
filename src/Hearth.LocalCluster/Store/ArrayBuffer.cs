using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Hearth.LocalCluster.Store;

/// <summary>A growing byte buffer for log records.</summary>
internal sealed class ArrayBuffer
{
    private byte[] _bytes = new byte[4096];
    private int _length;

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

    public Span<byte> Mutable => _bytes.AsSpan(0, _length);

    public void Clear() => _length = 0;

    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..])
            sum = BitOperations.Crc32C(sum, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var rest in bytes)
            sum = BitOperations.Crc32C(sum, rest);
        return ~sum;
    }

    public Span<byte> Reserve(int count)
    {
        if (_bytes.Length - _length < count)
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, _length + count));
        _length += count;
        return _bytes.AsSpan(_length - count, count);
    }

    public void WriteByte(byte value) => Reserve(1)[0] = value;

    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Reserve(8), value);

    public void WriteBytes(ReadOnlySpan<byte> value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Reserve(4), value.Length);
        value.CopyTo(Reserve(value.Length));
    }

    public void WriteText(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        BinaryPrimitives.WriteInt32LittleEndian(Reserve(4), length);
        Encoding.UTF8.GetBytes(value, Reserve(length));
    }

    public void WriteTexts(string[] values)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Reserve(4), values.Length);
        foreach (var value in values)
            WriteText(value);
    }
}
