namespace Hearth.History.Model;

/// <summary>The names of executor memory and GC peaks in Spark's canonical order (<c>ExecutorMetricType</c>).</summary>
internal static class ExecutorMetric
{
    public const int Count = 23;

    /// <summary>Spark before 4.0 has no ConcurrentGC metrics, the last two.</summary>
    public const int CountBefore4 = 21;

    public const int JvmHeapMemory = 0;
    public const int TotalGcTime = 20;

    public static readonly string[] Names =
    [
        "JVMHeapMemory", "JVMOffHeapMemory", "OnHeapExecutionMemory", "OffHeapExecutionMemory", "OnHeapStorageMemory",
        "OffHeapStorageMemory", "OnHeapUnifiedMemory", "OffHeapUnifiedMemory", "DirectPoolMemory", "MappedPoolMemory",
        "ProcessTreeJVMVMemory", "ProcessTreeJVMRSSMemory", "ProcessTreePythonVMemory", "ProcessTreePythonRSSMemory",
        "ProcessTreeOtherVMemory", "ProcessTreeOtherRSSMemory", "MinorGCCount", "MinorGCTime", "MajorGCCount", "MajorGCTime",
        "TotalGCTime", "ConcurrentGCCount", "ConcurrentGCTime",
    ];
}

/// <summary>Peaks of an executor or stage, elementwise; unset until the first report, which may be all zeros.</summary>
internal sealed class ExecutorPeaks
{
    private long[]? _values;

    /// <summary>A task that never reported has -1 as its first metric, which is no report.</summary>
    public bool IsSet => _values is not null && _values[0] >= 0;

    public long this[int metric] => _values is null ? 0 : Math.Max(0, _values[metric]);

    /// <summary>Whether any peak rose.</summary>
    public bool Raise(ReadOnlySpan<long> reported)
    {
        if (_values is null)
        {
            _values = new long[ExecutorMetric.Count];
            _values[0] = -1;
        }

        var isHigher = false;
        for (var i = 0; i < _values.Length; i++)
        {
            isHigher |= reported[i] > _values[i];
            _values[i] = Math.Max(_values[i], reported[i]);
        }

        return isHigher;
    }

    /// <summary>As they are kept; null before any report.</summary>
    public ReadOnlySpan<long> Raw => _values;

    public void Restore(long[] raw) => _values = raw.Length == ExecutorMetric.Count ? raw : null;
}
