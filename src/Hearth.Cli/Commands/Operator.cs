using System.CommandLine;
using Hearth.Cli.Clusters;
using Hearth.Cli.Output;
using Hearth.Operator;
using Hearth.Spark.Schema;

namespace Hearth.Cli.Commands;

/// <summary><c>hearth operator</c>: the operator alone, against any cluster.</summary>
internal sealed class OperatorCommand
{
    private readonly CliContext _context;
    private readonly ClusterOptions _cluster;
    private readonly Option<string[]> _namespaces = new("--namespaces") { Description = "Namespaces to serve (default: all)", AllowMultipleArgumentsPerToken = true };
    private readonly Option<string?> _master = new("--driver-master") { Description = "The API server as drivers reach it (default: https://kubernetes.default.svc)", HelpName = "URL" };
    private readonly Option<int> _workers = new("--workers", "--controller-threads") { Description = "Applications worked on at the same time (default: 10)", DefaultValueFactory = _ => 10 };
    private readonly Option<bool> _install = new("--install-crds") { Description = "Create or update the custom resource definitions first" };
    private readonly Option<bool> _elect = new("--leader-elect", "--leader-election") { Description = "Run beside other replicas: one at a time works" };
    private readonly Option<string> _electNamespace = new("--leader-election-namespace") { Description = "Namespace of the lease (default: spark-operator)", DefaultValueFactory = _ => "spark-operator" };

    private readonly OperatorFlags _flags = new();
    private readonly MetricsSecurity _security = new();

    private OperatorCommand(CliContext context) => (_context, _cluster) = (context, new ClusterOptions(context));

    public static Command Create(CliContext context)
    {
        var self = new OperatorCommand(context);
        var command = new HearthCommand("operator", "Run the operator against a cluster", CommandGroup.Operate)
        {
            Examples =
            [
                ("hearth operator --kubeconfig ~/.kube/config --install-crds", "serve every namespace of a cluster"),
                ("hearth operator --namespaces team-a,team-b --enable-metrics", "only these, and tell Prometheus"),
            ],
        };
        foreach (var option in (Option[])[.. self._cluster.Cluster, self._namespaces, self._master, self._workers, self._install, self._elect, self._electNamespace, .. self._flags.All, .. self._security.All])
            command.Add(option);
        command.SetAction((parsed, cancellationToken) => self._cluster.UseAsync(parsed, client => self.RunAsync(client, parsed, cancellationToken)));
        return command;
    }

    private async Task<int> RunAsync(Kube.Client.KubeClient client, ParseResult parsed, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_install))
            await new ManifestApplier(client).InstallAsync(CustomResourceDefinitions.All(), cancellationToken);
        using var loggers = new ConsoleLoggers(_context.Terminal.Error, _context.Time);
        var flags = _flags.Read(parsed);
        var options = flags with
        {
            Metrics = flags.Metrics is { } metrics
                ? _security.Add(metrics, parsed) with { Listening = address => _context.Terminal.Say($"Metrics and health: {address}") }
                : null,
            Namespaces = OperatorFlags.Split(parsed.GetValue(_namespaces)),
            DriverMaster = parsed.GetValue(_master) is { Length: > 0 } master ? master.StartsWith("k8s://", StringComparison.Ordinal) ? master : $"k8s://{master}" : null,
            Workers = parsed.GetValue(_workers),
            LeaderElection = parsed.GetValue(_elect)
                ? new LeaderElectionOptions { Identity = $"{System.Environment.MachineName}-{System.Environment.ProcessId}", Namespace = parsed.GetValue(_electNamespace)! }
                : null,
        };
        var sparkOperator = new SparkOperator(client, options, loggers, _context.Time);
        var running = sparkOperator.RunAsync(cancellationToken);
        if (await Task.WhenAny(sparkOperator.Ready, running) == sparkOperator.Ready)
            _context.Terminal.Say("The operator watches.");
        await running;
        return ExitCodes.Done;
    }
}
