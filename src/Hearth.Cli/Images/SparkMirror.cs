using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using Hearth.Cli.Output;

namespace Hearth.Cli.Images;

/// <summary>Downloads of one Spark release from a mirror of the Apache distribution.</summary>
/// <param name="mirror">The folder that has <c>spark-VERSION/</c>, for example <c>https://archive.apache.org/dist/spark/</c>.</param>
internal sealed class SparkMirror(HttpClient http, Uri mirror)
{
    public static Uri Default { get; } = new("https://archive.apache.org/dist/spark/");

    /// <summary>Reads the published SHA-512 of an archive, in any of the layouts that Apache releases use.</summary>
    public async Task<byte[]> ChecksumAsync(SparkArchive archive, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(new HttpRequestMessage(HttpMethod.Get, At(archive, ".sha512")), HttpCompletionOption.ResponseContentRead, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.NotFound)
            throw UserError.Invalid($"there is no Spark {archive.Version} at {mirror}", $"versions are listed at {mirror}; name one such as 4.0.1, or another place with --mirror URL");
        Require(answer, archive);
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        return Parse(text, archive.FileName) ?? throw UserError.Unreachable($"{At(archive, ".sha512")} holds no SHA-512", "try another mirror with --mirror URL");
    }

    /// <summary>Continues what a file has already; the server may refuse that, then it starts anew.</summary>
    public async Task DownloadAsync(SparkArchive archive, string file, IProgress<(long Done, long? Total)> progress, CancellationToken cancellationToken)
    {
        var have = File.Exists(file) ? new FileInfo(file).Length : 0;
        using var request = new HttpRequestMessage(HttpMethod.Get, At(archive, ""));
        if (have > 0)
            request.Headers.Range = new RangeHeaderValue(have, null);
        using var answer = await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            return;
        Require(answer, archive);
        if (answer.StatusCode != HttpStatusCode.PartialContent)
            have = 0;
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        await using var target = new FileStream(file, have > 0 ? FileMode.Append : FileMode.Create, FileAccess.Write);
        await CopyAsync(body, target, have, answer.Content.Headers.ContentLength + have, progress, cancellationToken);
    }

    /// <summary>Null where the text holds no such sum: <c>hex  name</c>, or <c>name: HEX HEX ...</c> over several lines.</summary>
    internal static byte[]? Parse(string text, string fileName)
    {
        var at = text.IndexOf(fileName + ":", StringComparison.Ordinal);
        var part = at >= 0 ? text[(at + fileName.Length + 1)..] : text.TrimStart().Split([' ', '\n', '\t'], 2)[0];
        var hex = new string([.. part.Where(char.IsAsciiHexDigit)]);
        return hex.Length == SHA512.HashSizeInBytes * 2 ? Convert.FromHexString(hex) : null;
    }

    private static async Task CopyAsync(Stream body, FileStream target, long have, long? total, IProgress<(long Done, long? Total)> progress, CancellationToken cancellationToken)
    {
        var buffer = new byte[256 * 1024];
        try
        {
            for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
            {
                await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                progress.Report((have += read, total));
            }
        }
        catch (Exception e) when (e is HttpRequestException or HttpIOException)
        {
            throw UserError.Unreachable($"the download broke off after {(have / 1e6).ToString("F0", CultureInfo.InvariantCulture)} MB: {e.Message}", "run the same command again: it goes on from there");
        }

        if (have < total)
            throw UserError.Unreachable("the download broke off", "run the same command again: it goes on from there");
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(request, completion, cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw UserError.Unreachable($"{mirror} does not answer: {e.Message}", "check the network and proxy (HTTPS_PROXY), or name another mirror with --mirror URL");
        }
    }

    private void Require(HttpResponseMessage answer, SparkArchive archive)
    {
        if (!answer.IsSuccessStatusCode)
            throw UserError.Unreachable($"{mirror} answers {(int)answer.StatusCode} {answer.ReasonPhrase} for {archive.FileName}", "try again later, or another mirror with --mirror URL");
    }

    private Uri At(SparkArchive archive, string suffix) => new(mirror, $"spark-{archive.Version}/{archive.FileName}{suffix}");
}

/// <summary>The archive of a release that runs on any Java host: with Hadoop's client classes.</summary>
internal sealed record SparkArchive(string Version)
{
    public string FileName => $"{FolderName}.tgz";

    /// <summary>The folder inside the archive.</summary>
    public string FolderName => $"spark-{Version}-bin-hadoop3";
}
