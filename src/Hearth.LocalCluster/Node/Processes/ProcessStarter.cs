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
