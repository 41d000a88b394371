namespace Hearth.History.EventLogs;

/// <summary>A file as a store lists it. <paramref name="Name"/> is relative to the log directory, with <c>/</c>.</summary>
internal sealed record StoredFile(string Name, long Length, DateTimeOffset Modified)
{
    /// <summary>The name without the folder.</summary>
    public string FileName => Name[(Name.LastIndexOf('/') + 1)..];
}

/// <summary>
/// One application attempt's event log, in whichever layout: a single file, or a folder <c>eventlog_v2_*</c> of rolling files.
/// </summary>
internal sealed record EventLog
{
    private const string RollingPrefix = "eventlog_v2_";
    private const string StatusPrefix = "appstatus_";
    private const string EventsPrefix = "events_";
    private const string Compacted = ".compact";
    private const string InProgress = ".inprogress";

    /// <summary>The file's or folder's name: unique in the directory.</summary>
    public required string Name { get; init; }

    public required bool IsRolling { get; init; }

    /// <summary>The writer closed it: no <c>.inprogress</c> in the name (of the status file, for rolling logs).</summary>
    public required bool IsComplete { get; init; }

    /// <summary>The files to read, in order: the newest compacted one and what follows it without a gap.</summary>
    public required StoredFile[] Files { get; init; }

    /// <summary>Everything that a download holds.</summary>
    public required StoredFile[] AllFiles { get; init; }

    /// <summary>Rolling files are missing between those that are there; what follows the gap is not read.</summary>
    public bool HasGap { get; init; }

    public long Length => Files.Sum(f => f.Length);
    /// <summary>When events were last written; the renaming of a rolling log's status file at its end does not count.</summary>
    public DateTimeOffset Modified => Files[^1].Modified;

    /// <summary>Changes whenever a file grows, comes, goes or is renamed.</summary>
    public string Fingerprint =>
        string.Join('|', Files.Select(f => $"{f.FileName}:{f.Length}:{f.Modified.UtcTicks}")) + (IsComplete ? "|complete" : "|open");

    /// <summary>The logs among the files of a directory; anything else is left out.</summary>
    public static IEnumerable<EventLog> Find(IEnumerable<StoredFile> files)
    {
        var folders = new Dictionary<string, List<StoredFile>>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var slash = file.Name.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0)
            {
                if (Single(file) is { } single)
                    yield return single;
                continue;
            }

            var folder = file.Name[..slash];
            if (!folder.StartsWith(RollingPrefix, StringComparison.Ordinal) || file.Name.IndexOf('/', slash + 1) >= 0)
                continue;
            if (!folders.TryGetValue(folder, out var list))
                folders.Add(folder, list = []);
            list.Add(file);
        }

        foreach (var (folder, list) in folders)
        {
            if (Rolling(folder, list) is { } rolling)
                yield return rolling;
        }
    }

    private static EventLog? Single(StoredFile file) =>
        file.Name.StartsWith('.') || file.Length == 0
            ? null
            : new EventLog
            {
                Name = file.Name,
                IsRolling = false,
                IsComplete = !file.Name.EndsWith(InProgress, StringComparison.Ordinal),
                Files = [file],
                AllFiles = [file],
            };

    private static EventLog? Rolling(string folder, List<StoredFile> files)
    {
        files = [.. files.Where(f => !f.FileName.StartsWith('.'))];
        var status = files.Find(f => f.FileName.StartsWith(StatusPrefix, StringComparison.Ordinal));
        var events = files
            .Select(f => (File: f, Index: IndexOf(f.FileName), Compact: f.FileName.EndsWith(Compacted, StringComparison.Ordinal)))
            .Where(f => f.Index is not null)
            .OrderBy(f => f.Index).ThenByDescending(f => f.Compact)
            .ToList();
        if (status is null || events.Count == 0)
            return null;
        var begin = Math.Max(0, events.FindLastIndex(f => f.Compact));
        var read = new List<StoredFile> { events[begin].File };
        var gap = false;
        var previous = events[begin].Index!.Value;
        foreach (var (file, index, _) in events.Skip(begin + 1).Where(f => f.Index > previous))
        {
            gap |= index != previous + 1;
            if (gap)
                break;
            read.Add(file);
            previous = index!.Value;
        }

        return new EventLog
        {
            Name = folder,
            IsRolling = true,
            IsComplete = !status.FileName.EndsWith(InProgress, StringComparison.Ordinal),
            Files = [.. read],
            AllFiles = [.. files.OrderBy(f => f.Name, StringComparer.Ordinal)],
            HasGap = gap,
        };
    }

    /// <summary>The number in <c>events_7_app.zstd</c>; null for other files.</summary>
    private static long? IndexOf(string name)
    {
        if (!name.StartsWith(EventsPrefix, StringComparison.Ordinal))
            return null;
        var end = name.IndexOf('_', EventsPrefix.Length);
        return end > 0 && long.TryParse(name.AsSpan(EventsPrefix.Length, end - EventsPrefix.Length), out var index) ? index : null;
    }
}
