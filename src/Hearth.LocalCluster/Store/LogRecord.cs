using System.Buffers.Binary;
using System.Text;

namespace Hearth.LocalCluster.Store;

/// <summary>
/// One change in a file of the <see cref="WriteAheadLog"/>: length and checksum of the rest (4 bytes each), type (1), version (8), then the
/// texts and the object, each with its length (4).
/// </summary>
internal readonly record struct LogRecord(string Table, ChangeType Type, StoredObject Object)
{
    public const int HeadLength = 8;

    /// <summary>Type and version, which every record has.</summary>
    private const int LeastLength = 9;

    public static void Write(ArrayBuffer into, string table, ChangeType type, StoredObject value)
    {
        into.Reserve(HeadLength);
        into.WriteByte((byte)type);
        into.WriteInt64(value.ResourceVersion);
        into.WriteText(table);
        into.WriteText(value.Namespace);
        into.WriteText(value.Name);
        into.WriteText(value.Uid);
        into.WriteTexts(value.Labels);
        into.WriteTexts(value.Fields);
        into.WriteBytes(value.Json);
        var content = into.Written[HeadLength..];
        BinaryPrimitives.WriteInt32LittleEndian(into.Mutable, content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(into.Mutable[4..], ArrayBuffer.Checksum(content));
    }

    /// <summary>How many bytes follow the head; null where no record can start so with so many bytes left after it.</summary>
    public static int? ContentLength(ReadOnlySpan<byte> head, long left) =>
        BinaryPrimitives.ReadInt32LittleEndian(head) is var length && length >= LeastLength && length <= left ? length : null;

    public static bool IsWhole(ReadOnlySpan<byte> head, ReadOnlySpan<byte> content) =>
        ArrayBuffer.Checksum(content) == BinaryPrimitives.ReadUInt32LittleEndian(head[4..]);

    /// <summary>Whether a whole record of a version after <paramref name="version"/> starts at any of these bytes.</summary>
    public static bool AnyIn(ReadOnlySpan<byte> bytes, long version)
    {
        for (; bytes.Length >= HeadLength + LeastLength; bytes = bytes[1..])
        {
            // The type and the version rule out nearly everything before a checksum is counted.
            if (ContentLength(bytes, bytes.Length - HeadLength) is { } length && bytes[HeadLength] <= (byte)ChangeType.Deleted
                && VersionOf(bytes[HeadLength..]) - version is > 0 and < uint.MaxValue && IsWhole(bytes, bytes.Slice(HeadLength, length)))
                return true;
        }

        return false;
    }

    public static LogRecord Read(ReadOnlySpan<byte> content)
    {
        var (type, version) = ((ChangeType)content[0], VersionOf(content));
        var rest = content[LeastLength..];
        var table = Text(ref rest);
        var value = new StoredObject(Text(ref rest), Text(ref rest), Text(ref rest), version, [], [], []) { Labels = Texts(ref rest), Fields = Texts(ref rest) };
        return new LogRecord(table, type, value with { Json = Bytes(ref rest).ToArray() });
    }

    private static long VersionOf(ReadOnlySpan<byte> content) => BinaryPrimitives.ReadInt64LittleEndian(content[1..]);

    private static ReadOnlySpan<byte> Bytes(ref ReadOnlySpan<byte> rest)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        var bytes = rest.Slice(4, length);
        rest = rest[(4 + length)..];
        return bytes;
    }

    private static string Text(ref ReadOnlySpan<byte> rest) => Encoding.UTF8.GetString(Bytes(ref rest));

    private static string[] Texts(ref ReadOnlySpan<byte> rest)
    {
        var texts = new string[BinaryPrimitives.ReadInt32LittleEndian(rest)];
        rest = rest[4..];
        for (var i = 0; i < texts.Length; i++)
            texts[i] = Text(ref rest);
        return texts;
    }
}
