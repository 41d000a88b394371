using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Cli.Clusters;
using Hearth.Cli.Output;
using Hearth.Kube.Client;
using Hearth.Spark.Api;

namespace Hearth.Cli.Commands;

/// <summary><c>hearth status [NAME]</c>.</summary>
internal sealed class StatusCommand
{
    private readonly CliContext _context;
    private readonly ClusterOptions _cluster;
    private readonly Argument<string?> _name = new("NAME") { Description = "One application in detail; without it all of the namespace", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _all = new("--all-namespaces", "-A") { Description = "Applications of all namespaces" };
    private readonly Option<string> _output = new("--output", "-o") { Description = "text, json or yaml", DefaultValueFactory = _ => "text" };

    private StatusCommand(CliContext context)
    {
        (_context, _cluster) = (context, new ClusterOptions(context));
        _output.AcceptOnlyFromAmong("text", "json", "yaml");
    }

    public static Command Create(CliContext context)
    {
        var self = new StatusCommand(context);
        var command = new HearthCommand("status", "Show applications and how they are", CommandGroup.Inspect)
        {
            Examples = [("hearth status", "all applications of the namespace"), ("hearth status spark-pi", "one, with its reason and times"), ("hearth status -A -o json", "everything, for a script")],
        };
        command.Add(self._name);
        foreach (var option in (Option[])[.. self._cluster.All, self._all, self._output])
            command.Add(option);
        command.SetAction((parsed, cancellationToken) => self._cluster.UseAsync(parsed, client => self.RunAsync(client, parsed, cancellationToken)));
        return command;
    }

    private async Task<int> RunAsync(KubeClient client, ParseResult parsed, CancellationToken cancellationToken)
    {
        var ns = parsed.GetValue(_all) ? null : _cluster.Namespace(parsed) ?? client.Configuration.Namespace;
        if (parsed.GetValue(_name) is { } name)
            Write(await FindAsync(client, ns ?? client.Configuration.Namespace, name, cancellationToken), parsed.GetValue(_output)!);
        else
            Write((await client.ListAsync(SparkResources.SparkApplications, ns, null, cancellationToken)).Items, ns, parsed.GetValue(_output)!);
        return ExitCodes.Done;
    }

    /// <exception cref="UserError">There is no application of this name; names one like it.</exception>
    public static async Task<SparkApplication> FindAsync(KubeClient client, string ns, string name, CancellationToken cancellationToken)
    {
        if (await client.FindAsync(SparkResources.SparkApplications, ns, name, cancellationToken) is { } found)
            return found;
        var names = (await client.ListAsync(SparkResources.SparkApplications, ns, null, cancellationToken)).Items.Select(a => a.Metadata.Name!).ToList();
        var near = Suggestion.For(name, names);
        throw UserError.Invalid(
            $"there is no SparkApplication \"{name}\" in namespace {ns}",
            near is not null ? $"did you mean {near}?" : names.Count == 0 ? "the namespace has none; another one is chosen with -n" : $"there are: {string.Join(", ", names.Take(10))}");
    }

    private void Write(IReadOnlyList<SparkApplication> applications, string? ns, string format)
    {
        var output = _context.Terminal.Out;
        if (format != "text")
        {
            DataOutput.Write(output, new JsonArray([.. applications.Select(Json)]), format);
            return;
        }

        if (applications.Count == 0)
        {
            _context.Terminal.Say(ns is null ? "There are no applications." : $"There are no applications in namespace {ns}.");
            return;
        }

        var now = _context.Time.GetUtcNow();
        TextTable.Write(
            output,
            ["NAMESPACE", "NAME", "STATE", "ATTEMPTS", "EXECUTORS", "AGE", "MESSAGE"],
            applications.Select(a => (IReadOnlyList<string>)
            [
                a.Metadata.Namespace ?? "",
                a.Metadata.Name ?? "",
                State(a),
                (a.Status?.ExecutionAttempts ?? 0).ToString(),
                (a.Status?.ExecutorState?.Values.Count(s => s == "RUNNING") ?? 0).ToString(),
                a.Metadata.CreationTimestamp is { } created ? TextTable.Age(now - created) : "",
                Message(a).ReplaceLineEndings(" ") is { Length: > 80 } text ? text[..77] + "..." : Message(a).ReplaceLineEndings(" "),
            ]));
    }

    private void Write(SparkApplication application, string format)
    {
        var output = _context.Terminal.Out;
        if (format != "text")
        {
            DataOutput.Write(output, Json(application), format);
            return;
        }

        var status = application.Status;
        Line("Name", $"{application.Metadata.Namespace}/{application.Metadata.Name}");
        Line("State", State(application));
        Line("Why", Message(application));
        Line("Cause", status?.Hearth?.Diagnosis?.Cause);
        Line("What to do", status?.Hearth?.Diagnosis?.Fix);
        Line("Attempts", status?.ExecutionAttempts?.ToString());
        Line("Spark id", status?.SparkApplicationId);
        Line("Driver", status?.DriverInfo.PodName);
        Line("Exit code", status?.Hearth?.Driver?.ExitCode?.ToString());
        Line("Submitted", status?.LastSubmissionAttemptTime?.ToString("u"));
        Line("Ended", status?.TerminationTime?.ToString("u"));
        Line("Next run", status?.Hearth?.RetryAt?.ToString("u"));
        foreach (var (pod, state) in (status?.ExecutorState ?? new Dictionary<string, string>()).OrderBy(e => e.Key, StringComparer.Ordinal))
            Line("Executor", $"{pod} {state}");

        void Line(string title, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                output.WriteLine($"{title + ":",-12}{Terminal.Harmless(value)}");
        }
    }

    /// <summary>Why it failed, or what it waits for.</summary>
    private static string Message(SparkApplication application) => application.Status switch
    {
        null => "no operator has taken it up yet",
        { ApplicationState.ErrorMessage: { Length: > 0 } error } => error,
        { Hearth.Diagnosis.Evidence: { Length: > 0 } hindrance } => hindrance,
        _ => "",
    };

    private static string State(SparkApplication application) => application.Status?.ApplicationState.State is { Length: > 0 } state ? state : "NEW";

    private static JsonNode Json(SparkApplication application) => JsonSerializer.SerializeToNode(application, SparkJson.Default.SparkApplication)!;
}
