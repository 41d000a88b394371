using Hearth.History.Model;

namespace Hearth.History.Snapshots;

/// <summary>Executors, and the RDDs that they hold.</summary>
internal static class ExecutorPart
{
    public static void Write(PartWriter writer, Executor executor)
    {
        writer.Text(executor.Id);
        writer.Number(executor.AddTime);
        writer.OptionalText(executor.Host);
        writer.OptionalText(executor.HostPort);
        writer.Flag(executor.IsActive);
        writer.Number(executor.TotalCores);
        writer.Number(executor.MaxTasks);
        writer.Optional(executor.RemoveTime);
        writer.OptionalText(executor.RemoveReason);
        writer.Number(executor.RddBlocks);
        writer.Number(executor.MemoryUsed);
        writer.Number(executor.DiskUsed);
        writer.Number(executor.MaxMemory);
        writer.Number(executor.TotalTasks);
        writer.Number(executor.ActiveTasks);
        writer.Number(executor.CompletedTasks);
        writer.Number(executor.FailedTasks);
        writer.Number(executor.TotalDuration);
        writer.Number(executor.TotalGcTime);
        writer.Number(executor.TotalInputBytes);
        writer.Number(executor.TotalShuffleRead);
        writer.Number(executor.TotalShuffleWrite);
        writer.Flag(executor.IsExcluded);
        writer.Numbers(executor.ExcludedInStages);
        writer.Pairs([.. executor.Logs]);
        writer.Pairs([.. executor.Attributes]);
        writer.Count(executor.Resources.Count);
        foreach (var (key, resource) in executor.Resources)
        {
            writer.Text(key);
            writer.Text(resource.Name);
            writer.Texts(resource.Addresses);
        }

        writer.Number(executor.ResourceProfileId);
        writer.Optional(executor.TotalOnHeap);
        writer.Number(executor.TotalOffHeap);
        writer.Number(executor.UsedOnHeap);
        writer.Number(executor.UsedOffHeap);
        writer.Numbers(executor.Peaks.Raw);
    }

    public static Executor Read(PartReader reader)
    {
        var executor = new Executor(reader.Text(), reader.Number())
        {
            Host = reader.OptionalText(),
            HostPort = reader.OptionalText(),
            IsActive = reader.Flag(),
            TotalCores = reader.Int(),
            MaxTasks = reader.Int(),
            RemoveTime = reader.Optional(),
            RemoveReason = reader.OptionalText(),
            RddBlocks = reader.Int(),
            MemoryUsed = reader.Number(),
            DiskUsed = reader.Number(),
            MaxMemory = reader.Number(),
            TotalTasks = reader.Int(),
            ActiveTasks = reader.Int(),
            CompletedTasks = reader.Int(),
            FailedTasks = reader.Int(),
            TotalDuration = reader.Number(),
            TotalGcTime = reader.Number(),
            TotalInputBytes = reader.Number(),
            TotalShuffleRead = reader.Number(),
            TotalShuffleWrite = reader.Number(),
            IsExcluded = reader.Flag(),
        };
        executor.ExcludedInStages.UnionWith(reader.Ints());
        executor.Logs = reader.Map();
        executor.Attributes = reader.Map();
        var resources = new Dictionary<string, ResourceInformation>(StringComparer.Ordinal);
        for (var count = reader.Count(); count > 0; count--)
            resources[reader.Text()] = new ResourceInformation(reader.Text(), reader.Texts());
        executor.Resources = resources;
        executor.ResourceProfileId = reader.Int();
        executor.TotalOnHeap = reader.Optional();
        executor.TotalOffHeap = reader.Number();
        executor.UsedOnHeap = reader.Number();
        executor.UsedOffHeap = reader.Number();
        executor.Peaks.Restore(reader.Longs());
        return executor;
    }

    public static void Write(PartWriter writer, Rdd rdd)
    {
        StagePart.Write(writer, rdd.Info);
        writer.Number(rdd.MemoryUsed);
        writer.Number(rdd.DiskUsed);
        writer.Count(rdd.PartitionOrder.Count);
        foreach (var partition in rdd.PartitionOrder)
        {
            writer.Text(partition.Block);
            writer.Text(partition.Level);
            writer.Texts(partition.Executors);
            writer.Number(partition.MemoryUsed);
            writer.Number(partition.DiskUsed);
        }

        writer.Count(rdd.Distributions.Count);
        foreach (var distribution in rdd.Distributions.Values)
        {
            // An executor may have been replaced by another of its id since.
            Write(writer, distribution.Executor);
            writer.Number(distribution.MemoryUsed);
            writer.Number(distribution.DiskUsed);
            writer.Number(distribution.OnHeapUsed);
            writer.Number(distribution.OffHeapUsed);
            var (memory, onHeap, offHeap) = distribution.Drawn();
            writer.OptionalText(distribution.Address);
            writer.Number(memory);
            writer.Optional(onHeap);
            writer.Optional(offHeap);
        }
    }

    public static Rdd ReadRdd(PartReader reader)
    {
        var rdd = new Rdd(StagePart.ReadRdd(reader)) { MemoryUsed = reader.Number(), DiskUsed = reader.Number() };
        for (var count = reader.Count(); count > 0; count--)
            rdd.Partition(reader.Text()).Restore(reader.Text(), reader.Texts(), reader.Number(), reader.Number());
        for (var count = reader.Count(); count > 0; count--)
        {
            var executor = Read(reader);
            rdd.Distributions[executor.Id] = new RddDistribution(executor)
            {
                MemoryUsed = reader.Number(),
                DiskUsed = reader.Number(),
                OnHeapUsed = reader.Number(),
                OffHeapUsed = reader.Number(),
                Address = reader.OptionalText(),
                Remaining = (reader.Number(), reader.Optional(), reader.Optional()),
            };
        }

        return rdd;
    }
}
