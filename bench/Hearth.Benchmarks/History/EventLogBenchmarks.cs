using BenchmarkDotNet.Attributes;
using Hearth.History.EventLogs;
using Hearth.History.Sources;

namespace Hearth.Benchmarks.History;

/// <summary>
/// From an event log to an application that can be asked. The log is the one named by <c>HEARTH_EVENT_LOG</c>, such as the 545 MB one of
/// <c>biglog.py</c>; its folder is the log directory.
/// </summary>
[MemoryDiagnoser]
public class EventLogBenchmarks
{
    private FolderLogStore _store = null!;
    private EventLog _log = null!;

    [Params(1, 2)]
    public int Workers { get; set; }

    /// <summary>Loads it once; without a log there is nothing to prove.</summary>
    public static async Task SmokeAsync(TextWriter output)
    {
        if (Environment.GetEnvironmentVariable("HEARTH_EVENT_LOG") is null)
        {
            await output.WriteLineAsync("skipped: no event log in HEARTH_EVENT_LOG");
            return;
        }

        var benchmark = new EventLogBenchmarks { Workers = 2 };
        await benchmark.FindLog();
        if (benchmark.Load() == 0)
            throw new InvalidOperationException("no task was read");
    }

    [GlobalSetup]
    public async Task FindLog()
    {
        var path = Environment.GetEnvironmentVariable("HEARTH_EVENT_LOG")
            ?? throw new InvalidOperationException("name an event log in HEARTH_EVENT_LOG");
        _store = new FolderLogStore("logs", Path.GetDirectoryName(Path.GetFullPath(path))!);
        _log = EventLog.Find(await _store.ListAsync(Path.GetFileName(path), CancellationToken.None)).Single();
    }

    [Benchmark]
    public long Load()
    {
        using var loaded = new LoadedApplication(_log, _store, Workers);
        loaded.TryAdvance(_log, CancellationToken.None);
        return loaded.Application.TaskCount;
    }
}
