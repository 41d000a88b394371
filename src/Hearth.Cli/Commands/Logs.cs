using System.CommandLine;
using Hearth.Cli.Clusters;
using Hearth.Cli.Output;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;

namespace Hearth.Cli.Commands;

/// <summary><c>hearth logs NAME</c>: the driver's log, or an executor's.</summary>
internal sealed class LogsCommand
{
    private readonly CliContext _context;
    private readonly ClusterOptions _cluster;
    private readonly Argument<string> _name = new("NAME") { Description = "The application" };
    private readonly Option<int?> _executor = new("--executor", "-e") { Description = "The log of this executor instead of the driver's", HelpName = "NUMBER" };
    private readonly Option<bool> _follow = new("--follow", "-f") { Description = "Go on until the container ends; waits for it to start" };
    private readonly Option<int?> _tail = new("--tail") { Description = "Only so many lines from the end", HelpName = "LINES" };
    private readonly Option<bool> _previous = new("--previous", "-p") { Description = "The container's instance before the present one" };

    private LogsCommand(CliContext context) => (_context, _cluster) = (context, new ClusterOptions(context));

    public static Command Create(CliContext context)
    {
        var self = new LogsCommand(context);
        var command = new HearthCommand("logs", "Show the log of an application's driver or executor", CommandGroup.Inspect)
        {
            Examples = [("hearth logs spark-pi -f", "follow the driver's log"), ("hearth logs spark-pi -e 2 --tail 50", "the last lines of executor 2")],
        };
        command.Add(self._name);
        foreach (var option in (Option[])[.. self._cluster.All, self._executor, self._follow, self._tail, self._previous])
            command.Add(option);
        command.SetAction((parsed, cancellationToken) => self._cluster.UseAsync(parsed, client => self.RunAsync(client, parsed, cancellationToken)));
        return command;
    }

    private async Task<int> RunAsync(KubeClient client, ParseResult parsed, CancellationToken cancellationToken)
    {
        var ns = _cluster.Namespace(parsed) ?? client.Configuration.Namespace;
        var application = await StatusCommand.FindAsync(client, ns, parsed.GetRequiredValue(_name), cancellationToken);
        var follow = parsed.GetValue(_follow);
        var pod = await FindPodAsync(client, application, parsed.GetValue(_executor), follow, cancellationToken);
        var options = new LogOptions
        {
            Container = Container(pod),
            Follow = follow,
            TailLines = parsed.GetValue(_tail),
            Previous = parsed.GetValue(_previous),
        };
        await using var log = await client.OpenLogAsync(ns, pod.Metadata.Name!, options, cancellationToken);
        using var reader = new StreamReader(log);
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            await _context.Terminal.Out.WriteLineAsync(line.AsMemory(), cancellationToken);
            if (follow)
                await _context.Terminal.Out.FlushAsync(cancellationToken);
        }

        return ExitCodes.Done;
    }

    private async Task<Pod> FindPodAsync(KubeClient client, SparkApplication application, int? executor, bool wait, CancellationToken cancellationToken)
    {
        var (ns, name) = (application.Metadata.Namespace!, application.Metadata.Name!);
        var role = executor is { } number ? $"{SparkLabels.Role}=executor,{SparkLabels.ExecutorId}={number}" : $"{SparkLabels.Role}=driver";
        var selector = new ListOptions { LabelSelector = $"{SparkLabels.AppName}={name},{role}" };
        while (true)
        {
            var pod = (await client.ListAsync(ResourceTypes.Pods, ns, selector, cancellationToken)).Items.MaxBy(p => p.Metadata.CreationTimestamp);
            if (pod is not null && !(wait && pod.Status?.Phase is null or "Pending"))
                return pod;
            if (!wait)
                throw Missing(application, executor);
            await Task.Delay(TimeSpan.FromMilliseconds(200), _context.Time, cancellationToken);
        }
    }

    private static UserError Missing(SparkApplication application, int? executor)
    {
        var state = application.Status?.ApplicationState.State;
        var what = executor is { } number ? $"executor {number}" : "driver";
        var tail = application.Status?.Hearth?.Driver?.LogTail;
        return UserError.Invalid(
            $"there is no pod of the {what} of \"{application.Metadata.Name}\" (the application is {(string.IsNullOrEmpty(state) ? "NEW" : state)})",
            executor is null && !string.IsNullOrEmpty(tail) ? $"the last lines that status kept:\n{tail}" : "it has not started yet (wait with -f), or it was cleaned up");
    }

    private static string? Container(Pod pod) =>
        pod.Spec?.Containers?.Select(c => c.Name).FirstOrDefault(n => n is SparkLabels.DriverContainer or SparkLabels.ExecutorContainer) ?? pod.Spec?.Containers?[0].Name;
}
