using System.Text;
using System.Text.Json;
using Hearth.History;
using Hearth.History.EventLogs;
using Hearth.History.Model;
using Hearth.History.Rest;
using Hearth.History.Sources;
using Hearth.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Hearth.Tests.History;

/// <summary>Answers where Spark's server does not do what one would guess, each found beside the real one.</summary>
public class SparkAnswersTests
{
    private const string Executor = """{"Event":"SparkListenerExecutorAdded","Timestamp":1,"Executor ID":"1","Executor Info":{"Host":"h","Total Cores":2,"Log Urls":{}}}""";

    [Theory]
    [InlineData("2026-11-21", "2026-11-21T00:00:00Z")]
    [InlineData("2026-11-21T02:20", "2026-11-21T00:00:00Z")]
    [InlineData(" 2026-1-2xyz", "2026-01-02T00:00:00Z")]
    [InlineData("2026-13-45", "2027-02-14T00:00:00Z")]
    [InlineData("2026-11-21T02:20:00.500GMT", "2026-11-21T02:20:00.5Z")]
    [InlineData("2026-11-21T02:20:00.000+0100", "2026-11-21T01:20:00Z")]
    [InlineData("2026-11-21T02:20:00.000PST", "2026-11-21T10:20:00Z")]
    [InlineData("2026-11-21T02:20:00.000Z", "2026-11-21T00:00:00Z")]
    public void Dates_are_read_leniently(string text, string time) =>
        LenientDate.Parse(text).ShouldBe(DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds());

    [Theory]
    [InlineData("foo")]
    [InlineData("x2026-11-21")]
    [InlineData("2026-11")]
    [InlineData("99999999999999999999-1-1")]
    public void Other_texts_are_no_dates(string text) => LenientDate.Parse(text).ShouldBeNull();

    [Fact]
    public async Task Applications_that_ended_together_come_by_descending_id_and_one_without_an_end_runs()
    {
        var store = new MemoryLogStore();
        foreach (var id in (string[])["app-2", "app-10", "app-3"])
            store.Put(id, Lines(Start(id), End(50)));
        store.Put("app-9", Lines(Start("app-9")));
        var list = await JsonAsync(store, "/applications");
        list.EnumerateArray().Select(a => a.GetProperty("id").GetString()).ShouldBe(["app-3", "app-2", "app-10", "app-9"]);
        list[3].GetProperty("attempts")[0].GetProperty("completed").GetBoolean().ShouldBeFalse();
        (await JsonAsync(store, "/applications?status=running")).GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("/stages/0/0/taskList?length=0", 500)]
    [InlineData("/stages/0/0/taskList?length=-1&sortBy=runtime", 500)]
    [InlineData("/stages/0/0/taskList?length=0&status=success", 200)]
    [InlineData("/stages/0/0/taskTable", 500)]
    [InlineData("/stages/0/0/taskTable?numTasks=2&start=0&length=2&columnNameToSort=Nothing", 500)]
    [InlineData("/stages/0/0/taskTable?numTasks=2&start=0&length=2&columnNameToSort=Index", 200)]
    [InlineData("/stages/0/0?withSummaries=true&quantiles=-1", 500)]
    [InlineData("/stages/x", 404)]
    [InlineData("/stages/9/0?quantiles=x", 400)]
    [InlineData("/stages/9/0?taskStatus=", 404)]
    [InlineData("/stages/9?quantiles=x", 400)]
    [InlineData("/jobs?status=", 200)]
    [InlineData("/jobs?status=x", 404)]
    [InlineData("/stages?taskStatus=", 200)]
    [InlineData("/stages?details=true&taskStatus=", 500)]
    [InlineData("/stages/0/0?taskStatus=", 500)]
    [InlineData("/stages/0/0/taskList?status=&status=success", 500)]
    [InlineData("/stages/0/0/taskList?sortBy=", 200)]
    [InlineData("/stages/0/0/taskList?length=%202", 404)]
    [InlineData("/stages/0/0/taskList?length=%20", 200)]
    [InlineData("//jobs", 400)]
    [InlineData("/jobs;v=1", 200)]
    [InlineData("/threads", 500)]
    [InlineData("/threads?taskId=1&executorId=1", 503)]
    [InlineData("/threads?taskId=1&executorId=1", 404, "3.5.9")]
    public async Task Odd_parameters_end_as_they_do_in_Spark(string path, int status, string? version = null) =>
        (await AnswerAsync(TwoTasks(), "/applications/app-1" + path, version)).Status.ShouldBe(status);

