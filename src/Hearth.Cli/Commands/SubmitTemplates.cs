using Hearth.Spark.Submission;

namespace Hearth.Cli.Commands;

/// <summary>Reads pod templates from where Spark reads them: this machine (a path, <c>file:</c>, <c>local:</c>) and web servers.</summary>
internal static class SubmitTemplates
{
    private const int LargestTemplate = 3 * 1024 * 1024;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>The file's bytes, or why there are none.</summary>
    public static (byte[]? Content, string? Error) Read(string uri, string workingDirectory)
    {
        try
        {
            return uri.Split(':')[0] switch
            {
                "http" or "https" => (Download(new Uri(uri)), null),
                "local" or "file" => (ReadFile(FileUris.LocalPath("file" + uri[uri.IndexOf(':', StringComparison.Ordinal)..])!), null),
                _ when !FileUris.HasScheme(uri) => (ReadFile(Path.GetFullPath(uri, workingDirectory)), null),
                var scheme => (null, $"Hearth reads no {scheme}: files here; copy it to this machine, or name it by http: or https:"),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HttpRequestException or UriFormatException or TaskCanceledException)
        {
            return (null, e.Message);
        }
    }

    private static byte[] ReadFile(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path} (No such file or directory)");
        return new FileInfo(path).Length <= LargestTemplate ? File.ReadAllBytes(path) : throw new IOException($"{path} is too large for a pod template");
    }

    private static byte[] Download(Uri uri)
    {
        using var client = new HttpClient { Timeout = s_patience, MaxResponseContentBufferSize = LargestTemplate };
        using var answer = client.Send(new HttpRequestMessage(HttpMethod.Get, uri));
        answer.EnsureSuccessStatusCode();
        using var content = new MemoryStream();
        answer.Content.ReadAsStream().CopyTo(content);
        return content.ToArray();
    }
}
