using System.Text;
using Hearth.History.EventLogs;
using Hearth.History.Snapshots;

namespace Hearth.History.Sources;

/// <summary>A log as an index remembers it.</summary>
internal sealed record RememberedLog(string Store, EventLog Log, LogSummary Summary)
{
    /// <summary>Whether the summary still holds: the log is as it was, or an open one has grown behind its head.</summary>
    public bool Holds(EventLog log) => Log.Fingerprint == log.Fingerprint || (!log.IsComplete && !Summary.Completed && log.Length >= Log.Length);
}

/// <summary>
/// The list of applications on disk, so that a server that starts again reads only logs that are new or have changed. One file for each
/// set of log directories; without it, or when it is damaged, the logs' heads and tails are read.
/// </summary>
internal sealed class ApplicationIndex(string folder, IEnumerable<string> stores)
{
    private readonly string _path = Path.Combine(folder, XxHash32.Name(Encoding.UTF8.GetBytes(string.Join('\n', stores))) + ".index");

    public List<RememberedLog> Read()
    {
        var logs = new List<RememberedLog>();
        try
        {
            if (!File.Exists(_path))
                return logs;
            var file = SnapshotFile.Open(_path);
            var reader = new PartReader(file.Read(file.Main));
            for (var count = reader.Count(); count > 0; count--)
                logs.Add(ReadLog(reader));
        }
        catch (Exception e) when (SnapshotFolder.IsExpected(e))
        {
            logs.Clear();
        }

        return logs;
    }

    /// <summary>False when the folder cannot be written.</summary>
    public bool Write(IReadOnlyCollection<RememberedLog> logs)
    {
        var unfinished = Path.Combine(folder, $"{Guid.NewGuid():N}.tmp");
        try
        {
            var writer = new PartWriter();
            writer.Array(logs, Write);

            SnapshotFolder.Make(folder);
            using (var file = SnapshotFolder.OpenNew(unfinished))
            {
                var parts = new SnapshotFile.Writer(file);
                parts.End(writer.ToArray());
            }

            File.Move(unfinished, _path, overwrite: true);
            return true;
        }
        catch (Exception e) when (SnapshotFolder.IsExpected(e))
        {
            SnapshotFolder.TryDelete(unfinished);
            return false;
        }
    }

    private static void Write(PartWriter writer, RememberedLog remembered)
    {
        writer.Text(remembered.Store);
        var log = remembered.Log;
        writer.Text(log.Name);
        writer.Flag(log.IsRolling);
        writer.Flag(log.IsComplete);
        writer.Flag(log.HasGap);
        writer.Array(log.AllFiles, static (w, file) =>
        {
            w.Text(file.Name);
            w.Number(file.Length);
            w.Number(file.Modified.UtcTicks);
        });

        writer.Numbers(Array.ConvertAll(log.Files, file => Array.IndexOf(log.AllFiles, file)));
        var summary = remembered.Summary;
        writer.Text(summary.Id);
        writer.Text(summary.Name);
        writer.OptionalText(summary.AttemptId);
        writer.Text(summary.User);
        writer.Text(summary.SparkVersion);
        writer.Number(summary.StartTime);
        writer.Number(summary.EndTime);
        writer.Flag(summary.Completed);
        writer.Optional(summary.ExitCode);
    }

    private static RememberedLog ReadLog(PartReader reader) => new(reader.Text(), ReadFiles(reader), new LogSummary
    {
        Id = reader.Text(),
        Name = reader.Text(),
        AttemptId = reader.OptionalText(),
        User = reader.Text(),
        SparkVersion = reader.Text(),
        StartTime = reader.Number(),
        EndTime = reader.Number(),
        Completed = reader.Flag(),
        ExitCode = (int?)reader.Optional(),
    });

    private static EventLog ReadFiles(PartReader reader)
    {
        var (name, rolling, complete, gap) = (reader.Text(), reader.Flag(), reader.Flag(), reader.Flag());
        var all = reader.Array(r => new StoredFile(r.Text(), r.Number(), new DateTimeOffset(r.Number(), TimeSpan.Zero)));
        var read = Array.ConvertAll(reader.Ints(), i => (uint)i < (uint)all.Length ? all[i] : throw new DamagedSnapshotException("a log has no such file"));
        return read.Length > 0
            ? new EventLog { Name = name, IsRolling = rolling, IsComplete = complete, HasGap = gap, AllFiles = all, Files = read }
            : throw new DamagedSnapshotException("a log has no files");
    }
}
