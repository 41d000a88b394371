using System.Text.Json;
using Hearth.History.Model;

namespace Hearth.History.Rest;

internal static class ExecutorsResource
{
    private const string Driver = "driver";

    /// <summary>Active executors come in descending, all of them in ascending order of their ids' text.</summary>
    public static void List(Application application, bool activeOnly, SparkDialect dialect, long now, Utf8JsonWriter json)
    {
        var executors = activeOnly
            ? application.Executors.Values.Where(x => x.IsActive).OrderByDescending(x => x.Id, StringComparer.Ordinal)
            : application.Executors.Values.OrderBy(x => x.Id, StringComparer.Ordinal);
        json.WriteStartArray();
        foreach (var executor in executors)
            Write(application, executor, dialect, now, json);
        json.WriteEndArray();
    }

    public static void Processes(Application application, Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (var process in application.Processes.Values)
        {
            json.WriteStartObject();
            json.WriteString("id", process.Id);
            json.WriteString("hostPort", process.HostPort);
            json.WriteBoolean("isActive", true);
            json.WriteNumber("totalCores", process.Cores);
            json.Date("addTime"u8, process.AddTime);
            json.Map("processLogs", process.Logs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Of a driver's task time Spark shows the application's duration.</summary>
    public static long TotalDuration(Application application, Executor executor, long now) =>
        executor.Id != Driver || application.StartTime <= 0 ? executor.TotalDuration
        : (application.Completed ? application.EndTime : now) - application.StartTime;

    public static long TotalGcTime(Executor executor) =>
        executor.Id == Driver && executor.Peaks.IsSet ? executor.Peaks[ExecutorMetric.TotalGcTime] : executor.TotalGcTime;

    private static void Write(Application application, Executor executor, SparkDialect dialect, long now, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id", executor.Id);
        json.Text("hostPort", executor.HostPort ?? executor.Host);
        json.WriteBoolean("isActive", executor.IsActive);
        json.WriteNumber("rddBlocks", executor.RddBlocks);
        json.WriteNumber("memoryUsed", executor.MemoryUsed);
        json.WriteNumber("diskUsed", executor.DiskUsed);
        json.WriteNumber("totalCores", executor.TotalCores);
        json.WriteNumber("maxTasks", executor.MaxTasks);
        json.WriteNumber("activeTasks", executor.ActiveTasks);
        json.WriteNumber("failedTasks", executor.FailedTasks);
        json.WriteNumber("completedTasks", executor.CompletedTasks);
        json.WriteNumber("totalTasks", executor.TotalTasks);
        json.WriteNumber("totalDuration", TotalDuration(application, executor, now));
        json.WriteNumber("totalGCTime", TotalGcTime(executor));
        json.WriteNumber("totalInputBytes", executor.TotalInputBytes);
        json.WriteNumber("totalShuffleRead", executor.TotalShuffleRead);
        json.WriteNumber("totalShuffleWrite", executor.TotalShuffleWrite);
        json.WriteBoolean("isBlacklisted", executor.IsExcluded);
        json.WriteNumber("maxMemory", executor.MaxMemory);
        json.Date("addTime"u8, executor.AddTime);
        json.Date("removeTime"u8, executor.RemoveTime);
        json.Text("removeReason", executor.RemoveReason);
        json.Map("executorLogs", executor.Logs);
        WriteMemory(executor, json);
        json.Ints("blacklistedInStages", executor.ExcludedInStages);
        if (dialect.HasFullMetrics)
            WriteResources(executor, dialect, json);
        if (dialect.HasResourceProfiles)
        {
            json.WriteNumber("resourceProfileId", executor.ResourceProfileId);
            json.WriteBoolean("isExcluded", executor.IsExcluded);
            json.Ints("excludedInStages", executor.ExcludedInStages);
        }

        json.WriteEndObject();
        json.Drain();
    }

    private static void WriteResources(Executor executor, SparkDialect dialect, Utf8JsonWriter json)
    {
        if (executor.Peaks.IsSet)
            StageView.WritePeaks("peakMemoryMetrics", executor.Peaks, dialect, json);
        json.Map("attributes", executor.Attributes);
        json.WriteStartObject("resources");
        foreach (var (name, resource) in executor.Resources)
        {
            json.WriteStartObject(name);
            json.WriteString("name", resource.Name);
            json.Texts("addresses", resource.Addresses);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static void WriteMemory(Executor executor, Utf8JsonWriter json)
    {
        if (executor.TotalOnHeap is not { } onHeap)
            return;
        json.WriteStartObject("memoryMetrics");
        json.WriteNumber("usedOnHeapStorageMemory", executor.UsedOnHeap);
        json.WriteNumber("usedOffHeapStorageMemory", executor.UsedOffHeap);
        json.WriteNumber("totalOnHeapStorageMemory", onHeap);
        json.WriteNumber("totalOffHeapStorageMemory", executor.TotalOffHeap);
        json.WriteEndObject();
    }
}
