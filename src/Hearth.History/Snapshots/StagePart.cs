using Hearth.History.Model;

namespace Hearth.History.Snapshots;

/// <summary>Jobs and stages. The tasks of a stage lie in parts of their own.</summary>
internal static class StagePart
{
    public static void Write(PartWriter writer, Job job)
    {
        writer.Number(job.Id);
        writer.Text(job.Name);
        writer.OptionalText(job.Description);
        writer.Optional(job.SubmissionTime);
        writer.Optional(job.CompletionTime);
        writer.Numbers(job.StageIds);
        writer.OptionalText(job.Group);
        writer.Texts(job.Tags);
        writer.Optional(job.SqlExecutionId);
        writer.Number((int)job.Status);
        writer.OptionalText(job.Error);
        writer.Number(job.Tasks);
        writer.Number(job.ActiveTasks);
        writer.Number(job.CompletedTasks);
        writer.Number(job.SkippedTasks);
        writer.Number(job.FailedTasks);
        writer.Number(job.KilledTasks);
        writer.Number(job.ActiveStages);
        writer.Number(job.FailedStages);
        writer.Numbers(job.CompletedStages);
        writer.Numbers(job.SkippedStages);
        Write(writer, job.Killed);
        writer.Array(job.CompletedIndices, static (w, pair) =>
        {
            w.Number(pair.Key);
            w.Number(pair.Value.Count);
        });
    }

    public static Job ReadJob(PartReader reader)
    {
        var job = new Job
        {
            Id = reader.Int(),
            Name = reader.Text(),
            Description = reader.OptionalText(),
            SubmissionTime = reader.Optional(),
            CompletionTime = reader.Optional(),
            StageIds = reader.Ints(),
            Group = reader.OptionalText(),
            Tags = reader.Texts(),
            SqlExecutionId = reader.Optional(),
            Status = (JobStatus)reader.Int(),
            Error = reader.OptionalText(),
            Tasks = reader.Int(),
            ActiveTasks = reader.Int(),
            CompletedTasks = reader.Int(),
            SkippedTasks = reader.Int(),
            FailedTasks = reader.Int(),
            KilledTasks = reader.Int(),
            ActiveStages = reader.Int(),
            FailedStages = reader.Int(),
        };
        job.CompletedStages.UnionWith(reader.Ints());
        job.SkippedStages.UnionWith(reader.Ints());
        Read(reader, job.Killed);
        for (var count = reader.Count(); count > 0; count--)
            job.CompletedIndices[reader.Int()] = IndexSet.OfCount(reader.Int());
        return job;
    }

    public static void Write(PartWriter writer, Stage stage, SnapshotFile.Writer file)
    {
        Write(writer, stage.Info);
        writer.Number((int)stage.Status);
        writer.OptionalText(stage.Description);
        writer.Text(stage.Pool);
        writer.Numbers(stage.JobIds);
        writer.Number(stage.ActiveTasks);
        writer.Number(stage.CompletedTasks);
        writer.Number(stage.FailedTasks);
        writer.Number(stage.KilledTasks);
        writer.Number(stage.CompletedIndices.Count);
        Write(writer, stage.Killed);
        writer.Optional(stage.FirstLaunchTime);
        writer.Array(stage.Localities, static (w, pair) =>
        {
            w.Text(pair.Key);
            w.Number(pair.Value);
        });
        writer.Numbers(stage.Totals);
        writer.Numbers(stage.Peaks.Raw);
        writer.Array(stage.Executors, static (w, pair) =>
        {
            w.Text(pair.Key);
            Write(w, pair.Value);
        });
        writer.Number(stage.Speculation.Tasks);
        writer.Number(stage.Speculation.Active);
        writer.Number(stage.Speculation.Completed);
        writer.Number(stage.Speculation.Failed);
        writer.Number(stage.Speculation.Killed);
        stage.Tasks.Write(writer, file);
        writer.Array(stage.RunningTasks.Values, static (w, running) =>
        {
            for (var column = 0; column < TaskColumns.Count; column++)
                w.Number(running[column]);
        });
    }

    public static Stage ReadStage(PartReader reader, SnapshotFile file)
    {
        var stage = new Stage(ReadInfo(reader))
        {
            Status = (StageStatus)reader.Int(),
            Description = reader.OptionalText(),
            Pool = reader.Text(),
            JobIds = [.. reader.Ints()],
            ActiveTasks = reader.Int(),
            CompletedTasks = reader.Int(),
            FailedTasks = reader.Int(),
            KilledTasks = reader.Int(),
            CompletedIndices = IndexSet.OfCount(reader.Int()),
        };
        Read(reader, stage.Killed);
        stage.FirstLaunchTime = reader.Optional();
        for (var count = reader.Count(); count > 0; count--)
            stage.Localities[reader.Text()] = reader.Number();
        var totals = reader.Longs();
        totals.AsSpan(0, Math.Min(totals.Length, stage.Totals.Length)).CopyTo(stage.Totals);
        stage.Peaks.Restore(reader.Longs());
        for (var count = reader.Count(); count > 0; count--)
            Read(reader, stage.Executors[reader.Text()] = new ExecutorStageSummary());
        stage.Speculation.Tasks = reader.Int();
        stage.Speculation.Active = reader.Int();
        stage.Speculation.Completed = reader.Int();
        stage.Speculation.Failed = reader.Int();
        stage.Speculation.Killed = reader.Int();
        stage.Tasks = TaskTable.Read(reader, file);
        for (var count = reader.Count(); count > 0; count--)
        {
            var row = new TaskRow();
            for (var column = 0; column < TaskColumns.Count; column++)
                row[column] = reader.Number();
            stage.RunningTasks[row[TaskColumn.TaskId]] = row;
        }

        return stage;
    }

