namespace Hearth.History.Model;

/// <summary>A persisted RDD, from the first stage that uses it until it is unpersisted.</summary>
internal sealed class Rdd(RddInfo info)
{
    public RddInfo Info { get; } = info;
    public long MemoryUsed { get; set; }
    public long DiskUsed { get; set; }

    /// <summary>By block name; <see cref="PartitionOrder"/> has them in order of arrival.</summary>
    public Dictionary<string, RddPartition> Partitions { get; } = new(StringComparer.Ordinal);

    public LinkedList<RddPartition> PartitionOrder { get; } = new();
    public Dictionary<string, RddDistribution> Distributions { get; } = new(StringComparer.Ordinal);

    public RddPartition Partition(string block)
    {
        if (Partitions.TryGetValue(block, out var partition))
            return partition;
        partition = new RddPartition(block);
        partition.Update(Info.Level, [], 0, 0);
        partition.Place = PartitionOrder.AddLast(partition);
        Partitions.Add(block, partition);
        return partition;
    }

    public void Remove(RddPartition partition)
    {
        if (Partitions.Remove(partition.Block))
            PartitionOrder.Remove(partition.Place!);
    }
}

internal sealed class RddPartition(string block)
{
    public string Block { get; } = block;
    public LinkedListNode<RddPartition>? Place { get; set; }
    public string Level { get; private set; } = "";
    public long MemoryUsed { get; private set; }
    public long DiskUsed { get; private set; }
    public string[] Executors { get; private set; } = [];

    public void Update(StorageLevel rdd, string[] executors, long memory, long disk)
    {
        Executors = executors;
        MemoryUsed = memory;
        DiskUsed = disk;
        Level = new StorageLevel(disk > 0, memory > 0, rdd.OffHeap, memory > 0 && rdd.Deserialized, executors.Length).Description;
    }

    public void Restore(string level, string[] executors, long memory, long disk) =>
        (Level, Executors, MemoryUsed, DiskUsed) = (level, executors, memory, disk);
}

internal sealed class RddDistribution(Executor executor)
{
    public Executor Executor { get; } = executor;
    public long MemoryUsed { get; set; }
    public long DiskUsed { get; set; }
    public long OnHeapUsed { get; set; }
    public long OffHeapUsed { get; set; }

    /// <summary>
    /// The executor's free memory when this was last drawn: Spark redraws only what an update touches, so these figures may
    /// be older than the executor's.
    /// </summary>
    public (long Memory, long? OnHeap, long? OffHeap)? Remaining { get; set; }

    /// <summary>Where the executor's block manager was then.</summary>
    public string? Address { get; set; }

    public (long Memory, long? OnHeap, long? OffHeap) Drawn()
    {
        if (Remaining is null)
            Address = Executor.HostPort ?? Executor.Host;
        Remaining ??= (Executor.MaxMemory - Executor.MemoryUsed,
            Executor.TotalOnHeap is { } onHeap ? onHeap - Executor.UsedOnHeap : null,
            Executor.TotalOnHeap is null ? null : Executor.TotalOffHeap - Executor.UsedOffHeap);
        return Remaining.Value;
    }
}
