using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;

namespace Hearth.Operator.Metrics;

/// <summary>How busy the operator is, by the names that every controller built with controller-runtime uses: dashboards know them.</summary>
internal sealed class RuntimeMetrics : IDisposable
{
    private static readonly double[] s_reconcileBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
    private readonly MetricFamily _reconciles = new("controller_runtime_reconcile_total", "Total number of reconciliations per controller", MetricType.Counter);
    private readonly MetricFamily _errors = new("controller_runtime_reconcile_errors_total", "Total number of reconciliation errors per controller", MetricType.Counter);
    private readonly MetricFamily _time = new("controller_runtime_reconcile_time_seconds", "Length of time per reconciliation per controller", MetricType.Histogram, s_reconcileBuckets);
    private readonly MetricFamily _active = new("controller_runtime_active_workers", "Number of currently used workers per controller", MetricType.Gauge);
    private readonly MetricFamily _depth = new("workqueue_depth", "Current depth of workqueue by workqueue and priority", MetricType.Gauge);
    private readonly MetricFamily _retries = new("workqueue_retries_total", "Total number of retries handled by workqueue", MetricType.Counter);
    private readonly MetricFamily _requests = new("rest_client_requests_total", "Number of HTTP requests, partitioned by status code, method, and host.", MetricType.Counter);
    private readonly MetricFamily _latency = new("rest_client_request_duration_seconds", "Request latency in seconds. Broken down by verb, and host.", MetricType.Histogram, s_reconcileBuckets);
    private readonly List<Watched> _controllers = [];
    private readonly MeterListener _listener = new();
    private readonly TimeProvider _clock;

    /// <param name="server">The API server: requests to other places do not count.</param>
    /// <param name="clock">Measures reconciliations.</param>
    public RuntimeMetrics(Uri server, TimeProvider clock)
    {
        _clock = clock;
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
    /// <param name="depth">How many keys wait.</param>
    /// <param name="reconcile">The work.</param>
    public Func<ObjectKey, CancellationToken, Task<ReconcileResult>> Watch(string name, Func<int> depth, Func<ObjectKey, CancellationToken, Task<ReconcileResult>> reconcile)
    {
        var watched = new Watched(name, depth);
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
            _active.Set(_controllers.Select(c => new KeyValuePair<string, int>(c.Labels, Volatile.Read(ref c.Active))));
            _depth.Set(_controllers.Select(c => new KeyValuePair<string, int>($"{c.Labels},name=\"{c.Name}\",priority=\"\"", c.Depth())));
        }

        foreach (var family in new[] { _active, _errors, _time, _reconciles, _latency, _requests, _depth, _retries })
            family.Write(text);
    }

    private async Task<ReconcileResult> MeasureAsync(
        Watched watched, Func<ObjectKey, CancellationToken, Task<ReconcileResult>> reconcile, ObjectKey key, CancellationToken cancellationToken)
    {
        var began = _clock.GetTimestamp();
        Interlocked.Increment(ref watched.Active);
        var outcome = watched.Error;
        try
        {
            var result = await reconcile(key, cancellationToken);
            outcome = result.After is null ? watched.Success : watched.Later;
            return result;
        }
        finally
        {
            Interlocked.Decrement(ref watched.Active);
            _reconciles.Observe(outcome);
            _time.Observe(watched.Labels, _clock.GetElapsedTime(began).TotalSeconds);
            if (ReferenceEquals(outcome, watched.Error) && !cancellationToken.IsCancellationRequested)
            {
                _errors.Observe(watched.Labels);
                _retries.Observe(watched.Queue);
            }
        }
    }

    private void OnRequest(Uri server, double seconds, ReadOnlySpan<KeyValuePair<string, object?>> tags)
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

    private sealed class Watched(string name, Func<int> depth)
    {
        public int Active;

        public string Name => name;
        public Func<int> Depth => depth;
        public string Labels { get; } = $"controller=\"{name}\"";
        public string Queue { get; } = $"controller=\"{name}\",name=\"{name}\"";
        public string Success { get; } = $"controller=\"{name}\",result=\"success\"";
        public string Later { get; } = $"controller=\"{name}\",result=\"requeue_after\"";
        public string Error { get; } = $"controller=\"{name}\",result=\"error\"";
    }
}
