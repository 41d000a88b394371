using Hearth.History.EventLogs;

namespace Hearth.History.Sources;

/// <summary>A directory of event logs: a local folder or a prefix in an object store.</summary>
internal interface ILogStore
{
    /// <summary>The directory as the user named it; REST shows it as the source of its logs.</summary>
    string Name { get; }

    /// <summary>All files of the directory and of the folders right below it; or, with a log's name, only that log's.</summary>
    Task<List<StoredFile>> ListAsync(string? log, CancellationToken cancellation);

    /// <summary>Reads a file from an offset to its end as of now. A file that is gone is a <see cref="FileNotFoundException"/>.</summary>
    Stream Open(StoredFile file, long offset);

    /// <summary>The codec of a file by its name or, where that may be wrong, by its first bytes. Null when the name says one that Spark does not have.</summary>
    Codec? CodecOf(StoredFile file)
    {
        if (!Codecs.MayBelieName(file.FileName))
            return Codecs.OfFile(file.FileName);
        Span<byte> begin = stackalloc byte[8];
        using var content = Open(file, 0);
        return Codecs.OfContent(begin[..content.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false)]);
    }
}
