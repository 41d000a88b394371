using System.Net;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Operator.Metrics;
using Hearth.Spark.Api;
using Hearth.Testing;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.Tests.Operator;

/// <summary>Names, types and labels of the peer's metrics, one by one.</summary>
public sealed class OperatorMetricsTests(ITestOutputHelper output)
{
    private const string Etl = "{app_type=\"etl\",namespace=\"jobs\"}";
    private const string Controller = "controller=\"spark-application-controller\"";
    private const string Queue = "controller=\"spark-application-controller\",name=\"spark-application-controller\"";

    [SkippableFact]
    public async Task Every_metric_of_the_peer_is_there_with_its_type()
    {
        var wanted = (await File.ReadAllLinesAsync(Shared.Path("golden", "kubeflow", "metrics.txt"))).Where(line => line.StartsWith("# TYPE ", StringComparison.Ordinal)).ToList();
        var told = (await TextAsync()).Split('\n').ToHashSet();
        var missing = wanted.Where(line => !told.Contains(line)).ToList();
        output.WriteLine($"{wanted.Count - missing.Count} of {wanted.Count} metrics equal");
        missing.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("spark_application_count" + Etl, "1")]
    [InlineData("spark_application_submit_count" + Etl, "1")]
    [InlineData("spark_application_failed_submission_count" + Etl, "1")]
    [InlineData("spark_application_running_count" + Etl, "1")]
    [InlineData("spark_application_success_count" + Etl, "1")]
    [InlineData("spark_application_failure_count" + Etl, "1")]
    [InlineData("spark_application_success_execution_time_seconds_sum" + Etl, "60")]
    [InlineData("spark_application_success_execution_time_seconds_count" + Etl, "1")]
    [InlineData("spark_application_failure_execution_time_seconds_sum" + Etl, "60")]
    [InlineData("spark_application_submit_latency_seconds_sum" + Etl, "3")]
    [InlineData("spark_application_submit_latency_seconds_histogram_bucket{app_type=\"etl\",namespace=\"jobs\",le=\"2\"}", "0")]
    [InlineData("spark_application_submit_latency_seconds_histogram_bucket{app_type=\"etl\",namespace=\"jobs\",le=\"4\"}", "1")]
    [InlineData("spark_application_start_latency_seconds_count" + Etl, "1")]
    [InlineData("spark_application_start_latency_seconds_histogram_bucket{app_type=\"etl\",namespace=\"jobs\",le=\"30\"}", "1")]
    [InlineData("spark_executor_running_count{app_type=\"workers\",namespace=\"jobs\"}", "2")]
    [InlineData("spark_executor_success_count{app_type=\"workers\",namespace=\"jobs\"}", "2")]
    [InlineData("spark_executor_failure_count{app_type=\"workers\",namespace=\"jobs\"}", "1")]
    [InlineData("controller_runtime_reconcile_total{" + Controller + ",result=\"success\"}", "1")]
    [InlineData("controller_runtime_reconcile_total{" + Controller + ",result=\"requeue_after\"}", "1")]
    [InlineData("controller_runtime_reconcile_total{" + Controller + ",result=\"error\"}", "1")]
    [InlineData("controller_runtime_reconcile_errors_total{" + Controller + "}", "1")]
    [InlineData("controller_runtime_reconcile_panics_total{" + Controller + "}", "0")]
    [InlineData("controller_runtime_reconcile_timeouts_total{" + Controller + "}", "0")]
    [InlineData("controller_runtime_terminal_reconcile_errors_total{" + Controller + "}", "0")]
    [InlineData("controller_runtime_reconcile_time_seconds_count{" + Controller + "}", "3")]
    [InlineData("controller_runtime_max_concurrent_reconciles{" + Controller + "}", "10")]
    [InlineData("controller_runtime_active_workers{" + Controller + "}", "1")]
    [InlineData("controller_runtime_webhook_panics_total", "0")]
    [InlineData("workqueue_adds_total{" + Queue + "}", "2")]
    [InlineData("workqueue_depth{" + Queue + ",priority=\"\"}", "1")]
    [InlineData("workqueue_queue_duration_seconds_bucket{" + Queue + ",le=\"1\"}", "0")]
    [InlineData("workqueue_queue_duration_seconds_bucket{" + Queue + ",le=\"10\"}", "1")]
    [InlineData("workqueue_work_duration_seconds_count{" + Queue + "}", "3")]
    [InlineData("workqueue_retries_total{" + Queue + "}", "1")]
    [InlineData("workqueue_unfinished_work_seconds{" + Queue + "}", "7")]
    [InlineData("workqueue_longest_running_processor_seconds{" + Queue + "}", "7")]
    [InlineData("rest_client_requests_total{code=\"201\",host=\"kubernetes:6443\",method=\"POST\"}", "1")]
    public async Task It_says_what_happened(string metric, string value) => (await TextAsync()).Split('\n').ShouldContain($"{metric} {value}");

