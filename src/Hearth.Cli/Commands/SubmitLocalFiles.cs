using System.IO.Compression;
using Hearth.Spark.Configuration;
using Hearth.Spark.Submission;

namespace Hearth.Cli.Commands;

/// <summary>What spark-submit looks up in local files before it resolves a submission: patterns in lists of files, and a jar's main class.</summary>
internal static class SubmitLocalFiles
{
    private const int LongestManifestLine = 64 * 1024;
    private static readonly string[] s_lists = [SparkKeys.Jars, SparkKeys.Files, SparkKeys.Archives, SparkKeys.PyFiles];

    /// <summary>The settings with <c>*</c> and <c>?</c> in the last part of a local path replaced by the files that match, by name.</summary>
    public static List<SparkSetting> Expand(IEnumerable<SparkSetting> settings, string workingDirectory) =>
        [.. settings.Select(setting => s_lists.Contains(setting.Key) && setting.Value.AsSpan().ContainsAny('*', '?')
            ? setting with { Value = string.Join(',', JavaText.List(setting.Value).SelectMany(path => Expand(path, workingDirectory))) }
            : setting)];

    /// <summary>The class that a local jar names in its manifest; null where there is none.</summary>
    public static string? MainClass(string? resource, string workingDirectory)
    {
        if (resource is null || !resource.EndsWith(".jar", StringComparison.OrdinalIgnoreCase) || FileUris.LocalPath(resource) is not { } path)
            return null;
        try
        {
            using var jar = ZipFile.OpenRead(Path.GetFullPath(path, workingDirectory));
            if (jar.GetEntry("META-INF/MANIFEST.MF") is not { Length: < LongestManifestLine } entry)
                return null;
            using var reader = new StreamReader(entry.Open());
            return MainClass(reader.ReadToEnd());
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // Told later: as a file that cannot be uploaded, or as a missing class.
            return null;
        }
    }

    // A line that starts with a blank continues the one before.
    private static string? MainClass(string manifest)
    {
        const string Key = "Main-Class:";
        var lines = manifest.ReplaceLineEndings("\n").Replace("\n ", "", StringComparison.Ordinal).Split('\n');
        return Array.Find(lines, line => line.StartsWith(Key, StringComparison.OrdinalIgnoreCase)) is { } line ? line[Key.Length..].Trim() : null;
    }

    private static string[] Expand(string path, string workingDirectory)
    {
        var fragment = path.IndexOf('#', StringComparison.Ordinal) is var hash and >= 0 ? path[hash..] : "";
        if (FileUris.LocalPath(path[..^fragment.Length]) is not { } local || !local.AsSpan().ContainsAny('*', '?'))
            return [path];
        var full = Path.GetFullPath(local, workingDirectory);
        var folder = Path.GetDirectoryName(full);
        if (!Directory.Exists(folder))
            return [path];
        var found = Directory.EnumerateFiles(folder, Path.GetFileName(full)).Order(StringComparer.Ordinal).Select(file => file + fragment).ToArray();
        return found.Length == 0 ? [path] : found;
    }
}
