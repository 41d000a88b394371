using System.Globalization;
using Hearth.Cli.Output;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Submission;

namespace Hearth.Cli.Commands;

/// <summary><c>--kill</c> and <c>--status</c>: by submission id (<c>namespace:pod</c>), a pod's name, or a prefix that ends in <c>*</c>.</summary>
internal static class SubmitPods
{
    private const string GracePeriod = "spark.kubernetes.appKillPodDeletionGracePeriod";

    public static async Task<int> RunAsync(SubmitCommandLine line, CliContext context, CancellationToken cancellationToken)
    {
        if (line.Problems.Count > 0)
            throw new UserError(ExitCodes.InvalidInput, [.. line.Problems.Select(SubmitCommand.ToProblem)]);
        var connection = SubmitConnection.Of(line, context);
        var id = (line.Kill ?? line.Status)!;
        var parts = id.Split(':', 2);
        var (ns, name) = parts.Length == 2 ? (parts[0], parts[1]) : (connection.Namespace, parts[0]);
        if (name.Length == 0 || ns.Length == 0)
            throw UserError.Invalid($"Submission ID: {{{id}}} is invalid.", "write NAMESPACE:DRIVER-POD; a * at the end matches every pod that starts so", line.Kill is null ? "--status" : "--kill");
        try
        {
            using var client = new KubeClient(connection.Configuration());
            var pods = await FindAsync(client, ns, name, cancellationToken);
            if (pods.Count == 0)
            {
                context.Terminal.Say(name.EndsWith('*') ? "No applications found." : "Application not found.");
                return ExitCodes.ApplicationFailed;
            }

            foreach (var pod in pods)
            {
                if (line.Kill is not null)
                    await KillAsync(client, pod, Grace(connection), context.Terminal, cancellationToken);
                else
                    context.Terminal.Out.WriteLine($"Application status (driver):\n{PodReport.Of(pod)}");
            }

            return ExitCodes.Done;
        }
        catch (KubeException e)
        {
            throw UserError.Unreachable(e.Message);
        }
        catch (KubeConfigurationException e)
        {
            throw UserError.Unreachable(e.Message);
        }
    }

    private static async Task<IReadOnlyList<Pod>> FindAsync(KubeClient client, string ns, string name, CancellationToken cancellationToken)
    {
        if (!name.EndsWith('*'))
            return await client.FindAsync(ResourceTypes.Pods, ns, name, cancellationToken) is { } pod ? [pod] : [];
        var found = new List<Pod>();
        await foreach (var pod in client.ListAllAsync(ResourceTypes.Pods, ns, new ListOptions { LabelSelector = "spark-role=driver" }, cancellationToken))
        {
            if (pod.Metadata.Name!.StartsWith(name[..^1], StringComparison.Ordinal))
                found.Add(pod);
        }

        return found;
    }

    private static async Task KillAsync(KubeClient client, Pod pod, long? grace, Terminal terminal, CancellationToken cancellationToken)
    {
        terminal.Say($"Deleting driver pod: {pod.Metadata.Name}.");
        var options = grace is { } seconds ? new DeleteOptions { GracePeriodSeconds = seconds } : null;
        await client.DeleteAsync(ResourceTypes.Pods, pod.Metadata.Namespace, pod.Metadata.Name!, options, cancellationToken);
    }

    // A time in Spark's notation, whole seconds where it has no unit.
    private static long? Grace(SubmitConnection connection)
    {
        if (connection.Conf[GracePeriod] is not { } text)
            return null;
        if (Hearth.Spark.Configuration.SparkDuration.TryParseSeconds(text, out var time))
            return (long)time.TotalSeconds;
        throw UserError.Invalid($"'{text}' is no time", "write for example 30s", string.Create(CultureInfo.InvariantCulture, $"--conf {GracePeriod}"));
    }
}
