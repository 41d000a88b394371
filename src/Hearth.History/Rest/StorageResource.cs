using System.Text.Json;
using Hearth.History.Model;
using Hearth.History.Replay;

namespace Hearth.History.Rest;

internal static class StorageResource
{
    public static void List(Application application, SparkDialect dialect, Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var rdd in application.Rdds.Values.Where(r => r.Partitions.Count > 0).OrderBy(r => r.Info.Id))
            Write(rdd, dialect, json);
        json.WriteEndArray();
    }

    public static void One(Application application, int id, SparkDialect dialect, Utf8JsonWriter json)
    {
        if (!application.Rdds.TryGetValue(id, out var rdd))
            throw RestException.NotFound($"no rdd found w/ id {id}");
        Write(rdd, dialect, json);
    }

    private static void Write(Rdd rdd, SparkDialect dialect, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("id", rdd.Info.Id);
        json.WriteString("name", rdd.Info.Name);
        json.WriteNumber("numPartitions", rdd.Info.Partitions);
        json.WriteNumber("numCachedPartitions", rdd.Partitions.Count);
        json.WriteString("storageLevel", rdd.Info.Level.Description);
        json.WriteNumber("memoryUsed", rdd.MemoryUsed);
        json.WriteNumber("diskUsed", rdd.DiskUsed);
        if (rdd.Distributions.Count > 0)
        {
            json.WriteStartArray("dataDistribution");
            foreach (var executor in ScalaOrder.OfMutable(rdd.Distributions.Keys, dialect.HasScala212))
                Write(rdd.Distributions[executor], json);
            json.WriteEndArray();
        }

        json.WriteStartArray("partitions");
        foreach (var partition in rdd.PartitionOrder)
        {
            json.WriteStartObject();
            json.WriteString("blockName", partition.Block);
            json.WriteString("storageLevel", partition.Level);
            json.WriteNumber("memoryUsed", partition.MemoryUsed);
            json.WriteNumber("diskUsed", partition.DiskUsed);
            json.Texts("executors", partition.Executors);
            json.WriteEndObject();
            json.Drain();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(RddDistribution distribution, Utf8JsonWriter json)
    {
        var (memory, onHeap, offHeap) = distribution.Drawn();
        var split = distribution.Executor.TotalOnHeap is not null;
        json.WriteStartObject();
        json.Text("address", distribution.Address ?? distribution.Executor.HostPort ?? distribution.Executor.Host);
        json.WriteNumber("memoryUsed", distribution.MemoryUsed);
        json.WriteNumber("memoryRemaining", memory);
        json.WriteNumber("diskUsed", distribution.DiskUsed);
        if (split)
        {
            json.WriteNumber("onHeapMemoryUsed", distribution.OnHeapUsed);
            json.WriteNumber("offHeapMemoryUsed", distribution.OffHeapUsed);
            json.Number("onHeapMemoryRemaining", onHeap);
            json.Number("offHeapMemoryRemaining", offHeap);
        }

        json.WriteEndObject();
    }
}
