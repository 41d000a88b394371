using Hearth.History.Model;
using Hearth.History.Replay;
using Hearth.History.Rest;
using Hearth.History.Snapshots;
using Hearth.Testing;
using Shouldly;
using Xunit;

namespace Hearth.Tests.History;

/// <summary>Spark's derivations where recordings do not reach.</summary>
public class DerivationTests
{
    private const string Stage = """ "Stage Name":"s","Number of Tasks":4,"RDD Info":[],"Parent IDs":[],"Details":"","Accumulables":[] """;

    [Fact]
    public void A_retried_shared_and_skipped_stage_counts_as_Spark_counts_it()
    {
        var application = Logs.OfEvents(
            Job(0, [0, 1]), Submitted(1, 0), Start(1, 0, 10, 0), End(1, 0, 10, 0, """{"Reason":"TaskKilled","Kill Reason":"why"}""", killed: true),
            Start(1, 0, 11, 0), End(1, 0, 11, 0), Completed(1, 0, "boom"), Submitted(1, 1), Start(1, 1, 12, 0), End(1, 1, 12, 0), Completed(1, 1),
            """{"Event":"SparkListenerJobEnd","Job ID":0,"Completion Time":99,"Job Result":{"Result":"JobSucceeded"}}""");
        var job = application.Jobs[0];
        (job.CompletedTasks, job.KilledTasks, job.SkippedTasks).ShouldBe((2, 1, 4));
        (job.CompletedStages.Count, job.SkippedStages.Count, job.FailedStages, job.ActiveStages).ShouldBe((1, 1, 1, 0));
        job.CompletedIndexCount.ShouldBe(1);
        job.Killed.Counts.ShouldBe(new Dictionary<string, int> { ["why"] = 1 });
        application.Stages[new StageKey(1, 0)].Status.ShouldBe(StageStatus.Failed);
        application.Stages[new StageKey(0, 0)].Status.ShouldBe(StageStatus.Skipped);
    }

    [Fact]
    public void A_resubmitted_task_counts_as_failed_without_ending_twice()
    {
        var application = Logs.OfEvents(
            Submitted(1, 0), Start(1, 0, 10, 0), End(1, 0, 10, 0), End(1, 0, 10, 0, """{"Reason":"Resubmitted"}"""));
        var stage = application.Stages[new StageKey(1, 0)];
        (stage.ActiveTasks, stage.CompletedTasks, stage.FailedTasks, stage.Tasks.Count).ShouldBe((0, 1, 1, 1));
        stage.Total(TaskColumn.ExecutorRunTime).ShouldBe(7);
    }

    [Fact]
    public void Late_ends_of_speculative_tasks_reach_a_completed_stage()
    {
        var application = Logs.OfEvents(
            Submitted(1, 0), Start(1, 0, 10, 0), Start(1, 0, 11, 0, speculative: true), End(1, 0, 10, 0), Completed(1, 0),
            End(1, 0, 11, 0, """{"Reason":"TaskKilled","Kill Reason":"another attempt succeeded"}""", killed: true, speculative: true));
        var stage = application.Stages[new StageKey(1, 0)];
        (stage.KilledTasks, stage.ActiveTasks, stage.Speculation.Tasks, stage.Speculation.Killed, stage.Speculation.Active).ShouldBe((1, 0, 1, 1, 0));
    }

    [Fact]
    public void A_stage_that_comes_again_counts_each_executor_that_it_uses_from_zero()
    {
        var application = Logs.OfEvents(
            Submitted(1, 0), Start(1, 0, 10, 0), Start(1, 0, 11, 1), End(1, 0, 10, 0), End(1, 0, 11, 1), Completed(1, 0),
            Submitted(1, 0), Start(1, 0, 12, 0), End(1, 0, 12, 0), Completed(1, 0));
        application.Stages[new StageKey(1, 0)].Executors.Values.Single().SucceededTasks.ShouldBe(1);
    }

    /// <summary>By the counts of a log that lacks starts, executor 1 has more to come when the stage is forgotten.</summary>
    [Fact]
    public void Late_ends_whose_starts_are_missing_do_not_reach_the_executors_sums()
    {
        var other = Start(1, 0, 12, 2).Replace("\"Executor ID\":\"1\"", "\"Executor ID\":\"2\"", StringComparison.Ordinal);
        var application = Logs.OfEvents(
            Submitted(1, 0), Start(1, 0, 10, 0), End(1, 0, 10, 0), other, Completed(1, 0), End(1, 0, 13, 3));
        var stage = application.Stages[new StageKey(1, 0)];
        stage.CompletedTasks.ShouldBe(2);
        stage.Executors["1"].SucceededTasks.ShouldBe(1);
        stage.Executors.Keys.ShouldBe(["1"]);
    }

