using System.Collections.Frozen;

namespace Hearth.History.Model;

internal sealed class Executor(string id, long addTime)
{
    public string Id { get; } = id;
    public long AddTime { get; } = addTime;
    public string? Host { get; set; }

    /// <summary>The block manager's address; null until it registers.</summary>
    public string? HostPort { get; set; }

    public bool IsActive { get; set; } = true;
    public int TotalCores { get; set; }
    public int MaxTasks { get; set; }
    public long? RemoveTime { get; set; }
    public string? RemoveReason { get; set; }
    public int RddBlocks { get; set; }
    public long MemoryUsed { get; set; }
    public long DiskUsed { get; set; }
    public long MaxMemory { get; set; }
    public int TotalTasks { get; set; }
    public int ActiveTasks { get; set; }
    public int CompletedTasks { get; set; }
    public int FailedTasks { get; set; }
    public long TotalDuration { get; set; }
    public long TotalGcTime { get; set; }
    public long TotalInputBytes { get; set; }
    public long TotalShuffleRead { get; set; }
    public long TotalShuffleWrite { get; set; }
    public bool IsExcluded { get; set; }
    public SortedSet<int> ExcludedInStages { get; } = [];
    public IReadOnlyDictionary<string, string> Logs { get; set; } = FrozenDictionary<string, string>.Empty;
    public IReadOnlyDictionary<string, string> Attributes { get; set; } = FrozenDictionary<string, string>.Empty;
    public IReadOnlyDictionary<string, ResourceInformation> Resources { get; set; } = FrozenDictionary<string, ResourceInformation>.Empty;
    public int ResourceProfileId { get; set; }

    /// <summary>Null in logs that do not split memory.</summary>
    public long? TotalOnHeap { get; set; }

    public long TotalOffHeap { get; set; }
    public long UsedOnHeap { get; set; }
    public long UsedOffHeap { get; set; }
    public ExecutorPeaks Peaks { get; } = new();

    /// <summary>Executors in the order of their numbers; the driver and others without one come first.</summary>
    public static int Order(string id) => int.TryParse(id, out var number) ? number : -1;

    public string HostName => Host ?? HostPort?.Split(':')[0] ?? "";
}
