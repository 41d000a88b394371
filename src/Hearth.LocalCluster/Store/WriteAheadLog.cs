using System.Buffers.Binary;
using System.Globalization;
using System.Text;
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
    public long Load(Action<string, ChangeType, StoredObject> apply)
    {
        long revision = 0;
        foreach (var unfinished in Directory.EnumerateFiles(_directory, "snapshot-*.tmp"))
            File.Delete(unfinished);
        var snapshot = Files("snapshot-").LastOrDefault();
        if (snapshot is not null)
        {
            revision = RevisionOf(snapshot);
            ReadAll(snapshot, apply);
            _snapshotLength = new FileInfo(snapshot).Length;
        }

        foreach (var log in Files("log-").Where(log => RevisionOf(log) >= (snapshot is null ? 0 : RevisionOf(snapshot))))
        {
            revision = Math.Max(revision, ReadAll(log, apply));
            _sinceSnapshot += new FileInfo(log).Length;
        }

        OpenLog(revision);
        return revision;
    }

    /// <summary>Writes one change. Called with the store's lock held.</summary>
    public void Append(string table, ChangeType type, StoredObject value)
    {
        _buffer.Clear();
        WriteRecord(_buffer, table, type, value);
        RandomAccess.Write(_file!, _buffer.Written, _length);
        _length += _buffer.Written.Length;
        _sinceSnapshot += _buffer.Written.Length;
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
                    WriteRecord(buffer, name, ChangeType.Added, value);
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

    /// <summary>Record: length and checksum (4 bytes each), type, version, then each text and the object, all with their lengths.</summary>
    private static void WriteRecord(ArrayBuffer into, string table, ChangeType type, StoredObject value)
    {
        into.Reserve(8);
        into.WriteByte((byte)type);
        into.WriteInt64(value.ResourceVersion);
        into.WriteText(table);
        into.WriteText(value.Namespace);
        into.WriteText(value.Name);
        into.WriteText(value.Uid);
        into.WriteTexts(value.Labels);
        into.WriteTexts(value.Fields);
        into.WriteBytes(value.Json);
        var content = into.Written[8..];
        BinaryPrimitives.WriteInt32LittleEndian(into.Mutable, content.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(into.Mutable[4..], ArrayBuffer.Checksum(content));
    }

    private static long ReadAll(string path, Action<string, ChangeType, StoredObject> apply)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1 << 20);
        Span<byte> head = stackalloc byte[8];
        var content = new byte[4096];
        long revision = 0;
        while (true)
        {
            var start = file.Position;
            if (file.ReadAtLeast(head, 8, throwOnEndOfStream: false) < 8)
                return Torn(file, start, revision);
            var length = BinaryPrimitives.ReadInt32LittleEndian(head);
            if (length < 0 || length > file.Length - file.Position)
                return Torn(file, start, revision);
            if (content.Length < length)
                content = new byte[Math.Max(length, content.Length * 2)];
            file.ReadExactly(content.AsSpan(0, length));
            if (ArrayBuffer.Checksum(content.AsSpan(0, length)) != BinaryPrimitives.ReadUInt32LittleEndian(head[4..]))
                return Torn(file, start, revision);
            revision = Math.Max(revision, Apply(content.AsSpan(0, length), apply));
        }
    }

    private static long Torn(FileStream file, long end, long revision)
    {
        if (file.Length > end)
            file.SetLength(end);
        return revision;
    }

    private static long Apply(ReadOnlySpan<byte> content, Action<string, ChangeType, StoredObject> apply)
    {
        var type = (ChangeType)content[0];
        var revision = BinaryPrimitives.ReadInt64LittleEndian(content[1..]);
        var rest = content[9..];
        var table = Text(ref rest);
        var value = new StoredObject(Text(ref rest), Text(ref rest), Text(ref rest), revision, [], [], []) { Labels = Texts(ref rest), Fields = Texts(ref rest) };
        apply(table, type, value with { Json = Bytes(ref rest).ToArray() });
        return revision;
    }

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

    public void Dispose()
    {
        // Without room for a snapshot the logs before it are still there.
        _snapshotting.ContinueWith(_ => { }, TaskScheduler.Default).Wait(TimeSpan.FromSeconds(30));
        _file?.Dispose();
    }
}
