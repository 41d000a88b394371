using System.CommandLine;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Cli.Output;
using Hearth.Kube.Core.Quantities;
using Hearth.Operator;
using Hearth.Operator.Metrics;
using Hearth.Spark.Api;
using Hearth.Spark.Schedules;

namespace Hearth.Cli.Commands;

/// <summary>The flags of the peer's <c>controller start</c>, by the same names and with the same defaults.</summary>
internal sealed class OperatorFlags
{
    private readonly Option<bool> _uiService = new("--enable-ui-service") { Description = "A Service for the UI of each application (default: true)", DefaultValueFactory = _ => true };
    private readonly Option<string> _ingressFormat = Text("--ingress-url-format", "Ingress for the UI, for example {{$appName}}.example.com", "URL");
    private readonly Option<string> _ingressClass = Text("--ingress-class-name", "Class of the Ingresses", "NAME");
    private readonly Option<string> _ingressTls = Text("--ingress-tls", "TLS of the Ingresses: a JSON list of {hosts, secretName}", "JSON");
    private readonly Option<string> _ingressAnnotations = Text("--ingress-annotations", "Annotations of the Ingresses: a JSON object", "JSON");
    private readonly Option<bool> _batch = new("--enable-batch-scheduler") { Description = "Use Volcano, YuniKorn or scheduler-plugins where an application names one" };
    private readonly Option<string[]> _kubeSchedulers = List("--kube-scheduler-names", "Names under which scheduler-plugins run");
    private readonly Option<string> _defaultBatch = Text("--default-batch-scheduler", "Batch scheduler of applications that name none", "NAME");
    private readonly Option<bool> _budgets = new("--enable-driver-pdb") { Description = "PodDisruptionBudgets for drivers that ask for one" };
    private readonly Option<bool> _hold = new("--hold-driver-pods") { Description = "A finalizer keeps each driver pod until status tells how it ended (default: true)", DefaultValueFactory = _ => true };
    private readonly Option<int> _tracked = new("--max-tracked-executor-per-app") { Description = "Executors that status lists for one application (default: 1000)", DefaultValueFactory = _ => 1000 };
    private readonly Option<long?> _timeToLive = new("--default-time-to-live-seconds") { Description = "Time to live of applications that say none (default: they stay)" };
    private readonly Option<string> _grace = new("--driver-pod-creation-grace-period") { Description = "How long a submitted driver may stay unseen (default: 10s)", HelpName = "DURATION", DefaultValueFactory = _ => "10s" };
    private readonly Option<TimestampPrecision> _precision = new("--scheduled-spark-application-timestamp-precision") { Description = "Of the names of scheduled runs (default: nanos)", DefaultValueFactory = _ => TimestampPrecision.Nanos };
    private readonly Option<bool> _metrics = new("--enable-metrics") { Description = "Serve /metrics, /healthz and /readyz" };
    private readonly Option<string> _metricsAddress = new("--metrics-bind-address") { Description = "Where to serve them (default: :8080)", HelpName = "ADDRESS", DefaultValueFactory = _ => ":8080" };
    private readonly Option<string> _metricsPrefix = Text("--metrics-prefix", "Before the name of every metric of Spark applications", "PREFIX");
    private readonly Option<string[]> _metricsLabels = List("--metrics-labels", "Labels of applications that become labels of their metrics");
    private readonly Option<string[]> _submitBuckets = List("--metrics-job-submit-latency-buckets", "Seconds (default: 0.5 to 256)");
    private readonly Option<string[]> _startBuckets = List("--metrics-job-start-latency-buckets", "Seconds (default: 30 to 300)");

    public IEnumerable<Option> All =>
    [
        _uiService, _ingressFormat, _ingressClass, _ingressTls, _ingressAnnotations, _batch, _kubeSchedulers, _defaultBatch, _budgets, _hold, _tracked,
        _timeToLive, _grace, _precision, _metrics, _metricsAddress, _metricsPrefix, _metricsLabels, _submitBuckets, _startBuckets,
    ];

