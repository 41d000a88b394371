namespace Hearth.History.Sources;

/// <summary>Opens what the user names as a log directory.</summary>
internal static class LogStores
{
    /// <summary>What is wrong with a directory's name; null when it can be opened.</summary>
    public static string? Problem(string directory)
    {
        if (directory.Trim().Length == 0)
            return "it is empty";
        switch (Scheme(directory))
        {
            case null or "file":
                return null;
            case "s3" or "s3a" or "s3n":
                S3Location.Parse(directory, out var problem);
                return problem;
            default:
                return $"scheme {Scheme(directory)}: is not supported; use a path, file: or s3:";
        }
    }

    public static ILogStore Open(string directory)
    {
        switch (Scheme(directory))
        {
            case "file":
                return new FolderLogStore(directory, Uri.TryCreate(directory, UriKind.Absolute, out var uri) ? uri.LocalPath : directory["file:".Length..]);
            case "s3" or "s3a" or "s3n":
                return new S3LogStore(directory.Split('?')[0], S3Location.Parse(directory, out var problem) ?? throw new ArgumentException(problem, nameof(directory)));
            default:
                var path = Path.GetFullPath(directory);
                return new FolderLogStore("file://" + path, path);
        }
    }

    private static string? Scheme(string directory)
    {
        var colon = directory.IndexOf(':', StringComparison.Ordinal);
        return colon > 1 && directory[..colon].All(char.IsAsciiLetterOrDigit) ? directory[..colon].ToLowerInvariant() : null;
    }
}