    [Theory]
    [InlineData("offset=-1&length=2&status=success", "0")]
    [InlineData("offset=-5&length=2&status=success", "")]
    [InlineData("offset=-5&length=1", "0")]
    [InlineData("offset=1&length=5", "1")]
    public async Task An_offset_before_the_begin_takes_its_part_of_a_filtered_page(string query, string ids)
    {
        var tasks = await JsonAsync(TwoTasks(), "/applications/app-1/stages/0/0/taskList?" + query);
        string.Join(',', tasks.EnumerateArray().Select(t => t.GetProperty("taskId").GetInt64())).ShouldBe(ids);
    }

    [Theory]
    [InlineData("/jobs?status=", 0)]
    [InlineData("/jobs?status=&status=succeeded", 1)]
    [InlineData("/stages?status=", 0)]
    [InlineData("/stages?taskStatus=", 1)]
    public async Task An_empty_status_is_one_that_nothing_has(string path, int count) =>
        (await JsonAsync(TwoTasks(), "/applications/app-1" + path)).GetArrayLength().ShouldBe(count);

    [Fact]
    public async Task An_empty_flag_stands_for_its_default() =>
        (await JsonAsync(TwoTasks(), "/applications/app-1/stages/0/0?details=&withSummaries=")).TryGetProperty("tasks", out _).ShouldBeTrue();

    [Theory]
    [InlineData("4.2.0", "", 25)]
    [InlineData("4.2.0", "?length=0", 25)]
    [InlineData("4.2.0", "?offset=5", 25)]
    [InlineData("4.2.0", "?length=3&offset=5", 3)]
    [InlineData("4.1.0", "", 20)]
    public async Task SQL_executions_are_all_listed_since_Spark_4_2(string version, string query, int count)
    {
        var store = new MemoryLogStore();
        store.Put("app-1", Lines([Start("app-1"), .. Enumerable.Range(0, 25).Select(i => Sql(i, i)), End(5)]));
        JsonDocument.Parse(await TextAsync(store, "/applications/app-1/sql" + query, version)).RootElement.GetArrayLength().ShouldBe(count);
        (await AnswerAsync(store, "/applications/app-1/sql?length=0", "4.1.0")).Status.ShouldBe(500);
    }

    [Theory]
    [InlineData("Getting Result Time")]
    [InlineData("Scheduler Delay")]
    [InlineData("Shuffle Read Size / Records")]
    public async Task Running_tasks_have_less_than_no_metrics(string column)
    {
        var store = new MemoryLogStore();
        store.Put("app-1", Lines(Start("app-1"), Executor, Job("0"), Stage("SparkListenerStageSubmitted"), TaskStart(0), TaskStart(1), TaskEnd(0, 20), End(100)));
        var table = await JsonAsync(store, $"/applications/app-1/stages/0/0/taskTable?numTasks=2&start=0&length=2&columnNameToSort={Uri.EscapeDataString(column)}&order[0][dir]=desc");
        table.GetProperty("aaData").EnumerateArray().Select(t => t.GetProperty("taskId").GetInt32()).ShouldBe([0, 1]);
    }

    [Fact]
    public async Task Shuffle_reads_of_tasks_without_success_are_less_than_none()
    {
        var store = new MemoryLogStore();
        var failed = TaskEnd(0, 20, """{"Reason":"UnknownReason"}""").Replace("\"Failed\":false", "\"Failed\":true", StringComparison.Ordinal);
        store.Put("app-1", Lines(Start("app-1"), Executor, Job("0"), Stage("SparkListenerStageSubmitted"), TaskStart(0), TaskStart(1), TaskStart(2), TaskEnd(1, 20), failed, End(100)));
        var table = await JsonAsync(store, "/applications/app-1/stages/0/0/taskTable?numTasks=3&start=0&length=3&columnNameToSort=Shuffle%20Read%20Size%20/%20Records&order[0][dir]=desc");
        table.GetProperty("aaData").EnumerateArray().Select(t => t.GetProperty("taskId").GetInt32()).ShouldBe([1, 2, 0]);
    }

    [Fact]
    public async Task Running_tasks_are_in_the_order_of_durations()
    {
        var store = new MemoryLogStore();
        store.Put("app-1", Lines(Start("app-1"), Executor, Job("0"), Stage("SparkListenerStageSubmitted"), TaskStart(0), TaskEnd(0, 20), TaskStart(1).Replace("\"Launch Time\":10", "\"Launch Time\":1700000000090", StringComparison.Ordinal), End(100)));
        var application = await JsonAsync(store, "/applications/app-1/stages/0/0/taskList");
        var durations = application.EnumerateArray().Select(t => t.GetProperty("duration").GetInt64()).ToArray();
        durations.ShouldBe([20, 10]);
        (await JsonAsync(store, "/applications/app-1/stages/0/0/taskSummary?quantiles=0")).GetProperty("duration")[0].GetDouble().ShouldBe(10);
    }

