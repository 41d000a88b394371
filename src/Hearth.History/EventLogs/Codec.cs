namespace Hearth.History.EventLogs;

/// <summary>The codecs of <c>spark.eventLog.compression.codec</c>, as file name extensions say them.</summary>
internal enum Codec
{
    None,
    Zstd,
    Lz4,
    Snappy,
    Lzf,
}

internal static class Codecs
{
    private static ReadOnlySpan<byte> ZstdMagic => [0x28, 0xB5, 0x2F, 0xFD];
    private static ReadOnlySpan<byte> SnappyMagic => [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P'];

    /// <summary>
    /// The codec of an event log file: the text after the last dot, once <c>.compact</c> and <c>.inprogress</c> are gone.
    /// Null when the extension names a codec that Spark does not have.
    /// </summary>
    public static Codec? OfFile(string name)
    {
        name = WithoutSuffix(WithoutSuffix(name, ".compact"), ".inprogress");
        var dot = name.LastIndexOf('.');
        return dot < 0 ? Codec.None : name[(dot + 1)..] switch
        {
            "zstd" or "zst" => Codec.Zstd,
            "lz4" => Codec.Lz4,
            "snappy" => Codec.Snappy,
            "lzf" => Codec.Lzf,
            _ => null,
        };
    }

    /// <summary>Whether a file's content is what its name says. Spark's server compacts logs with a codec of its own, under the name that was there.</summary>
    public static bool MayBelieName(string name) => name.EndsWith(".compact", StringComparison.Ordinal);

    /// <summary>The codec of a file that begins so; an event log's text begins with a brace.</summary>
    public static Codec OfContent(ReadOnlySpan<byte> begin) =>
        begin.StartsWith(ZstdMagic) ? Codec.Zstd
        : begin.StartsWith("LZ4Block"u8) ? Codec.Lz4
        : begin.StartsWith(SnappyMagic) ? Codec.Snappy
        : begin.StartsWith("ZV"u8) ? Codec.Lzf
        : Codec.None;

    /// <summary>Reads the text of a file; the caller's stream is closed with the result.</summary>
    public static Stream Decode(Stream source, Codec codec) => codec switch
    {
        Codec.Zstd => new ZstdStream(source),
        Codec.Lz4 => new BlockStream(source, new Lz4Blocks()),
        Codec.Snappy => new BlockStream(source, new SnappyBlocks()),
        Codec.Lzf => new BlockStream(source, new LzfBlocks()),
        _ => source,
    };

    private static string WithoutSuffix(string name, string suffix) =>
        name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : name;
}

/// <summary>A file's bytes are not what its codec says; everything before the damage was delivered.</summary>
internal sealed class DamagedLogException(string message, Exception? inner = null) : IOException(message, inner)
{
    /// <summary>The file only ends too early, as the file of a running application does.</summary>
    public bool IsCut { get; init; }
}
