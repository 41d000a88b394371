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
        writer.Array(executor.Resources, static (w, pair) =>
        {
            w.Text(pair.Key);
            w.Text(pair.Value.Name);
            w.Texts(pair.Value.Addresses);
        });
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
        writer.Array(rdd.PartitionOrder, static (w, partition) =>
        {
            w.Text(partition.Block);
            w.Text(partition.Level);
            w.Texts(partition.Executors);
            w.Number(partition.MemoryUsed);
            w.Number(partition.DiskUsed);
        });
        writer.Array(rdd.Distributions.Values, static (w, distribution) =>
        {
            // An executor may have been replaced by another of its id since.
            Write(w, distribution.Executor);
            w.Number(distribution.MemoryUsed);
            w.Number(distribution.DiskUsed);
            w.Number(distribution.OnHeapUsed);
            w.Number(distribution.OffHeapUsed);
            var (memory, onHeap, offHeap) = distribution.Drawn();
            w.OptionalText(distribution.Address);
            w.Number(memory);
            w.Optional(onHeap);
            w.Optional(offHeap);
        });
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
