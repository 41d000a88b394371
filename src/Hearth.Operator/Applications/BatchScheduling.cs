using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Quantities;
using Hearth.Spark.Api;
using Hearth.Spark.Configuration;

namespace Hearth.Operator.Applications;

/// <summary>An application made ready for its batch scheduler.</summary>
/// <param name="Application">With the marks that its pods carry.</param>
/// <param name="PodGroup">Null where the scheduler needs none.</param>
/// <param name="Problem">Null where all is well.</param>
internal sealed record BatchPlan(SparkApplication Application, KubeObject? PodGroup = null, string? Problem = null);

/// <summary>What Volcano, YuniKorn and scheduler-plugins want of pods that are to start together. Pure.</summary>
internal static class BatchScheduling
{
    private const string Volcano = "volcano";
    private const string YuniKorn = "yunikorn";

    public static BatchPlan Of(SparkApplication application, OperatorOptions options)
    {
        var name = application.Spec.BatchScheduler is { Length: > 0 } own ? own : options.DefaultBatchScheduler;
        if (!options.EnableBatchScheduler || name.Length == 0)
            return new(application);
        application = application with { Spec = application.Spec with { BatchScheduler = name } };
        return name switch
        {
            Volcano => ForVolcano(application),
            YuniKorn => ForYuniKorn(application),
            _ when options.KubeSchedulerNames.Contains(name) => ForKubeScheduler(application),
            _ => new(application, Problem: $"batch scheduler {name} is not known; known are {string.Join(", ", options.KubeSchedulerNames.Prepend(YuniKorn).Prepend(Volcano))}"),
        };
    }

    /// <summary>The pod group that an application has, to delete it.</summary>
    public static KubeObject? PodGroupOf(SparkApplication application, OperatorOptions options) => Of(ApplicationDefaults.Apply(application), options).PodGroup;

    private static BatchPlan ForVolcano(SparkApplication application)
    {
        var batch = application.Spec.BatchSchedulerOptions;
        var spec = new JsonObject { ["minMember"] = 1, ["minResources"] = batch?.Resources is { } resources ? ToNode(resources) : MinResources(application) };
        if (batch?.Queue is { Length: > 0 } queue)
            spec["queue"] = queue;
        if (batch?.PriorityClassName is { Length: > 0 } priority)
            spec["priorityClassName"] = priority;
        var group = PodGroup(application, "scheduling.volcano.sh/v1beta1", $"spark-{application.Metadata.Name}-pg", spec);
        return new(Annotate(application, "scheduling.k8s.io/group-name", group.Metadata.Name!, group.Metadata.Name!), group);
    }

    private static BatchPlan ForKubeScheduler(SparkApplication application)
    {
        var group = PodGroup(application, "scheduling.x-k8s.io/v1alpha1", $"{application.Metadata.Name}-pg", new() { ["minMember"] = 1, ["minResources"] = MinResources(application) });
        return new(Label(application, "scheduling.x-k8s.io/pod-group", group.Metadata.Name!), group);
    }

    private static BatchPlan ForYuniKorn(SparkApplication application)
    {
        var spec = application.Spec;
        var groups = new JsonArray(TaskGroup("spark-driver", 1, spec, spec.Driver, "driver"));
        var executors = InitialExecutors(spec);
        if (executors > 0)
            groups.Add((JsonNode)TaskGroup("spark-executor", executors, spec, spec.Executor, "executor"));
        application = Annotate(application, "yunikorn.apache.org/task-group-name", "spark-driver", "spark-executor");
        application = application with
        {
            Spec = application.Spec with { Driver = application.Spec.Driver with { Annotations = With(application.Spec.Driver.Annotations, "yunikorn.apache.org/task-groups", groups.ToJsonString()) } },
        };
        return new(spec.BatchSchedulerOptions?.Queue is { Length: > 0 } queue ? Label(application, "queue", queue) : application);
    }

