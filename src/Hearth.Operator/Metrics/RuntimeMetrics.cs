using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;

namespace Hearth.Operator.Metrics;

/// <summary>How busy the operator is, by the names that every controller built with controller-runtime uses: dashboards know them.</summary>
internal sealed class RuntimeMetrics : IDisposable
{
    /// <summary>Of every queue built with client-go.</summary>
    private static readonly double[] s_queueBuckets = [1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 0.001, 0.01, 0.1, 1, 10, 100, 1000];
    private static readonly double[] s_reconcileBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
    private readonly MetricFamily _reconciles = new("controller_runtime_reconcile_total", "Total number of reconciliations per controller", MetricType.Counter);
    private readonly MetricFamily _errors = new("controller_runtime_reconcile_errors_total", "Total number of reconciliation errors per controller", MetricType.Counter);
    private readonly MetricFamily _time = new("controller_runtime_reconcile_time_seconds", "Length of time per reconciliation per controller", MetricType.Histogram, s_reconcileBuckets);
    private readonly MetricFamily _active = new("controller_runtime_active_workers", "Number of currently used workers per controller", MetricType.Gauge);
    private readonly MetricFamily _depth = new("workqueue_depth", "Current depth of workqueue by workqueue and priority", MetricType.Gauge);
    private readonly MetricFamily _mostActive = new("controller_runtime_max_concurrent_reconciles", "Maximum number of concurrent reconciles per controller", MetricType.Gauge);
    private readonly MetricFamily _panics = new("controller_runtime_reconcile_panics_total", "Total number of reconciliation panics per controller", MetricType.Counter);
    private readonly MetricFamily _timeouts = new("controller_runtime_reconcile_timeouts_total", "Total number of reconciliation timeouts per controller", MetricType.Counter);
    private readonly MetricFamily _terminal = new("controller_runtime_terminal_reconcile_errors_total", "Total number of terminal reconciliation errors per controller", MetricType.Counter);
    private readonly MetricFamily _adds = new("workqueue_adds_total", "Total number of adds handled by workqueue", MetricType.Counter);
    private readonly MetricFamily _waits = new("workqueue_queue_duration_seconds", "How long in seconds an item stays in workqueue before being requested", MetricType.Histogram, s_queueBuckets);
    private readonly MetricFamily _work = new("workqueue_work_duration_seconds", "How long in seconds processing an item from workqueue takes.", MetricType.Histogram, s_queueBuckets);
    private readonly MetricFamily _unfinished = new("workqueue_unfinished_work_seconds", "How many seconds of work has been done that is in progress and hasn't been observed by work_duration.", MetricType.Gauge);
    private readonly MetricFamily _longest = new("workqueue_longest_running_processor_seconds", "How many seconds has the longest running processor for workqueue been running.", MetricType.Gauge);
    private readonly MetricFamily _retries = new("workqueue_retries_total", "Total number of retries handled by workqueue", MetricType.Counter);
    private readonly MetricFamily _requests = new("rest_client_requests_total", "Number of HTTP requests, partitioned by status code, method, and host.", MetricType.Counter);
    private readonly MetricFamily _latency = new("rest_client_request_duration_seconds", "Request latency in seconds. Broken down by verb, and host.", MetricType.Histogram, s_reconcileBuckets);

    /// <summary>There are no webhooks, so nothing panics in one: dashboards that ask get 0.</summary>
    private readonly MetricFamily[] _webhooks =
    [
        new("controller_runtime_webhook_panics_total", "Total number of webhook panics", MetricType.Counter),
        new("controller_runtime_conversion_webhook_panics_total", "Total number of conversion webhook panics", MetricType.Counter),
    ];

    private readonly List<Watched> _controllers = [];
    private readonly MeterListener _listener = new();
    private readonly TimeProvider _clock;

