using System.CommandLine;
using Hearth.Cli.Output;

namespace Hearth.Cli.Commands;

/// <summary><c>hearth completion bash|zsh|fish</c>: a script that asks the program itself for the words that fit.</summary>
internal static class CompletionCommand
{
    private const string Bash = """
        # hearth completion for bash
        _hearth_complete() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o filenames -F _hearth_complete hearth
        """;

    private const string Zsh = """
        #compdef hearth
        _hearth() {
            local -a found
            found=("${(@f)$("${words[1]}" "[suggest:${#BUFFER}]" "${BUFFER}" 2>/dev/null)}")
            if [ -n "${found[1]}" ]; then compadd -a found; else _files; fi
        }
        compdef _hearth hearth
        """;

    private const string Fish = """
        # hearth completion for fish
        function __hearth_complete
            set -l line (commandline -cp)
            hearth "[suggest:"(string length -- $line)"]" "$line" 2>/dev/null
        end
        complete -c hearth -a '(__hearth_complete)'
        """;

    public static Command Create(CliContext context)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new HearthCommand("completion", "Print a script that completes commands in your shell", CommandGroup.Other)
        {
            Examples =
            [
                ("source <(hearth completion bash)", "complete in this bash"),
                ("hearth completion zsh > ~/.zfunc/_hearth", "complete in every zsh"),
                ("hearth completion fish > ~/.config/fish/completions/hearth.fish", "complete in every fish"),
            ],
        };
        command.Add(shell);
        command.SetAction((parsed, _) => Task.FromResult(Write(parsed.GetRequiredValue(shell), context.Terminal)));
        return command;
    }

    private static int Write(string shell, Terminal terminal)
    {
        terminal.Out.WriteLine(shell switch { "bash" => Bash, "zsh" => Zsh, _ => Fish });
        return ExitCodes.Done;
    }
}
