using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Hearth.Cli.Output;
using Hearth.Cli.State;

namespace Hearth.Cli.Images;

/// <summary>
/// Puts a Spark release into Hearth's folder: download, check, unpack beside, move into place in one step. A broken-off download is
/// continued; nothing half-done is ever used.
/// </summary>
internal sealed class SparkInstallation(HearthHome home, SparkMirror mirror)
{
    /// <summary>The folder of the installed distribution; at once where it is there already.</summary>
    public async Task<string> InstallAsync(SparkArchive archive, IProgress<(long Done, long? Total)> progress, CancellationToken cancellationToken)
    {
        var target = Path.Combine(home.Distributions, archive.Version);
        if (SparkDistribution.At(target) is not null)
            return target;
        var partial = Path.Combine(home.Distributions, $".{archive.FileName}.partial");
        try
        {
            var sum = await mirror.ChecksumAsync(archive, cancellationToken);
            await mirror.DownloadAsync(archive, partial, progress, cancellationToken);
            await VerifyAsync(partial, sum, archive, cancellationToken);
            await UnpackAsync(partial, target, archive, cancellationToken);
            File.Delete(partial);
            return target;
        }
        catch (IOException e) when (IsFull(e))
        {
            throw UserError.Invalid($"the disk of {home.Distributions} is full", "Spark needs some 1.5 GB there; free space, or set HEARTH_HOME to another disk; the download goes on where it stopped");
        }
    }

    private static async Task VerifyAsync(string file, byte[] sum, SparkArchive archive, CancellationToken cancellationToken)
    {
        byte[] actual;
        await using (var stream = File.OpenRead(file))
            actual = await SHA512.HashDataAsync(stream, cancellationToken);
        if (actual.AsSpan().SequenceEqual(sum))
            return;
        File.Delete(file);
        throw UserError.Unreachable($"the SHA-512 of {archive.FileName} is not the published one; the download was deleted", "run the command again; if it stays so, use another mirror with --mirror URL");
    }

    private async Task UnpackAsync(string file, string target, SparkArchive archive, CancellationToken cancellationToken)
    {
        var draft = Path.Combine(home.Distributions, $".{archive.Version}.{Environment.ProcessId}");
        try
        {
            Directory.CreateDirectory(draft);
            await using (var compressed = File.OpenRead(file))
            await using (var tar = new GZipStream(compressed, CompressionMode.Decompress))
                await TarFile.ExtractToDirectoryAsync(tar, draft, overwriteFiles: true, cancellationToken);
            var root = Directory.GetDirectories(draft) is [var only] ? only : draft;
            if (SparkDistribution.At(root) is null)
                throw UserError.Unreachable($"{archive.FileName} holds no Spark distribution", "use another mirror with --mirror URL");
            if (Directory.Exists(target))
                Directory.Delete(target, recursive: true);
            Directory.Move(root, target);
        }
        finally
        {
            if (Directory.Exists(draft))
                Directory.Delete(draft, recursive: true);
        }
    }

    /// <summary>ENOSPC and EDQUOT; a file that finds no room from the start tells it in words only.</summary>
    private static bool IsFull(IOException e) =>
        (e.HResult & 0xFFFF) is 28 or 122 || e.Message.Contains("No space left", StringComparison.Ordinal) || e.Message.Contains("disk was full", StringComparison.Ordinal);
}
