using System.Text;
using Hearth.Spark.Api;

namespace Hearth.Operator.Metrics;

/// <summary>
/// The metrics of the peer, by the same names. Counters follow what this process wrote, so a restart counts nothing twice; gauges are
/// read from the present state.
/// </summary>
internal sealed class OperatorMetrics
{
    private readonly MetricsOptions _options;
    private readonly Func<IEnumerable<SparkApplication>> _applications;
    private readonly Func<int> _waiting;
    private readonly MetricFamily _count;
    private readonly MetricFamily _submitted;
    private readonly MetricFamily _submissionFailed;
    private readonly MetricFamily _running;
    private readonly MetricFamily _succeeded;
    private readonly MetricFamily _failed;
    private readonly MetricFamily _successTime;
    private readonly MetricFamily _failureTime;
    private readonly MetricFamily _submitLatency;
    private readonly MetricFamily _submitLatencies;
    private readonly MetricFamily _startLatency;
    private readonly MetricFamily _startLatencies;
    private readonly MetricFamily _executorsRunning;
    private readonly MetricFamily _executorsSucceeded;
    private readonly MetricFamily _executorsFailed;
    private readonly MetricFamily _queue;
    private readonly RuntimeMetrics _runtime;
    private readonly List<MetricFamily> _all = [];

    public OperatorMetrics(MetricsOptions options, Func<IEnumerable<SparkApplication>> applications, Func<int> waiting, RuntimeMetrics runtime)
    {
        (_options, _applications, _waiting, _runtime) = (options, applications, waiting, runtime);
        _count = Add("spark_application_count", "Total number of SparkApplication", MetricType.Counter);
        _submitted = Add("spark_application_submit_count", "Total number of submitted SparkApplication", MetricType.Counter);
        _submissionFailed = Add("spark_application_failed_submission_count", "Total number of failed SparkApplication submission", MetricType.Counter);
        _running = Add("spark_application_running_count", "Total number of running SparkApplication", MetricType.Gauge);
        _succeeded = Add("spark_application_success_count", "Total number of successful SparkApplication", MetricType.Counter);
        _failed = Add("spark_application_failure_count", "Total number of failed SparkApplication", MetricType.Counter);
        _successTime = Add("spark_application_success_execution_time_seconds", "Seconds from submission to the end of successful SparkApplication", MetricType.Summary);
        _failureTime = Add("spark_application_failure_execution_time_seconds", "Seconds from submission to the end of failed SparkApplication", MetricType.Summary);
        _submitLatency = Add("spark_application_submit_latency_seconds", "Spark App Submit Latency from creation to submitted state", MetricType.Summary);
        _submitLatencies = Add("spark_application_submit_latency_seconds_histogram", "Spark App Submit Latency counts in buckets from creation to submitted state", MetricType.Histogram, options.SubmitLatencyBuckets);
        _startLatency = Add("spark_application_start_latency_seconds", "Spark App Start Latency via the Operator", MetricType.Summary);
        _startLatencies = Add("spark_application_start_latency_seconds_histogram", "Spark App Start Latency counts in buckets via the Operator", MetricType.Histogram, options.StartLatencyBuckets);
        _executorsRunning = Add("spark_executor_running_count", "Total number of running Spark executors", MetricType.Gauge);
        _executorsSucceeded = Add("spark_executor_success_count", "Total number of successful Spark executors", MetricType.Counter);
        _executorsFailed = Add("spark_executor_failure_count", "Total number of failed Spark executors", MetricType.Counter);
        _queue = Add("hearth_application_queue_depth", "Applications that wait for the operator", MetricType.Gauge);
    }

