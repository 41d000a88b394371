using System.Collections.Concurrent;
using System.Diagnostics;

namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// Starts processes from one thread that lives as long as the node: "die with the parent" of Linux means the thread that forked,
/// and threads of the pool come and go.
/// </summary>
internal sealed class ProcessStarter : IDisposable
{
    private readonly BlockingCollection<Action> _work = [];

    public ProcessStarter()
    {
        var thread = new Thread(Run) { IsBackground = true, Name = "process starter" };
        thread.Start();
    }

    /// <exception cref="System.ComponentModel.Win32Exception">The file cannot be executed.</exception>
    public Task<Process> StartAsync(ProcessStartInfo start)
    {
        var done = new TaskCompletionSource<Process>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try
            {
                done.SetResult(Process.Start(start) ?? throw new InvalidOperationException($"{start.FileName} did not start"));
            }
            catch (Exception error)
            {
                done.SetException(error);
            }
        });
        return done.Task;
    }

    // The thread stays while children live: its end would end them.
    public void Dispose() => _work.CompleteAdding();

    private void Run()
    {
        foreach (var start in _work.GetConsumingEnumerable())
            start();
    }
}

internal static class RedirectedProcess
{
    /// <summary>Kills a process with all that it started; nothing where it has ended or was released.</summary>
    public static void KillTree(this Process process)
    {
        try
        {
            if (process.HasExited)
                return;
            foreach (var member in ProcessTable.Tree(process.Id))
                ProcessTable.Send(member, ProcessTable.Kill);
        }
        catch (InvalidOperationException)
        {
            // It was released meanwhile.
        }
    }

    /// <summary>Ends the care for a process and closes its three pipes, which would otherwise stay open until they are collected.</summary>
    public static void Release(this Process process)
    {
        foreach (var stream in (Stream[])[process.StandardInput.BaseStream, process.StandardOutput.BaseStream, process.StandardError.BaseStream])
        {
            try
            {
                stream.Dispose();
            }
            catch (IOException)
            {
                // What was typed last found no reader.
            }
        }

        process.Dispose();
    }
}