    [Fact]
    public void A_rolling_log_was_last_written_when_its_events_were()
    {
        var written = DateTimeOffset.UnixEpoch.AddDays(1);
        EventLog.Find(
        [
            new StoredFile("eventlog_v2_app-1/events_1_app-1", 5, written), new StoredFile("eventlog_v2_app-1/appstatus_app-1", 0, written.AddHours(1)),
        ]).Single().Modified.ShouldBe(written);
    }

    [Fact]
    public async Task Quantiles_below_zero_read_the_first_value_and_leave_none_for_the_others()
    {
        var summary = await JsonAsync(TwoTasks(), "/applications/app-1/stages/0/0/taskSummary?quantiles=2,-1");
        summary.GetProperty("quantiles").EnumerateArray().Select(q => q.GetDouble()).ShouldBe([-1, 2]);
        summary.GetProperty("executorRunTime")[0].GetDouble().ShouldBe(10);
        summary.GetProperty("executorRunTime")[1].GetString().ShouldBe("NaN");
    }

    [Fact]
    public async Task The_task_table_orders_durations_by_run_time_and_finds_texts_and_numbers()
    {
        const string Table = "/applications/app-1/stages/0/0/taskTable?numTasks=2&start=0&length=20&columnNameToSort=Duration&order[0][dir]=desc";
        var table = await JsonAsync(TwoTasks(), Table);
        table.GetProperty("aaData").EnumerateArray().Select(t => t.GetProperty("taskId").GetInt32()).ShouldBe([1, 0]);
        table.GetProperty("recordsTotal").GetString().ShouldBe("2");
        (await JsonAsync(TwoTasks(), Table + "&search[value]=d")).GetProperty("recordsFiltered").GetString().ShouldBe("2");
        (await JsonAsync(TwoTasks(), Table + "&search[value]=zz")).GetProperty("recordsFiltered").GetString().ShouldBe("0");
    }

    [Fact]
    public void A_task_that_starts_again_after_its_end_is_running()
    {
        var application = Logs.OfEvents(
            Executor, Job("0"), Stage("SparkListenerStageSubmitted"), TaskStart(0), TaskEnd(0, 10), TaskStart(1), TaskStart(0));
        var stage = application.Stages[new StageKey(0, 0)];
        stage.Tasks.Count.ShouldBe(0);
        stage.RunningTasks.Keys.ShouldBe([0L, 1L]);
    }

    [Fact]
    public void What_happens_in_the_stages_of_a_job_that_has_ended_is_shown_when_a_stage_is_over()
    {
        string[] events = [Executor, Job("0"), Stage("SparkListenerStageSubmitted"), TaskStart(0), TaskStart(1), TaskEnd(0, 10), JobEnd];
        Logs.OfEvents([.. events, TaskEnd(1, 10)]).Jobs[0].ActiveTasks.ShouldBe(1);
        Logs.OfEvents([.. events, Stage("SparkListenerStageCompleted"), TaskEnd(1, 10)]).Jobs[0].ActiveTasks.ShouldBe(0);
    }

    [Fact]
    public void A_resubmitted_task_adds_a_failure_and_no_time()
    {
        var application = Logs.OfEvents(
            Executor, Job("0"), Stage("SparkListenerStageSubmitted"), TaskStart(0), TaskEnd(0, 10), TaskEnd(0, 10, """{"Reason":"Resubmitted"}"""));
        application.Executors["1"].TotalDuration.ShouldBe(20);
        application.Executors["1"].FailedTasks.ShouldBe(1);
        application.Stages[new StageKey(0, 0)].Executors["1"].TaskTime.ShouldBe(20);
    }

    [Fact]
    public void Heartbeats_raise_the_peaks_of_the_stages_that_they_name()
    {
        var application = Logs.OfEvents(
            Executor, Job("0"), Stage("SparkListenerStageSubmitted"),
            """{"Event":"SparkListenerExecutorMetricsUpdate","Executor ID":"1","Metrics Updated":[],"Executor Metrics Updated":[{"Stage ID":0,"Stage Attempt ID":0,"Executor Metrics":{"JVMHeapMemory":7}}]}""");
        application.Stages[new StageKey(0, 0)].Peaks[0].ShouldBe(7);
        application.Executors["1"].Peaks[0].ShouldBe(7);
    }

