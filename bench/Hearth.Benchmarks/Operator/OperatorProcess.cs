using System.Diagnostics;
using System.Globalization;

namespace Hearth.Benchmarks.Operator;

/// <summary><c>hearth operator</c> in a process of its own, so that its memory and processor time are its alone.</summary>
internal sealed class OperatorProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<string> _said = new();

    private OperatorProcess(string kubeconfig)
    {
        var program = Environment.GetEnvironmentVariable("HEARTH") ?? Path.Combine(AppContext.BaseDirectory, "hearth");
        _process = Process.Start(new ProcessStartInfo(program, ["operator", "--kubeconfig", kubeconfig, "--install-crds"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        _ = ReadAsync(_process.StandardOutput);
        _ = ReadAsync(_process.StandardError);
    }

    /// <summary>Resident memory in MiB: now and at most.</summary>
    public (double Now, double Most) Memory => (StatusMiB("VmRSS:"), StatusMiB("VmHWM:"));

    public Process Process => _process;

    public static async Task<OperatorProcess> StartAsync(string kubeconfig)
    {
        var started = new OperatorProcess(kubeconfig);
        await Task.WhenAny(started._ready.Task, started._process.WaitForExitAsync());
        return started._process.HasExited ? throw new InvalidOperationException($"the operator ended:\n{string.Join('\n', started._said)}") : started;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader from)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            lock (_said)
            {
                _said.Enqueue(line);
                if (_said.Count > 40)
                    _said.Dequeue();
            }

            if (line.Contains("The operator watches", StringComparison.Ordinal))
                _ready.TrySetResult();
        }
    }

    private double StatusMiB(string field)
    {
        var line = File.ReadLines($"/proc/{_process.Id.ToString(CultureInfo.InvariantCulture)}/status").First(l => l.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(field.Length).Trim()[..^3], CultureInfo.InvariantCulture) / 1024.0;
    }
}
