using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Simulator.Driver;

namespace Hearth.Simulator.Rest;

/// <summary>The answers of <c>/api/v1</c> that observers of a running driver ask for: applications, jobs, stages, executors, environment.</summary>
internal sealed class StatusApi(ApplicationRecord record)
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    /// <summary>Null: there is nothing at this path.</summary>
    public byte[]? Get(string path)
    {
        lock (record.Gate)
        {
            JsonNode? answer = path.TrimEnd('/').Split('/', StringSplitOptions.RemoveEmptyEntries) switch
            {
                ["api", "v1", "version"] => new JsonObject { ["spark"] = record.Configuration.Version },
                ["api", "v1", "applications"] => new JsonArray(Application()),
                ["api", "v1", "applications", var id, .. var rest] when id == record.Configuration.AppId => Part(rest),
                _ => null,
            };
            return answer is null ? null : System.Text.Encoding.UTF8.GetBytes(answer.ToJsonString(s_indented));
        }
    }

    private JsonNode? Part(string[] path) => path switch
    {
        [] => Application(),
        ["jobs"] => new JsonArray([.. record.Jobs.AsEnumerable().Reverse().Select(Job)]),
        ["jobs", var id] => record.Jobs.Find(j => Is(j.Id, id)) is { } job ? Job(job) : null,
        ["stages"] => new JsonArray([.. Stages().Reverse().Select(Stage)]),
        ["stages", var id] => Stages().FirstOrDefault(s => Is(s.Id, id)) is { } stage ? new JsonArray(Stage(stage)) : null,
        ["executors"] => new JsonArray([.. record.Executors.Values.Where(e => e.IsActive).Select(Executor)]),
        ["allexecutors"] => new JsonArray([.. record.Executors.Values.Select(Executor)]),
        ["environment"] => Environment(),
        _ => null,
    };

    private JsonObject Application() => new()
    {
        ["id"] = record.Configuration.AppId,
        ["name"] = record.Configuration.AppName,
        ["attempts"] = new JsonArray(new JsonObject
        {
            ["startTime"] = Date(record.Started),
            ["endTime"] = Date(record.Ended ?? DateTimeOffset.FromUnixTimeMilliseconds(-1)),
            ["lastUpdated"] = Date(record.Now),
            ["duration"] = (long)((record.Ended ?? record.Now) - record.Started).TotalMilliseconds,
            ["sparkUser"] = record.Configuration.User,
            ["completed"] = record.Ended is not null,
            ["appSparkVersion"] = record.Configuration.Version,
            ["startTimeEpoch"] = record.Started.ToUnixTimeMilliseconds(),
            ["endTimeEpoch"] = record.Ended?.ToUnixTimeMilliseconds() ?? -1,
            ["lastUpdatedEpoch"] = record.Now.ToUnixTimeMilliseconds(),
        }),
    };

    private static JsonObject Job(JobRecord job)
    {
        var answer = new JsonObject { ["jobId"] = job.Id, ["name"] = job.Name, ["submissionTime"] = Date(job.Submitted) };
        if (job.Completed is { } completed)
            answer["completionTime"] = Date(completed);
        answer["stageIds"] = new JsonArray([.. job.Stages.Select(s => JsonValue.Create(s.Id))]);
        answer["jobTags"] = new JsonArray();
        answer["status"] = job.Status;
        answer["numTasks"] = job.Stages.Sum(s => s.Plan.Tasks.Count);
        answer["numActiveTasks"] = job.Stages.Sum(s => s.ActiveTasks);
        answer["numCompletedTasks"] = job.Stages.Sum(s => s.CompletedTasks);
        answer["numSkippedTasks"] = 0;
        answer["numFailedTasks"] = job.Stages.Sum(s => s.FailedTasks);
        answer["numKilledTasks"] = 0;
        answer["numCompletedIndices"] = job.Stages.Sum(s => s.CompletedTasks);
        answer["numActiveStages"] = job.Stages.Count(s => s.Status == "ACTIVE");
        answer["numCompletedStages"] = job.Stages.Count(s => s.Status == "COMPLETE");
        answer["numSkippedStages"] = 0;
        answer["numFailedStages"] = job.Stages.Count(s => s.Status == "FAILED");
        answer["killedTasksSummary"] = new JsonObject();
        return answer;
    }

    private static JsonObject Stage(StageRecord stage)
    {
        var answer = new JsonObject
        {
            ["status"] = stage.Status,
            ["stageId"] = stage.Id,
            ["attemptId"] = 0,
            ["numTasks"] = stage.Plan.Tasks.Count,
            ["numActiveTasks"] = stage.ActiveTasks,
            ["numCompleteTasks"] = stage.CompletedTasks,
            ["numFailedTasks"] = stage.FailedTasks,
            ["numKilledTasks"] = 0,
            ["numCompletedIndices"] = stage.CompletedTasks,
            ["executorRunTime"] = stage.RunTime,
            ["name"] = stage.Plan.Name,
            ["details"] = "hearth simulator: no code ran here",
            ["schedulingPool"] = "default",
            ["resourceProfileId"] = 0,
        };
        if (stage.Submitted is { } submitted)
            answer["submissionTime"] = Date(submitted);
        if (stage.FirstTask is { } first)
            answer["firstTaskLaunchedTime"] = Date(first);
        if (stage.Completed is { } completed)
            answer["completionTime"] = Date(completed);
        if (stage.FailureReason is { } reason)
            answer["failureReason"] = reason;
        return answer;
    }

    private static JsonObject Executor(ExecutorRecord executor)
    {
        var answer = new JsonObject
        {
            ["id"] = executor.Id,
            ["hostPort"] = executor.HostPort,
            ["isActive"] = executor.IsActive,
            ["rddBlocks"] = 0,
            ["memoryUsed"] = 0,
            ["diskUsed"] = 0,
            ["totalCores"] = executor.Cores,
            ["maxTasks"] = executor.Cores,
            ["activeTasks"] = executor.ActiveTasks,
            ["failedTasks"] = executor.FailedTasks,
            ["completedTasks"] = executor.CompletedTasks,
            ["totalTasks"] = executor.ActiveTasks + executor.FailedTasks + executor.CompletedTasks,
            ["totalDuration"] = executor.Duration,
            ["totalGCTime"] = 0,
            ["totalInputBytes"] = 0,
            ["totalShuffleRead"] = 0,
            ["totalShuffleWrite"] = 0,
            ["isBlacklisted"] = false,
            ["maxMemory"] = 434_031_820,
            ["addTime"] = Date(executor.Added),
            ["executorLogs"] = new JsonObject(),
            ["isExcluded"] = false,
            ["resourceProfileId"] = 0,
        };
        if (executor.Removed is { } removed)
            answer["removeTime"] = Date(removed);
        if (executor.RemoveReason is { } reason)
            answer["removeReason"] = reason;
        return answer;
    }

    private JsonObject Environment() => new()
    {
        ["runtime"] = new JsonObject { ["javaVersion"] = "none (hearth simulator)", ["javaHome"] = "none", ["scalaVersion"] = "none" },
        ["sparkProperties"] = new JsonArray([.. record.Configuration.Spark.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => new JsonArray(p.Key, p.Value))]),
    };

    private IEnumerable<StageRecord> Stages() => record.Jobs.SelectMany(j => j.Stages);

    private static bool Is(int id, string text) => int.TryParse(text, out var number) && number == id;

    private static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'GMT'");
}
