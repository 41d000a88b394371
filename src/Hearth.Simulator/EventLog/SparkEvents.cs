using System.Text.Json;
using Hearth.Simulator.Driver;

namespace Hearth.Simulator.EventLog;

/// <summary>Spark's listener events as JSON, field for field as <c>org.apache.spark.util.JsonProtocol</c> writes them.</summary>
internal static class SparkEvents
{
    public static void LogStart(Utf8JsonWriter json, string version) => Event(json, "SparkListenerLogStart", () => json.WriteString("Spark Version", version));

    public static void ResourceProfileAdded(Utf8JsonWriter json, DriverConfiguration configuration) => Event(json, "SparkListenerResourceProfileAdded", () =>
    {
        json.WriteNumber("Resource Profile Id", 0);
        json.WriteStartObject("Executor Resource Requests");
        Request("cores", configuration.ExecutorCores);
        Request("memory", 1024);
        json.WriteEndObject();
        json.WriteStartObject("Task Resource Requests");
        json.WriteStartObject("cpus");
        json.WriteString("Resource Name", "cpus");
        json.WriteNumber("Amount", (double)configuration.TaskCpus);
        json.WriteEndObject();
        json.WriteEndObject();

        void Request(string name, long amount)
        {
            json.WriteStartObject(name);
            json.WriteString("Resource Name", name);
            json.WriteNumber("Amount", amount);
            json.WriteString("Discovery Script", "");
            json.WriteString("Vendor", "");
            json.WriteEndObject();
        }
    });

    public static void EnvironmentUpdate(Utf8JsonWriter json, DriverConfiguration configuration) => Event(json, "SparkListenerEnvironmentUpdate", () =>
    {
        json.WriteStartObject("JVM Information");
        json.WriteString("Java Home", "none");
        json.WriteString("Java Version", "none (hearth simulator)");
        json.WriteString("Scala Version", "none");
        json.WriteEndObject();
        json.WriteStartObject("Spark Properties");
        foreach (var (key, value) in configuration.Spark)
            json.WriteString(key, IsSecret(key) ? "*********(redacted)" : value);
        json.WriteEndObject();
        foreach (var section in (ReadOnlySpan<string>)["Hadoop Properties", "System Properties", "Metrics Properties", "Classpath Entries"])
        {
            json.WriteStartObject(section);
            json.WriteEndObject();
        }
    });

    public static void ApplicationStart(Utf8JsonWriter json, DriverConfiguration configuration, DateTimeOffset started) => Event(json, "SparkListenerApplicationStart", () =>
    {
        json.WriteString("App Name", configuration.AppName);
        json.WriteString("App ID", configuration.AppId);
        json.WriteNumber("Timestamp", Millis(started));
        json.WriteString("User", configuration.User);
    });

    public static void ApplicationEnd(Utf8JsonWriter json, DateTimeOffset now, int exitCode) => Event(json, "SparkListenerApplicationEnd", () =>
    {
        json.WriteNumber("Timestamp", Millis(now));
        json.WriteNumber("ExitCode", exitCode);
    });

    public static void ExecutorAdded(Utf8JsonWriter json, ExecutorRecord executor) => Event(json, "SparkListenerExecutorAdded", () =>
    {
        json.WriteNumber("Timestamp", Millis(executor.Added));
        json.WriteString("Executor ID", executor.Id);
        json.WriteStartObject("Executor Info");
        json.WriteString("Host", executor.Host);
        json.WriteNumber("Total Cores", executor.Cores);
        Empty(json, "Log Urls", "Attributes", "Resources");
        json.WriteNumber("Resource Profile Id", 0);
        json.WriteNumber("Registration Time", Millis(executor.Added));
        json.WriteEndObject();
    });

    public static void ExecutorRemoved(Utf8JsonWriter json, ExecutorRecord executor) => Event(json, "SparkListenerExecutorRemoved", () =>
    {
        json.WriteNumber("Timestamp", Millis(executor.Removed ?? executor.Added));
        json.WriteString("Executor ID", executor.Id);
        json.WriteString("Removed Reason", executor.RemoveReason ?? "");
    });

    public static void BlockManagerAdded(Utf8JsonWriter json, ExecutorRecord executor) => Event(json, "SparkListenerBlockManagerAdded", () =>
    {
        const long Memory = 434_031_820;
        BlockManager(json, executor);
        json.WriteNumber("Maximum Memory", Memory);
        json.WriteNumber("Timestamp", Millis(executor.Added));
        json.WriteNumber("Maximum Onheap Memory", Memory);
        json.WriteNumber("Maximum Offheap Memory", 0);
    });

    public static void BlockManagerRemoved(Utf8JsonWriter json, ExecutorRecord executor) => Event(json, "SparkListenerBlockManagerRemoved", () =>
    {
        BlockManager(json, executor);
        json.WriteNumber("Timestamp", Millis(executor.Removed ?? executor.Added));
    });

    public static void JobStart(Utf8JsonWriter json, JobRecord job) => Event(json, "SparkListenerJobStart", () =>
    {
        json.WriteNumber("Job ID", job.Id);
        json.WriteNumber("Submission Time", Millis(job.Submitted));
        json.WriteStartArray("Stage Infos");
        foreach (var stage in job.Stages)
            StageInfo(json, null, stage);
        json.WriteEndArray();
        json.WriteStartArray("Stage IDs");
        foreach (var stage in job.Stages)
            json.WriteNumberValue(stage.Id);
        json.WriteEndArray();
        Properties(json, job.Name);
    });

