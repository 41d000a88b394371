using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using System.Runtime.InteropServices;
using Hearth.Cli.Output;

namespace Hearth.Cli.Commands;

/// <summary><c>hearth version</c>.</summary>
internal static class VersionCommand
{
    public static Command Create(CliContext context)
    {
        var command = new HearthCommand("version", "Show the version of this program", CommandGroup.Other)
        {
            Examples = [("hearth version", "of this program, .NET and the system")],
        };
        command.SetAction((_, _) => Task.FromResult(Write(context.Terminal)));
        return command;
    }

    public static SynchronousCommandLineAction Action(CliContext context) => new VersionAction(context.Terminal);

    private static int Write(Terminal terminal)
    {
        var version = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        terminal.Out.WriteLine($"hearth {version.Split('+')[0]} ({RuntimeInformation.RuntimeIdentifier}, {RuntimeInformation.FrameworkDescription})");
        return ExitCodes.Done;
    }

    private sealed class VersionAction(Terminal terminal) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult) => Write(terminal);
    }
}
