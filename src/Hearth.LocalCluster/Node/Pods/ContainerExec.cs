using System.Diagnostics;
using System.Globalization;

namespace Hearth.LocalCluster.Nodes;

/// <summary>Starts further commands in a running container: for <c>kubectl exec</c>, probes and hooks.</summary>
internal static class ContainerExec
{
    /// <returns>A process with its three streams redirected.</returns>
    /// <exception cref="ContainerStartException">The container does not run, or has no such program.</exception>
    public static async Task<Process> StartAsync(NodeContext node, ContainerRun run, IReadOnlyList<string> command, PseudoTerminal? terminal = null)
    {
        var first = await run.FirstProcessAsync() ?? throw new ContainerStartException("ContainerNotRunning", "container not running");
        if (command.Count == 0)
            throw new ContainerStartException("BadCommand", "you must specify at least one command for the container");
        Require(node, run, first, command[0]);
        var line = Line(node, run, first, command);
        if (terminal is not null)
            line = [.. terminal.Line(line)];
        var start = new ProcessStartInfo(line[0]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = "/" };
        foreach (var argument in line.Skip(1))
            start.ArgumentList.Add(argument);
        start.Environment.Clear();
        foreach (var (name, value) in run.Command.Environment)
            start.Environment[name] = value;
        if (terminal is not null)
            start.Environment.TryAdd("TERM", "xterm");
        try
        {
            return await node.Processes.StartAsync(start);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new ContainerStartException("StartError", error.Message, 126);
        }
    }

    /// <summary>Runs a command to its end.</summary>
    /// <returns>The exit code and the beginning of what it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(NodeContext node, ContainerRun run, IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var process = await StartAsync(node, run, command);
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            var text = await output + await errors;
            return (process.ExitCode, text.Length <= 1024 ? text : text[..1024]);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        finally
        {
            process.Release();
        }
    }

    // Without a sandbox the paths of the container are others on the host: there the program itself says what is missing.
    private static void Require(NodeContext node, ContainerRun run, int first, string program)
    {
        if (!node.Sandbox.HasOwnProcesses)
            return;
        var root = $"/proc/{first.ToString(CultureInfo.InvariantCulture)}/root";
        if (!System.IO.Directory.Exists(root))
            return;
        try
        {
            ExecutablePath.Require(program, run.Command.WorkingDirectory, run.Command.Environment.GetValueOrDefault("PATH") ?? ExecutablePath.Default, path => RootedPath.Resolve(root, path));
        }
        catch (ContainerStartException error)
        {
            var cause = error.Message[error.Message.IndexOf("exec: ", StringComparison.Ordinal)..];
            throw new ContainerStartException("StartError", $"failed to exec in container: failed to start exec: OCI runtime exec failed: exec failed: unable to start container process: {cause}", 126);
        }
    }

    private static List<string> Line(NodeContext node, ContainerRun run, int first, IReadOnlyList<string> command)
    {
        if (!node.Sandbox.HasOwnProcesses)
            return [ExecutablePath.Find("env") ?? "/usr/bin/env", $"--chdir={Directory(run)}", .. command];
        var nsenter = ExecutablePath.Find("nsenter") ?? throw new ContainerStartException("StartError", "the program nsenter (util-linux) is missing", 126);
        List<string> line = [nsenter, "--target", first.ToString(CultureInfo.InvariantCulture), "--mount", "--pid", "--ipc", "--uts"];
        line.AddRange(ProcessTable.IsRoot ? ["--wd=" + WorkingDirectoryOf(first)] : ["--user", "--preserve-credentials", "--wd=" + WorkingDirectoryOf(first)]);
        return [.. line, "--", .. ProcessTable.IsRoot ? Bubblewrap.Confined(run.Command, command) : command];
    }

    private static string WorkingDirectoryOf(int pid) => $"/proc/{pid.ToString(CultureInfo.InvariantCulture)}/cwd";

    private static string Directory(ContainerRun run) => System.IO.Directory.Exists(run.Command.WorkingDirectory) ? run.Command.WorkingDirectory : "/";
}
