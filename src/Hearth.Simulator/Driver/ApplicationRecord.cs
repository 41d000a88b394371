using Hearth.Simulator.EventLog;
using Hearth.Simulator.Workloads;

namespace Hearth.Simulator.Driver;

internal sealed record ExecutorRecord(string Id, string HostPort, int Cores, DateTimeOffset Added)
{
    public bool IsActive { get; set; } = true;
    public DateTimeOffset? Removed { get; set; }
    public string? RemoveReason { get; set; }
    public int ActiveTasks { get; set; }
    public int CompletedTasks { get; set; }
    public int FailedTasks { get; set; }
    public long Duration { get; set; }

    public string Host => HostPort.Split(':')[0];
}

internal sealed record JobRecord(int Id, string Name, IReadOnlyList<StageRecord> Stages, DateTimeOffset Submitted)
{
    public DateTimeOffset? Completed { get; set; }
    public string Status { get; set; } = "RUNNING";
}

internal sealed record StageRecord(int Id, StagePlan Plan, IReadOnlyList<int> Parents)
{
    public DateTimeOffset? Submitted { get; set; }
    public DateTimeOffset? FirstTask { get; set; }
    public DateTimeOffset? Completed { get; set; }
    public string? FailureReason { get; set; }
    public string Status { get; set; } = "PENDING";
    public int ActiveTasks { get; set; }
    public int CompletedTasks { get; set; }
    public int FailedTasks { get; set; }
    public long RunTime { get; set; }
}

/// <summary>One attempt of one task.</summary>
internal sealed record TaskRecord(long Id, int Index, int Attempt, StageRecord Stage, TaskPlan Plan, ExecutorRecord Executor, DateTimeOffset Launched);

/// <summary>How an attempt ended. A null reason is success.</summary>
internal sealed record TaskEnd(DateTimeOffset Finished, long RunTime, TaskFailure? Failure = null);

/// <summary>Why an attempt failed: an exception of the task, or the loss of its executor.</summary>
internal sealed record TaskFailure(string ClassName, string Description, bool IsExecutorLoss);

/// <summary>
/// What has happened in the application so far: the state behind the REST API, and each change as an event in the log. All calls
/// come under the scheduler's lock.
/// </summary>
internal sealed class ApplicationRecord(DriverConfiguration configuration, EventLogWriter? log, TimeProvider time)
{
    public DriverConfiguration Configuration { get; } = configuration;

    public DateTimeOffset Started { get; } = time.GetUtcNow();

    public DateTimeOffset? Ended { get; private set; }

    public Dictionary<string, ExecutorRecord> Executors { get; } = new(StringComparer.Ordinal);

    public List<JobRecord> Jobs { get; } = [];

    public DateTimeOffset Now => time.GetUtcNow();

    public Lock Gate { get; } = new();

    public void Start()
    {
        log?.Write(writer => SparkEvents.LogStart(writer, Configuration.Version));
        log?.Write(writer => SparkEvents.ResourceProfileAdded(writer, Configuration));
        AddExecutor(new ExecutorRecord("driver", $"{Configuration.BindAddress}:{Configuration.DriverPort + 1}", 0, Started), announce: false);
        log?.Write(writer => SparkEvents.EnvironmentUpdate(writer, Configuration));
        log?.Write(writer => SparkEvents.ApplicationStart(writer, Configuration, Started));
    }

    public void AddExecutor(ExecutorRecord executor, bool announce = true)
    {
        Executors[executor.Id] = executor;
        if (announce)
            log?.Write(writer => SparkEvents.ExecutorAdded(writer, executor));
        log?.Write(writer => SparkEvents.BlockManagerAdded(writer, executor));
    }

    public void RemoveExecutor(ExecutorRecord executor, string reason)
    {
        executor.IsActive = false;
        executor.Removed = Now;
        executor.RemoveReason = reason;
        log?.Write(writer => SparkEvents.BlockManagerRemoved(writer, executor));
        log?.Write(writer => SparkEvents.ExecutorRemoved(writer, executor));
    }

    public void StartJob(JobRecord job)
    {
        Jobs.Add(job);
        log?.Write(writer => SparkEvents.JobStart(writer, job));
    }

    public void EndJob(JobRecord job, string? failure)
    {
        job.Completed = Now;
        job.Status = failure is null ? "SUCCEEDED" : "FAILED";
        log?.Write(writer => SparkEvents.JobEnd(writer, job, failure));
    }

    public void SubmitStage(StageRecord stage)
    {
        stage.Submitted = Now;
        stage.Status = "ACTIVE";
        log?.Write(writer => SparkEvents.StageSubmitted(writer, stage));
    }

    public void CompleteStage(StageRecord stage, string? failure)
    {
        stage.Completed = Now;
        stage.FailureReason = failure;
        stage.Status = failure is null ? "COMPLETE" : "FAILED";
        log?.Write(writer => SparkEvents.StageCompleted(writer, stage));
    }

    public void StartTask(TaskRecord task)
    {
        task.Stage.ActiveTasks++;
        task.Stage.FirstTask ??= task.Launched;
        task.Executor.ActiveTasks++;
        log?.Write(writer => SparkEvents.TaskStart(writer, task));
    }

    public void EndTask(TaskRecord task, TaskEnd end)
    {
        task.Stage.ActiveTasks--;
        task.Executor.ActiveTasks--;
        if (end.Failure is null)
        {
            task.Stage.CompletedTasks++;
            task.Executor.CompletedTasks++;
        }
        else
        {
            task.Stage.FailedTasks++;
            task.Executor.FailedTasks++;
        }

        task.Stage.RunTime += end.RunTime;
        task.Executor.Duration += end.RunTime;
        log?.Write(writer => SparkEvents.TaskEnd(writer, task, end));
    }

    public void End(int exitCode)
    {
        Ended = Now;
        log?.Write(writer => SparkEvents.ApplicationEnd(writer, Now, exitCode));
        log?.Close();
    }
}