    /// <summary>In local mode the driver's heartbeats tell of its tasks, which is all that is known of those that never report.</summary>
    [Fact]
    public void Heartbeats_tell_what_running_tasks_have_added_up()
    {
        var start = Sql(3, 3).Replace("\"metrics\":[]", """
            "metrics":[{"name":"rows","accumulatorId":70,"metricType":"sum"}]
            """.Trim(), StringComparison.Ordinal);
        const string Beat = """{"Event":"SparkListenerExecutorMetricsUpdate","Executor ID":"driver","Metrics Updated":[{"Task ID":0,"Stage ID":0,"Stage Attempt ID":0,"Accumulator Updates":[{"ID":70,"Name":"rows","Update":"14","Internal":true,"Metadata":"sql"},{"ID":71,"Update":"x"}]}],"Executor Metrics Updated":[]}""";
        string[] events = [start, Job("0").Replace("\"Properties\":{}", "\"Properties\":{\"spark.sql.execution.id\":\"3\"}", StringComparison.Ordinal), Stage("SparkListenerStageSubmitted"), TaskStart(0), TaskStart(1), Beat];
        var running = Logs.OfEvents(events);
        running.SqlExecutions[3].Metrics![70].Sum.ShouldBe(14);
        running.Stages[new StageKey(0, 0)].RunningTasks[0][TaskColumn.HasMetrics].ShouldBe(1);
        running.Stages[new StageKey(0, 0)].RunningTasks[1][TaskColumn.HasMetrics].ShouldBe(0);
        var killed = TaskEnd(0, 5, """{"Reason":"TaskKilled","Kill Reason":"k"}""");
        Logs.OfEvents([.. events, killed]).SqlExecutions[3].Metrics![70].Sum.ShouldBe(14);
    }

    [Fact]
    public void A_plan_that_comes_after_its_jobs_start_counts_all_the_same()
    {
        const string Metric = """
            "metrics":[{"name":"rows","accumulatorId":70,"metricType":"sum"}]
            """;
        var first = Sql(3, 3).Replace("\"metrics\":[]", Metric.Trim().Replace("70", "60", StringComparison.Ordinal), StringComparison.Ordinal);
        var update = "{\"Event\":\"org.apache.spark.sql.execution.ui.SparkListenerSQLAdaptiveExecutionUpdate\",\"executionId\":3,\"physicalPlanDescription\":\"\",\"sparkPlanInfo\":{\"nodeName\":\"n\",\"simpleString\":\"n\",\"children\":[],\"metadata\":{}," + Metric.Trim() + "}}";
        var end = TaskEnd(0, 5).Replace("\"Accumulables\":[]", """
            "Accumulables":[{"ID":70,"Name":"rows","Update":"9","Value":"9","Internal":true,"Count Failed Values":true,"Metadata":"sql"}]
            """.Trim(), StringComparison.Ordinal);
        var application = Logs.OfEvents(
            first, Job("0").Replace("\"Properties\":{}", "\"Properties\":{\"spark.sql.execution.id\":\"3\"}", StringComparison.Ordinal), update, Stage("SparkListenerStageSubmitted"), TaskStart(0), end);
        application.SqlExecutions[3].Metrics![70].Sum.ShouldBe(9);
    }

    [Fact]
    public void An_RDD_shows_its_executors_as_they_were_at_its_last_update()
    {
        const string Manager = """{"Event":"SparkListenerBlockManagerAdded","Block Manager ID":{"Executor ID":"1","Host":"h","Port":7},"Maximum Memory":100,"Timestamp":1}""";
        var stage = Stage("SparkListenerStageSubmitted").Replace(
            "\"RDD Info\":[]", """
            "RDD Info":[{"RDD ID":3,"Name":"r","Parent IDs":[],"Storage Level":{"Use Memory":true,"Replication":1},"Number of Partitions":1}]
            """.Trim(), StringComparison.Ordinal);
        var application = Logs.OfEvents(
            Executor, Manager, Job("0"), stage,
            """{"Event":"SparkListenerBlockUpdated","Block Updated Info":{"Block Manager ID":{"Executor ID":"1","Host":"h","Port":7},"Block ID":"rdd_3_0","Storage Level":{"Use Memory":true,"Replication":1},"Memory Size":5,"Disk Size":0}}""",
            Manager.Replace("7}", "8}", StringComparison.Ordinal));
        application.Executors["1"].HostPort.ShouldBe("h:8");
        application.Rdds[3].Distributions["1"].Address.ShouldBe("h:7");
    }

