using System.Security.Cryptography;
using Hearth.Cli.Output;
using Hearth.Spark.Submission;

namespace Hearth.Cli.Commands;

/// <summary>
/// Copies local dependencies to <c>spark.kubernetes.file.upload.path</c> before anything is created. The folder of a file is derived from
/// its content, so that what is there already is not sent again.
/// </summary>
internal static class SubmitUpload
{
    public static async Task RunAsync(SubmissionPlan plan, CliContext context, CancellationToken cancellationToken)
    {
        if (plan.Uploads.Count == 0)
            return;
        using var stores = new UploadStores(plan.Properties);
        foreach (var (source, target) in plan.Uploads)
            await UploadAsync(source, target, stores, context, cancellationToken);
    }

    private static async Task UploadAsync(string source, string target, UploadStores stores, CliContext context, CancellationToken cancellationToken)
    {
        var path = Path.GetFullPath(FileUris.LocalPath(source) ?? source, context.WorkingDirectory);
        var file = new FileInfo(path);
        if (!file.Exists)
            throw Failed(path, $"{path} does not exist", "name files that exist on this machine");
        try
        {
            var digest = await DigestAsync(path, cancellationToken);
            var store = stores.For(target);
            var progress = new UploadProgress(file, context);
            var sent = await store.PutAsync(target, file, digest, progress, cancellationToken);
            progress.End(target, sent);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or Amazon.Runtime.AmazonClientException or Amazon.Runtime.AmazonServiceException or HttpRequestException)
        {
            throw new UserError(ExitCodes.ClusterUnreachable, new Problem($"Uploading file {path} failed... {e.Message}", target, "check the path, the endpoint and the credentials"));
        }
    }

    public static UserError Failed(string path, string why, string fix) => UserError.Invalid($"Uploading file {path} failed... {why}", fix);

    private static async Task<string> DigestAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }
}

/// <summary>A place that files can be copied to.</summary>
internal interface IUploadStore
{
    /// <summary>False where the same content was there already.</summary>
    Task<bool> PutAsync(string target, FileInfo file, string sha256, IProgress<long> progress, CancellationToken cancellationToken);
}

/// <summary>The stores of one submission, by the scheme of the upload path.</summary>
internal sealed class UploadStores(IReadOnlyDictionary<string, string> properties) : IDisposable
{
    private UploadToS3? _s3;

    public IUploadStore For(string target) => target.Split(':')[0] switch
    {
        "file" => new UploadToFolder(),
        "s3" or "s3a" or "s3n" => _s3 ??= new UploadToS3(properties),
        _ when !FileUris.HasScheme(target) => new UploadToFolder(),
        var scheme => throw UserError.Invalid($"Hearth cannot upload to {scheme}: ({target})", "use s3a://bucket/path or file:///shared/folder, or upload the files yourself and name them there", "spark.kubernetes.file.upload.path"),
    };

    public void Dispose() => _s3?.Dispose();
}

/// <summary>A folder that the cluster sees too: NFS, a shared disk.</summary>
internal sealed class UploadToFolder : IUploadStore
{
    private const int BufferSize = 1 << 20;

    public async Task<bool> PutAsync(string target, FileInfo file, string sha256, IProgress<long> progress, CancellationToken cancellationToken)
    {
        var path = FileUris.LocalPath(target)!;
        if (File.Exists(path) && new FileInfo(path).Length == file.Length && await HashAsync(path, cancellationToken) == sha256)
            return false;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var partial = path + ".partial";
        await using (var from = file.OpenRead())
        await using (var to = File.Create(partial, BufferSize))
        {
            var buffer = new byte[BufferSize];
            for (int read; (read = await from.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                progress.Report(to.Position);
            }
        }

        if (await HashAsync(partial, cancellationToken) != sha256)
            throw new IOException($"{partial} does not hold what was written");
        File.Move(partial, path, overwrite: true);
        return true;
    }

    private static async Task<string> HashAsync(string path, CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
    }
}

/// <summary>Tells how far an upload is: a line at its end, and on a terminal the percentage meanwhile.</summary>
internal sealed class UploadProgress(FileInfo file, CliContext context) : IProgress<long>
{
    private const long Step = 8 << 20;
    private long _told;

    public void Report(long value)
    {
        if (!context.Terminal.IsInteractive || value - _told < Step)
            return;
        _told = value;
        context.Terminal.Error.Write($"\rUploading {file.Name}: {100 * value / Math.Max(1, file.Length)}%");
    }

    public void End(string target, bool sent) =>
        context.Terminal.Say($"{(_told > 0 ? "\r" : "")}{(sent ? "Uploaded" : "Already there:")} {file.Name} ({file.Length} bytes) -> {target}");
}
