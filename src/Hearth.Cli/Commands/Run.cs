using System.CommandLine;
using Hearth.Cli.Clusters;
using Hearth.Cli.Images;
using Hearth.Cli.Manifests;
using Hearth.Cli.Output;
using Hearth.Cli.Running;
using Hearth.Cli.State;
using Hearth.Kube.Client;
using Hearth.LocalCluster;
using Hearth.Spark.Api;
using Hearth.Spark.Schema;

namespace Hearth.Cli.Commands;

/// <summary><c>hearth run FILE</c>: the whole way of a SparkApplication on this machine.</summary>
internal sealed class RunCommand
{
    private readonly CliContext _context;
    private readonly Argument<string> _file = new("FILE") { Description = "Manifest with a SparkApplication and what it needs (YAML or JSON), or - for standard input" };
    private readonly Option<string?> _name = new("--name") { Description = "Which application, where the file holds several" };
    private readonly Option<string> _namespace = new("--namespace", "-n") { Description = "Namespace of objects that name none (default: default)", DefaultValueFactory = _ => "default" };
    private readonly Option<TimeSpan> _pending = new("--pending-timeout")
    {
        Description = "How long the driver's pod may wait to start, such as 90s, 5m or 1h; 0 waits for ever (default: 60s)",
        HelpName = "TIME",
        DefaultValueFactory = _ => TimeSpan.FromSeconds(60),
        CustomParser = ShortDuration.Parse,
    };

    private readonly Option<bool> _logs = new("--logs") { Description = "Stream the driver's log to standard output" };
    private readonly Option<string> _output = new("--output", "-o") { Description = "Form of the result: text, json or yaml", DefaultValueFactory = _ => "text" };
    private readonly ImageOptions _images = new();

    private RunCommand(CliContext context)
    {
        _context = context;
        _output.AcceptOnlyFromAmong("text", "json", "yaml");
    }

