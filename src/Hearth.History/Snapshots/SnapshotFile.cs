using System.Buffers.Binary;
using Hearth.History.EventLogs;
using Microsoft.Win32.SafeHandles;

namespace Hearth.History.Snapshots;

/// <summary>Where a part lies in a snapshot, and the checksum of its bytes.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
internal readonly record struct PartPlace(long Offset, long Length, uint Checksum)
{
    public static PartPlace Read(PartReader reader) => new(reader.Number(), reader.Number(), (uint)reader.Number());

    public void Write(PartWriter writer)
    {
        writer.Number(Offset);
        writer.Number(Length);
        writer.Number(Checksum);
    }
}

/// <summary>
/// The bytes of a snapshot: a header (magic, format, place of the main part), then parts. Small files are held in memory, large ones
/// stay open and are read where they are asked; the open file outlives its removal.
/// </summary>
internal sealed class SnapshotFile
{
    /// <summary>Changes with the format and with what replaying derives: older snapshots are then ignored.</summary>
    public const int Format = 5;

    private const int HeaderLength = 40;
    private const int LargestInMemory = 2 * 1024 * 1024;
    private const uint Seed = 0x48726874;
    private static ReadOnlySpan<byte> Magic => "HEARTHAS"u8;
    private readonly SafeFileHandle? _file;
    private readonly byte[]? _bytes;

    /// <summary>-1 while the file is still written.</summary>
    private readonly long _length;

    private SnapshotFile(SafeFileHandle? file, byte[]? bytes, long length, PartPlace main) => (_file, _bytes, _length, Main) = (file, bytes, length, main);

    public long Length => _length < 0 ? RandomAccess.GetLength(_file!) : _length;

    /// <summary>The part from which all others are reached.</summary>
    public PartPlace Main { get; }

    /// <summary>Opens a snapshot. A file that is not one, or of another format, is <see cref="DamagedSnapshotException"/>.</summary>
    public static SnapshotFile Open(string path)
    {
        var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var length = RandomAccess.GetLength(file);
        if (length > LargestInMemory)
        {
            var header = new byte[HeaderLength];
            ReadFrom(file, 0, header);
            return new SnapshotFile(file, null, length, Header(header, length));
        }

        using (file)
        {
            var bytes = new byte[length];
            ReadFrom(file, 0, bytes);
            return Of(bytes);
        }
    }

    /// <summary>A snapshot that is being written: parts that it has can be read.</summary>
    public static SnapshotFile Draft(SafeFileHandle file) => new(file, null, -1, default);

    public static SnapshotFile Of(byte[] bytes) => new(null, bytes, bytes.Length, Header(bytes, bytes.Length));

    /// <summary>A part, its checksum compared.</summary>
    public byte[] Read(PartPlace place)
    {
        if (place.Length < 0 || place.Length > Length || place.Offset < 0 || place.Offset > Length - place.Length)
            throw new DamagedSnapshotException("a part lies beyond its end");
        var bytes = new byte[place.Length];
        Read(place.Offset, bytes);
        return XxHash32.Compute(bytes, Seed) == place.Checksum ? bytes : throw new DamagedSnapshotException("a part's checksum does not match");
    }

    /// <summary>Bytes as they are, for those who compared the checksum before.</summary>
    public void Read(long offset, Span<byte> target)
    {
        if (_bytes is null)
            ReadFrom(_file!, offset, target);
        else if (offset < 0 || offset > _bytes.Length - target.Length)
            throw new DamagedSnapshotException("a part lies beyond its end");
        else
            _bytes.AsSpan((int)offset, target.Length).CopyTo(target);
    }

    private static void ReadFrom(SafeFileHandle file, long offset, Span<byte> target)
    {
        if (offset < 0)
            throw new DamagedSnapshotException("a part lies before its begin");
        while (!target.IsEmpty)
        {
            var count = RandomAccess.Read(file, target, offset);
            if (count == 0)
                throw new DamagedSnapshotException("the file ends too early");
            offset += count;
            target = target[count..];
        }
    }

    private static PartPlace Header(ReadOnlySpan<byte> bytes, long length)
    {
        if (bytes.Length < HeaderLength || !bytes.StartsWith(Magic))
            throw new DamagedSnapshotException("the magic is missing");
        if (BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]) != Format)
            throw new DamagedSnapshotException("it has another format");
        if (BinaryPrimitives.ReadInt64LittleEndian(bytes[12..]) != length
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[36..]) != XxHash32.Compute(bytes[..36], Seed))
            throw new DamagedSnapshotException("the header's checksum does not match");
        var offset = BinaryPrimitives.ReadInt64LittleEndian(bytes[20..]);
        return new PartPlace(offset, length - offset, BinaryPrimitives.ReadUInt32LittleEndian(bytes[28..]));
    }

    /// <summary>Writes a snapshot part by part; the header comes last, so that a file that was cut is none.</summary>
    /// <param name="draft">What reads the parts while the file is written, if anything does.</param>
    internal sealed class Writer(Stream target, SnapshotFile? draft = null)
    {
        private long _position = HeaderLength;

        public SnapshotFile? Draft => draft;

        public PartPlace Add(ReadOnlySpan<byte> part)
        {
            target.Position = _position;
            target.Write(part);
            var place = new PartPlace(_position, part.Length, XxHash32.Compute(part, Seed));
            _position += part.Length;
            return place;
        }

        /// <summary>Ends the file with the main part.</summary>
        public void End(ReadOnlySpan<byte> main)
        {
            var place = Add(main);
            var header = new byte[HeaderLength];
            Magic.CopyTo(header);
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), Format);
            BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(12), _position);
            BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(20), place.Offset);
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(28), place.Checksum);
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(36), XxHash32.Compute(header.AsSpan(0, 36), Seed));
            target.Position = 0;
            target.Write(header);
            target.Flush();
        }
    }
}
