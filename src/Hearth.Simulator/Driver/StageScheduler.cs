using System.Globalization;
using Hearth.Simulator.Wire;
using Hearth.Simulator.Workloads;

namespace Hearth.Simulator.Driver;

/// <summary>An executor that has registered: its slots, and the way to it.</summary>
internal sealed class ExecutorSlots(ExecutorRecord record, Action<Message> send)
{
    public ExecutorRecord Record { get; } = record;

    public Dictionary<long, TaskRecord> Running { get; } = [];

    public int FreeCores(int taskCpus) => Record.Cores - (Running.Count * taskCpus);

    public void Send(Message message) => send(message);
}

/// <summary>
/// Runs jobs stage by stage on whatever executors are there, as Spark's DAG and task schedulers do together: free slots first, a
/// failed task again up to <c>spark.task.maxFailures</c> times, tasks of a lost executor elsewhere.
/// </summary>
internal sealed class StageScheduler(ApplicationRecord record, DriverLog log) : IJobRunner, IDisposable
{
    private static readonly TimeSpan s_registrationPatience = TimeSpan.FromSeconds(30);

    private readonly HashSet<string> _hungUp = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ExecutorSlots> _executors = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _abort = new();
    private StageRun? _stage;
    private int _nextStage;
    private long _nextTask;
    private string? _abortReason;

    private DriverConfiguration Configuration => record.Configuration;

    /// <summary>Tasks that wait for a slot; dynamic allocation asks for executors by it.</summary>
    public int PendingTasks
    {
        get
        {
            lock (record.Gate)
                return _stage is { } stage ? stage.Pending.Count + _executors.Values.Sum(e => e.Running.Count) : 0;
        }
    }

    /// <summary>Executors that have nothing to do, oldest first.</summary>
    public IReadOnlyList<string> IdleExecutors
    {
        get
        {
            lock (record.Gate)
                return [.. _executors.Values.Where(e => e.Running.Count == 0).Select(e => e.Record.Id)];
        }
    }

