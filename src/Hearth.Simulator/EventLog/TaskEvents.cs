using System.Text.Json;
using Hearth.Simulator.Driver;

namespace Hearth.Simulator.EventLog;

/// <summary>The parts of task events. Metrics are derived from the plan: nothing is measured where nothing ran.</summary>
internal static class TaskEvents
{
    /// <param name="end">Null for a task that has just started.</param>
    public static void Info(Utf8JsonWriter json, TaskRecord task, TaskEnd? end)
    {
        json.WriteStartObject("Task Info");
        json.WriteNumber("Task ID", task.Id);
        json.WriteNumber("Index", task.Index);
        json.WriteNumber("Attempt", task.Attempt);
        json.WriteNumber("Partition ID", task.Index);
        json.WriteNumber("Launch Time", SparkEvents.Millis(task.Launched));
        json.WriteString("Executor ID", task.Executor.Id);
        json.WriteString("Host", task.Executor.Host);
        json.WriteString("Locality", "PROCESS_LOCAL");
        json.WriteBoolean("Speculative", false);
        json.WriteNumber("Getting Result Time", 0);
        json.WriteNumber("Finish Time", end is null ? 0 : SparkEvents.Millis(end.Finished));
        json.WriteBoolean("Failed", end?.Failure is not null);
        json.WriteBoolean("Killed", false);
        json.WriteStartArray("Accumulables");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void EndReason(Utf8JsonWriter json, TaskRecord task, TaskEnd end)
    {
        json.WriteStartObject("Task End Reason");
        switch (end.Failure)
        {
            case null:
                json.WriteString("Reason", "Success");
                break;
            case { IsExecutorLoss: true } loss:
                json.WriteString("Reason", "ExecutorLostFailure");
                json.WriteString("Executor ID", task.Executor.Id);
                json.WriteBoolean("Exit Caused By App", true);
                json.WriteString("Loss Reason", loss.Description);
                break;
            case { } failure:
                json.WriteString("Reason", "ExceptionFailure");
                json.WriteString("Class Name", failure.ClassName);
                json.WriteString("Description", failure.Description);
                json.WriteStartArray("Stack Trace");
                json.WriteEndArray();
                json.WriteString("Full Stack Trace", $"{failure.ClassName}: {failure.Description}\n\tat hearth.simulator.Task.run(Task.java:1)\n");
                json.WriteStartArray("Accumulator Updates");
                json.WriteEndArray();
                break;
        }

        json.WriteEndObject();
    }

    public static void Metrics(Utf8JsonWriter json, TaskRecord task, TaskEnd end)
    {
        var plan = task.Plan;
        var reads = task.Stage.Parents.Count > 0 && end.Failure is null;
        var writes = task.Stage.Plan.IsShuffleMap && end.Failure is null;
        json.WriteStartObject("Task Metrics");
        json.WriteNumber("Executor Deserialize Time", 1);
        json.WriteNumber("Executor Deserialize CPU Time", 1_000_000);
        json.WriteNumber("Executor Run Time", end.RunTime);
        json.WriteNumber("Executor CPU Time", end.RunTime * 900_000);
        json.WriteNumber("Peak Execution Memory", plan.MemorySpilled / 2);
        json.WriteNumber("Peak On Heap Execution Memory", plan.MemorySpilled / 2);
        json.WriteNumber("Peak Off Heap Execution Memory", 0);
        json.WriteNumber("Result Size", end.Failure is null ? 1024 : 0);
        json.WriteNumber("JVM GC Time", 0);
        json.WriteNumber("Result Serialization Time", 0);
        json.WriteNumber("Memory Bytes Spilled", plan.MemorySpilled);
        json.WriteNumber("Disk Bytes Spilled", plan.DiskSpilled);
        ShuffleRead(json, reads ? plan.ShuffleBytes : 0, reads ? plan.Records : 0);
        Numbers(json, "Shuffle Write Metrics", ("Shuffle Bytes Written", writes ? plan.ShuffleBytes : 0), ("Shuffle Write Time", writes ? end.RunTime * 100_000 : 0), ("Shuffle Records Written", writes ? plan.Records : 0));
        Numbers(json, "Input Metrics", ("Bytes Read", plan.InputBytes), ("Records Read", plan.InputBytes == 0 ? 0 : plan.Records));
        Numbers(json, "Output Metrics", ("Bytes Written", 0), ("Records Written", 0));
        json.WriteStartArray("Updated Blocks");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void ShuffleRead(Utf8JsonWriter json, long bytes, long records)
    {
        json.WriteStartObject("Shuffle Read Metrics");
        json.WriteNumber("Remote Blocks Fetched", bytes == 0 ? 0 : 1);
        json.WriteNumber("Local Blocks Fetched", bytes == 0 ? 0 : 1);
        json.WriteNumber("Fetch Wait Time", 0);
        json.WriteNumber("Remote Bytes Read", bytes / 2);
        json.WriteNumber("Remote Bytes Read To Disk", 0);
        json.WriteNumber("Local Bytes Read", bytes - (bytes / 2));
        json.WriteNumber("Total Records Read", records);
        json.WriteNumber("Remote Requests Duration", 0);
        Numbers(
            json,
            "Push Based Shuffle",
            ("Corrupt Merged Block Chunks", 0),
            ("Merged Fetch Fallback Count", 0),
            ("Merged Remote Blocks Fetched", 0),
            ("Merged Local Blocks Fetched", 0),
            ("Merged Remote Chunks Fetched", 0),
            ("Merged Local Chunks Fetched", 0),
            ("Merged Remote Bytes Read", 0),
            ("Merged Local Bytes Read", 0),
            ("Merged Remote Requests Duration", 0));
        json.WriteEndObject();
    }

    private static void Numbers(Utf8JsonWriter json, string name, params ReadOnlySpan<(string Name, long Value)> fields)
    {
        json.WriteStartObject(name);
        foreach (var (field, value) in fields)
            json.WriteNumber(field, value);
        json.WriteEndObject();
    }
}
