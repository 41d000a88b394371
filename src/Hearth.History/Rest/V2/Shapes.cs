using Hearth.History.Model;
using Hearth.History.Sources;
using static Hearth.History.Model.TaskColumn;

namespace Hearth.History.Rest.V2;

/// <summary>The objects of <c>/api/v2</c>. Times are ms since 1970 in UTC, durations ms, sizes bytes; what is not known is left out.</summary>
internal static class Shapes
{
    public static readonly Shape<ListedAttempt> Listed = new Shape<ListedAttempt>("Application", "An attempt of an application, as its event log's head and tail tell it.")
        .Text("id", "The application's id.", a => a.Summary.Id)
        .Text("attemptId", "The attempt, where the cluster manager numbers them.", a => a.Summary.AttemptId, optional: true)
        .Text("name", "The application's name.", a => a.Summary.Name)
        .Text("user", "Who ran it.", a => a.Summary.User)
        .Text("sparkVersion", "Spark's version; empty for logs that do not say.", a => a.Summary.SparkVersion)
        .Integer("startTime", "When it started.", a => a.Summary.StartTime)
        .Integer("endTime", "When it ended.", a => a.Summary.EndTime > 0 ? a.Summary.EndTime : null, optional: true)
        .Flag("completed", "Whether its log is closed.", a => a.Summary.Completed)
        .Integer("exitCode", "The driver's exit code, since Spark 4.0.", a => a.Summary.ExitCode, optional: true)
        .Integer("logBytes", "Size of the event log as stored.", a => a.Log.Length)
        .Text("logSource", "The log directory that holds it.", a => a.Store.Name);

    public static readonly Shape<Totals> Summary = new Shape<Totals>("Summary", "What an application did in all.")
        .Integer("duration", "From its start to its end, or to its log's last change.", t => t.To - t.App.StartTime)
        .Integer("jobs", "Number of jobs.", t => t.App.Jobs.Count)
        .Integer("failedJobs", "Jobs that failed.", t => t.App.Jobs.Values.Count(j => j.Status == JobStatus.Failed))
        .Integer("stages", "Number of stage attempts.", t => t.App.Stages.Count)
        .Integer("tasks", "Number of tasks, ended and running.", t => t.App.TaskCount)
        .Integer("executors", "Number of executors that ever were, without the driver.", t => t.App.Executors.Values.Count(x => x.Id != "driver"))
        .Integer("sqlExecutions", "Number of SQL executions.", t => t.App.SqlExecutions.Count)
        .Integer("taskTime", "Sum of the tasks' durations.", t => t.App.Stages.Values.Sum(s => s.Executors.Values.Sum(x => x.TaskTime)))
        .Integer("coreTime", "Sum over executors of cores times lifetime.", t => t.App.Executors.Values.Sum(x => x.TotalCores * Math.Max(0, (x.RemoveTime ?? t.To) - x.AddTime)))
        .Integer("inputBytes", "Read from sources.", t => t.App.Stages.Values.Sum(s => s.Total(InputBytes)))
        .Integer("outputBytes", "Written to sinks.", t => t.App.Stages.Values.Sum(s => s.Total(OutputBytes)))
        .Integer("shuffleWriteBytes", "Written for shuffles.", t => t.App.Stages.Values.Sum(s => s.Total(ShuffleWriteBytes)))
        .Integer("diskBytesSpilled", "Spilled to disk.", t => t.App.Stages.Values.Sum(s => s.Total(DiskBytesSpilled)));

    public static readonly Shape<Job> Job = new Shape<Job>("Job", "A job.")
        .Integer("jobId", "The job's number.", j => j.Id)
        .Text("name", "Its description, else the call that started it.", j => j.Description ?? j.Name)
        .Text("group", "Its job group.", j => j.Group, optional: true)
        .Text("status", "RUNNING, SUCCEEDED, FAILED or UNKNOWN.", j => j.Status.ToString().ToUpperInvariant())
        .Integer("submissionTime", "When it was submitted.", j => j.SubmissionTime, optional: true)
        .Integer("completionTime", "When it ended.", j => j.CompletionTime, optional: true)
        .Integer("sqlExecutionId", "The SQL execution it belongs to.", j => j.SqlExecutionId, optional: true)
        .Integers("stageIds", "Its stages.", j => j.StageIds)
        .Integer("tasks", "Number of tasks, without those of skipped stages.", j => j.Tasks - j.SkippedTasks)
        .Integer("completedTasks", "Tasks that succeeded.", j => j.CompletedTasks)
        .Integer("failedTasks", "Tasks that failed.", j => j.FailedTasks)
        .Text("error", "Why it failed.", j => j.Error, optional: true);

