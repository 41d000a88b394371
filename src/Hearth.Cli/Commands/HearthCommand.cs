using System.CommandLine;

namespace Hearth.Cli.Commands;

/// <summary>Under which heading a command stands in the help.</summary>
internal enum CommandGroup
{
    RunHere,
    Submit,
    Inspect,
    Operate,
    Other,
}

/// <summary>A verb of the command line with what its help needs beyond System.CommandLine's own.</summary>
internal sealed class HearthCommand(string name, string description, CommandGroup group) : Command(name, description)
{
    public CommandGroup Group { get; } = group;

    /// <summary>Command lines to copy, each with what it does.</summary>
    public IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; init; } = [];

    /// <summary>Paragraphs below the description; empty for most commands.</summary>
    public string Details { get; init; } = "";
}