    [Fact]
    public void A_jobs_stages_are_those_it_describes()
    {
        var start = Job("0").Replace("\"Stage IDs\":[0]", "\"Stage IDs\":[0,5]", StringComparison.Ordinal);
        Logs.OfEvents(start).Jobs[0].StageIds.ShouldBe([0]);
    }

    [Theory]
    [InlineData("1e10", "1.0E10")]
    [InlineData("2.50", "2.5")]
    [InlineData("1e20", "1.0E20")]
    [InlineData("0.0001", "1.0E-4")]
    [InlineData("123456789.25", "1.2345678925E8")]
    [InlineData("12", "12")]
    [InlineData("true", "true")]
    [InlineData("\"x\"", "x")]
    [InlineData("[1,2]", "")]
    [InlineData("{\"a\":1}", "")]
    public void Accumulables_print_as_Java_prints_them(string json, string text)
    {
        var completed = Stage("SparkListenerStageCompleted").Replace(
            "\"Accumulables\":[]", $"\"Accumulables\":[{{\"ID\":1,\"Name\":\"a\",\"Value\":{json},\"Internal\":false}}]", StringComparison.Ordinal);
        var application = Logs.OfEvents(Job("0"), Stage("SparkListenerStageSubmitted"), completed);
        application.Stages[new StageKey(0, 0)].Info.Accumulables.Single().Value.ShouldBe(text);
    }

    [Fact]
    public async Task An_environment_that_was_never_written_is_an_application_that_is_not_there()
    {
        var store = new MemoryLogStore();
        store.Put("app-1", Lines(Start("app-1"), End(5)));
        var answer = await AnswerAsync(store, "/applications/app-1/environment");
        answer.Status.ShouldBe(404);
        (await TextAsync(store, "/applications/app-1/environment")).ShouldBe("no such app: app-1");
    }

    [Fact]
    public async Task A_running_task_with_metrics_has_no_scheduler_delay()
    {
        var store = new MemoryLogStore();
        store.Put("app-1", Lines(
            Start("app-1"), Executor, Job("0"), Stage("SparkListenerStageSubmitted"), TaskStart(0),
            """{"Event":"SparkListenerExecutorMetricsUpdate","Executor ID":"1","Metrics Updated":[{"Task ID":0,"Stage ID":0,"Stage Attempt ID":0,"Accumulator Updates":[]}],"Executor Metrics Updated":[]}"""));
        var task = (await JsonAsync(store, "/applications/app-1/stages/0/0/taskList"))[0];
        task.TryGetProperty("taskMetrics", out _).ShouldBeTrue();
        task.GetProperty("schedulerDelay").GetInt64().ShouldBe(0);
    }

    /// <summary>Spark's writer writes an object that goes on changing, so that a short task's start may tell its end.</summary>
    [Fact]
    public async Task A_tasks_start_may_know_its_end()
    {
        var store = new MemoryLogStore();
        var late = TaskStart(0).Replace("\"Finish Time\":0", "\"Finish Time\":25", StringComparison.Ordinal);
        store.Put("app-1", Lines(Start("app-1"), Executor, Job("0"), Stage("SparkListenerStageSubmitted"), late));
        var task = (await JsonAsync(store, "/applications/app-1/stages/0/0/taskList"))[0];
        task.GetProperty("status").GetString().ShouldBe("SUCCESS");
        task.GetProperty("duration").GetInt64().ShouldBe(15);
    }

    [Fact]
    public async Task Tasks_that_come_before_their_stage_belong_to_it()
    {
        var store = new MemoryLogStore();
        store.Put("app-1", Lines(
            Start("app-1"), Executor, TaskStart(0), TaskEnd(0, 10), TaskStart(1), Job("0"), Stage("SparkListenerStageSubmitted"), TaskEnd(1, 15), End(100)));
        var tasks = await JsonAsync(store, "/applications/app-1/stages/0/0/taskList");
        tasks.EnumerateArray().Select(t => t.GetProperty("status").GetString()).ShouldBe(["SUCCESS", "SUCCESS"]);
        Logs.OfEvents(Executor, TaskStart(0), TaskEnd(0, 10)).Stages.ShouldBeEmpty();
    }

