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
    private readonly PseudoTerminal? _terminal;
    private readonly CancellationTokenSource _ended = new();

    private ContainerRun(NodeContext node, ContainerCommand command, Process process, ContainerLog log, MemoryGroup? memory, PseudoTerminal? terminal)
    {
        (_node, Command, _process, Log, _memory, _terminal) = (node, command, process, log, memory, terminal);
        StartedAt = node.Time.GetUtcNow();
        Exited = WatchAsync();
    }

    public ContainerCommand Command { get; }
    public ContainerLog Log { get; }
    public DateTimeOffset StartedAt { get; }
    public Task<ContainerExit> Exited { get; }

    /// <summary>When it is killed; null: nobody asked it to stop.</summary>
    public DateTimeOffset? StopBy { get; set; }

    /// <summary>Why its hook after the start failed, which ends it; null: it did not.</summary>
    public string? HookFailure { get; set; }

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

    public Stream Input => _terminal?.Stream ?? _process.StandardInput.BaseStream;

    /// <summary>Gives the container's terminal, where it has one, the size of a window.</summary>
    public void Resize(ushort columns, ushort rows) => _terminal?.Resize(columns, rows);

    /// <summary>Changes the memory that the container may use; nothing where limits are not available or it was started without one.</summary>
    public void LimitMemory(long bytes) => _memory?.Limit(bytes);

    /// <param name="log">Closed with the run, or when there is none.</param>
    /// <param name="memory">Removed with the run, or when there is none.</param>
    /// <exception cref="ContainerStartException">The container cannot be started; the message is for its status.</exception>
    public static async Task<ContainerRun> StartAsync(NodeContext node, ContainerCommand command, ContainerLog log, MemoryGroup? memory)
    {
        var program = command.Arguments[0];
        PseudoTerminal? terminal = null;
        try
        {
            var start = node.Sandbox.Start(command);
            terminal = command.Tty ? PseudoTerminal.Open() : null;
            if (terminal is not null)
                start = OnTerminal(start, terminal);
            start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
            program = start.FileName;
            var process = await node.Processes.StartAsync(start);
            memory?.Add(process.Id);
            node.Leftovers.Add(process.Id);
            if (!command.Stdin || terminal is not null)
                process.StandardInput.Close();
            return new(node, command, process, log, memory, terminal);
        }
        catch (Exception error)
        {
            terminal?.Dispose();
            memory?.Dispose();
            await log.DisposeAsync();
            if (error is System.ComponentModel.Win32Exception)
                throw new ContainerStartException("StartError", $"failed to start {program}: {error.Message}");
            throw;
        }
    }

    private static ProcessStartInfo OnTerminal(ProcessStartInfo start, PseudoTerminal terminal)
    {
        var line = terminal.Line([start.FileName, .. start.ArgumentList]);
        var wrapped = new ProcessStartInfo(line[0], line.Skip(1)) { WorkingDirectory = start.WorkingDirectory };
        wrapped.Environment.Clear();
        foreach (var (name, value) in start.Environment)
            wrapped.Environment[name] = value;
        wrapped.Environment.TryAdd("TERM", "xterm");
        return wrapped;
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
            _terminal is null ? Task.CompletedTask : Log.CopyAsync(_terminal.Stream, "stdout", _ended.Token),
            Log.CopyAsync(_process.StandardOutput.BaseStream, "stdout", _ended.Token),
            Log.CopyAsync(_process.StandardError.BaseStream, "stderr", _ended.Token));
        await _process.WaitForExitAsync(CancellationToken.None);
        var at = _node.Time.GetUtcNow();
        _terminal?.Close();
        if (!_node.Sandbox.HasOwnProcesses)
            EndSession();
        await Task.WhenAny(output, Task.Delay(_node.Sandbox.HasOwnProcesses ? s_lastOutput : s_lastOutputOfAny, TimeProvider.System));
        await _ended.CancelAsync();
        await ObserveAsync(output);
        var exit = new ContainerExit(_process.ExitCode, _memory?.WasExceeded() == true && _process.ExitCode != 0, at);
        await Log.DisposeAsync();
        _memory?.Dispose();
        _terminal?.Dispose();
        _process.Release();
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
