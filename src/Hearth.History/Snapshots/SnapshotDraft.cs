namespace Hearth.History.Snapshots;

/// <summary>
/// A snapshot that is filled while its log is read: what is final goes to the file at once and out of memory, so that memory does not
/// grow with the log. A full disk ends that; the rest then stays in memory, and the snapshot is not kept.
/// </summary>
internal sealed class SnapshotDraft : IDisposable
{
    private readonly string _path;
    private readonly FileStream _stream;
    private string? _failure;

    /// <param name="path">A new file; it is removed in the end, unless it was moved away.</param>
    public SnapshotDraft(string path)
    {
        _path = path;
        _stream = SnapshotFolder.OpenNew(path);
        File = SnapshotFile.Draft(_stream.SafeFileHandle);
        Writer = new SnapshotFile.Writer(_stream, File);
    }

    /// <summary>Reads what was added; also after the draft was moved or removed.</summary>
    public SnapshotFile File { get; }

    public SnapshotFile.Writer Writer { get; }

    /// <summary>Null when the file cannot be written any more.</summary>
    public PartPlace? TryAdd(byte[] part)
    {
        if (_failure is not null)
            return null;
        try
        {
            return Writer.Add(part);
        }
        catch (IOException e)
        {
            _failure = e.Message;
            return null;
        }
    }

    /// <summary>Ends the snapshot and gives it its name. Throws when it could not be written whole.</summary>
    public long Finish(string key, Model.Application application)
    {
        if (_failure is not null)
            throw new IOException(_failure);
        ApplicationPart.Write(key, application, Writer);
        return _stream.Length;
    }

    public void MoveTo(string path, DateTimeOffset now)
    {
        System.IO.File.SetLastWriteTimeUtc(_path, now.UtcDateTime);
        System.IO.File.Move(_path, path, overwrite: true);
    }

    /// <summary>Removes what was not moved. Who still reads from the file keeps it open.</summary>
    public void Dispose() => SnapshotFolder.TryDelete(_path);
}
