using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// The log of one run of a container, in the format of container runtimes: <c>TIME stdout|stderr F|P TEXT</c> a line. Rotated by size;
/// the files before it have <c>.1</c> (the newest) to <c>.4</c> at the end of their names.
/// </summary>
internal sealed class ContainerLog : IAsyncDisposable
{
    private const int KeptFiles = 5;
    private const int LongestLine = 16 * 1024;
    private readonly SemaphoreSlim _lock = new(1, 1);
    private readonly long _maximumSize;
    private readonly TimeProvider _time;
    private FileStream _file;
    private ImmutableList<OutputCopy> _copies = [];
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ContainerLog(string path, long maximumSize, TimeProvider time)
    {
        (Path, _maximumSize, _time) = (path, maximumSize, time);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        _file = Open(path);
    }

    public string Path { get; }

    public bool IsClosed { get; private set; }

    /// <summary>How often the file was renamed and a new one begun.</summary>
    public int Rotations { get; private set; }

    /// <summary>Ends at the next line, or when the log is closed.</summary>
    public Task GrownAsync() => Volatile.Read(ref _grown).Task;

    /// <summary>Opens the files that are kept now, the oldest first; the last of them is still being written to.</summary>
    /// <param name="since">Only those begun after so many rotations: what a reader has not seen yet.</param>
    /// <returns>The files, and <see cref="Rotations"/> as it was when they were opened.</returns>
    public async Task<(List<FileStream> Files, int Rotations)> OpenAsync(int since, CancellationToken cancellationToken)
    {
        // A file that is renamed while others are opened would be read twice or not at all.
        await _lock.WaitAsync(cancellationToken);
        try
        {
            return (OpenFiles(Path, Math.Min(KeptFiles, Rotations - since)), Rotations);
        }
        finally
        {
            _lock.Release();
        }
    }

    /// <summary>Opens the files of a log that nobody writes to any more, the oldest first.</summary>
    public static List<FileStream> OpenEnded(string path) => OpenFiles(path, KeptFiles);

    /// <summary>Removes a log that nobody writes to any more.</summary>
    public static void Delete(string path)
    {
        File.Delete(path);
        for (var i = 1; i < KeptFiles; i++)
            File.Delete($"{path}.{i}");
    }

    /// <summary>From now on also passes on what the container writes, byte for byte.</summary>
    public OutputCopy CopyOutput()
    {
        var copy = new OutputCopy(gone => ImmutableInterlocked.Update(ref _copies, (all, one) => all.Remove(one), gone));
        ImmutableInterlocked.Update(ref _copies, (all, one) => all.Add(one), copy);
        if (IsClosed)
            copy.Complete();
        return copy;
    }

    /// <summary>Copies a stream of the container into the log, line by line, until it ends.</summary>
    /// <param name="name"><c>stdout</c> or <c>stderr</c>.</param>
    public async Task CopyAsync(Stream source, string name, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestLine];
        var used = 0;
        using var output = new MemoryStream();
        while (true)
        {
            var read = await ReadAsync(source, buffer.AsMemory(used), cancellationToken);
            foreach (var copy in _copies)
                await copy.AddAsync(name, buffer.AsMemory(used, read), cancellationToken);
            var stamp = Stamp(name);
            used += read;
            var start = 0;
            while (buffer.AsSpan(start, used - start).IndexOf((byte)'\n') is var length && length >= 0)
            {
                WriteLine(output, stamp, 'F', buffer.AsSpan(start, length));
                start += length + 1;
            }

            if (start == 0 && (used == buffer.Length || (read == 0 && used > 0)))
            {
                WriteLine(output, stamp, read == 0 ? 'F' : 'P', buffer.AsSpan(0, used));
                start = used;
            }

            buffer.AsSpan(start, used - start).CopyTo(buffer);
            used -= start;
            if (output.Length > 0)
                await AppendAsync(output, cancellationToken);
            if (read == 0 && used == 0)
                return;
        }
    }

    // A terminal ends with an error where a file just ends.
    private static async ValueTask<int> ReadAsync(Stream source, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            return 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _lock.WaitAsync();
        try
        {
            IsClosed = true;
            await _file.DisposeAsync();
            _grown.TrySetResult();
            foreach (var copy in _copies)
                copy.Complete();
        }
        finally
        {
            _lock.Release();
        }
    }

    private static void WriteLine(MemoryStream output, byte[] stamp, char flag, ReadOnlySpan<byte> text)
    {
        output.Write(stamp);
        output.WriteByte((byte)flag);
        output.WriteByte((byte)' ');
        output.Write(text);
        output.WriteByte((byte)'\n');
    }

    private byte[] Stamp(string name) =>
        Encoding.ASCII.GetBytes(_time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffff'00Z '", CultureInfo.InvariantCulture) + name + " ");

    private async Task AppendAsync(MemoryStream output, CancellationToken cancellationToken)
    {
        await _lock.WaitAsync(cancellationToken);
        try
        {
            if (!IsClosed)
            {
                if (_file.Position > 0 && _file.Position + output.Length > _maximumSize)
                    await RotateAsync();
                await _file.WriteAsync(output.GetBuffer().AsMemory(0, (int)output.Length), cancellationToken);
            }
        }
        finally
        {
            output.SetLength(0);
            _lock.Release();
        }

        Interlocked.Exchange(ref _grown, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
    }

    private async Task RotateAsync()
    {
        await _file.DisposeAsync();
        for (var i = KeptFiles - 2; i >= 1; i--)
        {
            if (File.Exists($"{Path}.{i}"))
                File.Move($"{Path}.{i}", $"{Path}.{i + 1}", overwrite: true);
        }

        File.Move(Path, Path + ".1", overwrite: true);
        _file = Open(Path);
        Rotations++;
    }

    private static List<FileStream> OpenFiles(string path, int count)
    {
        var files = new List<FileStream>();
        for (var i = count - 1; i >= 0; i--)
        {
            var file = i == 0 ? path : $"{path}.{i}";
            if (File.Exists(file))
                files.Add(OpenToRead(file));
        }

        return files;
    }

    private static FileStream OpenToRead(string file) => new(file, new FileStreamOptions
    {
        Mode = FileMode.Open,
        Access = FileAccess.Read,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
        Options = FileOptions.SequentialScan,
    });

    private static FileStream Open(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Append,
        Access = FileAccess.Write,
        Share = FileShare.ReadWrite | FileShare.Delete,
        BufferSize = 0,
    });
}
