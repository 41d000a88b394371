using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Hearth.Cli.Output;

namespace Hearth.Cli;

/// <summary>What is wrong with a command line, in words of its user: each mistake once, with what was probably meant.</summary>
internal static partial class UsageMistakes
{
    /// <summary>Empty where there are none. An option that nobody knows is one even where the parser took it for an argument.</summary>
    public static IReadOnlyList<Problem> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var swallowed = Swallowed(parsed).ToList();
        var mistakes = swallowed.ConvertAll(option => UnknownOption(option, command));
        var unmatched = parsed.UnmatchedTokens.ToList();
        foreach (var error in parsed.Errors)
        {
            if (Unrecognized().Match(error.Message) is { Success: true } word)
            {
                // What follows an unknown command or option belongs to it.
                var isFirst = swallowed.Count == 0 && unmatched.IndexOf(word.Groups["word"].Value) == 0;
                if (isFirst || (IsOption(word.Groups["word"].Value) && !IsOption(unmatched[0])))
                    mistakes.Add(Unknown(word.Groups["word"].Value, command));
            }
            else if (error.Message != NoCommand || unmatched.Count == 0)
            {
                mistakes.Add(Reworded(error, command));
            }
        }

        return [.. mistakes.DistinctBy(m => m.What)];
    }

    /// <summary>The command as its user types it.</summary>
    public static string PathOf(SymbolResult result) => result.Parent is { } parent && result is CommandResult { Command: not RootCommand } command
        ? $"{PathOf(parent)} {command.Command.Name}"
        : CommandLine.Name;

    private const string NoCommand = "Required command was not provided.";

    private static IEnumerable<string> Swallowed(ParseResult parsed)
    {
        var afterDashes = parsed.Tokens.SkipWhile(t => t.Type != TokenType.DoubleDash).Select(t => t.Value).ToHashSet(StringComparer.Ordinal);
        return parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value).Where(t => IsOption(t) && !afterDashes.Contains(t));
    }

    private static bool IsOption(string token) => token.Length > 1 && token[0] == '-';

    private static Problem Unknown(string word, Command command)
    {
        if (IsOption(word))
            return UnknownOption(word, command);
        var commands = command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name).ToList();
        return commands.Count > 0
            ? new($"there is no command '{word}'", null, Meant(word, commands))
            : new($"'{word}' is one argument too many", null, null);
    }

    private static Problem UnknownOption(string word, Command command)
    {
        var options = command.Options.Concat(command.Parents.OfType<RootCommand>().SelectMany(root => root.Options.Where(o => o.Recursive)));
        return new($"there is no option '{word.Split('=')[0]}'", null, Meant(word.Split('=')[0], options.Where(o => !o.Hidden).SelectMany(o => o.Aliases.Append(o.Name))));
    }

    private static string? Meant(string word, IEnumerable<string> known) => Suggestion.For(word, known) is { } near ? $"did you mean '{near}'?" : null;

    private static Problem Reworded(ParseError error, Command command)
    {
        var about = NameOf(error.SymbolResult);
        if (NoNumber().Match(error.Message) is { Success: true } number)
            return new($"{about} takes a whole number, not \"{number.Groups["word"].Value}\"", null, null);
        if (OneOf().Match(error.Message) is { Success: true } known)
        {
            var values = known.Groups["value"].Captures.Select(c => c.Value).ToList();
            return new($"{about} takes {string.Join(", ", values.SkipLast(1))} or {values[^1]}, not \"{known.Groups["word"].Value}\"", null, Meant(known.Groups["word"].Value, values));
        }

        if (error.Message == NoCommand)
            return new($"say what to do: {string.Join(" or ", command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name))}", null, null);
        if (error.Message.StartsWith("Required argument missing for ", StringComparison.Ordinal))
            return new($"{about} needs a value", null, null);
        return error.Message.StartsWith("Required argument '", StringComparison.Ordinal)
            ? new($"{about} is missing", null, null)
            : new(error.Message.TrimEnd('.'), null, null);
    }

    private static string NameOf(SymbolResult? result) => result switch
    {
        OptionResult option => option.Option.Name,
        ArgumentResult { Parent: OptionResult option } => option.Option.Name,
        ArgumentResult argument => argument.Argument.Name,
        _ => "the command line",
    };

    [GeneratedRegex("^Unrecognized command or argument '(?<word>.*)'\\.?$", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Unrecognized();

    [GeneratedRegex("^Cannot parse argument '(?<word>.*)' for .* as expected type 'System\\.(Nullable`1\\[System\\.)?U?Int\\d+\\]?'", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex NoNumber();

    [GeneratedRegex("^Argument '(?<word>.*)' not recognized\\. Must be one of:(\\s*'(?<value>[^']*)')+\\s*$", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex OneOf();
}
