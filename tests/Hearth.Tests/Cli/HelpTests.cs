using System.CommandLine;
using Hearth.Cli;
using Hearth.Cli.Output;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Cli;

public sealed class HelpTests
{
    public static TheoryData<string> Commands => [.. Below(CommandLine.Create(Context(TextWriter.Null))).Skip(1).Select(PathOf)];

    [Theory, MemberData(nameof(Commands))]
    public async Task Each_command_has_examples_that_it_understands(string command)
    {
        var run = await CliRun.Of([.. command.Split(' '), "--help"]);
        run.ExitCode.ShouldBe(0, run.Error);
        var examples = run.Out[run.Out.IndexOf("Examples:", StringComparison.Ordinal)..].Replace(" \\\n", "", StringComparison.Ordinal).Split('\n').Where(line => line.StartsWith("  hearth ", StringComparison.Ordinal)).ToList();
        examples.ShouldNotBeEmpty();
        examples.SelectMany(line => Docs.DocumentedCommand.Mistakes(Docs.DocumentedCommand.ArgumentsOf(line.Trim())!)).ShouldBeEmpty();
    }

    [Theory, MemberData(nameof(Commands))]
    public async Task Prose_fits_a_narrow_window(string command)
    {
        if (command is "submit" or "render")
            return;
        using var output = new StringWriter();
        await CommandLine.RunAsync([.. command.Split(' '), "--help"], Context(output, 40));
        // What is to be copied stays whole, and so do the longest names.
        output.ToString().Split('\n').Where(line => line.Length > 40 && line.Trim().Contains(' ', StringComparison.Ordinal) && !line.Contains("hearth ", StringComparison.Ordinal) && !line.TrimStart().StartsWith('-')).ShouldBeEmpty();
    }

    private static IEnumerable<Command> Below(Command command) => command.Subcommands.Where(c => !c.Hidden).SelectMany(Below).Prepend(command);

    private static string PathOf(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent and not RootCommand ? $"{PathOf(parent)} {command.Name}" : command.Name;

    private static CliContext Context(TextWriter output, int width = 120) => new()
    {
        Terminal = new Terminal(output, output, isInteractive: false) { Width = width },
        OpenInput = () => Stream.Null,
        Environment = _ => null,
        WorkingDirectory = "/",
        Interruption = new Interruption(),
    };
}