    public static Command Create(CliContext context)
    {
        var run = new RunCommand(context);
        var command = new HearthCommand("run", "Run a SparkApplication on this machine, from nothing to its result", CommandGroup.RunHere)
        {
            Details = "Starts a local cluster with the operator in this process, applies the manifest, shows how it goes on and cleans up.\n"
                + "Ends with 0 when the application completed, 1 when it failed, 2 when the manifest is wrong.",
            Examples =
            [
                ("hearth run samples/spark-pi.yaml", "run it and show the result"),
                ("hearth run --logs samples/spark-pi.yaml", "with the driver's log"),
                ("hearth run --spark-home ~/spark-4.3.0 app.yaml", "on this Spark distribution"),
                ("cat app.yaml | hearth run - --name nightly -o json", "one of several applications, for a script"),
            ],
        };
        command.Add(run._file);
        foreach (var option in (Option[])[run._name, run._namespace, run._pending, run._logs, .. run._images.All, run._output])
            command.Add(option);
        command.SetAction(run.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var objects = new ManifestCheck(CustomResourceDefinitions.All()).Check(await ManifestFile.ReadAsync(parsed.GetRequiredValue(_file), _context, cancellationToken));
        var chosen = ApplicationChoice.Pick(objects, parsed.GetValue(_name), parsed.GetRequiredValue(_file));
        var home = HearthHome.Of(_context);
        var version = chosen.Document.Json["spec"]?["sparkVersion"]?.ToString();
        var images = ImageChoice.Make(_context, home, _images.Read(parsed), version);
        if (images.Note(version) is { } note)
            _context.Terminal.Say(note);

        using var folder = RunFolder.Create(home, chosen.Document.Name, _context.Time, (run, ended) => _context.Terminal.Say($"Ended {ended} process(es) that an earlier run left behind ({run})."));
        var eventLog = RunEventLog.Enable(chosen.Document.Json, home.EventLogs);
        var session = await StartClusterAsync(folder, images, cancellationToken);
        try
        {
            var ns = parsed.GetRequiredValue(_namespace);
            var application = await ApplyAsync(session, objects, chosen, ns, cancellationToken);
            var result = await FollowAsync(session, application, folder, images, eventLog, parsed, cancellationToken);
            Write(result, parsed.GetRequiredValue(_output));
            return result.IsSuccess ? ExitCodes.Done : ExitCodes.ApplicationFailed;
        }
        finally
        {
            await session.DisposeAsync();
        }
    }

    private Task<LocalSession> StartClusterAsync(RunFolder folder, ImageChoice images, CancellationToken cancellationToken) =>
        LocalSession.StartAsync(new LocalClusterOptions { Directory = folder.Cluster, Images = images.Catalog, Time = _context.Time, Hurry = _context.Interruption.Insisted }, withOperator: true, null, cancellationToken);

    private static async Task<SparkApplication> ApplyAsync(LocalSession session, IReadOnlyList<CheckedObject> objects, CheckedObject chosen, string defaultNamespace, CancellationToken cancellationToken)
    {
        // Of several applications only the chosen one runs.
        var wanted = objects.Where(o => o == chosen || !ApplicationChoice.IsApplication(o)).ToList();
        foreach (var group in wanted.Where(o => o.Kind.Namespaced).GroupBy(o => o.Document.Namespace is { Length: > 0 } own ? own : defaultNamespace))
            await SparkAccounts.PrepareAsync(session.Client, group.Key, ApplicationChoice.Accounts(group), cancellationToken);
        var applier = new ManifestApplier(session.Client);
        await applier.TryAsync(wanted, defaultNamespace, cancellationToken);
        await applier.ApplyAsync(wanted, defaultNamespace, cancellationToken);
        var ns = chosen.Document.Namespace is { Length: > 0 } given ? given : defaultNamespace;
        return await session.Client.GetAsync(SparkResources.SparkApplications, ns, chosen.Document.Name, cancellationToken);
    }

    private async Task<RunResult> FollowAsync(LocalSession session, SparkApplication application, RunFolder folder, ImageChoice images, string? eventLog, ParseResult parsed, CancellationToken cancellationToken)
    {
        var logs = parsed.GetValue(_logs);
        var terminal = _context.Terminal;
        await using var log = new DriverLogCopy(session.Client, folder.DriverLog, logs ? terminal.Out : null);
        using IRunProgress progress = terminal.IsInteractive && !logs ? new LiveProgress(terminal) : new PlainProgress(terminal);
        var run = new ApplicationRun(session.Client, application, progress, log, _context.Time) { PendingTimeout = parsed.GetValue(_pending) };
        try
        {
            var (ended, hopeless) = await run.FollowAsync(session.Failed, cancellationToken);
            await log.FinishAsync();
            var lastLines = File.Exists(folder.DriverLog) ? (await File.ReadAllLinesAsync(folder.DriverLog, cancellationToken)).TakeLast(200).ToList() : [];
            var (reason, fix) = RunConclusion.Of(ended, hopeless, lastLines);
            return new RunResult
            {
                Name = application.Metadata.Name!,
                Namespace = application.Metadata.Namespace!,
                State = hopeless is null ? ended.Status!.ApplicationState.State : ApplicationStates.Failed,
                Elapsed = run.Elapsed,
                Reason = reason,
                Fix = fix,
                ApplicationId = ended.Status?.SparkApplicationId,
                ExitCode = ended.Status?.Hearth?.Driver?.ExitCode,
                DriverLog = folder.DriverLog,
                EventLog = RunEventLog.Find(eventLog, ended.Status?.SparkApplicationId),
                IsSimulated = images.Distribution is null,
            };
        }
        catch (OperationCanceledException) when (_context.Interruption.Asked.IsCancellationRequested)
        {
            progress.Dispose();
            terminal.Say("Stopping the application; press Ctrl-C again to end it at once.");
            await StopAsync(run);
            throw;
        }
    }

    private async Task StopAsync(ApplicationRun run)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_context.Interruption.Insisted);
        limit.CancelAfter(TimeSpan.FromSeconds(35));
        try
        {
            await run.StopAsync(limit.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or KubeException)
        {
            // The cluster goes now, and with it every process.
            _context.Terminal.Say(_context.Interruption.Insisted.IsCancellationRequested ? "Ending it at once." : "It does not end: the cluster ends without it.");
        }
    }

    private void Write(RunResult result, string format)
    {
        if (format != "text")
        {
            DataOutput.Write(_context.Terminal.Out, result.ToJson(), format);
            return;
        }

        var output = _context.Terminal.Out;
        output.WriteLine($"{result.Name}: {result.State} after {result.Elapsed.TotalSeconds:F1} s" + (result.IsSimulated ? " (simulated)" : ""));
        if (result.Reason is { } reason)
            output.WriteLine($"  why:        {Terminal.Harmless(reason)}");
        if (result.Fix is { } fix)
            output.WriteLine($"  what to do: {Terminal.Harmless(fix)}");
        if (File.Exists(result.DriverLog))
            output.WriteLine($"  driver log: {result.DriverLog}");
        if (result.EventLog is { } events)
            output.WriteLine($"  event log:  {events}");
    }
}
