using Hearth.History.EventLogs;
using Hearth.History.Model;
using Hearth.History.Replay;
using Hearth.History.Snapshots;

namespace Hearth.History.Sources;

/// <summary>
/// An application in memory and how far its log was read. Readers and the one writer that follows a growing log take turns.
/// </summary>
internal sealed class LoadedApplication : IDisposable
{
    /// <summary>Small logs are not worth another thread.</summary>
    private const long SmallLog = 2 * 1024 * 1024;

    /// <summary>Real logs shrink up to 50 times; what grows beyond this is a bomb.</summary>
    private const long LargestRatio = 2_000;

    private readonly ReaderWriterLockSlim _turns = new();
    private readonly ILogStore _store;
    private readonly int _workers;
    private ApplicationReplay? _replay;
    private readonly Action? _onDamage;
    private StringPool? _strings = new();
    private EventLog _log;
    private Reached? _last;

    /// <param name="draft">Keeps tasks out of memory while the log is read.</param>
    public LoadedApplication(EventLog log, ILogStore store, int workers, SnapshotDraft? draft = null)
    {
        (_log, _store, _workers) = (log, store, workers);
        Progress = new LoadProgress(log.Length);
        Application = new Application();
        _replay = new ApplicationReplay(Application, draft);
    }

    /// <summary>Restored from a snapshot: complete. Its log is only read again when the snapshot turns out to be damaged.</summary>
    /// <param name="onDamage">Called before the log is read again.</param>
    public LoadedApplication(EventLog log, ILogStore store, int workers, Application restored, Action onDamage)
    {
        (_log, _store, _workers, _onDamage) = (log, store, workers, onDamage);
        Progress = new LoadProgress(0);
        Application = restored;
        _strings = null;
        Bytes = Estimate();
    }

    public Application Application { get; private set; }

    /// <summary>How far the first reading is.</summary>
    public LoadProgress Progress { get; }

    /// <summary>What the log looked like when it was read.</summary>
    public EventLog Log => _log;

    /// <summary>A rough size in memory.</summary>
    public long Bytes { get; private set; }

    /// <summary>Reads from the application. What is read may be asked again, when a part of a snapshot turns out to be damaged.</summary>
    public T Read<T>(Func<Application, T> read)
    {
        try
        {
            return InTurn(read);
        }
        catch (DamagedSnapshotException)
        {
            Reload();
            return InTurn(read);
        }
    }

    private T InTurn<T>(Func<Application, T> read)
    {
        _turns.EnterReadLock();
        try
        {
            return read(Application);
        }
        finally
        {
            _turns.ExitReadLock();
        }
    }

    /// <summary>Goes over to the same application as it lies in a snapshot, most of it out of memory.</summary>
    public void Exchange(Application restored)
    {
        _turns.EnterWriteLock();
        try
        {
            Application = restored;
            Bytes = Estimate();
        }
        finally
        {
            _turns.ExitWriteLock();
        }
    }

    private void Reload()
    {
        _onDamage?.Invoke();
        using var again = new LoadedApplication(_log, _store, _workers);
        again.TryAdvance(_log, CancellationToken.None);
        Exchange(again.Application);
    }

    /// <summary>
    /// Reads what the log has gained. False when it is no longer the same log (replaced, compacted away) and must be loaded anew.
    /// </summary>
    public bool TryAdvance(EventLog log, CancellationToken cancellation)
    {
        _turns.EnterWriteLock();
        try
        {
            if (_replay is null)
                return log.Fingerprint == _log.Fingerprint;
            if (Next(log) is not { } first)
                return false;
            for (var i = first; i < log.Files.Length; i++)
            {
                if (!TryReadFile(log.Files[i], log.IsComplete, cancellation))
                    return false;
            }

            if (log.HasGap)
                Note(log.Name, "files are missing between the rolling files; what follows the gap was not read");
            Application.LastUpdated = LastUpdated(log);
            _replay.Flush();
            _log = log;
            Bytes = Estimate();
            if (log.IsComplete)
                Finish();
            return true;
        }
        finally
        {
            _turns.ExitWriteLock();
        }
    }

