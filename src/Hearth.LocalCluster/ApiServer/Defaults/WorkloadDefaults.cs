using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Defaults;

/// <summary>Defaults of the kinds that make pods.</summary>
internal static class WorkloadDefaults
{
    public static void Apply(ApiResource resource, JsonObject value)
    {
        switch (resource.GroupResource)
        {
            case "deployments.apps":
                Deployment(value.Ensure("spec"));
                break;
            case "replicasets.apps" or "replicationcontrollers":
                ReplicaSet(value);
                break;
            case "statefulsets.apps":
                StatefulSet(value.Ensure("spec"));
                break;
            case "daemonsets.apps":
                value.Ensure("metadata").Ensure("annotations").TryAdd("deprecated.daemonset.template.generation", "1");
                DaemonSet(value.Ensure("spec"));
                break;
            case "jobs.batch":
                Job(value);
                break;
            case "cronjobs.batch":
                CronJob(value.Ensure("spec"));
                break;
            case "horizontalpodautoscalers.autoscaling":
                if (value.Ensure("spec")["minReplicas"] is null)
                    value.Ensure("spec")["minReplicas"] = 1L;
                AutoscalerDefaults.Behaviour(value.Ensure("spec").Map("behavior"));
                AutoscalerDefaults.DropRoundTrip(value.Map("metadata"), resource.Version);
                if (resource.Version == "v1" && !AutoscalerDefaults.StatesMetrics(value) && value.Ensure("spec")["targetCPUUtilizationPercentage"] is null)
                    value.Ensure("spec")["targetCPUUtilizationPercentage"] = 80L;
                if (resource.Version == "v2" && value.Ensure("spec").List("metrics") is not { Count: > 0 })
                    value.Ensure("spec")["metrics"] = new JsonArray(CpuMetric());
                break;
        }
    }

    private static JsonObject CpuMetric() => new()
    {
        ["type"] = "Resource",
        ["resource"] = new JsonObject { ["name"] = "cpu", ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = 80L } },
    };

    private static void Number(JsonObject map, string name, long value)
    {
        if (map[name] is null)
            map[name] = value;
    }

    private static void Template(JsonObject spec) => PodDefaults.Apply(spec.Ensure("template").Ensure("spec"), isPod: false);

    private static void Deployment(JsonObject spec)
    {
        Number(spec, "replicas", 1);
        Number(spec, "revisionHistoryLimit", 10);
        Number(spec, "progressDeadlineSeconds", 600);
        var strategy = spec.Ensure("strategy");
        strategy.Default("type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate")
        {
            var rolling = strategy.Ensure("rollingUpdate");
            rolling.TryAdd("maxUnavailable", "25%");
            rolling.TryAdd("maxSurge", "25%");
        }

        // In memory both are there as soon as one can be.
        strategy.Map("rollingUpdate")?.TryAdd("maxUnavailable", 0L);
        strategy.Map("rollingUpdate")?.TryAdd("maxSurge", 0L);

        Template(spec);
    }

    private static void ReplicaSet(JsonObject value)
    {
        var spec = value.Ensure("spec");
        Number(spec, "replicas", 1);
        if (spec.Map("template") is null)
            return;
        Template(spec);
        if (value.Text("kind") == "ReplicationController" && spec.Map("template")!.Map("metadata")?.Map("labels") is { Count: > 0 } labels)
        {
            if (spec.Map("selector") is not { Count: > 0 })
                spec["selector"] = labels.DeepClone();
            if (value.Ensure("metadata").Map("labels") is not { Count: > 0 })
                value.Ensure("metadata")["labels"] = labels.DeepClone();
        }
    }

    private static void StatefulSet(JsonObject spec)
    {
        Number(spec, "replicas", 1);
        Number(spec, "revisionHistoryLimit", 10);
        spec.Default("podManagementPolicy", "OrderedReady");
        var strategy = spec.Ensure("updateStrategy");
        if (string.IsNullOrEmpty(strategy.Text("type")))
            strategy.Ensure("rollingUpdate");
        strategy.Default("type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate" && strategy.Map("rollingUpdate") is { } rolling)
            Number(rolling, "partition", 0);
        var retention = spec.Ensure("persistentVolumeClaimRetentionPolicy");
        retention.Default("whenDeleted", "Retain");
        retention.Default("whenScaled", "Retain");
        foreach (var claim in spec.Objects("volumeClaimTemplates"))
        {
            claim["kind"] = "PersistentVolumeClaim";
            claim["apiVersion"] = "v1";
            Defaulting.Claim(claim.Ensure("spec"));
            claim.Ensure("status").Default("phase", "Pending");
        }

        Template(spec);
    }

    private static void DaemonSet(JsonObject spec)
    {
        Number(spec, "revisionHistoryLimit", 10);
        var strategy = spec.Ensure("updateStrategy");
        strategy.Default("type", "RollingUpdate");
        if (strategy.Text("type") == "RollingUpdate")
        {
            var rolling = strategy.Ensure("rollingUpdate");
            rolling.TryAdd("maxUnavailable", 1L);
        }

        // In memory both are there as soon as one can be.
        strategy.Map("rollingUpdate")?.TryAdd("maxUnavailable", 0L);
        strategy.Map("rollingUpdate")?.TryAdd("maxSurge", 0L);

        Template(spec);
    }

    private static void Job(JsonObject value)
    {
        var spec = value.Ensure("spec");
        JobSpec(spec);
        // A new Job gets its template's labels once they carry its identity: see JobRules.
        if ((value.Map("metadata")?.Text("uid") is not null || spec.IsTrue("manualSelector")) && spec.Map("template")?.Map("metadata")?.Map("labels") is { Count: > 0 } labels && value.Ensure("metadata").Map("labels") is not { Count: > 0 })
            value.Ensure("metadata")["labels"] = labels.DeepClone();
        if (spec["completions"] is null && spec["parallelism"] is null)
        {
            spec["completions"] = 1L;
            spec["parallelism"] = 1L;
        }

        Number(spec, "parallelism", 1);
        Number(spec, "backoffLimit", spec["backoffLimitPerIndex"] is null ? 6 : int.MaxValue);
        spec.TryAdd("completionMode", "NonIndexed");
        spec.TryAdd("suspend", false);
        spec.TryAdd("podReplacementPolicy", spec["podFailurePolicy"] is null ? "TerminatingOrFailed" : "Failed");
        spec.TryAdd("manualSelector", false);
    }

    private static void JobSpec(JsonObject spec)
    {
        Template(spec);
        foreach (var pattern in (spec.Map("podFailurePolicy")?.Objects("rules") ?? []).SelectMany(rule => rule.Objects("onPodConditions")))
            pattern.Default("status", "True");
    }

    private static void CronJob(JsonObject spec)
    {
        spec.Default("concurrencyPolicy", "Allow");
        spec.TryAdd("suspend", false);
        Number(spec, "successfulJobsHistoryLimit", 3);
        Number(spec, "failedJobsHistoryLimit", 1);
        JobSpec(spec.Ensure("jobTemplate").Ensure("spec"));
    }
}