    /// <summary>One life of each kind, three looks and one that goes on, and what is told of it all.</summary>
    private static async Task<string> TextAsync()
    {
        var clock = new FakeTime();
        using var runtime = new RuntimeMetrics(new Uri("https://kubernetes:6443"), clock);
        var created = DateTimeOffset.UnixEpoch;
        var fresh = Application(null);
        var running = Application(Status(ApplicationStates.Running) with { ExecutorState = Executors("RUNNING", "RUNNING", "COMPLETED", "FAILED"), Timeline = new() { DriverRunning = created } });
        var metrics = new OperatorMetrics(new() { Endpoint = new(IPAddress.Loopback, 0), Labels = ["app-type", "namespace"] }, () => [running], () => 0, runtime);

        metrics.OnWritten(fresh, Application(Status(ApplicationStates.Submitted)), created.AddSeconds(3));
        metrics.OnWritten(Application(Status(ApplicationStates.Submitted)), running, created.AddSeconds(20));
        metrics.OnWritten(running, Application(Status(ApplicationStates.Completed) with { ExecutorState = Executors("COMPLETED", "RUNNING", "COMPLETED", "FAILED") }), created.AddSeconds(90));
        metrics.OnWritten(Application(Status(ApplicationStates.Failing)), Application(Status(ApplicationStates.Failed)), created.AddSeconds(90));
        metrics.OnWritten(Application(Status("") with { Hearth = new() { Submitting = true } }), Application(Status(ApplicationStates.SubmissionFailed)), created.AddSeconds(90));

        using var queue = new WorkQueue<ObjectKey>(time: clock);
        var ends = new TaskCompletionSource<ReconcileResult>();
        var results = new Queue<Func<Task<ReconcileResult>>>(
        [
            () => Task.FromResult(ReconcileResult.Done), () => Task.FromResult(ReconcileResult.Again(TimeSpan.FromSeconds(1))), () => throw new InvalidOperationException(), () => ends.Task,
        ]);
        var look = runtime.Watch("spark-application-controller", queue, new() { Workers = 8, UrgentWorkers = 2 }, (_, _) => results.Dequeue()());
        queue.Add(new("jobs", "one"));
        queue.Add(new("jobs", "two"));
        clock.Advance(TimeSpan.FromSeconds(2));
        var key = await queue.TakeAsync(urgentOnly: false, CancellationToken.None);
        await look(key, CancellationToken.None);
        await look(key, CancellationToken.None);
        await Should.ThrowAsync<InvalidOperationException>(() => look(key, CancellationToken.None));
        var last = look(key, CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(7));
        runtime.OnRequest(new Uri("https://kubernetes:6443"), 0.01, [new("http.request.method", "POST"), new("server.address", "kubernetes"), new("server.port", 6443), new("http.response.status_code", 201)]);

        var text = metrics.Text();
        ends.SetResult(ReconcileResult.Done);
        await last;
        return text;
    }

    private static Dictionary<string, string> Executors(params string[] states) =>
        states.Select((state, i) => new KeyValuePair<string, string>($"pi-exec-{i}", state)).ToDictionary(StringComparer.Ordinal);

    private static SparkApplicationStatus Status(string state) => new()
    {
        ApplicationState = new() { State = state },
        ExecutionAttempts = 1,
        LastSubmissionAttemptTime = DateTimeOffset.UnixEpoch,
        TerminationTime = DateTimeOffset.UnixEpoch.AddSeconds(60),
    };

    private static SparkApplication Application(SparkApplicationStatus? status) => new()
    {
        Metadata = new() { Name = "pi", Namespace = "jobs", CreationTimestamp = DateTimeOffset.UnixEpoch, Labels = new Dictionary<string, string> { ["app_type"] = "etl" } },
        Spec = new() { Executor = new() { Labels = new Dictionary<string, string> { ["app-type"] = "workers" } } },
        Status = status,
    };
}
