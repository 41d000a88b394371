using System.Globalization;
using Hearth.Kube.Core.Quantities;
using Hearth.Spark.Configuration;

namespace Hearth.Spark.Api;

/// <summary>One mistake in a manifest.</summary>
/// <param name="Field">For example <c>spec.driver.cores</c>.</param>
/// <param name="Message">What is wrong; where the peer has words for it, those.</param>
/// <param name="Suggestion">What to write instead.</param>
public sealed record FieldMistake(string Field, string Message, string? Suggestion = null)
{
    public override string ToString() => $"{Field}: {Message}{(Suggestion is null ? "" : $" ({Suggestion})")}";
}

/// <summary>
/// What a schema cannot say about an application, all mistakes at once. Refused is what the peer refuses and what could never run.
/// </summary>
public static class ApplicationValidation
{
    private const int LongestName = 63;

    public static IReadOnlyList<FieldMistake> Check(SparkApplication application)
    {
        var mistakes = new List<FieldMistake>();
        CheckName("SparkApplication", application.Metadata.Name, LongestName, mistakes);
        Check(application.Spec, "spec", application.Metadata.Namespace, mistakes);
        return mistakes;
    }

    /// <summary>The spec alone, also that of a schedule's template.</summary>
    public static void Check(SparkApplicationSpec spec, string path, string? ns, ICollection<FieldMistake> mistakes)
    {
        Need(spec.SparkVersion, $"{path}.sparkVersion", mistakes);
        Need(spec.MainApplicationFile, $"{path}.mainApplicationFile", mistakes);
        OneOf(spec.Type, $"{path}.type", mistakes, "Java", "Python", "Scala", "R");
        OneOf(spec.Mode, $"{path}.mode", mistakes, "cluster", "client");
        if (spec.Mode == "client")
            mistakes.Add(new($"{path}.mode", "only cluster runs the driver as a pod", "use cluster or leave it out"));
        if (spec.SparkVersion is { Length: > 0 } version && Major(version) is null)
            mistakes.Add(new($"{path}.sparkVersion", $"\"{version}\" is no version of Spark", "for example 4.0.1"));
        CheckSparkConf(spec.SparkConf, $"{path}.sparkConf", ns, mistakes);
        CheckPod(spec.Driver, $"{path}.driver", mistakes);
        CheckPod(spec.Executor, $"{path}.executor", mistakes);
        if (spec.Executor.Instances < 1)
            mistakes.Add(new($"{path}.executor.instances", $"{spec.Executor.Instances} should be greater than or equal to 1"));
        CheckRestartPolicy(spec.RestartPolicy, $"{path}.restartPolicy", mistakes);
        if (spec.NodeSelector is { Count: > 0 } && (spec.Driver.NodeSelector is { Count: > 0 } || spec.Executor.NodeSelector is { Count: > 0 }))
            mistakes.Add(new($"{path}.nodeSelector", ValidationMessages.NodeSelectorTwice, "write it in one of the two places"));
        if ((spec.Driver.Template is not null || spec.Executor.Template is not null) && Major(spec.SparkVersion) is < 3)
            mistakes.Add(new($"{path}.sparkVersion", ValidationMessages.TemplateNeedsSpark3));
        CheckDynamicAllocation(spec.DynamicAllocation, $"{path}.dynamicAllocation", mistakes);
        CheckIngresses(spec.DriverIngressOptions, $"{path}.driverIngressOptions", mistakes);
        CheckMonitoring(spec.Monitoring, $"{path}.monitoring", mistakes);
        CheckHearth(spec.Hearth, $"{path}.hearth", mistakes);
    }

    internal static void CheckName(string kind, string? name, int longest, ICollection<FieldMistake> mistakes)
    {
        if (string.IsNullOrEmpty(name))
            return;
        if (!ObjectNames.IsDns1035(name))
            mistakes.Add(new("metadata.name", $"invalid {kind} name \"{name}\": {ObjectNames.Dns1035}"));
        if (name.Length > longest)
            mistakes.Add(new("metadata.name", $"invalid {kind} name \"{name}\": must be no more than {longest} characters"));
    }

