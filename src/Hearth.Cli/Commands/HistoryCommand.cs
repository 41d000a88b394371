using System.CommandLine;
using Hearth.Cli.Output;
using Hearth.Cli.State;
using Hearth.History;

namespace Hearth.Cli.Commands;

/// <summary><c>hearth history</c>: the history server.</summary>
internal static class HistoryCommand
{
    public static Command Create(CliContext context)
    {
        var logs = new Option<string[]>("--log-dir", "-d")
        {
            Description = "Directory of event logs: a path, file: or s3: URI; repeat for several (spark.history.fs.logDirectory)",
            AllowMultipleArgumentsPerToken = true,
        };
        var properties = new Option<string?>("--properties-file") { Description = "File with spark.history.* settings of Spark's History Server; options win over it", HelpName = "FILE" };
        var port = new Option<int>("--port", "-p") { Description = "Port to listen on; 0 takes a free one", DefaultValueFactory = _ => 18080 };
        Ports.Check(port);
        var access = new HistoryAccessOptions(context);
        var cache = new Option<int>("--cache-mb") { Description = "Memory for loaded applications, in MB", DefaultValueFactory = _ => 1024 };
        var snapshots = new Option<string?>("--snapshot-dir") { Description = "Folder for snapshots of logs that were read, so that a restart is fast; 'none' for none (default: ~/.hearth/snapshots)" };
        var snapshotSize = new Option<int>("--snapshot-mb") { Description = "Disk space for snapshots, in MB", DefaultValueFactory = _ => 10_000 };
        var version = new Option<string?>("--spark-version") { Description = "Spark version whose REST answers to imitate (default: the newest among the logs)" };
        var command = new HearthCommand("history", "Serve Spark's REST API and a web UI over event logs", CommandGroup.Inspect)
        {
            Examples =
            [
                ("hearth history --log-dir /var/log/spark-events", "browse finished and running applications on http://127.0.0.1:18080"),
                ("hearth history --log-dir s3://bucket/events", "read from S3"),
                ("hearth history --log-dir /events --host 0.0.0.0 --kubernetes-auth", "let in whom the cluster allows to read SparkApplications"),
            ],
        };
        foreach (var option in (Option[])[logs, properties, port, .. access.All, cache, snapshots, snapshotSize, version])
            command.Add(option);
        command.SetAction(async (parsed, cancellation) =>
        {
            var options = HistorySettings.Read(parsed.GetValue(properties), context) with
            {
                CacheBytes = parsed.GetValue(cache) * 1_000_000L,
                SparkVersion = parsed.GetValue(version),
            };
            if (parsed.IsGiven(logs))
                options = options with { LogDirectories = parsed.GetRequiredValue(logs) };
            if (parsed.IsGiven(port))
                options = options with { Port = parsed.GetValue(port) };
            if (parsed.IsGiven(snapshotSize))
                options = options with { SnapshotBytes = parsed.GetValue(snapshotSize) * 1_000_000L };
            if (options.SnapshotFolder is null || parsed.IsGiven(snapshots))
                options = options with { SnapshotFolder = parsed.GetValue(snapshots) switch { null => DefaultFolder(context), "none" => null, var folder => folder } };
            await using var cluster = access.Connect(parsed);
            return await RunAsync(access.Apply(options, parsed, cluster), context, cancellation);
        });
        return command;
    }

    /// <summary>None where there is no home to write to, as in a container with a read-only file system.</summary>
    private static string? DefaultFolder(CliContext context)
    {
        try
        {
            return HearthHome.Of(context).Snapshots;
        }
        catch (UserError e)
        {
            context.Terminal.Say($"warning: no snapshots are kept, name a folder with --snapshot-dir: {e.Problems[0].What}");
            return null;
        }
    }

    private static async Task<int> RunAsync(HistoryOptions options, CliContext context, CancellationToken cancellation)
    {
        if (HistoryServer.Validate(options) is { Count: > 0 } problems)
            throw new UserError(ExitCodes.InvalidInput, [.. problems.Select(p => new Problem(p))]);
        try
        {
            await using var server = await HistoryServer.StartAsync(options, context.Time, line => context.Terminal.Say("warning: " + line), cancellation);
            context.Terminal.Out.WriteLine($"history server: {server.Address}");
            if (!server.Address.IsLoopback && options.Certificate is null)
                context.Terminal.Say("warning: tokens come in clear without --tls-cert-file and --tls-key-file, unless a proxy in front speaks TLS");
            await context.Terminal.Out.FlushAsync(cancellation);
            await server.WaitAsync(cancellation);
            return ExitCodes.Done;
        }
        catch (IOException e) when (e.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw UserError.Invalid($"port {options.Port} is taken", "choose another with --port, or 0 for a free one");
        }
    }
}
