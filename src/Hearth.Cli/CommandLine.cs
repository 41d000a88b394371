using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Hearth.Cli.Commands;
using Hearth.Cli.Output;

namespace Hearth.Cli;

/// <summary>The root of the command line: every verb, and what happens to its errors.</summary>
internal static class CommandLine
{
    public const string Name = "hearth";

    /// <summary>ENOSPC and EROFS.</summary>
    private const int NoSpace = 28;
    private const int ReadOnly = 30;

    public static IReadOnlyList<(string CommandLine, string Meaning)> Examples { get; } =
    [
        ("hearth run samples/spark-pi.yaml", "run a SparkApplication on this machine, from nothing to its result"),
        ("hearth dev", "keep a local cluster with the operator up, for kubectl"),
    ];

    /// <summary>Runs one command line to its exit code; nothing is thrown.</summary>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, CliContext context)
    {
        // What has a grammar of its own is in a hurry too: the other commands are not even built.
        if (args is ["help", ..])
            args = [.. args.Skip(1), "--help"];
        var own = OwnGrammar(args);
        var parsed = own is null ? Create(context).Parse(args) : null;
        if (parsed is { Action: null or ParseErrorAction or AsynchronousCommandLineAction } && UsageMistakes.Of(parsed) is { Count: > 0 } mistakes)
            return RefuseUsage(mistakes, parsed, context.Terminal);

        context.Interruption.ListenToSignals();
        try
        {
            var configuration = new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = context.Terminal.Out,
                Error = context.Terminal.Error,
            };
            return parsed is null
                ? await own!([.. args.Skip(1)], context, context.Interruption.Asked)
                : await parsed.InvokeAsync(configuration, context.Interruption.Asked);
        }
        catch (OperationCanceledException) when (context.Interruption.Asked.IsCancellationRequested)
        {
            context.Terminal.Say("interrupted");
            return ExitCodes.Interrupted;
        }
        catch (UserError error)
        {
            context.Terminal.Say(error);
            return error.ExitCode;
        }
        catch (IOException e) when (e.HResult is NoSpace or ReadOnly)
        {
            context.Terminal.Say($"error: {e.Message}\n  make room, or set HEARTH_HOME to a folder on another disk");
            return ExitCodes.InvalidInput;
        }
        catch (Exception e)
        {
            context.Terminal.Say($"error: {CommandLine.Name} failed in a way it should not: {e}");
            return ExitCodes.InternalError;
        }
        finally
        {
            await context.Terminal.Out.FlushAsync(CancellationToken.None);
        }
    }

    /// <summary>The commands, in the order of the help.</summary>
    public static RootCommand Create(CliContext context)
    {
        var root = new RootCommand("Apache Spark on Kubernetes without a JVM in the control plane.")
        {
            RunCommand.Create(context),
            DevCommand.Create(context),
            SparkCommand.Create(context),
            SubmitCommand.Create(),
            RenderCommand.Create(),
            StatusCommand.Create(context),
            LogsCommand.Create(context),
            DeleteCommand.Create(context),
            HistoryCommand.Create(context),
            OperatorCommand.Create(context),
            NodeCommand.Create(context),
            CompletionCommand.Create(context),
            VersionCommand.Create(context),
        };
        root.SetAction((parsed, _) => Task.FromResult(new Help(context.Terminal.Out, context.Terminal.Width).Invoke(parsed)));
        foreach (var option in root.Options.ToList())
        {
            if (option is HelpOption help)
                help.Action = new Help(context.Terminal.Out, context.Terminal.Width);
            else if (option is VersionOption version)
                version.Action = VersionCommand.Action(context);
        }

        return root;
    }

    /// <summary>Commands that read spark-submit's grammar, in which everything after the application is the application's own.</summary>
    private static Func<IReadOnlyList<string>, CliContext, CancellationToken, Task<int>>? OwnGrammar(IReadOnlyList<string> args) => args switch
    {
        [SubmitCommand.Name, ..] => SubmitCommand.RunAsync,
        [RenderCommand.Name, ..] => RenderCommand.RunAsync,
        _ => null,
    };

    private static int RefuseUsage(IReadOnlyList<Problem> mistakes, ParseResult parsed, Terminal terminal)
    {
        foreach (var mistake in mistakes)
            terminal.Say(mistake.ToString());
        terminal.Say($"  '{UsageMistakes.PathOf(parsed.CommandResult)} --help' shows what it takes");
        return ExitCodes.InvalidInput;
    }
}
