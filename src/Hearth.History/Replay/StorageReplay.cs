using Hearth.History.Model;

namespace Hearth.History.Replay;

/// <summary>Persisted RDDs and the memory of executors, from block updates (which only some logs have).</summary>
internal sealed class StorageReplay(Application application)
{
    public void OnStageSubmitted(StageInfo stage)
    {
        foreach (var info in stage.Rdds)
        {
            if (info.Level.IsValid)
                application.Rdds.TryAdd(info.Id, new Rdd(info));
        }
    }

    public void OnUnpersist(int rddId, Dictionary<string, Executor> executors)
    {
        if (!application.Rdds.Remove(rddId, out var rdd))
            return;
        foreach (var partition in rdd.Partitions.Values)
        {
            foreach (var id in partition.Executors)
            {
                if (executors.TryGetValue(id, out var executor))
                    executor.RddBlocks--;
            }
        }

        foreach (var (id, distribution) in rdd.Distributions)
        {
            if (!executors.TryGetValue(id, out var executor))
                continue;
            if (executor.TotalOnHeap is not null)
            {
                if (rdd.Info.Level.OffHeap)
                    executor.UsedOffHeap = NotNegative(executor.UsedOffHeap - distribution.OffHeapUsed);
                else
                    executor.UsedOnHeap = NotNegative(executor.UsedOnHeap - distribution.OnHeapUsed);
            }

            executor.MemoryUsed = NotNegative(executor.MemoryUsed - distribution.MemoryUsed);
            executor.DiskUsed = NotNegative(executor.DiskUsed - distribution.DiskUsed);
        }
    }

    public void OnExecutorRemoved(Executor executor)
    {
        foreach (var rdd in application.Rdds.Values)
        {
            rdd.Distributions.Remove(executor.Id);
            foreach (var partition in rdd.Partitions.Values.Where(p => p.Executors.Contains(executor.Id)).ToList())
            {
                var copies = partition.Executors.Length;
                rdd.MemoryUsed = NotNegative(rdd.MemoryUsed - (partition.MemoryUsed / copies));
                rdd.DiskUsed = NotNegative(rdd.DiskUsed - (partition.DiskUsed / copies));
                if (copies == 1)
                {
                    rdd.Remove(partition);
                    continue;
                }

                partition.Update(
                    rdd.Info.Level, [.. partition.Executors.Where(x => x != executor.Id)],
                    NotNegative(partition.MemoryUsed - (partition.MemoryUsed / copies)),
                    NotNegative(partition.DiskUsed - (partition.DiskUsed / copies)));
            }

            Draw(rdd);
        }
    }

    public void OnBlockUpdated(BlockUpdated e, Dictionary<string, Executor> executors)
    {
        executors.TryGetValue(e.ExecutorId, out var executor);
        if (RddOf(e.BlockId) is { } rddId)
            OnRddBlock(e, rddId, executor);
        else if (executor is not null && e.BlockId.StartsWith("broadcast_", StringComparison.Ordinal))
            Use(executor, e.Level, MemoryDelta(e), DiskDelta(e));
    }

    private void OnRddBlock(BlockUpdated e, int rddId, Executor? executor)
    {
        long memory = MemoryDelta(e), disk = DiskDelta(e);
        if (executor is not null)
            Use(executor, e.Level, memory, disk);
        if (!application.Rdds.TryGetValue(rddId, out var rdd))
            return;
        var blocks = UpdatePartition(rdd, e, memory, disk);
        if (executor is not null)
        {
            UpdateDistribution(rdd, executor, e.Level, memory, disk, blocks);

            // The free memory of other RDDs on the same executor changed with it.
            foreach (var other in application.Rdds.Values)
            {
                if (other != rdd && other.Distributions.TryGetValue(executor.Id, out var distribution))
                {
                    distribution.Remaining = null;
                    Draw(other);
                }
            }
        }

        rdd.MemoryUsed = NotNegative(rdd.MemoryUsed + memory);
        rdd.DiskUsed = NotNegative(rdd.DiskUsed + disk);
        Draw(rdd);
        if (executor is not null)
            executor.RddBlocks += blocks;
    }

    /// <summary>Returns by how many blocks the executor's count changes.</summary>
    private static int UpdatePartition(Rdd rdd, BlockUpdated e, long memory, long disk)
    {
        var partition = rdd.Partition(e.BlockId);
        var blocks = 0;
        string[] holders;
        if (!e.Level.IsValid)
        {
            blocks = -1;
            holders = [.. partition.Executors.Where(x => x != e.ExecutorId)];
        }
        else if (partition.Executors.Contains(e.ExecutorId))
        {
            holders = partition.Executors;
        }
        else
        {
            blocks = 1;
            holders = [.. partition.Executors, e.ExecutorId];
        }

        if (holders.Length > 0)
            partition.Update(rdd.Info.Level, holders, NotNegative(partition.MemoryUsed + memory), NotNegative(partition.DiskUsed + disk));
        else
            rdd.Remove(partition);
        return blocks;
    }

    private static void UpdateDistribution(Rdd rdd, Executor executor, StorageLevel level, long memory, long disk, int blocks)
    {
        if (executor.RddBlocks + blocks <= 0)
        {
            rdd.Distributions.Remove(executor.Id);
            return;
        }

        if (!rdd.Distributions.TryGetValue(executor.Id, out var distribution))
            rdd.Distributions.Add(executor.Id, distribution = new RddDistribution(executor));
        distribution.MemoryUsed = NotNegative(distribution.MemoryUsed + memory);
        distribution.DiskUsed = NotNegative(distribution.DiskUsed + disk);
        if (executor.TotalOnHeap is not null)
        {
            if (level.OffHeap)
                distribution.OffHeapUsed = NotNegative(distribution.OffHeapUsed + memory);
            else
                distribution.OnHeapUsed = NotNegative(distribution.OnHeapUsed + memory);
        }

        distribution.Remaining = null;
    }

    private static void Use(Executor executor, StorageLevel level, long memory, long disk)
    {
        if (executor.TotalOnHeap is not null)
        {
            if (level.OffHeap)
                executor.UsedOffHeap = NotNegative(executor.UsedOffHeap + memory);
            else
                executor.UsedOnHeap = NotNegative(executor.UsedOnHeap + memory);
        }

        executor.MemoryUsed = NotNegative(executor.MemoryUsed + memory);
        executor.DiskUsed = NotNegative(executor.DiskUsed + disk);
    }

    private static void Draw(Rdd rdd)
    {
        foreach (var distribution in rdd.Distributions.Values)
            distribution.Drawn();
    }

    /// <summary>The RDD of a block <c>rdd_7_3</c>; null for other blocks.</summary>
    private static int? RddOf(string block)
    {
        if (!block.StartsWith("rdd_", StringComparison.Ordinal))
            return null;
        var end = block.IndexOf('_', 4);
        return end > 0 && int.TryParse(block.AsSpan(4, end - 4), out var id) && int.TryParse(block.AsSpan(end + 1), out _) ? id : null;
    }

    private static long MemoryDelta(BlockUpdated e) => e.Level.Memory ? e.MemorySize : -e.MemorySize;

    private static long DiskDelta(BlockUpdated e) => e.Level.Disk ? e.DiskSize : -e.DiskSize;

    private static long NotNegative(long value) => Math.Max(0, value);
}