    public static readonly Shape<Stage> Stage = new Shape<Stage>("Stage", "An attempt of a stage.")
        .Integer("stageId", "The stage's number.", s => s.Info.Id)
        .Integer("attempt", "The attempt, from 0.", s => s.Info.Attempt)
        .Text("name", "The call that made it.", s => s.Info.Name)
        .Text("description", "The description of its job.", s => s.Description, optional: true)
        .Text("status", "ACTIVE, COMPLETE, FAILED, PENDING or SKIPPED.", s => s.Status.ToString().ToUpperInvariant())
        .Integer("submissionTime", "When it was submitted.", s => s.Info.SubmissionTime, optional: true)
        .Integer("completionTime", "When it ended.", s => s.Info.CompletionTime, optional: true)
        .Integers("jobIds", "The jobs that use it.", s => s.JobIds)
        .Integer("tasks", "Number of tasks.", s => s.Info.Tasks)
        .Integer("completedTasks", "Tasks that succeeded.", s => s.CompletedTasks)
        .Integer("failedTasks", "Tasks that failed.", s => s.FailedTasks)
        .Integer("taskTime", "Sum of the tasks' durations.", s => s.Executors.Values.Sum(x => x.TaskTime))
        .Integer("inputBytes", "Read from sources.", s => s.Total(InputBytes))
        .Integer("outputBytes", "Written to sinks.", s => s.Total(OutputBytes))
        .Integer("shuffleReadBytes", "Read from shuffles.", s => s.Total(ShuffleRemoteBytesRead) + s.Total(ShuffleLocalBytesRead))
        .Integer("shuffleWriteBytes", "Written for shuffles.", s => s.Total(ShuffleWriteBytes))
        .Integer("diskBytesSpilled", "Spilled to disk.", s => s.Total(DiskBytesSpilled))
        .Text("failure", "Why it failed.", s => s.Info.FailureReason, optional: true);

    public static readonly Shape<TaskOf> Task = new Shape<TaskOf>("Task", "An attempt of a task.")
        .Integer("taskId", "The task's number in the application.", t => t.Row[TaskId])
        .Integer("index", "Its number in the stage.", t => t.Row[TaskColumn.Index])
        .Integer("attempt", "The attempt, from 0.", t => t.Row[Attempt])
        .Flag("speculative", "Whether it ran beside another attempt.", t => t.Row[Speculative] != 0)
        .Text("status", "RUNNING, GET RESULT, SUCCESS, FAILED or KILLED.", t => TaskView.StatusText((TaskState)t.Row[Status]))
        .Text("executor", "The executor's id.", t => t.App.Strings[t.Row[TaskColumn.Executor]])
        .Text("host", "Its host.", t => t.App.Strings[t.Row[Host]])
        .Text("locality", "How near its data was.", t => t.App.Strings[t.Row[Locality]])
        .Integer("launchTime", "When it was launched.", t => t.Row[LaunchTime])
        .Integer("duration", "From launch to end, or to the log's last change.", t => TaskView.Duration(t.Row, t.App.LastUpdated))
        .Integer("runTime", "Time in the executor.", t => t.Row[ExecutorRunTime])
        .Integer("gcTime", "Time the JVM collected garbage meanwhile.", t => t.Row[JvmGcTime])
        .Integer("inputBytes", "Read from sources.", t => t.Row[InputBytes])
        .Integer("outputBytes", "Written to sinks.", t => t.Row[OutputBytes])
        .Integer("shuffleReadBytes", "Read from shuffles.", t => t.Row[ShuffleRemoteBytesRead] + t.Row[ShuffleLocalBytesRead])
        .Integer("shuffleWriteBytes", "Written for shuffles.", t => t.Row[ShuffleWriteBytes])
        .Integer("diskBytesSpilled", "Spilled to disk.", t => t.Row[DiskBytesSpilled])
        .Text("error", "Why it failed.", t => t.Row[Error] == 0 ? null : t.App.Strings[t.Row[Error] - 1], optional: true);

