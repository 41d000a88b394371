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
}