    internal static void CheckSparkConf(IReadOnlyDictionary<string, string>? conf, string path, string? ns, ICollection<FieldMistake> mistakes)
    {
        foreach (var key in (conf ?? new Dictionary<string, string>()).Keys.Order(StringComparer.Ordinal))
        {
            if (DeniedSettings.Keys.Contains(key))
                mistakes.Add(new($"{path}[{key}]", DeniedSettings.Message(key)));
            else if (key == "spark.kubernetes.namespace" && ns is not null && conf![key] != ns)
                mistakes.Add(new($"{path}[{key}]", $"sparkConf key \"{key}\" is not allowed: the namespace is that of the resource, {ns}"));
        }
    }

    internal static void CheckDynamicAllocation(DynamicAllocation? dynamic, string path, ICollection<FieldMistake> mistakes)
    {
        if (dynamic is null)
            return;
        foreach (var (name, value) in new[] { ("initialExecutors", dynamic.InitialExecutors), ("minExecutors", dynamic.MinExecutors), ("maxExecutors", dynamic.MaxExecutors) })
        {
            if (value < 0)
                mistakes.Add(new($"{path}.{name}", $"{value} must not be negative"));
        }

        if (dynamic is { Enabled: true, MaxExecutors: 0 })
            mistakes.Add(new($"{path}.maxExecutors", "0 must be more than 0: Spark would not start"));
        if (dynamic.MinExecutors > dynamic.MaxExecutors)
            mistakes.Add(new($"{path}.minExecutors", $"{dynamic.MinExecutors} is more than maxExecutors ({dynamic.MaxExecutors}): Spark would not start"));
    }

    private static void CheckPod(SparkPodSpec pod, string path, ICollection<FieldMistake> mistakes)
    {
        if (pod.Cores < 1)
            mistakes.Add(new($"{path}.cores", $"{pod.Cores} should be greater than or equal to 1"));
        CheckMemory(pod.Memory, $"{path}.memory", mistakes);
        CheckMemory(pod.MemoryOverhead, $"{path}.memoryOverhead", mistakes);
        var request = CheckQuantity(pod.CoreRequest, $"{path}.coreRequest", mistakes);
        var limit = CheckQuantity(pod.CoreLimit, $"{path}.coreLimit", mistakes);
        if (request > limit)
            mistakes.Add(new($"{path}.coreLimit", $"{pod.CoreLimit} is less than coreRequest ({pod.CoreRequest}): Kubernetes refuses such a pod"));
        if (pod.ConfigMaps is { } maps && maps.Any(m => string.IsNullOrEmpty(m.Name) || string.IsNullOrEmpty(m.Path)))
            mistakes.Add(new($"{path}.configMaps", "each entry needs name and path"));
        if (pod.Secrets is { } secrets && secrets.Any(m => string.IsNullOrEmpty(m.Name) || string.IsNullOrEmpty(m.Path)))
            mistakes.Add(new($"{path}.secrets", "each entry needs name and path"));
    }

    private static void CheckMemory(string? text, string field, ICollection<FieldMistake> mistakes)
    {
        if (!string.IsNullOrEmpty(text) && !ByteSize.TryParseMebibytes(text, binaryUnits: true, out _, out _))
            mistakes.Add(new(field, $"\"{text}\" is no amount of memory as Java writes it", "for example 512m or 4g"));
    }

