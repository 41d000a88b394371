using System.CommandLine;
using Hearth.Cli.Clusters;
using Hearth.Cli.Output;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;

namespace Hearth.Cli.Commands;

/// <summary><c>hearth delete NAME...</c>: applications with everything that belongs to them.</summary>
internal sealed class DeleteCommand
{
    private readonly CliContext _context;
    private readonly ClusterOptions _cluster;
    private readonly Argument<string[]> _names = new("NAME") { Description = "Applications to delete", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Do not wait until the pods are gone" };

    private DeleteCommand(CliContext context) => (_context, _cluster) = (context, new ClusterOptions(context));

    public static Command Create(CliContext context)
    {
        var self = new DeleteCommand(context);
        var command = new HearthCommand("delete", "Delete applications with their pods, services and config maps", CommandGroup.Inspect)
        {
            Examples = [("hearth delete spark-pi", "stop it if it runs, and forget it")],
        };
        command.Add(self._names);
        foreach (var option in (Option[])[.. self._cluster.All, self._noWait])
            command.Add(option);
        command.SetAction((parsed, cancellationToken) => self._cluster.UseAsync(parsed, client => self.RunAsync(client, parsed, cancellationToken)));
        return command;
    }

    private async Task<int> RunAsync(KubeClient client, ParseResult parsed, CancellationToken cancellationToken)
    {
        var ns = _cluster.Namespace(parsed) ?? client.Configuration.Namespace;
        var names = parsed.GetRequiredValue(_names);
        foreach (var name in names)
            await StatusCommand.FindAsync(client, ns, name, cancellationToken);
        foreach (var name in names)
        {
            await client.DeleteAsync(SparkResources.SparkApplications, ns, name, new DeleteOptions { PropagationPolicy = "Background" }, cancellationToken);
            if (!parsed.GetValue(_noWait))
                await WaitAsync(client, ns, name, cancellationToken);
            await _context.Terminal.Out.WriteLineAsync($"{name} deleted");
        }

        return ExitCodes.Done;
    }

    private async Task WaitAsync(KubeClient client, string ns, string name, CancellationToken cancellationToken)
    {
        var selector = new ListOptions { LabelSelector = $"{SparkLabels.AppName}={name}" };
        while (await client.FindAsync(SparkResources.SparkApplications, ns, name, cancellationToken) is not null
            || (await client.ListAsync(ResourceTypes.Pods, ns, selector, cancellationToken)).Items.Count > 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100), _context.Time, cancellationToken);
        }
    }
}
