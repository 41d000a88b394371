using System.CommandLine;
using System.Text.RegularExpressions;
using Hearth.Cli;
using Hearth.Cli.Output;
using Hearth.Spark.Submission;

namespace Hearth.Tests.Docs;

/// <summary>A command line as documents show it, with placeholders in capitals and brackets around what may be left away.</summary>
internal static partial class DocumentedCommand
{
    private static readonly string[] s_ownGrammar = ["submit", "render"];
    private static readonly string[] s_ownOptions = ["--client-pod", "--explain", "--output", "--dry-run", "--spark-version"];

    private static readonly RootCommand s_root = CommandLine.Create(new CliContext
    {
        Terminal = new Terminal(TextWriter.Null, TextWriter.Null, isInteractive: false),
        OpenInput = () => Stream.Null,
        Environment = _ => null,
        WorkingDirectory = "/",
        Interruption = new Interruption(),
    });

    /// <summary>Every option of every command.</summary>
    public static IReadOnlySet<string> Options { get; } = Below(s_root).SelectMany(command => command.Options).SelectMany(option => option.Aliases.Append(option.Name))
        .Concat(SubmitCommandLine.Options).Concat(s_ownOptions).ToHashSet(StringComparer.Ordinal);

    /// <summary>The arguments after <c>hearth</c>; null where a line is no call of it.</summary>
    public static IReadOnlyList<string>? ArgumentsOf(string line)
    {
        var call = Call().Match(line);
        if (!call.Success)
            return null;
        // Until a comment, words in a column of their own, or what a shell does with it.
        var shown = Description().Split(call.Groups["arguments"].Value)[0].Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
        return [.. Word().Matches(shown).Select(m => m.Value.Replace("'", "", StringComparison.Ordinal))];
    }

    /// <summary>What is wrong with it.</summary>
    public static IEnumerable<string> Mistakes(IReadOnlyList<string> arguments)
    {
        if (arguments is [var name, ..] && s_ownGrammar.Contains(name))
            return arguments.Where(a => a.StartsWith("--", StringComparison.Ordinal) && !Options.Contains(a.Split('=')[0])).Select(a => $"there is no option {a}");
        return UsageMistakes.Of(s_root.Parse(arguments)).Select(mistake => mistake.What);
    }

    private static IEnumerable<Command> Below(Command command) => command.Subcommands.SelectMany(Below).Prepend(command);

    [GeneratedRegex(@"^(hearth|dotnet run --project src/Hearth\.Cli --) (?<arguments>.+)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Call();

    [GeneratedRegex(@"\s+#|\s+[|>&]+\s|\s{2,}")]
    private static partial Regex Description();

    [GeneratedRegex(@"(?:[^\s']|'[^']*')+")]
    private static partial Regex Word();
}