    private static decimal? CheckQuantity(string? text, string field, ICollection<FieldMistake> mistakes)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (new Quantity(text).TryGetValue(out var value) && value >= 0)
            return value;
        mistakes.Add(new(field, $"\"{text}\" is no quantity", "for example 500m or 2"));
        return null;
    }

    private static void CheckRestartPolicy(RestartPolicy? policy, string path, ICollection<FieldMistake> mistakes)
    {
        if (policy is null)
            return;
        OneOf(policy.Type, $"{path}.type", mistakes, RestartPolicyTypes.Never, RestartPolicyTypes.Always, RestartPolicyTypes.OnFailure);
        Least(policy.OnFailureRetries, 0, $"{path}.onFailureRetries", mistakes);
        Least(policy.OnSubmissionFailureRetries, 0, $"{path}.onSubmissionFailureRetries", mistakes);
        Least(policy.OnFailureRetryInterval, 1, $"{path}.onFailureRetryInterval", mistakes);
        Least(policy.OnSubmissionFailureRetryInterval, 1, $"{path}.onSubmissionFailureRetryInterval", mistakes);
    }

    private static void CheckIngresses(IReadOnlyList<DriverIngressOptions>? ports, string path, ICollection<FieldMistake> mistakes)
    {
        var seenPorts = new HashSet<int>();
        var seenFormats = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < (ports?.Count ?? 0); i++)
        {
            var port = ports![i];
            if (port.ServicePort is not { } number)
                mistakes.Add(new($"{path}[{i}].servicePort", "DriverIngressOptions has nill ServicePort"));
            else if (!seenPorts.Add(number))
                mistakes.Add(new($"{path}[{i}].servicePort", $"DriverIngressOptions has duplicate ServicePort: {number}"));
            if (string.IsNullOrEmpty(port.IngressUrlFormat))
                mistakes.Add(new($"{path}[{i}].ingressURLFormat", "DriverIngressOptions has empty IngressURLFormat"));
            else if (!seenFormats.Add(port.IngressUrlFormat))
                mistakes.Add(new($"{path}[{i}].ingressURLFormat", $"DriverIngressOptions has duplicate IngressURLFormat: {port.IngressUrlFormat}"));
        }
    }

    private static void CheckMonitoring(MonitoringSpec? monitoring, string path, ICollection<FieldMistake> mistakes)
    {
        if (monitoring?.Prometheus is not { } prometheus)
            return;
        Need(prometheus.JmxExporterJar, $"{path}.prometheus.jmxExporterJar", mistakes);
        if (prometheus.Port is < 1024 or > 49151)
            mistakes.Add(new($"{path}.prometheus.port", $"{prometheus.Port} must be from 1024 to 49151"));
    }

    private static void CheckHearth(HearthOptions? hearth, string path, ICollection<FieldMistake> mistakes)
    {
        foreach (var (name, value) in new[]
        {
            ("deadlines.pending", hearth?.Deadlines?.Pending), ("deadlines.running", hearth?.Deadlines?.Running), ("deadlines.executors", hearth?.Deadlines?.Executors),
            ("retry.maxInterval", hearth?.Retry?.MaxInterval), ("retry.healthyAfter", hearth?.Retry?.HealthyAfter),
            ("retention.failedPods", hearth?.Retention?.FailedPods), ("retention.completedPods", hearth?.Retention?.CompletedPods),
        })
        {
            if (value is not null && !Duration.TryParse(value, out _))
                mistakes.Add(new($"{path}.{name}", $"\"{value}\" is no duration", "for example 90s, 10m or 1h30m"));
        }
    }

    private static void Need(string? value, string field, ICollection<FieldMistake> mistakes)
    {
        if (string.IsNullOrEmpty(value))
            mistakes.Add(new(field, "Required value"));
    }

    private static void OneOf(string? value, string field, ICollection<FieldMistake> mistakes, params string[] allowed)
    {
        if (!string.IsNullOrEmpty(value) && !allowed.Contains(value))
            mistakes.Add(new(field, $"Unsupported value: \"{value}\": supported values: {string.Join(", ", allowed.Select(a => $"\"{a}\""))}"));
    }

    private static void Least(long? value, long least, string field, ICollection<FieldMistake> mistakes)
    {
        if (value < least)
            mistakes.Add(new(field, string.Create(CultureInfo.InvariantCulture, $"{value} should be greater than or equal to {least}")));
    }

    private static int? Major(string? version) => int.TryParse(version?.TrimStart('v').Split('.')[0], CultureInfo.InvariantCulture, out var major) ? major : null;
}