    /// <param name="server">The API server: requests to other places do not count.</param>
    /// <param name="clock">Measures reconciliations.</param>
    public RuntimeMetrics(Uri server, TimeProvider clock)
    {
        _clock = clock;
        foreach (var webhook in _webhooks)
            webhook.Observe("", 0);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "System.Net.Http", Name: "http.client.request.duration" })
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((_, seconds, tags, _) => OnRequest(server, seconds, tags));
        _listener.Start();
    }

    /// <summary>The same work, measured.</summary>
    /// <param name="name">As the peer names its controllers.</param>
    /// <param name="queue">Where its keys wait.</param>
    /// <param name="options">How many may work at once.</param>
    /// <param name="reconcile">The work.</param>
    public Func<ObjectKey, CancellationToken, Task<ReconcileResult>> Watch(
        string name, WorkQueue<ObjectKey> queue, ControllerOptions options, Func<ObjectKey, CancellationToken, Task<ReconcileResult>> reconcile)
    {
        var watched = new Watched(name, () => queue.Count, options.Workers + options.UrgentWorkers);
        queue.Queued += () => _adds.Observe(watched.Queue);
        queue.Taken += waited => _waits.Observe(watched.Queue, waited.TotalSeconds);
        // What has not happened yet is told as 0.
        foreach (var counter in new[] { _panics, _timeouts, _terminal, _errors })
            counter.Observe(watched.Labels, 0);
        foreach (var counter in new[] { _adds, _retries })
            counter.Observe(watched.Queue, 0);
        lock (_controllers)
        {
            // That of an earlier leadership is over.
            _controllers.RemoveAll(c => c.Name == name);
            _controllers.Add(watched);
        }

        return (key, cancellationToken) => MeasureAsync(watched, reconcile, key, cancellationToken);
    }

    public void Dispose() => _listener.Dispose();

    public void Write(StringBuilder text)
    {
        lock (_controllers)
        {
            _active.Set(Each(c => c.Labels, c => c.Begun.Count));
            _mostActive.Set(Each(c => c.Labels, c => c.Workers));
            _depth.Set(Each(c => $"{c.Queue},priority=\"\"", c => c.Depth()));
            _unfinished.Set(Each(c => c.Queue, c => c.Begun.Values.Sum(Seconds)));
            _longest.Set(Each(c => c.Queue, c => c.Begun.Values.Select(Seconds).DefaultIfEmpty().Max()));
        }

        foreach (var family in (MetricFamily[])[_active, _mostActive, _errors, _panics, _terminal, _time, _timeouts, _reconciles, .. _webhooks, _latency, _requests, _adds, _depth, _longest, _waits, _retries, _unfinished, _work])
            family.Write(text);
    }

    private KeyValuePair<string, double>[] Each(Func<Watched, string> labels, Func<Watched, double> value) =>
        [.. _controllers.Select(c => new KeyValuePair<string, double>(labels(c), value(c)))];

    private double Seconds(long since) => _clock.GetElapsedTime(since).TotalSeconds;

    private async Task<ReconcileResult> MeasureAsync(
        Watched watched, Func<ObjectKey, CancellationToken, Task<ReconcileResult>> reconcile, ObjectKey key, CancellationToken cancellationToken)
    {
        var began = _clock.GetTimestamp();
        watched.Begun[key] = began;
        var outcome = watched.Error;
        try
        {
            var result = await reconcile(key, cancellationToken);
            outcome = result.After is null ? watched.Success : watched.Later;
            return result;
        }
        finally
        {
            watched.Begun.TryRemove(key, out _);
            _reconciles.Observe(outcome);
            _time.Observe(watched.Labels, Seconds(began));
            _work.Observe(watched.Queue, Seconds(began));
            if (ReferenceEquals(outcome, watched.Error) && !cancellationToken.IsCancellationRequested)
            {
                _errors.Observe(watched.Labels);
                _retries.Observe(watched.Queue);
            }
        }
    }

    internal void OnRequest(Uri server, double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        string? method = null, host = null;
        var (port, code) = (0, "<error>");
        foreach (var (name, value) in tags)
        {
            switch (name)
            {
                case "http.request.method": method = value as string; break;
                case "server.address": host = value as string; break;
                case "server.port": port = value is int number ? number : 0; break;
                case "http.response.status_code": code = Convert.ToString(value, CultureInfo.InvariantCulture) ?? code; break;
            }
        }

        if (host != server.Host || port != server.Port)
            return;
        _requests.Observe($"code=\"{code}\",host=\"{server.Authority}\",method=\"{method}\"");
        _latency.Observe($"host=\"{server.Authority}\",verb=\"{method}\"", seconds);
    }

    private sealed class Watched(string name, Func<int> depth, int workers)
    {
        /// <summary>The looks under way: a key has one at a time.</summary>
        public ConcurrentDictionary<ObjectKey, long> Begun { get; } = new();

        public int Workers => workers;
        public string Name => name;
        public Func<int> Depth => depth;
        public string Labels { get; } = $"controller=\"{name}\"";
        public string Queue { get; } = $"controller=\"{name}\",name=\"{name}\"";
        public string Success { get; } = $"controller=\"{name}\",result=\"success\"";
        public string Later { get; } = $"controller=\"{name}\",result=\"requeue_after\"";
        public string Error { get; } = $"controller=\"{name}\",result=\"error\"";
    }
}
