using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Hearth.History.EventLogs;

namespace Hearth.Benchmarks.History;

/// <summary>Large event logs made of a recorded one, in the layouts and codecs of Spark. They lie in one folder, removed with this.</summary>
internal sealed partial class GeneratedLogs : IDisposable
{
    private const int FrameSize = 1 << 20;
    private const int BlockSize = 32 * 1024;
    private const int RollAt = 128 * 1000 * 1000;
    private readonly string _generator;
    private readonly string _source;

    private GeneratedLogs(string root, string generator) => (Root, _generator, _source) = (root, generator, Path.Combine(root, "source"));

    public string Root { get; }

    /// <summary>Null, with the reason, where the recordings or the generator are missing.</summary>
    public static async Task<(GeneratedLogs? Logs, string Reason)> PrepareAsync()
    {
        var shared = Environment.GetEnvironmentVariable("HEARTH_SHARED") ?? "../shared";
        string generator = Path.Combine(shared, "tools", "biglog.py"), recorded = Path.Combine(shared, "golden", "history", "4.3.0", "logs", "rolling");
        if (!File.Exists(generator) || !Directory.Exists(recorded))
            return (null, $"no {generator} or no {recorded}; HEARTH_SHARED names their folder");
        var logs = new GeneratedLogs(Directory.CreateTempSubdirectory("hearth-bench-").FullName, generator);
        await using var source = File.Create(logs._source);
        foreach (var file in Directory.GetFiles(Directory.GetDirectories(recorded).Single(), "events_*").Order(StringComparer.Ordinal))
        {
            await using var text = Codecs.Decode(File.OpenRead(file), Codec.Zstd);
            await text.CopyToAsync(source);
        }

        return (logs, "");
    }

    /// <summary>An uncompressed log of so many MB, in a folder of its own.</summary>
    public async Task<string> PlainAsync(int megabytes)
    {
        var file = Path.Combine(Folder($"plain-{megabytes}"), "app-bench");
        using var python = Process.Start(new ProcessStartInfo("python3", [_generator, _source, megabytes.ToString(), file]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        await python.WaitForExitAsync();
        return python.ExitCode == 0 ? file : throw new InvalidOperationException("the generator of logs failed");
    }

    /// <summary>The same text in frames or blocks, as Spark's streams write them.</summary>
    public string Compressed(string plain, Codec codec)
    {
        var file = Path.Combine(Folder(codec.ToString()), "app-bench." + codec.ToString().ToLowerInvariant());
        using var source = File.OpenRead(plain);
        using var target = File.Create(file);
        Compress(source, target, codec, long.MaxValue);
        return file;
    }

    /// <summary>A folder of rolling zstd files, each of 128 MB of text.</summary>
    public string Rolling(string plain)
    {
        var folder = Path.Combine(Folder("rolling"), "eventlog_v2_app-bench");
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, "appstatus_app-bench"), []);
        using var source = File.OpenRead(plain);
        for (var n = 1; source.Position < source.Length; n++)
        {
            using var target = File.Create(Path.Combine(folder, $"events_{n}_app-bench.zstd"));
            Compress(source, target, Codec.Zstd, RollAt);
        }

        return folder;
    }

    /// <summary>A folder of many small logs.</summary>
    public string Many(int count)
    {
        var folder = Folder($"many-{count}");
        var lines = File.ReadLines(_source).Take(40).ToList();
        for (var i = 0; i < count; i++)
        {
            var text = lines.Select(l => l.StartsWith("{\"Event\":\"SparkListenerApplicationStart\"", StringComparison.Ordinal)
                ? $"{{\"Event\":\"SparkListenerApplicationStart\",\"App Name\":\"app {i}\",\"App ID\":\"app-{i:D6}\",\"Timestamp\":{1_790_000_000_000 + i},\"User\":\"u\"}}"
                : l);
            File.WriteAllLines(Path.Combine(folder, $"app-{i:D6}"), [.. text, $"{{\"Event\":\"SparkListenerApplicationEnd\",\"Timestamp\":{1_790_000_100_000 + i}}}"]);
        }

        return folder;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(Root, name)).FullName;

    private static void Compress(Stream source, Stream target, Codec codec, long most)
    {
        if (codec == Codec.Snappy)
            target.Write([0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0, 0, 0, 0, 1, 0, 0, 0, 1]);
        var text = new byte[codec == Codec.Zstd ? FrameSize : BlockSize];
        var packed = new byte[(text.Length * 2) + 1024];
        for (long written = 0; written < most;)
        {
            var length = source.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
            if (length == 0)
                return;

            // Files roll at line ends.
            if (written + length >= most && length == text.Length)
            {
                var end = Array.LastIndexOf(text, (byte)'\n', length - 1) + 1;
                source.Position -= length - end;
                (length, most) = (end, 0);
            }

            Write(text.AsSpan(0, length), packed, target, codec);
            written += length;
        }
    }

    private static unsafe void Write(ReadOnlySpan<byte> text, byte[] packed, Stream target, Codec codec)
    {
        fixed (byte* from = text, to = packed)
        {
            switch (codec)
            {
                case Codec.Zstd:
                    target.Write(packed.AsSpan(0, (int)ZSTD_compress(to, (nuint)packed.Length, from, (nuint)text.Length, 1)));
                    return;
                case Codec.Lz4:
                    var size = LZ4_compress_default(from, to, text.Length, packed.Length);
                    var header = new byte[21];
                    "LZ4Block"u8.CopyTo(header);
                    header[8] = 0x20 | 5;
                    BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(9), size);
                    BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(13), text.Length);
                    BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(17), XxHash32.Compute(text, 0x9747b28c) & 0x0FFFFFFF);
                    target.Write(header);
                    target.Write(packed.AsSpan(0, size));
                    return;
                default:
                    var block = IronSnappy.Snappy.Encode(text);
                    var length = new byte[4];
                    BinaryPrimitives.WriteInt32BigEndian(length, block.Length);
                    target.Write(length);
                    target.Write(block);
                    return;
            }
        }
    }

    [LibraryImport("libzstd.so.1")]
    private static unsafe partial nuint ZSTD_compress(byte* target, nuint capacity, byte* source, nuint length, int level);

    [LibraryImport("liblz4.so.1")]
    private static unsafe partial int LZ4_compress_default(byte* source, byte* target, int length, int capacity);
}
