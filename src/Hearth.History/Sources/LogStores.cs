namespace Hearth.History.Sources;

/// <summary>Opens what the user names as a log directory.</summary>
internal static class LogStores
{
    /// <summary>What is wrong with a directory's name; null when it can be opened.</summary>
    public static string? Problem(string directory)
    {
        if (directory.Trim().Length == 0)
            return "it is empty";
        return Scheme(directory) is null or "file" ? null : $"scheme {Scheme(directory)}: is not supported; use a path or file:";
    }

    public static ILogStore Open(string directory)
    {
        if (Scheme(directory) == "file")
            return new FolderLogStore(directory, Uri.TryCreate(directory, UriKind.Absolute, out var uri) ? uri.LocalPath : directory["file:".Length..]);
        var path = Path.GetFullPath(directory);
        return new FolderLogStore("file://" + path, path);
    }

    private static string? Scheme(string directory)
    {
        var colon = directory.IndexOf(':', StringComparison.Ordinal);
        return colon > 1 && directory[..colon].All(char.IsAsciiLetterOrDigit) ? directory[..colon].ToLowerInvariant() : null;
    }
}
