using System.IO.Compression;
using Hearth.History.Sources;

namespace Hearth.History.Rest;

/// <summary>The download of event logs: the files as they are on disk, in one streamed zip.</summary>
internal static class LogsZip
{
    public static async Task WriteAsync(IEnumerable<ListedAttempt> attempts, Stream target, CancellationToken cancellation)
    {
        await using var zip = await ZipArchive.CreateAsync(target, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellation);
        foreach (var attempt in attempts)
        {
            if (attempt.Log.IsRolling)
                zip.CreateEntry(attempt.Log.Name + "/");
            foreach (var file in attempt.Log.AllFiles)
            {
                // Compressed logs gain nothing from being compressed again.
                var entry = zip.CreateEntry(file.Name, CompressionLevel.Fastest);
                await using var content = await entry.OpenAsync(cancellation);
                await using var source = attempt.Store.Open(file, 0);
                await source.CopyToAsync(content, cancellation);
            }
        }
    }
}