    [Fact]
    public void An_execution_that_a_later_job_resumes_forgets_how_it_ended()
    {
        const string End = """{"Event":"org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionEnd","executionId":3,"time":9,"errorMessage":"boom"}""";
        var job = Job("0").Replace("\"Properties\":{}", "\"Properties\":{\"spark.sql.execution.id\":\"3\"}", StringComparison.Ordinal);
        Logs.OfEvents(Sql(3, 3), End).SqlExecutions[3].ErrorMessage.ShouldBe("boom");
        var resumed = Logs.OfEvents(Sql(3, 3), End, job, JobEnd).SqlExecutions[3];
        resumed.ErrorMessage.ShouldBeNull();
        resumed.Jobs[0].ShouldBe(JobStatus.Succeeded);

        // The same job once more: by Spark's count nothing is missing, so it does not wait for its end.
        Logs.OfEvents(Sql(3, 3), job, JobEnd, End, job, JobEnd).SqlExecutions[3].Jobs[0].ShouldBe(JobStatus.Running);
    }

    [Fact]
    public void A_task_beyond_its_stages_tasks_leaves_its_first_SQL_metric_at_zero()
    {
        var start = Sql(3, 3).Replace("\"metrics\":[]", """
            "metrics":[{"name":"rows","accumulatorId":70,"metricType":"sum"},{"name":"more","accumulatorId":71,"metricType":"sum"}]
            """.Trim(), StringComparison.Ordinal);
        var job = Job("0").Replace("\"Properties\":{}", "\"Properties\":{\"spark.sql.execution.id\":\"3\"}", StringComparison.Ordinal);
        var end = TaskEnd(5, 5).Replace("\"Accumulables\":[]", """
            "Accumulables":[{"ID":70,"Update":"9","Metadata":"sql"},{"ID":71,"Update":"9","Metadata":"sql"}]
            """.Trim(), StringComparison.Ordinal);
        var metrics = Logs.OfEvents(start, job, Stage("SparkListenerStageSubmitted"), TaskStart(5), end).SqlExecutions[3].Metrics!;
        metrics[70].Sum.ShouldBe(0);
        metrics.Keys.ShouldBe([70L]);
    }

    [Fact]
    public async Task Credentials_are_redacted_since_Spark_4()
    {
        var store = new MemoryLogStore();
        store.Put("app-1", Lines(
            Start("app-1"), """{"Event":"SparkListenerEnvironmentUpdate","Spark Properties":{"a.credential":"c","b.password":"p"}}""", End(5)));
        (await TextAsync(store, "/applications/app-1/environment", "3.5.9")).ShouldContain("\"c\"");
        (await TextAsync(store, "/applications/app-1/environment", "4.0.0")).ShouldNotContain("\"c\"");
        (await TextAsync(store, "/applications/app-1/environment", "3.5.9")).ShouldNotContain("\"p\"");
    }

    [Fact]
    public async Task The_SQL_table_shows_executions_below_their_root()
    {
        var store = new MemoryLogStore();
        store.Put("app-1", Lines(Start("app-1"), Sql(0, 0), Sql(1, 0), Sql(2, 9), End(5)));
        var table = await JsonAsync(store, "/applications/app-1/sql/sqlTable");
        table.GetProperty("aaData").EnumerateArray().Select(r => r.GetProperty("id").GetInt32()).ShouldBe([2, 0]);
        table.GetProperty("aaData")[1].GetProperty("subExecutions")[0].GetProperty("id").GetInt32().ShouldBe(1);
        table.GetProperty("recordsTotal").GetInt32().ShouldBe(2);
        (await JsonAsync(store, "/applications/app-1/sql/sqlTable?groupSubExecution=false")).GetProperty("recordsTotal").GetInt32().ShouldBe(3);
        (await JsonAsync(store, "/applications/app-1/sql?length=0&offset=2")).GetArrayLength().ShouldBe(3);
    }

