using System.Text;
using Hearth.History.EventLogs;
using Hearth.History.Model;
using Hearth.History.Sources;
using Microsoft.Extensions.Logging;

namespace Hearth.History.Snapshots;

/// <summary>
/// The folder of snapshots, bounded in bytes; those that were not used for longest go first. Several servers may share it: files appear
/// whole or not at all, and a file that another server removes stays readable for who has it open. Nothing that goes wrong here is
/// more than a log read again.
/// </summary>
internal sealed partial class SnapshotFolder(string folder, long limit, TimeProvider time, ILogger logger)
{
    private const string Extension = ".snapshot";
    private const string Unfinished = ".tmp";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly TimeSpan s_abandoned = TimeSpan.FromHours(1);
    private bool _warned;

    /// <summary>The application of a log as it was when it was stored; null when it was not, the log has changed since, or the file is damaged.</summary>
    public Application? Find(EventLog log, ILogStore store)
    {
        var path = PathOf(log, store);
        try
        {
            if (!File.Exists(path))
                return null;
            var application = ApplicationPart.Read(KeyOf(log, store), SnapshotFile.Open(path));
            if (application is not null)
                File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
            return application;
        }
        catch (Exception e) when (IsExpected(e))
        {
            Forget(log, store);
            return null;
        }
    }

    /// <summary>Begins the snapshot of a log that is about to be read; null when the folder cannot be written.</summary>
    public SnapshotDraft? Begin()
    {
        try
        {
            Make(folder);
            return new SnapshotDraft(Path.Combine(folder, $"{Guid.NewGuid():N}{Unfinished}"));
        }
        catch (Exception e) when (IsExpected(e))
        {
            Warn(e.Message);
            return null;
        }
    }

    /// <summary>Stores an application whose log will not change any more. False when there is no room for it.</summary>
    /// <param name="draft">What was begun when the log was.</param>
    public bool Store(EventLog log, ILogStore store, Application application, SnapshotDraft draft)
    {
        try
        {
            if (draft.Finish(KeyOf(log, store), application) > limit)
                return false;
            draft.MoveTo(PathOf(log, store), time.GetUtcNow());
            Trim();
            return true;
        }
        catch (Exception e) when (IsExpected(e))
        {
            Warn(e.Message);
            return false;
        }
    }

    /// <summary>Removes a snapshot that turned out to be damaged.</summary>
    public void Forget(EventLog log, ILogStore store) => TryDelete(PathOf(log, store));

    public static bool IsExpected(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentException or OverflowException;

    /// <summary>What a snapshot is of: another state of the log has another key.</summary>
    private static string KeyOf(EventLog log, ILogStore store) => $"{store.Name}\n{log.Name}\n{log.Fingerprint}";

    private string PathOf(EventLog log, ILogStore store) =>
        Path.Combine(folder, XxHash32.Name(Encoding.UTF8.GetBytes($"{store.Name}\n{log.Name}")) + Extension);

    public static void Make(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, Private);
    }

    public static FileStream OpenNew(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private void Trim()
    {
        var now = time.GetUtcNow().UtcDateTime;
        long sum = 0;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles().OrderByDescending(f => f.LastWriteTimeUtc))
        {
            if (file.Extension == Extension && (sum += file.Length) > limit)
                TryDelete(file.FullName);
            else if (file.Extension == Unfinished && now - file.LastWriteTimeUtc > s_abandoned)
                TryDelete(file.FullName);
        }
    }

    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It stays, and is replaced or trimmed another time.
        }
    }

    private void Warn(string reason)
    {
        if (_warned)
            return;
        _warned = true;
        LogUnwritable(logger, folder, reason);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "cannot keep snapshots of event logs in {Folder}, so logs are read again after a restart: {Reason}")]
    private static partial void LogUnwritable(ILogger logger, string folder, string reason);
}
