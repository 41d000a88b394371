using System.Diagnostics;
using System.Globalization;
using Hearth.Testing;

namespace Hearth.ClusterTests;

/// <summary>The real program in a process of its own, with a home folder of its own; ended with everything it started.</summary>
internal sealed class HearthProcess : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(300);

    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly List<string> _out = [];
    private readonly List<string> _error = [];
    private readonly SemaphoreSlim _news = new(0);
    private readonly Task _reading;

    private HearthProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput, _out), ReadAsync(process.StandardError, _error));
    }

    /// <summary>The lines of standard output so far.</summary>
    public IReadOnlyList<string> Out => So(_out);

    public IReadOnlyList<string> Error => So(_error);

    public int Id => _process.Id;

    /// <summary>Everything written so far, as it came.</summary>
    public string Text
    {
        get
        {
            lock (_lines)
                return string.Join('\n', _lines);
        }
    }

    /// <param name="home">The folder for HEARTH_HOME.</param>
    public static HearthProcess Start(string home, params IReadOnlyList<string> args) => Start(home, new Dictionary<string, string>(StringComparer.Ordinal), args);

    public static HearthProcess Start(string home, IReadOnlyDictionary<string, string> environment, params IReadOnlyList<string> args)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "hearth"), args)
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Shared.Repository,
        };
        start.Environment["HEARTH_HOME"] = home;
        start.Environment["JAVA_HOME"] = RealSpark.JavaHome;
        // Optimizing by profile pays only where a process lives for long.
        start.Environment["DOTNET_TieredPGO"] = "0";
        // What the machine has set is no part of a story: a Spark, a cluster around it.
        foreach (var name in start.Environment.Keys.Where(IsOfTheMachine).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return new HearthProcess(process);
    }

    /// <summary>Runs to its end.</summary>
    public static async Task<HearthProcess> RunAsync(string home, params IReadOnlyList<string> args)
    {
        var process = Start(home, args);
        await process.ExitAsync();
        return process;
    }

    public int ExitCode => _process.ExitCode;

    public async Task<int> ExitAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException($"hearth does not end; it wrote:\n{Text}", e);
        }

        await _reading;
        return _process.ExitCode;
    }

    /// <summary>Waits until some line holds these words.</summary>
    public async Task WaitForAsync(string words)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!Text.Contains(words, StringComparison.Ordinal))
        {
            if (_process.HasExited && _reading.IsCompleted)
                throw new InvalidOperationException($"hearth ended with {_process.ExitCode} before it said '{words}':\n{Text}");
            await _news.WaitAsync(TimeSpan.FromMilliseconds(200), limit.Token);
        }
    }

    /// <summary>Sends a signal by its name: INT, TERM, KILL.</summary>
    public async Task SignalAsync(string signal)
    {
        // The shell's own: a small system has no program of that name.
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {_process.Id.ToString(CultureInfo.InvariantCulture)}"]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await SignalAsync("TERM");
            if (await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(15))) is { IsFaulted: false } && !_process.HasExited)
                _process.Kill(entireProcessTree: true);
        }

        await _reading;
        _process.Dispose();
        _news.Dispose();
    }

    private static bool IsOfTheMachine(string variable) => variable is "KUBECONFIG" or "HADOOP_CONF_DIR" or "YARN_CONF_DIR" or "NO_COLOR" or "TZ"
        || variable.StartsWith("KUBERNETES_", StringComparison.Ordinal) || variable.StartsWith("SPARK_", StringComparison.Ordinal) || variable.StartsWith("PYSPARK_", StringComparison.Ordinal);

    private IReadOnlyList<string> So(List<string> lines)
    {
        lock (_lines)
            return [.. lines];
    }

    private async Task ReadAsync(StreamReader from, List<string> to)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            lock (_lines)
            {
                to.Add(line);
                _lines.Add(line);
            }

            _news.Release();
        }
    }
}