    /// <exception cref="UserError">A value is none.</exception>
    public OperatorOptions Read(ParseResult parsed) => new()
    {
        EnableUIService = parsed.GetValue(_uiService),
        IngressUrlFormat = parsed.GetValue(_ingressFormat) ?? "",
        IngressClassName = parsed.GetValue(_ingressClass) ?? "",
        IngressTls = [.. Items(parsed.GetValue(_ingressTls), _ingressTls).Select(Tls)],
        IngressAnnotations = Annotations(parsed.GetValue(_ingressAnnotations)),
        EnableBatchScheduler = parsed.GetValue(_batch),
        KubeSchedulerNames = Split(parsed.GetValue(_kubeSchedulers)),
        DefaultBatchScheduler = parsed.GetValue(_defaultBatch) ?? "",
        EnableDriverPodDisruptionBudget = parsed.GetValue(_budgets),
        HoldDriverPods = parsed.GetValue(_hold),
        MaxTrackedExecutors = parsed.GetValue(_tracked),
        DefaultTimeToLiveSeconds = parsed.GetValue(_timeToLive) is { } seconds and > 0 ? seconds : null,
        DriverGracePeriod = Time(parsed.GetValue(_grace)!),
        TimestampPrecision = parsed.GetValue(_precision),
        Metrics = parsed.GetValue(_metrics) ? Metrics(parsed) : null,
    };

    private MetricsOptions Metrics(ParseResult parsed)
    {
        var options = new MetricsOptions
        {
            Endpoint = Address(parsed.GetValue(_metricsAddress)!),
            Prefix = parsed.GetValue(_metricsPrefix) ?? "",
            Labels = Split(parsed.GetValue(_metricsLabels)),
        };
        if (Buckets(parsed.GetValue(_submitBuckets), _submitBuckets) is { Count: > 0 } submit)
            options = options with { SubmitLatencyBuckets = submit };
        return Buckets(parsed.GetValue(_startBuckets), _startBuckets) is { Count: > 0 } start ? options with { StartLatencyBuckets = start } : options;
    }

    private static Option<string> Text(string name, string description, string help) => new(name) { Description = description, HelpName = help };

    private static Option<string[]> List(string name, string description) => new(name) { Description = description + ", separated by commas", HelpName = "LIST", AllowMultipleArgumentsPerToken = true };

    /// <summary>As Go's flags have it: commas, or the flag again.</summary>
    internal static List<string> Split(string[]? values) =>
        [.. (values ?? []).SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))];

    private static List<double> Buckets(string[]? values, Option option)
    {
        var buckets = new List<double>();
        foreach (var text in Split(values))
        {
            if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var bucket))
                throw UserError.Invalid($"'{text}' is no number", "for example 0.5,1,2,4", option.Name);
            buckets.Add(bucket);
        }

        buckets.Sort();
        return buckets;
    }

    private TimeSpan Time(string text) => GoDuration.TryParse(text, out var nanoseconds, out _) && nanoseconds >= 0
        ? TimeSpan.FromTicks(nanoseconds / 100)
        : throw UserError.Invalid($"'{text}' is no duration", "for example 10s", _grace.Name);

    private IPEndPoint Address(string text)
    {
        var colon = text.LastIndexOf(':');
        var host = colon > 0 ? text[..colon].Trim('[', ']') : "0.0.0.0";
        return colon >= 0 && IPAddress.TryParse(host, out var address) && ushort.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? new IPEndPoint(address, port)
            : throw UserError.Invalid($"'{text}' is no address to listen on", "for example :8080 or 127.0.0.1:8080", _metricsAddress.Name);
    }

    private static IEnumerable<JsonObject> Items(string? json, Option option)
    {
        if (string.IsNullOrEmpty(json))
            return [];
        return Parse(json, option) is JsonArray list && list.All(item => item is JsonObject)
            ? list.OfType<JsonObject>()
            : throw UserError.Invalid("the value is no JSON list of objects", """for example [{"hosts":["*.example.com"],"secretName":"cert"}]""", option.Name);
    }

    private static IngressTls Tls(JsonObject item) => new()
    {
        Hosts = item["hosts"] is JsonArray hosts ? [.. hosts.Select(host => host?.ToString() ?? "")] : null,
        SecretName = item["secretName"]?.ToString(),
    };

    private Dictionary<string, string> Annotations(string? json)
    {
        if (string.IsNullOrEmpty(json))
            return [];
        return Parse(json, _ingressAnnotations) is JsonObject map
            ? map.ToDictionary(entry => entry.Key, entry => entry.Value?.ToString() ?? "", StringComparer.Ordinal)
            : throw UserError.Invalid("the value is no JSON object", """for example {"cert-manager.io/cluster-issuer":"le"}""", _ingressAnnotations.Name);
    }

    private static JsonNode? Parse(string json, Option option)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException e)
        {
            throw UserError.Invalid($"the value is no JSON: {e.Message}", null, option.Name);
        }
    }
}