    [Fact]
    public void A_running_task_whose_id_is_taken_by_another_stage_is_forgotten()
    {
        var application = Logs.OfEvents(Submitted(1, 0), Start(1, 0, 10, 0), Submitted(2, 0), Start(2, 0, 10, 0));
        application.Stages[new StageKey(1, 0)].RunningTasks.ShouldBeEmpty();
        application.Stages[new StageKey(2, 0)].RunningTasks.Keys.ShouldBe([10]);
    }

    [Fact]
    public void Quantiles_take_values_that_occur()
    {
        var lines = new List<string> { Submitted(1, 0) };
        for (var i = 0; i < 1300; i++)
        {
            lines.Add(Start(1, 0, i, i));
            lines.Add(End(1, 0, i, i, run: (i * 7919) % 1300));
        }

        var stage = Logs.OfEvents([.. lines]).Stages[new StageKey(1, 0)];
        var quantiles = TaskQuantiles.Of(stage, [1, 0.5, 0, 0.999])!;
        quantiles.Quantiles.ShouldBe([0, 0.5, 0.999, 1]);
        quantiles.Of(TaskColumn.ExecutorRunTime).ShouldBe([0, 650, 1298, 1299]);
        TaskQuery.ByColumn(stage, TaskColumn.ExecutorRunTime, ascending: true).Select(r => stage.Tasks.Get(r, TaskColumn.ExecutorRunTime))
            .ShouldBe(Enumerable.Range(0, 1300).Select(i => (long)i));
        stage.Tasks.Bytes.ShouldBeLessThan(1300 * 40);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_task_table_gives_back_what_went_in_also_after_it_was_sealed_and_restored(bool intoDraft)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "draft");
        using var draft = new SnapshotDraft(path);
        var random = new Random(5);
        var table = new TaskTable(intoDraft ? draft : null);
        var rows = new List<TaskRow>();
        for (var i = 0; i < 1500; i++)
        {
            var row = new TaskRow();
            for (var column = 0; column < TaskColumns.Count; column++)
                row[column] = (column % 6) switch { 0 => 0, 1 => random.Next(200), 2 => random.NextInt64(), 3 => -random.NextInt64(), 4 => 1_700_000_000_000 + i, _ => random.Next() };
            rows.Add(row);
            table.Add(row);
            if (i == 1200)
                table.Seal();
        }

