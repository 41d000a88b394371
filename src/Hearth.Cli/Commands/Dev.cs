using System.CommandLine;
using Hearth.Cli.Clusters;
using Hearth.Cli.Images;
using Hearth.Cli.Output;
using Hearth.Cli.State;
using Hearth.LocalCluster;

namespace Hearth.Cli.Commands;

/// <summary><c>hearth dev</c>: a local cluster with the operator that stays until it is stopped.</summary>
internal sealed class DevCommand
{
    private readonly CliContext _context;
    private readonly Option<string?> _kubeconfig = new("--kubeconfig") { Description = "Where to write the kubeconfig once the cluster is ready (default: ~/.hearth/dev/kubeconfig)", HelpName = "FILE" };
    private readonly Option<string?> _data = new("--data") { Description = "Keep objects in this folder between starts (default: in memory)", HelpName = "DIR" };
    private readonly Option<int> _nodes = new("--nodes") { Description = "How many nodes to simulate (default: 1)", DefaultValueFactory = _ => 1 };
    private readonly Option<string[]> _node = new("--node") { Description = "A simulated node of its own size and labels, instead of --nodes; may be repeated", HelpName = "NAME[,cpu=N][,memory=SIZE][,LABEL=VALUE]" };
    private readonly Option<int> _port = new("--port") { Description = "Port of the API server (default: a free one)" };
    private readonly Option<string[]> _fault = new("--fault") { Description = "Misbehave, to see what clients make of it; may be repeated. Shares of requests from 0 to 1: 409, 429, 500, 410, cut (watches), delay; a number a minute: pods, nodes (lost); seed: the same seed, the same faults", HelpName = "KIND=AMOUNT[,...]" };
    private readonly Option<bool> _noOperator = new("--no-operator") { Description = "Only the cluster and the custom resources, for another operator" };
    private readonly ImageOptions _images = new();

    private DevCommand(CliContext context)
    {
        _context = context;
        _nodes.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 250)
                result.AddError("--nodes must be from 1 to 250");
        });
        Ports.Check(_port);
    }

    public static Command Create(CliContext context)
    {
        var dev = new DevCommand(context);
        var command = new HearthCommand("dev", "Keep a local cluster with the operator up, for kubectl", CommandGroup.RunHere)
        {
            Examples =
            [
                ("hearth dev", "start it; it prints how to point kubectl at it; Ctrl-C ends it"),
                ("hearth dev --data ~/my-cluster --nodes 3", "objects survive a restart; three nodes"),
                ("hearth dev --node big,cpu=16,memory=64Gi --node spot,cpu=4,memory=8Gi,kind=spot", "nodes of a chosen size and with labels"),
                ("hearth dev --fault 409=0.1,500=0.05,cut=0.2,pods=6,seed=7", "a bad day, the same one again for the same seed"),
                ("hearth dev --no-operator --kubeconfig ./kubeconfig", "to develop another operator"),
            ],
        };
        foreach (var option in (Option[])[dev._kubeconfig, dev._data, dev._nodes, dev._node, dev._port, dev._fault, dev._noOperator, .. dev._images.All])
            command.Add(option);
        command.SetAction(dev.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var faults = parsed.GetValue(_fault) is { Length: > 0 } asked ? FaultSetting.Parse(asked) : null;
        var home = HearthHome.Of(_context);
        var folder = home.Dev;
        using var taken = FolderLock.TryTake(folder) ?? throw Running(folder);
        DevInstance.Remove(folder);
        var images = ImageChoice.Make(_context, home, _images.Read(parsed), null);
        if (images.Note(null) is { } note)
            _context.Terminal.Say(note);

        await using var session = await StartAsync(parsed, folder, images, cancellationToken);
        await SparkAccounts.PrepareAsync(session.Client, "default", ["spark", SparkAccounts.Default], cancellationToken);
        var kubeconfig = Publish(session, parsed);
        new DevInstance(System.Environment.ProcessId, kubeconfig, session.Address.ToString()).Write(folder);
        // Before anybody is told: who asks twice meets the same faults from the first request on.
        if (faults is not null)
            session.BeginFaults(faults, _context.Time);
        Announce(session, kubeconfig);
        try
        {
            await session.Failed.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _context.Terminal.Say("Stopping the cluster.");
        }
        finally
        {
            DevInstance.Remove(folder);
            if (kubeconfig != session.KubeconfigPath)
                File.Delete(kubeconfig);
        }

        return ExitCodes.Interrupted;
    }

    private async Task<LocalSession> StartAsync(ParseResult parsed, string folder, ImageChoice images, CancellationToken cancellationToken)
    {
        var options = new LocalClusterOptions
        {
            Directory = Path.Combine(folder, "cluster"),
            DataDirectory = parsed.GetValue(_data) is { Length: > 0 } data ? Path.GetFullPath(data, _context.WorkingDirectory) : null,
            Nodes = parsed.GetValue(_nodes),
            NodeDescriptions = parsed.GetValue(_node) is { Length: > 0 } nodes ? [.. nodes.Select(NodeSetting.Parse)] : null,
            Port = parsed.GetValue(_port),
            Images = images.Catalog,
            Time = _context.Time,
            Hurry = _context.Interruption.Insisted,
        };
        try
        {
            return await LocalSession.StartAsync(options, !parsed.GetValue(_noOperator), null, cancellationToken);
        }
        catch (IOException e)
        {
            throw UserError.Invalid(
                options.Port != 0 && e.Message.Contains("address already in use", StringComparison.Ordinal) ? $"port {options.Port} is in use by another program" : e.Message,
                options.Port != 0 ? "name another port with --port, or leave it away for a free one" : null);
        }
    }

    /// <summary>The cluster's own kubeconfig, or a copy of it where the user wants it.</summary>
    private string Publish(LocalSession session, ParseResult parsed)
    {
        if (parsed.GetValue(_kubeconfig) is not { Length: > 0 } wanted)
            return session.KubeconfigPath;
        var target = Path.GetFullPath(wanted, _context.WorkingDirectory);
        var draft = $"{target}.{System.Environment.ProcessId}";
        try
        {
            File.Copy(session.KubeconfigPath, draft, overwrite: true);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(draft, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.Move(draft, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw UserError.Invalid($"the kubeconfig cannot be written: {e.Message}", where: wanted);
        }

        return target;
    }

    private void Announce(LocalSession session, string kubeconfig)
    {
        var output = _context.Terminal.Out;
        output.WriteLine($"The cluster is ready at {session.Address.GetLeftPart(UriPartial.Authority)}.");
        output.WriteLine($"  export KUBECONFIG={kubeconfig}");
        output.WriteLine("  kubectl apply -f samples/spark-pi.yaml");
        output.WriteLine("  kubectl get sparkapplications -w");
        output.WriteLine("Ctrl-C ends it.");
        output.Flush();
    }

    private static UserError Running(string folder) => DevInstance.Read(folder) is { } other
        ? UserError.Invalid(
            $"a 'hearth dev' is running already (process {other.ProcessId}, {other.Server})",
            $"use it with 'export KUBECONFIG={other.Kubeconfig}', end it with 'kill {other.ProcessId}', or set HEARTH_HOME to another folder for a second one")
        : UserError.Invalid("a 'hearth dev' is just starting", "wait a moment, or set HEARTH_HOME to another folder for a second one");
}
