using System.Diagnostics;

namespace Hearth.LocalCluster.Nodes;

/// <param name="ExitCode">128 and more: ended by a signal.</param>
/// <param name="OutOfMemory">The kernel ended a process for exceeding the limit.</param>
internal sealed record ContainerExit(int ExitCode, bool OutOfMemory, DateTimeOffset At);

/// <summary>One container while it runs: its processes, its output, its end.</summary>
internal sealed class ContainerRun : IDisposable
{
    /// <summary>How long what was written before the end may take to be read, on a machine that is busy with other things.</summary>
    private static readonly TimeSpan s_lastOutput = TimeSpan.FromMinutes(1);

    /// <summary>The same where a process that left the session may hold the output open for ever.</summary>
    private static readonly TimeSpan s_lastOutputOfAny = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly NodeContext _node;
    private readonly MemoryGroup? _memory;
    private readonly CancellationTokenSource _ended = new();

    private ContainerRun(NodeContext node, ContainerCommand command, Process process, ContainerLog log, MemoryGroup? memory)
    {
        (_node, Command, _process, Log, _memory) = (node, command, process, log, memory);
        StartedAt = node.Time.GetUtcNow();
        Exited = WatchAsync();
    }

    public ContainerCommand Command { get; }
    public ContainerLog Log { get; }
    public DateTimeOffset StartedAt { get; }
    public Task<ContainerExit> Exited { get; }

    /// <summary>When it is killed; null: nobody asked it to stop.</summary>
    public DateTimeOffset? StopBy { get; set; }

    /// <summary>Cancelled when the container ends: for everything that only makes sense while it runs.</summary>
    public CancellationToken Lifetime => _ended.Token;

    // The process object itself goes when the container has ended.
    private bool IsOver
    {
        get
        {
            try
            {
                return Exited.IsCompleted || _process.HasExited;
            }
            catch (InvalidOperationException)
            {
                return true;
            }
        }
    }

    public Stream Input => _process.StandardInput.BaseStream;

    /// <exception cref="ContainerStartException">The container cannot be started; the message is for its status.</exception>
    public static async Task<ContainerRun> StartAsync(NodeContext node, ContainerCommand command, ContainerLog log, MemoryGroup? memory)
    {
        var start = node.Sandbox.Start(command);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        try
        {
            var process = await node.Processes.StartAsync(start);
            memory?.Add(process.Id);
            node.Leftovers.Add(process.Id);
            if (!command.Stdin)
                process.StandardInput.Close();
            return new(node, command, process, log, memory);
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new ContainerStartException("StartError", $"failed to start {start.FileName}: {error.Message}");
        }
    }

    /// <summary>The first process of the container, as the host sees it; null where it is gone or not there yet.</summary>
    public int? FirstProcess()
    {
        if (IsOver)
            return null;
        if (!_node.Sandbox.HasOwnProcesses)
            return _process.Id;
        return ProcessTable.Children(_process.Id) is [var init, ..] && ProcessTable.Children(init) is [var first, ..] ? first : null;
    }

    /// <summary>The same for who comes right after the start: waits until the sandbox is made.</summary>
    public async Task<int?> FirstProcessAsync()
    {
        for (var tries = 0; tries < 500 && !IsOver; tries++)
        {
            if (FirstProcess() is { } first)
                return first;
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Lifetime);
        }

        return null;
    }

    /// <summary>Asks the first process to end.</summary>
    public void Terminate()
    {
        if (FirstProcess() is { } first)
            ProcessTable.Send(first, ProcessTable.Terminate);
        else if (!IsOver)
            Kill();
    }

    /// <summary>Ends everything in the container.</summary>
    public void Kill()
    {
        if (IsOver)
            return;
        if (_node.Sandbox.HasOwnProcesses)
        {
            // The first process of a process namespace takes all others with it.
            foreach (var init in ProcessTable.Children(_process.Id).DefaultIfEmpty(_process.Id))
                ProcessTable.Send(init, ProcessTable.Kill);
            return;
        }

        foreach (var member in ProcessTable.Session(_process.Id).Append(_process.Id))
            ProcessTable.Send(member, ProcessTable.Kill);
    }

    public void Dispose() => _ended.Dispose();

    private async Task<ContainerExit> WatchAsync()
    {
        var output = Task.WhenAll(
            Log.CopyAsync(_process.StandardOutput.BaseStream, "stdout", _ended.Token),
            Log.CopyAsync(_process.StandardError.BaseStream, "stderr", _ended.Token));
        await _process.WaitForExitAsync(CancellationToken.None);
        var at = _node.Time.GetUtcNow();
        if (!_node.Sandbox.HasOwnProcesses)
            EndSession();
        await Task.WhenAny(output, Task.Delay(_node.Sandbox.HasOwnProcesses ? s_lastOutput : s_lastOutputOfAny, TimeProvider.System));
        await _ended.CancelAsync();
        await ObserveAsync(output);
        var exit = new ContainerExit(_process.ExitCode, _memory?.WasExceeded() == true && _process.ExitCode != 0, at);
        await Log.DisposeAsync();
        _memory?.Dispose();
        _process.Dispose();
        return exit;
    }

    private void EndSession()
    {
        foreach (var member in ProcessTable.Session(_process.Id))
            ProcessTable.Send(member, ProcessTable.Kill);
    }

    private static async Task ObserveAsync(Task output)
    {
        try
        {
            await output;
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // The output ended with the container.
        }
    }
}