        table.Seal();
        if (intoDraft)
            table.Bytes.ShouldBeLessThan(10_000);
        var part = new PartWriter();
        table.Write(part, draft.Writer);
        draft.Writer.End(part.ToArray());
        var stored = SnapshotFile.Open(path);
        foreach (var copy in (TaskTable[])[table, TaskTable.Read(new PartReader(stored.Read(stored.Main)), stored)])
        {
            copy.Count.ShouldBe(rows.Count);
            for (var i = 0; i < rows.Count; i++)
            {
                for (var column = 0; column < TaskColumns.Count; column++)
                {
                    copy.Get(i, (TaskColumn)column).ShouldBe(rows[i][column]);
                    copy.Row(i)[column].ShouldBe(rows[i][column]);
                }
            }
        }
    }

    [Theory]
    [InlineData(999, "999 ms")]
    [InlineData(1050, "1.0 s")]
    [InlineData(1250, "1.3 s")]
    [InlineData(90_000, "1.5 m")]
    [InlineData(5_400_000, "1.50 h")]
    public void Durations_are_written_as_Spark_writes_them(long ms, string text) => SparkText.Duration(ms).ShouldBe(text);

    [Theory]
    [InlineData(0, "0.0 B")]
    [InlineData(2047, "2047.0 B")]
    [InlineData(2048, "2.0 KiB")]
    [InlineData(3L * 1024 * 1024, "3.0 MiB")]
    [InlineData(-5000, "-5000.0 B")]
    public void Sizes_are_written_as_Spark_writes_them(long bytes, string text) => SparkText.Bytes(bytes).ShouldBe(text);

    [Fact]
    public void Scala_maps_keep_four_elements_in_order_and_hash_more()
    {
        ScalaOrder.Of([9, 3, 7, 1]).ShouldBe([9, 3, 7, 1]);
        ScalaOrder.Of([9, 10, 11, 12, 13, 14]).ShouldBe([10, 14, 9, 13, 12, 11]);
        ScalaOrder.OfTrie([8, 9, 10, 11, 12, 13]).ShouldBe([10, 9, 13, 12, 11, 8]);
    }

    [Fact]
    public void Reasons_become_the_texts_that_Spark_shows()
    {
        Error("""{"Reason":"TaskCommitDenied","Job ID":1,"Partition ID":2,"Attempt Number":3}""")
            .ShouldBe("TaskCommitDenied (Driver denied task commit) for job: 1, partition: 2, attemptNumber: 3");
        Error("""{"Reason":"ExecutorLostFailure","Executor ID":"7","Exit Caused By App":false,"Loss Reason":"gone"}""")
            .ShouldBe("ExecutorLostFailure (executor 7 exited unrelated to the running tasks) Reason: gone");
        Error("""{"Reason":"FetchFailed","Block Manager Address":{"Executor ID":"1","Host":"h","Port":5},"Shuffle ID":1,"Map ID":2,"Reduce ID":3,"Message":"m"}""")
            .ShouldBe("FetchFailed(BlockManagerId(1, h, 5, None), shuffleId=1, mapIndex=Unknown, mapId=2, reduceId=3, message=\nm\n)");
        Error("""{"Reason":"ExceptionFailure","Class Name":"E","Description":"d","Stack Trace":[{"Declaring Class":"a.B","Method Name":"c","File Name":"B.scala","Line Number":4}]}""")
            .ShouldBe("E: d\n        a.B.c(B.scala:4)");
    }

    private static string? Error(string reason)
    {
        using var document = System.Text.Json.JsonDocument.Parse(reason);
        return TaskEndReason.Parse(document.RootElement).Error;
    }

    private static string Job(int id, int[] stages)
    {
        var infos = string.Join(',', stages.Select(s => "{" + $"\"Stage ID\":{s},\"Stage Attempt ID\":0,{Stage}" + "}"));
        return $$"""{"Event":"SparkListenerJobStart","Job ID":{{id}},"Submission Time":1,"Stage IDs":[{{string.Join(',', stages)}}],"Stage Infos":[{{infos}}],"Properties":{} }""";
    }

    private static string Submitted(int id, int attempt) =>
        $$"""{"Event":"SparkListenerStageSubmitted","Stage Info":{"Stage ID":{{id}},"Stage Attempt ID":{{attempt}},"Submission Time":5,{{Stage}} },"Properties":{} }""";

    private static string Completed(int id, int attempt, string? failure = null)
    {
        var reason = failure is null ? "" : $"\"Failure Reason\":\"{failure}\",";
        return $$"""{"Event":"SparkListenerStageCompleted","Stage Info":{"Stage ID":{{id}},"Stage Attempt ID":{{attempt}},"Submission Time":5,"Completion Time":9,{{reason}}{{Stage}} } }""";
    }

    private static string Start(int stage, int attempt, long task, int index, bool speculative = false) =>
        $$"""{"Event":"SparkListenerTaskStart","Stage ID":{{stage}},"Stage Attempt ID":{{attempt}},"Task Info":{{Info(task, index, 0, false, speculative)}} }""";

    private static string End(
        int stage, int attempt, long task, int index, string reason = """{"Reason":"Success"}""", bool killed = false, bool speculative = false, long run = 7) =>
        $$"""{"Event":"SparkListenerTaskEnd","Stage ID":{{stage}},"Stage Attempt ID":{{attempt}},"Task Type":"ResultTask","Task End Reason":{{reason}},"Task Info":{{Info(task, index, 20, killed, speculative)}},"Task Metrics":{"Executor Run Time":{{run}} } }""";

    private static string Info(long task, int index, long finish, bool killed, bool speculative) =>
        $$"""{"Task ID":{{task}},"Index":{{index}},"Attempt":0,"Launch Time":10,"Executor ID":"1","Host":"h","Locality":"ANY","Speculative":{{(speculative ? "true" : "false")}},"Getting Result Time":0,"Finish Time":{{finish}},"Failed":false,"Killed":{{(killed ? "true" : "false")}},"Accumulables":[]}""";
}
