namespace Hearth.History.Snapshots;

/// <summary>
/// Bytes in memory, or in a snapshot from which they are read when they are asked for. The first reader compares the checksum; after
/// that a few of them can be read alone.
/// </summary>
internal sealed class StoredBytes
{
    private readonly Late<byte[]> _all;
    private readonly SnapshotFile? _file;
    private readonly PartPlace _place;
    private volatile bool _compared;

    private StoredBytes(byte[] bytes) => _all = new Late<byte[]>(bytes);

    public StoredBytes(SnapshotFile file, PartPlace place) => (_file, _place, _all) = (file, place, new Late<byte[]>(() => file.Read(place)));

    /// <summary>How many of them are in memory for good.</summary>
    public int Here => _all.IsHere ? _all.Value.Length : 0;

    /// <summary>Keeps the bytes in the snapshot that is being made, if there is one and it has room; else in memory.</summary>
    public static StoredBytes Keep(byte[] bytes, SnapshotDraft? draft) =>
        bytes.Length > 0 && draft?.TryAdd(bytes) is { } place ? new StoredBytes(draft.File, place) : new StoredBytes(bytes);

    public byte[] All()
    {
        var all = _all.Value;
        _compared = true;
        return all;
    }

    public ReadOnlySpan<byte> Some(int offset, Span<byte> room)
    {
        if (_file is null || !_compared)
            return All().AsSpan(offset, room.Length);
        _file.Read(_place.Offset + offset, room);
        return room;
    }

    /// <summary>Where they lie in the snapshot that is being written; they are not written twice.</summary>
    public PartPlace Store(SnapshotFile.Writer writer) => _file is not null && writer.Draft == _file ? _place : writer.Add(All());
}
