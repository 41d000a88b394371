using System.CommandLine;
using System.CommandLine.Invocation;
using Hearth.Cli.Commands;

namespace Hearth.Cli.Output;

/// <summary>Help as a page: usage, arguments, options, examples; the root groups its commands by what one wants to do.</summary>
/// <param name="output">Where it goes.</param>
/// <param name="width">Of its lines, in characters.</param>
internal sealed class Help(TextWriter output, int width) : SynchronousCommandLineAction
{
    /// <summary>Where explanations begin; in narrow windows below their option, a little to the right.</summary>
    private int Column => width >= 70 ? 30 : 6;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        WriteDescription(command);
        output.WriteLine();
        output.WriteLine("Usage: " + Usage(command));
        WriteCommands(command);
        WriteRows("Arguments", command.Arguments.Where(a => !a.Hidden).Select(a => ($"<{a.HelpName ?? a.Name}>", Describe(a))));
        WriteRows("Options", command.Options.Where(o => !o.Hidden).Select(o => (Label(o), Describe(o))));
        WriteExamples(command);
        return ExitCodes.Done;
    }

    private void WriteDescription(Command command)
    {
        WriteText(command.Description ?? "");
        if (command is HearthCommand { Details.Length: > 0 } detailed)
        {
            output.WriteLine();
            WriteText(detailed.Details);
        }
    }

    private void WriteText(string text)
    {
        foreach (var line in WordWrap.Lines(text, width))
            output.WriteLine(line);
    }

    private static string Usage(Command command)
    {
        var path = string.Join(' ', PathOf(command).Reverse());
        var arguments = command.Arguments.Where(a => !a.Hidden).Select(a => a.Arity.MinimumNumberOfValues > 0
            ? $" <{a.HelpName ?? a.Name}>"
            : $" [{a.HelpName ?? a.Name}]");
        return path
            + (command.Subcommands.Any(c => !c.Hidden) ? " <command>" : "")
            + string.Concat(arguments)
            + (command.Options.Any(o => !o.Hidden) ? " [options]" : "");
    }

    private static IEnumerable<string> PathOf(Command command)
    {
        for (Command? current = command; current is not null; current = current.Parents.OfType<Command>().FirstOrDefault())
            yield return current is RootCommand ? CommandLine.Name : current.Name;
    }

    private void WriteCommands(Command command)
    {
        var visible = command.Subcommands.Where(c => !c.Hidden).ToList();
        foreach (var group in visible.GroupBy(c => c is HearthCommand h && command is RootCommand ? h.Group : (CommandGroup?)null).OrderBy(g => g.Key))
            WriteRows(Title(group.Key), group.Select(c => (c.Name, c.Description ?? "")));
        if (command is RootCommand)
        {
            output.WriteLine();
            WriteText($"'{CommandLine.Name} <command> --help' shows what a command takes, with examples.");
        }
    }

    private static string Title(CommandGroup? group) => group switch
    {
        CommandGroup.RunHere => "Run Spark on this machine",
        CommandGroup.Submit => "Submit to a cluster",
        CommandGroup.Inspect => "Look at applications",
        CommandGroup.Operate => "Operate",
        CommandGroup.Other => "Other",
        _ => "Commands",
    };

    private static string Label(Option option)
    {
        var names = new[] { option.Name }.Concat(option.Aliases).Where(n => n[0] == '-' && n != "-?").OrderBy(n => n.Length).Distinct();
        var value = option.ValueType == typeof(bool) || option.Arity.MaximumNumberOfValues == 0 ? "" : $" <{option.HelpName ?? option.Name.TrimStart('-')}>";
        return string.Join(", ", names) + value;
    }

    private static string Describe(Symbol symbol) => symbol.Description ?? "";

    private void WriteRows(string title, IEnumerable<(string Label, string Text)> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine(title + ":");
        foreach (var (label, text) in all)
        {
            var lines = WordWrap.Lines(text, width - Column).ToList();
            var isBeside = label.Length < Column - 3;
            output.WriteLine((isBeside ? "  " + label.PadRight(Column - 2) + lines[0] : "  " + label).TrimEnd());
            foreach (var more in lines.Skip(isBeside ? 1 : 0))
                output.WriteLine((new string(' ', Column) + more).TrimEnd());
        }
    }

    private void WriteExamples(Command command)
    {
        var examples = command is HearthCommand h ? h.Examples : command is RootCommand ? CommandLine.Examples : [];
        if (examples.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine("Examples:");
        foreach (var (line, meaning) in examples)
        {
            foreach (var words in WordWrap.Lines(meaning, width - 4))
                output.WriteLine($"  # {words}");
            output.WriteLine($"  {line}");
        }
    }
}