    /// <summary>
    /// The file's time, which lies a moment after the application's end. Much later it is the time of a copy, and says nothing about
    /// tasks that never ended.
    /// </summary>
    private long LastUpdated(EventLog log)
    {
        var modified = log.Modified.ToUnixTimeMilliseconds();
        return Application.Completed && modified > Application.EndTime + 10_000 ? Application.EndTime : modified;
    }

    public void Dispose() => _turns.Dispose();

    /// <summary>The index of the file to go on with; null when the last one read is not there as it was.</summary>
    private int? Next(EventLog log)
    {
        if (_last is not { } last)
            return 0;
        var index = Array.FindIndex(log.Files, f => BaseName(f.FileName) == last.BaseName);
        return index >= 0 && log.Files[index].Length >= last.Source ? index : null;
    }

    private static string BaseName(string name) =>
        name.EndsWith(".inprogress", StringComparison.Ordinal) ? name[..^".inprogress".Length] : name;

    private bool TryReadFile(StoredFile file, bool isComplete, CancellationToken cancellation)
    {
        var name = BaseName(file.FileName);
        var from = _last is { } last && last.BaseName == name ? last : new Reached(name, 0, 0, 0);
        try
        {
            if (_store.CodecOf(file) is not { } codec)
            {
                Note(name, "unknown compression codec");
                return true;
            }

            using var source = Progress.Count(_store.Open(file, from.Source));
            using var text = Codecs.Decode(source, codec);
            using var guarded = new GuardedStream(text, Math.Max(1L << 30, file.Length * LargestRatio));
            guarded.Skip(from.Position - from.TextAtSource);
            var lines = new LineReader(guarded);
            var workers = file.Length - from.Source < SmallLog && codec == Codec.None ? 1 : _workers;
            Application.Problems.TruncatedLine = false;
            new LogReader(_replay!, _strings!, workers).Read(lines, cancellation);
            if (lines.Damage is { } damage && (isComplete || !lines.IsCut))
                Note(name, damage);
            else
                Application.Problems.Damages.Remove(name);
            var position = from.Position + lines.Position;
            _last = text is IRestartable { RestartPoint: var restart }
                ? new Reached(name, from.Source + restart.Source, from.TextAtSource + restart.Text, position)
                : new Reached(name, from.Source + lines.Position, position, position);
            if (_last.TextAtSource > position)
                _last = new Reached(name, from.Source, from.TextAtSource, position);
        }
        catch (FileNotFoundException)
        {
            // Vanished since it was listed: what was read stays, unless another name has it now.
            Note(name, "vanished while it was read");
        }

        return true;
    }

    private void Note(string file, string damage) => Application.Problems.Damages[file] = damage;

    /// <summary>The log will not grow: what only replaying needs is let go.</summary>
    private void Finish()
    {
        _replay = null;
        _strings = null;
        foreach (var stage in Application.Stages.Values)
            stage.Tasks.Seal();
    }

    private long Estimate()
    {
        long bytes = 64 * 1024;
        foreach (var stage in Application.Stages.Values)
            bytes += 2048 + stage.Tasks.Bytes + (stage.Executors.Count * 400L) + (stage.Info.Rdds.Length * 200L);
        foreach (var sql in Application.SqlExecutions.Values)
            bytes += 1024 + (sql.IsHere ? (sql.PhysicalPlan.Length * 2L) + (sql.Graph.Nodes.Length * 400L) + ((sql.Metrics?.Count ?? 0) * 150L) : 0);
        bytes += Application.StreamingQueries.Values.Sum(q => q.Progress.Count * 300L);
        bytes += (Application.Connect.Statements.Count + Application.Thrift.Statements.Count) * 1000L;
        bytes += Application.Jobs.Count * 800L;
        bytes += Application.Executors.Count * 1500L;
        bytes += Application.Rdds.Values.Sum(r => r.Partitions.Count * 300L);
        return bytes;
    }

    /// <summary>How far a file was read: where decoding can begin again, the text there, and the text that was used.</summary>
    private sealed record Reached(string BaseName, long Source, long TextAtSource, long Position);
}