    /// <summary>Fields as versions without recordings show them, from the classes of their APIs.</summary>
    [Theory]
    [InlineData("2.4.8", "/executors", "isBlacklisted blacklistedInStages", "isExcluded excludedInStages resourceProfileId attributes resources peakMemoryMetrics")]
    [InlineData("3.0.3", "/executors", "attributes resources", "isExcluded resourceProfileId")]
    [InlineData("3.1.3", "/executors", "isExcluded excludedInStages resourceProfileId isBlacklisted", "")]
    [InlineData("2.4.8", "/stages", "executorRunTime shuffleReadBytes diskBytesSpilled", "executorDeserializeTime jvmGcTime shuffleWriteTime peakExecutorMetrics")]
    [InlineData("2.4.8", "/stages/0/0", "isBlacklistedForStage", "schedulerDelay executorLogs partitionId isExcludedForStage")]
    [InlineData("3.0.3", "/stages/0/0", "executorDeserializeTime jvmGcTime shuffleWriteTime schedulerDelay", "resourceProfileId peakExecutorMetrics isExcludedForStage partitionId")]
    [InlineData("3.1.3", "/stages/0/0?withSummaries=true", "resourceProfileId isExcludedForStage", "taskMetricsDistributions speculationSummary")]
    [InlineData("3.2.4", "/stages/0/0?withSummaries=true", "taskMetricsDistributions", "partitionId isShufflePushEnabled")]
    [InlineData("3.3.4", "/stages/0/0", "partitionId", "isShufflePushEnabled shufflePushReadMetrics")]
    [InlineData("3.1.3", "/stages/0/0/taskSummary", "executorRunTime", "duration")]
    [InlineData("2.4.8", "/environment", "systemProperties", "hadoopProperties resourceProfiles")]
    [InlineData("3.0.3", "/environment", "hadoopProperties", "resourceProfiles metricsProperties")]
    [InlineData("3.4.4", "/environment", "metricsProperties resourceProfiles", "")]
    [InlineData("3.4.4", "/jobs", "killedTasksSummary", "jobTags")]
    public async Task Fields_came_with_versions(string version, string path, string shown, string hidden)
    {
        var answer = await TextAsync(TwoTasks(), "/applications/app-1" + path, version);
        foreach (var name in shown.Split(' '))
            answer.ShouldContain($"\"{name}\"");
        foreach (var name in hidden.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            answer.ShouldNotContain($"\"{name}\"");
    }

    [Fact]
    public async Task A_task_that_its_executors_shutdown_ended_says_so()
    {
        var store = new MemoryLogStore();
        store.Put("app-1", Lines(
            Start("app-1"), Executor, Job("0"), Stage("SparkListenerStageSubmitted"), TaskStart(0), TaskEnd(0, 10, """{"Reason":"ExecutorShutdownFailure","Executor ID":"1"}"""), End(100)));
        var task = (await JsonAsync(store, "/applications/app-1/stages/0/0/taskList"))[0];
        task.GetProperty("errorMessage").GetString().ShouldBe("ExecutorShutdownFailure (executor 1 was shutting down)");
    }

    [Theory]
    [InlineData("sum", "1,234,570")]
    [InlineData("size", "total (min, med, max (stageId: taskId))\n1205.6 KiB (3.0 B, 1205.6 KiB, 1205.6 KiB (stage 2.0: task 9))")]
    [InlineData("timing", "total (min, med, max (stageId: taskId))\n20.6 m (3 ms, 20.6 m, 20.6 m (stage 2.0: task 9))")]
    [InlineData("nsTiming", "total (min, med, max (stageId: taskId))\n1 ms (0 ms, 1 ms, 1 ms (stage 2.0: task 9))")]
    [InlineData("average", "(min, med, max (stageId: taskId)):\n(0.3, 123,456.7, 123,456.7 (stage 2.0: task 9))")]
    [InlineData("vendor", "total (min, med, max (stageId: taskId))\n[unknown] 1,234,570 ([unknown] 3, [unknown] 1,234,567, [unknown] 1,234,567 (stage 2.0: task 9))")]
    [InlineData("v2Custom_com.vendor.Metric", "N/A")]
    [InlineData("v2Custom_org.apache.spark.sql.execution.datasources.v2.python.PythonCustomMetric", "total (min, med, max (stageId: taskId))\n1205.6 KiB (3.0 B, 1205.6 KiB, 1205.6 KiB (driver))")]
    public void SQL_metrics_print_by_their_type(string type, string text) =>
        SqlMetricText.Of(new SqlMetricValue(type, 2, 1_234_570, 3, 1_234_567, 1_234_567, (2, 0, 9))).ShouldBe(text);

    [Fact]
    public async Task An_execution_without_its_start_has_no_root_and_no_description()
    {
        var store = new MemoryLogStore();
        store.Put("app-1", Lines(
            Start("app-1"), Job("0").Replace("\"Properties\":{}", "\"Properties\":{\"spark.sql.execution.id\":\"4\"}", StringComparison.Ordinal), Sql(5, 5), End(5)));
        var row = (await JsonAsync(store, "/applications/app-1/sql/sqlTable?order[0][dir]=asc")).GetProperty("aaData")[0];
        row.GetProperty("rootExecutionId").GetInt32().ShouldBe(0);
        row.TryGetProperty("description", out _).ShouldBeFalse();
        (await AnswerAsync(store, "/applications/app-1/sql/sqlTable?order[0][column]=1&columns[1][name]=description")).Status.ShouldBe(500);
    }

    private static string Sql(int id, int root) =>
        $$"""{"Event":"org.apache.spark.sql.execution.ui.SparkListenerSQLExecutionStart","executionId":{{id}},"rootExecutionId":{{root}},"description":"q","details":"","physicalPlanDescription":"","sparkPlanInfo":{"nodeName":"n","simpleString":"n","children":[],"metadata":{},"metrics":[]},"time":1}""";

    private static string Start(string id) =>
        "{\"Event\":\"SparkListenerLogStart\",\"Spark Version\":\"4.3.0\"}\n"
        + $"{{\"Event\":\"SparkListenerApplicationStart\",\"App Name\":\"n\",\"App ID\":\"{id}\",\"Timestamp\":1700000000000,\"User\":\"u\"}}";

    private static string End(int time) => $"{{\"Event\":\"SparkListenerApplicationEnd\",\"Timestamp\":{1_700_000_000_000 + time}}}";

    private static string StageInfo =>
        """{"Stage ID":0,"Stage Attempt ID":0,"Stage Name":"s","Number of Tasks":2,"RDD Info":[],"Parent IDs":[],"Details":"","Submission Time":5,"Accumulables":[]}""";

    private static string Job(string id) =>
        $$$"""{"Event":"SparkListenerJobStart","Job ID":{{{id}}},"Submission Time":5,"Stage Infos":[{{{StageInfo}}}],"Stage IDs":[0],"Properties":{}}""";

    private const string JobEnd = """{"Event":"SparkListenerJobEnd","Job ID":0,"Completion Time":90,"Job Result":{"Result":"JobSucceeded"}}""";

    private static string Stage(string name) => $$$"""{"Event":"{{{name}}}","Stage Info":{{{StageInfo}}},"Properties":{}}""";

    private static string TaskInfo(int id, int finish) =>
        $$"""{"Task ID":{{id}},"Index":{{id}},"Attempt":0,"Launch Time":10,"Executor ID":"1","Host":"h","Locality":"ANY","Speculative":false,"Getting Result Time":0,"Finish Time":{{finish}},"Failed":false,"Killed":false,"Accumulables":[]}""";

    private static string TaskStart(int id) => $$"""{"Event":"SparkListenerTaskStart","Stage ID":0,"Stage Attempt ID":0,"Task Info":{{TaskInfo(id, 0)}}}""";

    private static string TaskEnd(int id, int runTime, string reason = """{"Reason":"Success"}""") =>
        $$$"""{"Event":"SparkListenerTaskEnd","Stage ID":0,"Stage Attempt ID":0,"Task Type":"ResultTask","Task End Reason":{{{reason}}},"Task Info":{{{TaskInfo(id, 30)}}},"Task Metrics":{"Executor Run Time":{{{runTime}}}}}""";

    private static MemoryLogStore TwoTasks()
    {
        var store = new MemoryLogStore();
        store.Put("app-1", Lines(
            Start("app-1"), """{"Event":"SparkListenerEnvironmentUpdate","JVM Information":{"Java Version":"17"} }""",
            Executor, Job("0"), Stage("SparkListenerStageSubmitted"), TaskStart(0), TaskStart(1), TaskEnd(0, 10), TaskEnd(1, 15),
            Stage("SparkListenerStageCompleted"), JobEnd, End(100)));
        return store;
    }

    private static byte[] Lines(params string[] lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");

    private static async Task<RestAnswer> AnswerAsync(MemoryLogStore store, string path, string? version = null)
    {
        var catalog = new ApplicationCatalog([store], new FakeTime(), NullLogger.Instance);
        var cache = new ApplicationCache(1L << 30, workers: 1);
        var api = new RestApi(catalog, cache, new HistoryOptions { LogDirectories = [], SparkVersion = version }, new FakeTime());
        var question = path.IndexOf('?', StringComparison.Ordinal);
        return await api.AnswerAsync(question < 0 ? path : path[..question], question < 0 ? "" : path[question..], CancellationToken.None);
    }

    private static async Task<string> TextAsync(MemoryLogStore store, string path, string? version = null)
    {
        var body = new MemoryStream();
        await (await AnswerAsync(store, path, version)).Body(body, CancellationToken.None);
        return Encoding.UTF8.GetString(body.ToArray());
    }

    private static async Task<JsonElement> JsonAsync(MemoryLogStore store, string path) => JsonDocument.Parse(await TextAsync(store, path)).RootElement;
}
