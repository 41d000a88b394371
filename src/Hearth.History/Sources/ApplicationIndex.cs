using System.Security.Cryptography;
using System.Text;
using Hearth.History.EventLogs;
using Hearth.History.Snapshots;

namespace Hearth.History.Sources;

/// <summary>A log as an index remembers it.</summary>
internal sealed record RememberedLog(string Fingerprint, long Length, LogSummary Summary)
{
    /// <summary>Whether the summary still holds: the log is as it was, or an open one has grown behind its head.</summary>
    public bool Holds(EventLog log) => Fingerprint == log.Fingerprint || (!log.IsComplete && !Summary.Completed && log.Length >= Length);
}

/// <summary>
/// The list of applications on disk, so that a server that starts again reads only logs that are new or have changed. One file for each
/// set of log directories; without it, or when it is damaged, the logs' heads and tails are read.
/// </summary>
internal sealed class ApplicationIndex(string folder, IEnumerable<string> stores)
{
    private readonly string _path = Path.Combine(
        folder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', stores))).AsSpan(0, 16)) + ".index");

    public Dictionary<string, RememberedLog> Read()
    {
        var logs = new Dictionary<string, RememberedLog>(StringComparer.Ordinal);
        try
        {
            if (!File.Exists(_path))
                return logs;
            var file = SnapshotFile.Open(_path);
            var reader = new PartReader(file.Read(file.Main));
            for (var count = reader.Count(); count > 0; count--)
                logs[reader.Text()] = ReadLog(reader);
        }
        catch (Exception e) when (SnapshotFolder.IsExpected(e))
        {
            logs.Clear();
        }

        return logs;
    }

    /// <summary>False when the folder cannot be written.</summary>
    public bool Write(IReadOnlyCollection<KeyValuePair<string, RememberedLog>> logs)
    {
        var unfinished = Path.Combine(folder, $"{Guid.NewGuid():N}.tmp");
        try
        {
            var writer = new PartWriter();
            writer.Count(logs.Count);
            foreach (var (key, log) in logs)
            {
                writer.Text(key);
                Write(writer, log);
            }

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

    private static void Write(PartWriter writer, RememberedLog log)
    {
        writer.Text(log.Fingerprint);
        writer.Number(log.Length);
        var summary = log.Summary;
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

    private static RememberedLog ReadLog(PartReader reader) => new(reader.Text(), reader.Number(), new LogSummary
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
}