    public static void JobEnd(Utf8JsonWriter json, JobRecord job, string? failure) => Event(json, "SparkListenerJobEnd", () =>
    {
        json.WriteNumber("Job ID", job.Id);
        json.WriteNumber("Completion Time", Millis(job.Completed ?? job.Submitted));
        json.WriteStartObject("Job Result");
        json.WriteString("Result", failure is null ? "JobSucceeded" : "JobFailed");
        if (failure is not null)
        {
            json.WriteStartObject("Exception");
            json.WriteString("Message", failure);
            json.WriteStartArray("Stack Trace");
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    });

    public static void StageSubmitted(Utf8JsonWriter json, StageRecord stage) => Event(json, "SparkListenerStageSubmitted", () =>
    {
        StageInfo(json, "Stage Info", stage);
        Properties(json, stage.Plan.Name);
    });

    public static void StageCompleted(Utf8JsonWriter json, StageRecord stage) => Event(json, "SparkListenerStageCompleted", () => StageInfo(json, "Stage Info", stage));

    public static void TaskStart(Utf8JsonWriter json, TaskRecord task) => Event(json, "SparkListenerTaskStart", () =>
    {
        json.WriteNumber("Stage ID", task.Stage.Id);
        json.WriteNumber("Stage Attempt ID", 0);
        TaskEvents.Info(json, task, null);
    });

    public static void TaskEnd(Utf8JsonWriter json, TaskRecord task, TaskEnd end) => Event(json, "SparkListenerTaskEnd", () =>
    {
        json.WriteNumber("Stage ID", task.Stage.Id);
        json.WriteNumber("Stage Attempt ID", 0);
        json.WriteString("Task Type", task.Stage.Plan.IsShuffleMap ? "ShuffleMapTask" : "ResultTask");
        TaskEvents.EndReason(json, task, end);
        TaskEvents.Info(json, task, end);
        Empty(json, "Task Executor Metrics");
        TaskEvents.Metrics(json, task, end);
    });

    public static long Millis(DateTimeOffset time) => time.ToUnixTimeMilliseconds();

    private static void Event(Utf8JsonWriter json, string name, Action fields)
    {
        json.WriteStartObject();
        json.WriteString("Event", name);
        fields();
        json.WriteEndObject();
    }

    private static void StageInfo(Utf8JsonWriter json, string? name, StageRecord stage)
    {
        if (name is null)
            json.WriteStartObject();
        else
            json.WriteStartObject(name);
        json.WriteNumber("Stage ID", stage.Id);
        json.WriteNumber("Stage Attempt ID", 0);
        json.WriteString("Stage Name", stage.Plan.Name);
        json.WriteNumber("Number of Tasks", stage.Plan.Tasks.Count);
        Rdd(json, stage);
        json.WriteStartArray("Parent IDs");
        foreach (var parent in stage.Parents)
            json.WriteNumberValue(parent);
        json.WriteEndArray();
        json.WriteString("Details", "hearth simulator: no code ran here");
        if (stage.Submitted is { } submitted)
            json.WriteNumber("Submission Time", Millis(submitted));
        if (stage.Completed is { } completed)
            json.WriteNumber("Completion Time", Millis(completed));
        if (stage.FailureReason is { } reason)
            json.WriteString("Failure Reason", reason);
        json.WriteStartArray("Accumulables");
        json.WriteEndArray();
        json.WriteNumber("Resource Profile Id", 0);
        json.WriteBoolean("Shuffle Push Enabled", false);
        json.WriteNumber("Shuffle Push Mergers Count", 0);
        json.WriteEndObject();
    }

    private static void Rdd(Utf8JsonWriter json, StageRecord stage)
    {
        json.WriteStartArray("RDD Info");
        json.WriteStartObject();
        json.WriteNumber("RDD ID", stage.Id);
        json.WriteString("Name", "SimulatedRDD");
        json.WriteString("Callsite", stage.Plan.Name);
        json.WriteStartArray("Parent IDs");
        foreach (var parent in stage.Parents)
            json.WriteNumberValue(parent);
        json.WriteEndArray();
        json.WriteStartObject("Storage Level");
        foreach (var flag in (ReadOnlySpan<string>)["Use Disk", "Use Memory", "Use Off Heap", "Deserialized"])
            json.WriteBoolean(flag, false);
        json.WriteNumber("Replication", 1);
        json.WriteEndObject();
        json.WriteBoolean("Barrier", false);
        json.WriteString("DeterministicLevel", "DETERMINATE");
        json.WriteNumber("Number of Partitions", stage.Plan.Tasks.Count);
        json.WriteNumber("Number of Cached Partitions", 0);
        json.WriteNumber("Memory Size", 0);
        json.WriteNumber("Disk Size", 0);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Properties(Utf8JsonWriter json, string callSite)
    {
        json.WriteStartObject("Properties");
        json.WriteString("callSite.short", callSite);
        json.WriteEndObject();
    }

    private static void BlockManager(Utf8JsonWriter json, ExecutorRecord executor)
    {
        json.WriteStartObject("Block Manager ID");
        json.WriteString("Executor ID", executor.Id);
        json.WriteString("Host", executor.Host);
        json.WriteNumber("Port", int.TryParse(executor.HostPort.Split(':')[^1], out var port) ? port : 0);
        json.WriteEndObject();
    }

    private static void Empty(Utf8JsonWriter json, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            json.WriteStartObject(name);
            json.WriteEndObject();
        }
    }

    /// <summary>Spark's default <c>spark.redaction.regex</c>.</summary>
    private static readonly string[] s_secretWords = ["secret", "password", "token", "access.key", "accesskey", "access_key", "credential"];

    private static bool IsSecret(string key) =>
        s_secretWords.Any(word => key.Contains(word, StringComparison.OrdinalIgnoreCase));
}