    public static void Write(PartWriter writer, RddInfo info)
    {
        writer.Number(info.Id);
        writer.Text(info.Name);
        writer.OptionalText(info.Scope);
        writer.Text(info.Callsite);
        writer.Numbers(info.ParentIds);
        writer.Flag(info.Level.Disk);
        writer.Flag(info.Level.Memory);
        writer.Flag(info.Level.OffHeap);
        writer.Flag(info.Level.Deserialized);
        writer.Number(info.Level.Replication);
        writer.Number(info.Partitions);
    }

    public static RddInfo ReadRdd(PartReader reader) => new(
        reader.Int(), reader.Text(), reader.OptionalText(), reader.Text(), reader.Ints(),
        new StorageLevel(reader.Flag(), reader.Flag(), reader.Flag(), reader.Flag(), reader.Int()), reader.Int());

    private static void Write(PartWriter writer, StageInfo info)
    {
        writer.Number(info.Id);
        writer.Number(info.Attempt);
        writer.Text(info.Name);
        writer.Text(info.Details);
        writer.Number(info.Tasks);
        writer.Array(info.Rdds, Write);
        writer.Numbers(info.ParentIds);
        writer.Optional(info.SubmissionTime);
        writer.Optional(info.CompletionTime);
        writer.OptionalText(info.FailureReason);
        writer.Array(info.Accumulables, static (w, accumulable) =>
        {
            w.Number(accumulable.Id);
            w.OptionalText(accumulable.Name);
            w.OptionalText(accumulable.Update);
            w.OptionalText(accumulable.Value);
        });
        writer.Number(info.ResourceProfileId);
        writer.Flag(info.ShufflePushEnabled);
        writer.Number(info.ShuffleMergers);
    }

    private static StageInfo ReadInfo(PartReader reader) => new()
    {
        Id = reader.Int(),
        Attempt = reader.Int(),
        Name = reader.Text(),
        Details = reader.Text(),
        Tasks = reader.Int(),
        Rdds = reader.Array(ReadRdd),
        ParentIds = reader.Ints(),
        SubmissionTime = reader.Optional(),
        CompletionTime = reader.Optional(),
        FailureReason = reader.OptionalText(),
        Accumulables = reader.Array(r => new Accumulable(r.Number(), r.OptionalText(), r.OptionalText(), r.OptionalText())),
        ResourceProfileId = reader.Int(),
        ShufflePushEnabled = reader.Flag(),
        ShuffleMergers = reader.Int(),
    };

    private static void Write(PartWriter writer, ExecutorStageSummary summary)
    {
        writer.Number(summary.TaskTime);
        writer.Number(summary.FailedTasks);
        writer.Number(summary.SucceededTasks);
        writer.Number(summary.KilledTasks);
        writer.Number(summary.InputBytes);
        writer.Number(summary.InputRecords);
        writer.Number(summary.OutputBytes);
        writer.Number(summary.OutputRecords);
        writer.Number(summary.ShuffleRead);
        writer.Number(summary.ShuffleReadRecords);
        writer.Number(summary.ShuffleWrite);
        writer.Number(summary.ShuffleWriteRecords);
        writer.Number(summary.MemoryBytesSpilled);
        writer.Number(summary.DiskBytesSpilled);
        writer.Flag(summary.IsExcluded);
        writer.Numbers(summary.Peaks.Raw);
    }

    private static void Read(PartReader reader, ExecutorStageSummary summary)
    {
        summary.TaskTime = reader.Number();
        summary.FailedTasks = reader.Int();
        summary.SucceededTasks = reader.Int();
        summary.KilledTasks = reader.Int();
        summary.InputBytes = reader.Number();
        summary.InputRecords = reader.Number();
        summary.OutputBytes = reader.Number();
        summary.OutputRecords = reader.Number();
        summary.ShuffleRead = reader.Number();
        summary.ShuffleReadRecords = reader.Number();
        summary.ShuffleWrite = reader.Number();
        summary.ShuffleWriteRecords = reader.Number();
        summary.MemoryBytesSpilled = reader.Number();
        summary.DiskBytesSpilled = reader.Number();
        summary.IsExcluded = reader.Flag();
        summary.Peaks.Restore(reader.Longs());
    }

    private static void Write(PartWriter writer, KilledSummary killed)
    {
        writer.Array(killed.Counts, static (w, pair) =>
        {
            w.Text(pair.Key);
            w.Number(pair.Value);
        });
    }

    private static void Read(PartReader reader, KilledSummary killed)
    {
        for (var count = reader.Count(); count > 0; count--)
            killed.Add(reader.Text(), reader.Int());
    }
}