    /// <summary>After a status was written.</summary>
    public void OnWritten(SparkApplication before, SparkApplication after, DateTimeOffset now)
    {
        var labels = LabelsOf(after);
        if (before.Status is null)
            _count.Observe(labels);
        CountExecutors(before.Status?.ExecutorState, after.Status?.ExecutorState, ExecutorLabelsOf(after));
        var status = after.Status!;
        // A retry that fails too does not leave its state.
        var wasSubmitting = before.Status is null or { Hearth.Submitting: true };
        if (status.ApplicationState.State == ApplicationStates.SubmissionFailed && status.Hearth?.Submitting != true && wasSubmitting)
            _submissionFailed.Observe(labels);
        var age = (now - (after.Metadata.CreationTimestamp ?? now)).TotalSeconds;
        // A short run may be over when it is first seen.
        if (status.Timeline?.DriverRunning is not null && before.Status?.Timeline?.DriverRunning is null)
            Latency(status.ExecutionAttempts, age, labels, _startLatency, _startLatencies);
        if (before.Status?.ApplicationState.State == status.ApplicationState.State)
            return;
        switch (status.ApplicationState.State)
        {
            case ApplicationStates.Submitted when wasSubmitting:
                _submitted.Observe(labels);
                Latency(status.ExecutionAttempts, age, labels, _submitLatency, _submitLatencies);
                break;
            case ApplicationStates.Completed:
                _succeeded.Observe(labels);
                Ended(status, labels, _successTime);
                break;
            case ApplicationStates.Failed:
                _failed.Observe(labels);
                Ended(status, labels, _failureTime);
                break;
        }
    }

    /// <summary>Everything, as Prometheus reads it.</summary>
    public string Text()
    {
        var applications = _applications().ToList();
        _running.Set(Grouped(applications, LabelsOf, a => a.Status?.ApplicationState.State == ApplicationStates.Running ? 1 : 0));
        _executorsRunning.Set(Grouped(applications, ExecutorLabelsOf, a => a.Status?.ExecutorState?.Values.Count(state => state == ExecutorStates.Running) ?? 0));
        _queue.Set([new("", _waiting())]);
        var text = new StringBuilder();
        foreach (var family in _all)
            family.Write(text);
        _runtime.Write(text);
        return text.ToString();
    }

    private MetricFamily Add(string name, string help, MetricType type, IReadOnlyList<double>? buckets = null)
    {
        var family = new MetricFamily(_options.Prefix + name, help, type, buckets);
        _all.Add(family);
        return family;
    }

    private static IEnumerable<KeyValuePair<string, double>> Grouped(IEnumerable<SparkApplication> applications, Func<SparkApplication, string> labels, Func<SparkApplication, int> value) =>
        applications.GroupBy(labels, value).Select(group => new KeyValuePair<string, double>(group.Key, group.Sum()));

    private static void Latency(int? attempts, double seconds, string labels, MetricFamily summary, MetricFamily histogram)
    {
        // Only the first run tells how long a user waited.
        if (attempts is not 1)
            return;
        summary.Observe(labels, seconds);
        histogram.Observe(labels, seconds);
    }

    private static void Ended(SparkApplicationStatus status, string labels, MetricFamily summary)
    {
        if (status.TerminationTime is { } ended && status.LastSubmissionAttemptTime is { } began)
            summary.Observe(labels, Math.Max((ended - began).TotalSeconds, 0));
    }

    private void CountExecutors(IReadOnlyDictionary<string, string>? before, IReadOnlyDictionary<string, string>? after, string labels)
    {
        if (after is null || ReferenceEquals(before, after))
            return;
        foreach (var (name, state) in after)
        {
            if (before?.GetValueOrDefault(name) == state)
                continue;
            if (state == ExecutorStates.Completed)
                _executorsSucceeded.Observe(labels);
            else if (state == ExecutorStates.Failed)
                _executorsFailed.Observe(labels);
        }
    }

    private string LabelsOf(SparkApplication application) => LabelsOf(application, null);

    /// <summary>What the executors' pods are labelled with comes first.</summary>
    private string ExecutorLabelsOf(SparkApplication application) => LabelsOf(application, application.Spec.Executor.Labels);

    private string LabelsOf(SparkApplication application, IReadOnlyDictionary<string, string>? first) => MetricFamily.LabelText(
        _options.Labels.Select(label => label.Replace('-', '_')).Select(name => new KeyValuePair<string, string>(
            name,
            name == "namespace" ? application.Metadata.Namespace ?? "" : Find(first, name) ?? Find(application.Metadata.Labels, name) ?? "Unknown")));

    private static string? Find(IReadOnlyDictionary<string, string>? labels, string name) => labels?.FirstOrDefault(l => l.Key.Replace('-', '_') == name).Value;
}
