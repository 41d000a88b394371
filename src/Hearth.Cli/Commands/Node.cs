using System.CommandLine;
using Hearth.Cli.Clusters;
using Hearth.Cli.Images;
using Hearth.Cli.Output;
using Hearth.Cli.State;
using Hearth.LocalCluster.Nodes;
using Hearth.LocalCluster.Scheduling;

namespace Hearth.Cli.Commands;

/// <summary><c>hearth node</c>: scheduler and node for any API server, for tests.</summary>
internal sealed class NodeCommand
{
    private readonly CliContext _context;
    private readonly ClusterOptions _cluster;
    private readonly Option<string?> _directory = new("--directory") { Description = "Where volumes and logs lie (default: ~/.hearth/node)", HelpName = "DIR" };
    private readonly Option<int> _nodes = new("--nodes") { Description = "How many nodes to simulate (default: 1)", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> _podCidr = new("--pod-cidr") { Description = "Addresses of pods, A.B.0.0/16; needs root (default: a block of 127.0.0.0/8)", HelpName = "CIDR" };
    private readonly Option<bool> _noScheduler = new("--no-scheduler") { Description = "The cluster has a scheduler of its own" };
    private readonly ImageOptions _images = new();

    private NodeCommand(CliContext context) => (_context, _cluster) = (context, new ClusterOptions(context));

    public static Command Create(CliContext context)
    {
        var self = new NodeCommand(context);
        var command = new HearthCommand("node", "Run pods of any API server as processes of this machine (scheduler and node)", CommandGroup.Operate)
        {
            Examples = [("hearth node --kubeconfig ./kubeconfig", "give a bare API server a node that runs Spark")],
        };
        foreach (var option in (Option[])[.. self._cluster.Cluster, self._directory, self._nodes, self._podCidr, self._noScheduler, .. self._images.All])
            command.Add(option);
        command.SetAction((parsed, cancellationToken) => self._cluster.UseAsync(parsed, client => self.RunAsync(client, parsed, cancellationToken)));
        return command;
    }

    private async Task<int> RunAsync(Kube.Client.KubeClient client, ParseResult parsed, CancellationToken cancellationToken)
    {
        var home = HearthHome.Of(_context);
        var folder = HearthHome.MakePrivate(parsed.GetValue(_directory) is { Length: > 0 } given ? Path.GetFullPath(given, _context.WorkingDirectory) : home.Node);
        using var taken = FolderLock.TryTake(folder) ?? throw UserError.Invalid("another 'hearth node' uses this folder", "name another with --directory DIR", folder);
        var images = ImageChoice.Make(_context, home, _images.Read(parsed), null);
        if (images.Note(null) is { } note)
            _context.Terminal.Say(note);
        using var loggers = new ConsoleLoggers(_context.Terminal.Error, _context.Time);
        var options = new NodeOptions
        {
            Directory = folder,
            Images = images.Catalog,
            Nodes = [.. Enumerable.Range(1, parsed.GetValue(_nodes)).Select(i => new NodeDescription($"hearth-{i}"))],
            Network = parsed.GetValue(_podCidr) is { Length: > 0 } cidr ? Claim(cidr) : null,
            Time = _context.Time,
            Logger = loggers.CreateLogger("node"),
        };
        await using var node = await Node.StartAsync(client, options, cancellationToken);
        _context.Terminal.Say($"The node is ready; pods reach the API server at {node.PodApiServer}.");
        if (parsed.GetValue(_noScheduler))
            await Task.Delay(Timeout.Infinite, cancellationToken);
        await Scheduler.RunAsync(client, new SchedulerOptions { Time = _context.Time, Logger = options.Logger }, cancellationToken);
        return ExitCodes.Done;
    }

    private static PodNetwork Claim(string cidr)
    {
        try
        {
            return PodNetwork.Use(cidr);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw UserError.Invalid(e.Message, "for example --pod-cidr 10.244.0.0/16, as root", "--pod-cidr");
        }
    }
}
