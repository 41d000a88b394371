using System.CommandLine;
using Hearth.Cli.Output;
using Hearth.Cli.State;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;

namespace Hearth.Cli.Clusters;

/// <summary>The options by which a command finds its cluster and namespace.</summary>
internal sealed class ClusterOptions(CliContext context)
{
    private readonly Option<string?> _kubeconfig = new("--kubeconfig") { Description = "Kubeconfig file (default: KUBECONFIG, else that of a running 'hearth dev', else ~/.kube/config)", HelpName = "FILE" };
    private readonly Option<string?> _context = new("--context") { Description = "Context of the kubeconfig" };
    private readonly Option<string?> _namespace = new("--namespace", "-n") { Description = "Namespace (default: that of the context)" };

    public IEnumerable<Option> Cluster => [_kubeconfig, _context];

    public IEnumerable<Option> All => [_namespace, .. Cluster];

    public string? Namespace(ParseResult parsed) => parsed.GetValue(_namespace);

    /// <exception cref="UserError">There is no usable configuration.</exception>
    public KubeClient Connect(ParseResult parsed)
    {
        try
        {
            return new KubeClient(KubeConfigFile.LoadOrInCluster(File(parsed), parsed.GetValue(_context), context.Environment));
        }
        catch (KubeConfigurationException e)
        {
            throw UserError.Unreachable(e.Message, "start a local cluster with 'hearth dev', or name a cluster with --kubeconfig FILE");
        }
    }

    /// <summary>Runs the body; refusals of the cluster end the command with exit code 3 and what to do.</summary>
    public async Task<int> UseAsync(ParseResult parsed, Func<KubeClient, Task<int>> body)
    {
        await using var client = Connect(parsed);
        try
        {
            return await body(client);
        }
        catch (KubeException e)
        {
            throw UserError.Unreachable(e.Message, e.IsUnreachable ? $"is the cluster of {client.Configuration.Origin} running?" : null);
        }
    }

    private string? File(ParseResult parsed)
    {
        if (parsed.GetValue(_kubeconfig) is { Length: > 0 } named)
            return Path.GetFullPath(named, context.WorkingDirectory);
        return context.Environment("KUBECONFIG") is { Length: > 0 } ? null : DevInstance.Running(HearthHome.Of(context).DevPlace)?.Kubeconfig;
    }
}
