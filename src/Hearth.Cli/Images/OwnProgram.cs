using System.Runtime.InteropServices;

namespace Hearth.Cli.Images;

/// <summary>How to start this program again, in a container.</summary>
internal static class OwnProgram
{
    /// <summary>The folder of the .NET runtime that this process runs on.</summary>
    public static string DotnetRoot { get; } = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    /// <summary>This program with these arguments: the executable beside the code, else by <c>dotnet</c>.</summary>
    public static IReadOnlyList<string> CommandLine(params ReadOnlySpan<string> arguments)
    {
        var beside = Path.Combine(AppContext.BaseDirectory, Cli.CommandLine.Name);
        if (File.Exists(beside))
            return [beside, .. arguments];
        var library = Path.Combine(AppContext.BaseDirectory, Cli.CommandLine.Name + ".dll");
        return File.Exists(library) ? [Path.Combine(DotnetRoot, "dotnet"), library, .. arguments] : [Environment.ProcessPath!, .. arguments];
    }

    /// <summary>What a container must see for that, also where the home folder is hidden from it.</summary>
    public static IEnumerable<string> Folders(CliContext context) =>
        new[] { AppContext.BaseDirectory.TrimEnd('/'), DotnetRoot }.Where(f => f.Length > 1 && Directory.Exists(f)).Distinct(StringComparer.Ordinal);
}
