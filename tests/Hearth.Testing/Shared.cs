using Xunit;

namespace Hearth.Testing;

/// <summary>
/// The recordings and real systems that tests are judged by. They lie in a folder <c>shared</c> beside the repository, or where
/// <c>HEARTH_SHARED</c> points; without them such tests skip and say so.
/// </summary>
public static class Shared
{
    /// <summary>The root of this repository: the folder of <c>Hearth.slnx</c>. Before the field below, which needs it.</summary>
    public static string Repository { get; } = FindUp("Hearth.slnx")
        ?? throw new DirectoryNotFoundException("no Hearth.slnx above " + AppContext.BaseDirectory);

    private static readonly string? s_root = Find();

    /// <summary>The path of something below the shared folder; skips the test where it is missing.</summary>
    public static string Path(params string[] parts)
    {
        Skip.If(s_root is null, "needs the folder 'shared' beside the repository (or HEARTH_SHARED)");
        var path = System.IO.Path.Combine([s_root!, .. parts]);
        Skip.IfNot(System.IO.Path.Exists(path), $"needs {string.Join('/', parts)} in the shared folder");
        return path;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("HEARTH_SHARED") is { Length: > 0 } named)
            return named;
        var beside = System.IO.Path.Combine(Repository, "..", "shared");
        return Directory.Exists(beside) ? System.IO.Path.GetFullPath(beside) : null;
    }

    private static string? FindUp(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, file)))
                return folder.FullName;
        }

        return null;
    }
}
