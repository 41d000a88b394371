using Hearth.Cli.Output;

namespace Hearth.Cli.State;

/// <summary>
/// Where Hearth keeps what outlives a command: <c>HEARTH_HOME</c>, else <c>~/.hearth</c>; readable by the owner alone. Event logs of
/// all runs lie in one folder, as the history server wants them.
/// </summary>
internal sealed class HearthHome
{
    private const string DevName = "dev";
    private const string DistributionsName = "spark";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _root;

    private HearthHome(string root) => _root = root;

    public string Runs => Folder("runs");

    /// <summary>Containers write here, whichever user they run as; nobody else gets through the folders above it.</summary>
    public string EventLogs => Open(Folder("events"));

    public string Distributions => Folder(DistributionsName);

    public string Node => Folder("node");

    public string Dev => Folder(DevName);

    public string Scripts => Folder("scripts");

    /// <summary>Makes nothing: each folder is made by who asks for it, and throws <see cref="UserError"/> where it cannot be.</summary>
    public static HearthHome Of(CliContext context) => new(RootOf(context));

    /// <summary>Where a <c>hearth dev</c> keeps its files, whether it is there or not.</summary>
    public string DevPlace => Path.Combine(_root, DevName);

    /// <summary>The folders of distributions that are there.</summary>
    public IReadOnlyList<string> Distributed => Path.Combine(_root, DistributionsName) is var folder && Directory.Exists(folder) ? Directory.GetDirectories(folder) : [];

    private static string RootOf(CliContext context) => context.Environment("HEARTH_HOME") is { Length: > 0 } given
        ? Path.GetFullPath(given, context.WorkingDirectory)
        : Path.Combine(context.Environment("HOME") is { Length: > 0 } home ? home : System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".hearth");

    private static string Make(string folder)
    {
        try
        {
            return MakePrivate(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw UserError.Invalid($"{folder} cannot be made: {e.Message}", "set HEARTH_HOME to a folder that you may write to");
        }
    }

    /// <summary>Makes a folder that only the owner can enter.</summary>
    public static string MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
            return Directory.CreateDirectory(folder).FullName;
        Directory.CreateDirectory(folder, Private);
        File.SetUnixFileMode(folder, Private);
        return folder;
    }

    public string Snapshots => Folder("snapshots");

    private static string Open(string folder)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, (UnixFileMode)0b1_111_111_111);
        return folder;
    }

    private string Folder(string name) => Make(Path.Combine(Make(_root), name));
}
