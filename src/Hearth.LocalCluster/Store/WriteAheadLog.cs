using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Hearth.LocalCluster.Store;

/// <summary>
/// Keeps the store on disk: every write is in the log before it is answered, so killing the process loses nothing. From time to time the
/// objects are written to a snapshot, and the log before it is deleted. A record torn by a crash was never answered and is dropped.
/// </summary>
internal sealed class WriteAheadLog : IDisposable
{
    private const long LeastBytesBetweenSnapshots = 32 << 20;

    private readonly string _directory;
    private readonly ArrayBuffer _buffer = new();
    private SafeFileHandle? _file;
    private long _length;
    private long _sinceSnapshot;
    private long _snapshotLength;
    private Task _snapshotting = Task.CompletedTask;

    public WriteAheadLog(string directory)
    {
        Directory.CreateDirectory(directory);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _directory = directory;
    }

    public bool NeedsSnapshot => _snapshotting.IsCompleted && _sinceSnapshot > Math.Max(LeastBytesBetweenSnapshots, 2 * _snapshotLength);

    /// <summary>Reads the newest snapshot and every log after it, then opens a new log.</summary>
    /// <returns>The last version that was written.</returns>
    /// <exception cref="IOException">Another process uses the folder, or files are damaged or missing.</exception>
    public long Load(Action<string, ChangeType, StoredObject> apply)
    {
        long revision = 0;
        foreach (var unfinished in Directory.EnumerateFiles(_directory, "snapshot-*.tmp"))
            File.Delete(unfinished);
        var snapshot = Files("snapshot-").LastOrDefault();
        if (snapshot is not null)
        {
            revision = ReadAll(snapshot, RevisionOf(snapshot), mayBeTorn: false, apply);
            _snapshotLength = new FileInfo(snapshot).Length;
        }

        foreach (var log in Files("log-").Where(log => RevisionOf(log) >= (snapshot is null ? 0 : RevisionOf(snapshot))))
        {
            if (RevisionOf(log) != revision)
                throw new IOException($"{_directory} misses the changes from version {revision + 1} to {RevisionOf(log)}: bring the folder back from a copy, or move it away to start with an empty cluster");
            revision = ReadAll(log, revision, mayBeTorn: true, apply);
            _sinceSnapshot += new FileInfo(log).Length;
        }

        OpenLog(revision);
        return revision;
    }

    /// <summary>Writes one change. Called with the store's lock held.</summary>
    public void Append(string table, ChangeType type, StoredObject value)
    {
        _buffer.Clear();
        LogRecord.Write(_buffer, table, type, value);
        WriteWhole(_buffer.Written);
        _length += _buffer.Written.Length;
        _sinceSnapshot += _buffer.Written.Length;
    }

    /// <summary>Where there is no room for all of it nothing of it stays.</summary>
    private void WriteWhole(ReadOnlySpan<byte> record)
    {
        try
        {
            RandomAccess.Write(_file!, record, _length);
        }
        catch (IOException)
        {
            RandomAccess.SetLength(_file!, _length);
            throw;
        }
    }

    /// <summary>Starts a new log and writes the objects of this moment in the background. Called with the store's lock held.</summary>
    public void Snapshot(long revision, IEnumerable<ResourceTable> tables)
    {
        var state = tables.Select(table => (table.Name, table.Objects)).ToArray();
        var obsolete = Files("log-").Concat(Files("snapshot-")).ToArray();
        OpenLog(revision);
        _sinceSnapshot = 0;
        _snapshotting = Task.Run(() => WriteSnapshot(revision, state, obsolete));
    }

    private void WriteSnapshot(long revision, (string Name, ObjectMap Objects)[] state, string[] obsolete)
    {
        var path = Path.Combine(_directory, FileName("snapshot-", revision));
        var temporary = path + ".tmp";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20))
        {
            var buffer = new ArrayBuffer();
            foreach (var (name, objects) in state)
            {
                foreach (var value in objects.In(null))
                {
                    buffer.Clear();
                    LogRecord.Write(buffer, name, ChangeType.Added, value);
                    file.Write(buffer.Written);
                }
            }

            file.Flush(flushToDisk: true);
            _snapshotLength = file.Length;
        }

        File.Move(temporary, path, overwrite: true);
        foreach (var file in obsolete)
            File.Delete(file);
    }

    private void OpenLog(long revision)
    {
        // Where there is no room for a new log, the old one goes on.
        var next = File.OpenHandle(Path.Combine(_directory, FileName("log-", revision)), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        _file?.Dispose();
        _file = next;
        _length = RandomAccess.GetLength(_file);
    }

    private static string FileName(string prefix, long revision) => prefix + revision.ToString("D20", CultureInfo.InvariantCulture);

    private static long RevisionOf(string path) =>
        long.Parse(Path.GetFileName(path).AsSpan(Path.GetFileName(path).IndexOf('-') + 1), CultureInfo.InvariantCulture);

    private IEnumerable<string> Files(string prefix) => Directory.EnumerateFiles(_directory, prefix + "*")
        .Where(path => !path.EndsWith(".tmp", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>Reads records up to the end, or up to one that a crash tore, which is cut off.</summary>
    /// <returns>The greatest version, at least <paramref name="revision"/>.</returns>
    /// <exception cref="IOException">What cannot be read is no torn end.</exception>
    private static long ReadAll(string path, long revision, bool mayBeTorn, Action<string, ChangeType, StoredObject> apply)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1 << 20);
        Span<byte> head = stackalloc byte[LogRecord.HeadLength];
        var content = new byte[4096];
        while (file.Position is var start && start < file.Length)
        {
            if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || LogRecord.ContentLength(head, file.Length - file.Position) is not { } length)
                return CutTorn(file, start, revision, mayBeTorn);
            if (content.Length < length)
                content = new byte[Math.Max(length, content.Length * 2)];
            file.ReadExactly(content.AsSpan(0, length));
            if (!LogRecord.IsWhole(head, content.AsSpan(0, length)))
                return CutTorn(file, start, revision, mayBeTorn);
            var record = LogRecord.Read(content.AsSpan(0, length));
            apply(record.Table, record.Type, record.Object);
            revision = Math.Max(revision, record.Object.ResourceVersion);
        }

        return revision;
    }

    /// <summary>A crash tears the last record only; where whole ones follow, the file was damaged later, and cutting it would lose what was acknowledged.</summary>
    private static long CutTorn(FileStream file, long start, long revision, bool mayBeTorn)
    {
        var rest = new byte[file.Length - start];
        file.Position = start;
        file.ReadExactly(rest);
        if (!mayBeTorn || LogRecord.AnyIn(rest, revision))
            throw new IOException($"{file.Name} is damaged at byte {start}: bring the folder back from a copy, or move it away to start with an empty cluster");
        file.SetLength(start);
        return revision;
    }

    public void Dispose()
    {
        // Without room for a snapshot the logs before it are still there.
        _snapshotting.ContinueWith(_ => { }, TaskScheduler.Default).Wait(TimeSpan.FromSeconds(30));
        _file?.Dispose();
    }
}
