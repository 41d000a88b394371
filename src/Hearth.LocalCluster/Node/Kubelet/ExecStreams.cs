using System.Diagnostics;

namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// A command without a terminal and its caller. As on a real node it outlives a caller that leaves: its input ends, what it still writes
/// goes nowhere, and it ends by itself or with its container.
/// </summary>
internal sealed class ExecStreams(NodeContext node, ContainerRun run, ICallerStreams streams, StreamRequest request)
{
    // Who closes its side after the last of the input (fabric8 uploads files so) still hears how the command ended, if it ends by that.
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(5);

    /// <returns>The exit code; null where the caller left before.</returns>
    /// <exception cref="ContainerStartException">There is no such command, or no container to run it in.</exception>
    public async Task<int?> RunAsync(IReadOnlyList<string> command, CancellationToken cancellationToken)
    {
        var process = await ContainerExec.StartAsync(node, run, command);
        using var heard = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (!request.Input)
            process.StandardInput.Close();
        streams.Receive(request.Input ? process.StandardInput.BaseStream : null, cancellationToken);
        var ended = FinishAsync(process, heard.Token);
        await Task.WhenAny(ended, LeaveAsync(cancellationToken));
        await heard.CancelAsync();
        if (ended.IsCompleted)
            return await ended;
        node.Leftovers.Add(process.Id);
        return null;
    }

    /// <summary>Runs the command to its end, whoever listens.</summary>
    private async Task<int> FinishAsync(Process process, CancellationToken heard)
    {
        using var end = run.Lifetime.Register(process.KillTree);
        await Task.WhenAll(
            streams.PassOnAsync(request.Output ? ICallerStreams.Output : null, process.StandardOutput.BaseStream, heard),
            streams.PassOnAsync(request.Error ? ICallerStreams.Error : null, process.StandardError.BaseStream, heard));
        await process.WaitForExitAsync(CancellationToken.None);
        var code = process.ExitCode;
        process.Release();
        return code;
    }

    private async Task LeaveAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAny(streams.PeerGone, Task.Delay(Timeout.Infinite, cancellationToken));
        if (request.Input)
            await Task.WhenAny(Task.Delay(s_farewell, TimeProvider.System, cancellationToken));
    }
}