    public async Task<IReadOnlyList<string>> RunAsync(JobPlan job, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _abort.Token);
        try
        {
            await WaitForExecutorsAsync(either.Token);
            return await RunStagesAsync(job, either.Token);
        }
        catch (OperationCanceledException) when (_abortReason is not null && !cancellationToken.IsCancellationRequested)
        {
            throw new JobAbortedException(_abortReason);
        }
    }

    public void Dispose() => _abort.Dispose();

    /// <summary>Gives up the job that runs and all that come.</summary>
    public void Abort(string reason)
    {
        _abortReason = reason;
        _abort.Cancel();
    }

    public void Register(ExecutorSlots executor)
    {
        lock (record.Gate)
        {
            _executors[executor.Record.Id] = executor;
            record.AddExecutor(executor.Record);
            log.Info("KubernetesClusterSchedulerBackend$KubernetesDriverEndpoint", $"Registered executor ({executor.Record.HostPort}) with ID {executor.Record.Id}, ResourceProfileId 0");
            if (_executors.Count >= Math.Ceiling(Configuration.Executors.Initial * 0.8))
                _enough.TrySetResult();
            Fill();
        }
    }

    /// <summary>An executor is gone; false where it was not known or already gone.</summary>
    public bool Lose(string id, string reason)
    {
        lock (record.Gate)
        {
            if (!_executors.Remove(id, out var executor))
                return false;
            log.Error("TaskSchedulerImpl", $"Lost executor {id} on {executor.Record.Host}: {reason}");
            record.RemoveExecutor(executor.Record, reason);
            foreach (var task in executor.Running.Values.ToList())
                Fail(task, new TaskFailure("ExecutorLostFailure", reason, IsExecutorLoss: true));
            Fill();
            return true;
        }
    }

    /// <summary>Whether some executor hung up of whose pod's end nothing is known yet.</summary>
    public bool AwaitsReasons
    {
        get
        {
            lock (record.Gate)
                return _hungUp.Count > 0;
        }
    }

    /// <summary>The connection ended; why is told by the pod, a moment later.</summary>
    public void HangUp(string id, string reason)
    {
        lock (record.Gate)
        {
            if (Lose(id, reason))
                _hungUp.Add(id);
        }
    }

    /// <summary>The pod has ended too.</summary>
    public void Explain(string id)
    {
        lock (record.Gate)
            _hungUp.Remove(id);
    }

    public void Handle(ExecutorSlots executor, Message message)
    {
        lock (record.Gate)
        {
            if (!long.TryParse(message[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id) || !executor.Running.Remove(id, out var task))
                return;
            if (message.Verb == Message.Done)
                Succeed(task, message);
            else
                Fail(task, new TaskFailure(message[1], message[2], IsExecutorLoss: false));
            Fill();
        }
    }

    /// <summary>Tells every executor that there is no more work.</summary>
    public void StopExecutors()
    {
        lock (record.Gate)
        {
            foreach (var executor in _executors.Values)
                executor.Send(new Message(Message.Stop));
            _executors.Clear();
        }
    }

    private async Task WaitForExecutorsAsync(CancellationToken cancellationToken)
    {
        if (Configuration.Executors.Initial == 0)
            return;
        try
        {
            await _enough.Task.WaitAsync(s_registrationPatience, cancellationToken);
        }
        catch (TimeoutException)
        {
            log.Info("KubernetesClusterSchedulerBackend", "SchedulerBackend is ready for scheduling beginning after waiting maxRegisteredResourcesWaitingTime: 30000(ms)");
            log.Warn("TaskSchedulerImpl", "Initial job has not accepted any resources; check your cluster UI to ensure that workers are registered and have sufficient resources");
        }
    }

    private async Task<IReadOnlyList<string>> RunStagesAsync(JobPlan plan, CancellationToken cancellationToken)
    {
        JobRecord job;
        lock (record.Gate)
        {
            var first = _nextStage;
            var stages = plan.Stages.Select((stage, i) => new StageRecord(_nextStage++, stage, i == 0 ? [] : [first + i - 1])).ToList();
            job = new JobRecord(record.Jobs.Count, plan.CallSite, stages, record.Now);
            record.StartJob(job);
            log.Info("DAGScheduler", $"Got job {job.Id} ({plan.CallSite}) with {plan.Stages[^1].Tasks.Count} output partitions");
        }

        try
        {
            IReadOnlyList<string> results = [];
            foreach (var stage in job.Stages)
                results = await RunStageAsync(stage, cancellationToken);
            lock (record.Gate)
                record.EndJob(job, null);
            log.Info("DAGScheduler", $"Job {job.Id} finished: {plan.CallSite}, took {(job.Completed - job.Submitted)?.TotalSeconds:F6} s");
            return results;
        }
        catch (Exception e) when (e is JobAbortedException or OperationCanceledException)
        {
            lock (record.Gate)
                record.EndJob(job, e is JobAbortedException ? e.Message : _abortReason ?? $"Job {job.Id} cancelled because SparkContext was shut down");
            log.Info("DAGScheduler", $"Job {job.Id} failed: {plan.CallSite}");
            throw;
        }
    }

    private async Task<IReadOnlyList<string>> RunStageAsync(StageRecord stage, CancellationToken cancellationToken)
    {
        var run = new StageRun(stage);
        lock (record.Gate)
        {
            record.SubmitStage(stage);
            log.Info("DAGScheduler", $"Submitting {stage.Plan.Tasks.Count} missing tasks from {(stage.Plan.IsShuffleMap ? "ShuffleMapStage" : "ResultStage")} {stage.Id} ({stage.Plan.Name})");
            _stage = run;
            Fill();
        }

        string? failure = "Stage cancelled";
        try
        {
            failure = await run.End.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (record.Gate)
            {
                _stage = null;
                record.CompleteStage(stage, failure);
            }
        }

        return failure is null ? run.Results : throw new JobAbortedException("Job aborted due to stage failure: " + failure);
    }

    private void Fill()
    {
        if (_stage is not { } stage)
            return;
        while (stage.Pending.Count > 0)
        {
            var free = _executors.Values.MaxBy(e => e.FreeCores(Configuration.TaskCpus));
            if (free is null || free.FreeCores(Configuration.TaskCpus) < Configuration.TaskCpus)
                return;
            var index = stage.Pending.Dequeue();
            var attempt = stage.Attempts[index]++;
            var plan = stage.Record.Plan.Tasks[index];
            var task = new TaskRecord(_nextTask++, index, attempt, stage.Record, plan, free.Record, record.Now);
            free.Running[task.Id] = task;
            record.StartTask(task);
            var instruction = attempt > 0 && plan.Again is { } again ? again : plan.Instruction;
            free.Send(new Message(Message.Task, [task.Id.ToString(CultureInfo.InvariantCulture), .. instruction.Encode()]));
        }
    }

    private void Succeed(TaskRecord task, Message message)
    {
        _ = long.TryParse(message[1], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds);
        record.EndTask(task, new TaskEnd(record.Now, milliseconds));
        if (_stage is not { } stage || stage.Record != task.Stage)
            return;
        stage.Results[task.Index] = message[2];
        if (++stage.Done == stage.Results.Length)
            stage.End.TrySetResult(null);
    }

    private void Fail(TaskRecord task, TaskFailure failure)
    {
        record.EndTask(task, new TaskEnd(record.Now, (long)(record.Now - task.Launched).TotalMilliseconds, failure));
        log.Warn("TaskSetManager", $"Lost task {task.Index}.{task.Attempt} in stage {task.Stage.Id}.0 (TID {task.Id}) ({task.Executor.Host} executor {task.Executor.Id}): {Describe(failure, task)}");
        if (_stage is not { } stage || stage.Record != task.Stage)
            return;
        if (++stage.Failures[task.Index] < Configuration.MaxTaskFailures)
        {
            stage.Pending.Enqueue(task.Index);
            return;
        }

        stage.End.TrySetResult(
            $"Task {task.Index} in stage {task.Stage.Id}.0 failed {Configuration.MaxTaskFailures} times, most recent failure: Lost task {task.Index}.{task.Attempt} "
            + $"in stage {task.Stage.Id}.0 (TID {task.Id}) ({task.Executor.Host} executor {task.Executor.Id}): {Describe(failure, task)}");
    }

    private static string Describe(TaskFailure failure, TaskRecord task) => failure.IsExecutorLoss
        ? $"ExecutorLostFailure (executor {task.Executor.Id} exited caused by one of the running tasks) Reason: {failure.Description}"
        : $"{failure.ClassName}: {failure.Description}";

    /// <summary>The stage that runs now.</summary>
    private sealed class StageRun(StageRecord record)
    {
        public StageRecord Record { get; } = record;

        public Queue<int> Pending { get; } = new(Enumerable.Range(0, record.Plan.Tasks.Count));

        public int[] Attempts { get; } = new int[record.Plan.Tasks.Count];

        public int[] Failures { get; } = new int[record.Plan.Tasks.Count];

        public string[] Results { get; } = new string[record.Plan.Tasks.Count];

        public int Done { get; set; }

        /// <summary>Null: all tasks done; else the reason of the failure.</summary>
        public TaskCompletionSource<string?> End { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
