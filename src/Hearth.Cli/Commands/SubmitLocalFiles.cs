using System.IO.Compression;
using Hearth.Spark.Configuration;
using Hearth.Spark.Submission;

namespace Hearth.Cli.Commands;

/// <summary>What spark-submit looks up in local files before it resolves a submission: patterns in lists of files, and a jar's main class.</summary>
internal static class SubmitLocalFiles
{
    private const int LongestManifestLine = 64 * 1024;
    private static readonly string[] s_lists = [SparkKeys.Jars, SparkKeys.Files, SparkKeys.Archives, SparkKeys.PyFiles];

    /// <summary>
    /// The settings with <c>*</c> and <c>?</c> in local paths replaced by the files that match, by name. As with spark-submit a folder, or a
    /// pattern that nothing matches, gives nothing; here it is told.
    /// </summary>
    public static List<SparkSetting> Expand(IReadOnlyList<SparkSetting> settings, string workingDirectory, List<SubmissionProblem> problems, List<SubmissionProblem> warnings)
    {
        var winners = s_lists.ToDictionary(key => key, key => settings.LastOrDefault(setting => setting.Key == key));
        return [.. settings.Select(setting => winners.GetValueOrDefault(setting.Key) == setting ? Expand(setting, workingDirectory, problems, warnings) : setting)];
    }

    private static SparkSetting Expand(SparkSetting setting, string workingDirectory, List<SubmissionProblem> problems, List<SubmissionProblem> warnings)
    {
        var files = new List<string>();
        foreach (var path in JavaText.List(setting.Value))
        {
            var before = files.Count;
            files.AddRange(Expand(path, workingDirectory, (_, message) => problems.Add(new(setting.Key, message, "name one file, or leave the # and what follows away") { Origin = setting.Origin })));
            if (files.Count == before)
                warnings.Add(new(setting.Key, $"no file matches {path}: it is left out", "name files that exist; a folder has to be an archive") { Origin = setting.Origin });
        }

        var value = string.Join(',', files);
        return value == setting.Value ? setting : setting with { Value = value };
    }

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

    /// <summary>The resource as Spark names it where it is a local file that is not there.</summary>
    public static string? Missing(string? resource, string workingDirectory)
    {
        if (resource is null || FileUris.LocalPath(resource) is not { } path || File.Exists(Path.GetFullPath(path, workingDirectory)))
            return null;
        return resource == "spark-internal" ? resource : FileUris.Resolve(resource, workingDirectory);
    }

    // A line that starts with a blank continues the one before.
    private static string? MainClass(string manifest)
    {
        const string Key = "Main-Class:";
        var lines = manifest.ReplaceLineEndings("\n").Replace("\n ", "", StringComparison.Ordinal).Split('\n');
        return Array.Find(lines, line => line.StartsWith(Key, StringComparison.OrdinalIgnoreCase)) is { } line ? line[Key.Length..].Trim() : null;
    }

    // As Hadoop's globStatus: what is no file is dropped, except for a plain path that is not there, which is told when it is uploaded.
    private static IEnumerable<string> Expand(string path, string workingDirectory, Action<string, string> problem)
    {
        var fragment = path.IndexOf('#', StringComparison.Ordinal) is var hash and >= 0 ? path[hash..] : "";
        if (FileUris.LocalPath(path[..^fragment.Length]) is not { } local)
            return [path];
        var pattern = Path.GetFullPath(local, workingDirectory);
        if (!IsPattern(pattern) && !Directory.Exists(pattern))
            return [path];
        var found = IsPattern(pattern) ? Matches(pattern).Order(StringComparer.Ordinal).ToArray() : [];
        if (found.Length > 1 && fragment.Length > 0)
            problem(path, $"{path[..^fragment.Length]} resolves ambiguously to multiple files: {string.Join(',', found)}");
        return found.Select(file => file + fragment);
    }

    private static bool IsPattern(string path) => path.AsSpan().ContainsAny('*', '?');

    // Folder by folder: a pattern may stand in any part of the path.
    private static IEnumerable<string> Matches(string pattern)
    {
        var parts = pattern.Split('/', StringSplitOptions.RemoveEmptyEntries);
        IEnumerable<string> folders = ["/"];
        foreach (var part in parts[..^1])
            folders = folders.SelectMany(folder => IsPattern(part) ? Directory.EnumerateDirectories(folder, part, s_names) : [Path.Combine(folder, part)]).Where(Directory.Exists).ToArray();
        return folders.SelectMany(folder => IsPattern(parts[^1]) ? Directory.EnumerateFiles(folder, parts[^1], s_names) : [Path.Combine(folder, parts[^1])]).Where(File.Exists);
    }

    private static readonly EnumerationOptions s_names = new() { MatchType = MatchType.Simple, MatchCasing = MatchCasing.CaseSensitive, AttributesToSkip = FileAttributes.None, IgnoreInaccessible = true };
}