    private static JsonObject TaskGroup(string name, int members, SparkApplicationSpec spec, SparkPodSpec pod, string role)
    {
        var group = new JsonObject
        {
            ["name"] = name,
            ["minMember"] = members,
            ["minResource"] = new JsonObject { ["cpu"] = Cpu(spec, pod, role), ["memory"] = $"{MemoryMiB(spec, pod, role)}Mi" },
        };
        if ((pod.NodeSelector ?? spec.NodeSelector) is { Count: > 0 } selector)
            group["nodeSelector"] = new JsonObject(selector.Select(s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value)));
        return group;
    }

    private static JsonObject MinResources(SparkApplication application)
    {
        var spec = application.Spec;
        var executors = InitialExecutors(spec);
        var milli = new Quantity(Cpu(spec, spec.Driver, "driver")).Milli() + (executors * new Quantity(Cpu(spec, spec.Executor, "executor")).Milli());
        var cpu = milli % 1000 == 0 ? (milli / 1000).ToString(CultureInfo.InvariantCulture) : $"{milli}m";
        return new() { ["cpu"] = cpu, ["memory"] = $"{MemoryMiB(spec, spec.Driver, "driver") + (executors * MemoryMiB(spec, spec.Executor, "executor"))}Mi" };
    }

    private static string Cpu(SparkApplicationSpec spec, SparkPodSpec pod, string role) =>
        First(pod.CoreRequest, Conf(spec, $"spark.kubernetes.{role}.request.cores"), pod.Cores?.ToString(CultureInfo.InvariantCulture), Conf(spec, $"spark.{role}.cores")) ?? "1";

    private static string? First(params ReadOnlySpan<string?> values)
    {
        foreach (var value in values)
        {
            if (!string.IsNullOrEmpty(value))
                return value;
        }

        return null;
    }

    private static string? Conf(SparkApplicationSpec spec, string key) => spec.SparkConf?.GetValueOrDefault(key);

    /// <summary>Heap and what lies beside it, as Spark asks for it.</summary>
    private static long MemoryMiB(SparkApplicationSpec spec, SparkPodSpec pod, string role)
    {
        var heap = Mebibytes(First(pod.Memory, Conf(spec, $"spark.{role}.memory"))) ?? 1024;
        var memory = heap + (Mebibytes(First(pod.MemoryOverhead, Conf(spec, $"spark.{role}.memoryOverhead"))) ?? Overhead(spec, heap, role));
        return role == "driver" ? memory : memory + OffHeap(spec) + Python(spec);
    }

    private static long Overhead(SparkApplicationSpec spec, long heap, string role)
    {
        var standard = spec.Type is "Python" or "R" ? 0.4 : 0.1;
        var text = First(Conf(spec, $"spark.{role}.memoryOverheadFactor"), spec.MemoryOverheadFactor, Conf(spec, "spark.kubernetes.memoryOverheadFactor"));
        var factor = double.TryParse(text, CultureInfo.InvariantCulture, out var own) ? own : standard;
        return Math.Max((long)(heap * factor), 384);
    }

    private static long OffHeap(SparkApplicationSpec spec) =>
        Conf(spec, "spark.memory.offHeap.enabled")?.Trim() is "true" && Conf(spec, "spark.memory.offHeap.size") is { Length: > 0 } size && ByteSize.TryParseBytes(size, binaryUnits: true, out var bytes, out _)
            ? bytes / (1024 * 1024) : 0;

    private static long Python(SparkApplicationSpec spec) => spec.Type == "Python" ? Mebibytes(Conf(spec, "spark.executor.pyspark.memory")) ?? 0 : 0;

    private static long? Mebibytes(string? text) => text is { Length: > 0 } && ByteSize.TryParseMebibytes(text, binaryUnits: true, out var value, out _) ? value : null;

    private static int InitialExecutors(SparkApplicationSpec spec) =>
        spec.DynamicAllocation is { Enabled: true } dynamic
            ? new[] { spec.Executor.Instances ?? 0, dynamic.InitialExecutors ?? 0, dynamic.MinExecutors ?? 0 }.Max()
            : spec.Executor.Instances ?? 2;

    private static KubeObject PodGroup(SparkApplication application, string apiVersion, string name, JsonObject spec)
    {
        using var document = JsonDocument.Parse(spec.ToJsonString());
        return new()
        {
            ApiVersion = apiVersion,
            Kind = "PodGroup",
            Metadata = new() { Name = name, Namespace = application.Metadata.Namespace, OwnerReferences = [WebUIObjects.Owner(application)] },
            Extra = new() { ["spec"] = document.RootElement.Clone() },
        };
    }

    private static SparkApplication Annotate(SparkApplication application, string key, string driver, string executor) => application with
    {
        Spec = application.Spec with
        {
            Driver = application.Spec.Driver with { Annotations = With(application.Spec.Driver.Annotations, key, driver) },
            Executor = application.Spec.Executor with { Annotations = With(application.Spec.Executor.Annotations, key, executor) },
        },
    };

    private static SparkApplication Label(SparkApplication application, string key, string value) => application with
    {
        Spec = application.Spec with
        {
            Driver = application.Spec.Driver with { Labels = With(application.Spec.Driver.Labels, key, value) },
            Executor = application.Spec.Executor with { Labels = With(application.Spec.Executor.Labels, key, value) },
        },
    };

    private static Dictionary<string, string> With(IReadOnlyDictionary<string, string>? map, string key, string value) =>
        new(map ?? new Dictionary<string, string>(), StringComparer.Ordinal) { [key] = value };

    private static JsonObject ToNode(IReadOnlyDictionary<string, Quantity> resources) =>
        new(resources.Select(r => KeyValuePair.Create(r.Key, (JsonNode?)r.Value.Text)));
}