    public static readonly Shape<Executor> Executor = new Shape<Executor>("Executor", "An executor, or the driver.")
        .Text("id", "Its id; 'driver' for the driver.", x => x.Id)
        .Text("address", "Host and port, or the host.", x => x.HostPort ?? x.HostName)
        .Flag("active", "Whether it was there at the end of the log.", x => x.IsActive)
        .Integer("cores", "Its cores.", x => x.TotalCores)
        .Integer("addTime", "When it came.", x => x.AddTime)
        .Integer("removeTime", "When it went.", x => x.RemoveTime, optional: true)
        .Text("removeReason", "Why it went.", x => x.RemoveReason, optional: true)
        .Integer("completedTasks", "Tasks that succeeded on it.", x => x.CompletedTasks)
        .Integer("failedTasks", "Tasks that failed on it.", x => x.FailedTasks)
        .Integer("taskTime", "Sum of its tasks' durations.", x => x.TotalDuration)
        .Integer("gcTime", "Time it collected garbage.", x => ExecutorsResource.TotalGcTime(x))
        .Integer("maxMemory", "Memory for storage.", x => x.MaxMemory)
        .Integer("inputBytes", "Read from sources.", x => x.TotalInputBytes)
        .Integer("shuffleReadBytes", "Read from shuffles.", x => x.TotalShuffleRead)
        .Integer("shuffleWriteBytes", "Written for shuffles.", x => x.TotalShuffleWrite)
        .Integer("peakJvmHeap", "Largest heap that was measured.", x => x.Peaks.IsSet ? x.Peaks[ExecutorMetric.JvmHeapMemory] : null, optional: true);

    public static readonly Shape<SqlExecution> Sql = new Shape<SqlExecution>("SqlExecution", "A SQL execution.")
        .Integer("id", "Its number.", e => e.Id)
        .Integer("rootId", "The execution it is a part of, else its own number.", e => e.RootId)
        .Text("description", "Its description.", e => e.Description)
        .Text("status", "RUNNING, COMPLETED or FAILED.", SqlResource.StatusOf)
        .Integer("submissionTime", "When it began.", e => e.SubmissionTime)
        .Integer("completionTime", "When it ended.", e => e.CompletionTime, optional: true)
        .Integers("jobIds", "Its jobs.", e => e.JobOrder)
        .Text("error", "Why it failed.", e => string.IsNullOrEmpty(e.ErrorMessage) ? null : e.ErrorMessage, optional: true);

    public static readonly Shape<TimelineOf> Timeline = new Shape<TimelineOf>("Timeline", "Averages over equal parts of a time.")
        .Integer("from", "The begin of the first part.", t => t.From)
        .Integer("to", "The end of the last.", t => t.To)
        .Numbers("runningTasks", "Tasks that ran, on average in each part.", t => Model.Timeline.RunningTasks(t.App, t.From, t.To, t.Buckets))
        .Numbers("cores", "Cores of executors, on average in each part.", t => Model.Timeline.Cores(t.App, t.From, t.To, t.Buckets));

    public static readonly Shape<Application> Problems = new Shape<Application>("Problems", "What of the log could not be read.")
        .Integer("events", "Lines that were read.", a => a.Lines)
        .Integer("corruptLines", "Lines that were left out.", a => a.Problems.CorruptLines)
        .Flag("truncatedLine", "Whether the last line is not complete.", a => a.Problems.TruncatedLine)
        .Map("unknownEvents", "integer", "Events that nothing is made of, by name.", (json, a) => Each(a.Problems.UnknownEvents, e => json.WriteNumber(e.Key, e.Value)))
        .Map("damagedFiles", "string", "Files that could not be read to their end, and why.", (json, a) => Each(a.Problems.Damages, e => json.WriteString(e.Key, e.Value)));

    public static readonly Shape<LoadProgress> Progress = new Shape<LoadProgress>("Progress", "How far the reading of a log is.")
        .Integer("bytes", "Size of the log as stored.", p => p.Of)
        .Integer("bytesRead", "How much of it was read.", p => p.Done)
        .Integer("percent", "The same in percent.", p => p.Percent);

    public static readonly IShape[] All = [Listed, Summary, Job, Stage, Task, Executor, Sql, Timeline, Problems, Progress];

    private static void Each<TItem>(IEnumerable<TItem> items, Action<TItem> write)
    {
        foreach (var item in items)
            write(item);
    }

    /// <summary>An application up to a time.</summary>
    internal sealed record Totals(Application App, long To);

    internal sealed record TaskOf(Application App, TaskRow Row);

    internal sealed record TimelineOf(Application App, long From, long To, int Buckets);
}
