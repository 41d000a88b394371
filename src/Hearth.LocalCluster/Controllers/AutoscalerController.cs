using System.Net;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.Kube.Watching;

namespace Hearth.LocalCluster.Controllers;

/// <summary>
/// Keeps the targets of HorizontalPodAutoscalers between their least and most replicas, and says in their conditions that nobody here measures
/// anything, as on a cluster without a metrics server.
/// </summary>
internal sealed class AutoscalerController(KubeClient client, ControllerSettings settings) : IDisposable
{
    private const string AbleToScale = "AbleToScale";
    private const string ScalingActive = "ScalingActive";
    private static readonly ResourceType<KubeObject> s_type = ResourceTypes.Untyped("autoscaling", "v2", "horizontalpodautoscalers", "HorizontalPodAutoscaler");
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(15);
    private readonly WorkQueue<ObjectKey> _queue = new();
    private readonly EventRecorder _events = new(client, "horizontal-pod-autoscaler", "", settings.Logger, settings.Time);

    public Task RunAsync(CancellationToken cancellationToken)
    {
        var scalers = new Store<KubeObject, KubeObject>(client, s_type, scaler => scaler, logger: settings.Logger);
        // Its own status wakes nobody, and the first look is a period away too, as in the real one.
        scalers.Changed += change =>
        {
            if (change.Before is null || !JsonNode.DeepEquals(change.Before.Spec(), change.After?.Spec()))
                _queue.AddAfter(change.Key, s_period);
        };
        return Task.WhenAll(
            scalers.RunAsync(cancellationToken),
            _events.RunAsync(cancellationToken),
            new Controller<ObjectKey>("autoscalers", _queue, (key, token) => ReconcileAsync(key, scalers, token), new() { Workers = 1, UrgentWorkers = 0 }, settings.Logger).RunAsync(cancellationToken));
    }

    public void Dispose() => _queue.Dispose();

    private async Task<ReconcileResult> ReconcileAsync(ObjectKey key, Store<KubeObject, KubeObject> scalers, CancellationToken cancellationToken)
    {
        if (scalers.Find(key) is not { Metadata.DeletionTimestamp: null } scaler)
            return ReconcileResult.Done;
        var status = new AutoscalerStatus(scaler, settings.Time.GetUtcNow());
        await ScaleAsync(scaler, status, cancellationToken);
        if (JsonNode.DeepEquals(scaler.Status(), status.ToJson()))
            return ReconcileResult.Again(s_period);
        var change = status.ToJson();
        foreach (var former in scaler.Status().Where(field => !change.ContainsKey(field.Key)))
            change[former.Key] = null;
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = scaler.Metadata.Uid }, ["status"] = change };
        await client.PatchAsync(s_type, key.Namespace, key.Name, Patch.Merge(patch), "status", cancellationToken);
        return ReconcileResult.Again(s_period);
    }

    private async Task ScaleAsync(KubeObject scaler, AutoscalerStatus status, CancellationToken cancellationToken)
    {
        var (spec, target) = (scaler.Spec(), scaler.Spec()["scaleTargetRef"]!.AsObject());
        var (least, most) = (spec.Number("minReplicas", 1), spec.Number("maxReplicas", 1));
        JsonNode scale;
        ResourceType<KubeObject>? type;
        try
        {
            type = await TypeOfAsync(target, cancellationToken);
            scale = await client.GetJsonAsync($"/apis/{type.Group}/{type.Version}/namespaces/{scaler.Metadata.Namespace}/{type.Plural}/{Uri.EscapeDataString((string?)target["name"] ?? "")}/scale", cancellationToken);
        }
        catch (KubeException error)
        {
            _events.Warning(scaler, "FailedGetScale", error.Message);
            status.Set(AbleToScale, "False", "FailedGetScale", "the HPA controller was unable to get the target's current scale: " + error.Message);
            return;
        }

        status.Set(AbleToScale, "True", "SucceededGetScale", "the HPA controller was able to get the target's current scale");
        var present = scale["spec"]?.AsObject().Number("replicas", 0) ?? 0;
        if (present == 0 && least != 0)
        {
            status.Set(ScalingActive, "False", "ScalingDisabled", "scaling is disabled since the replica count of the target is zero");
            status.Count(present, 0);
        }
        else if (present > most || present < least)
        {
            var (wanted, reason) = present > most ? (most, "above Spec.MaxReplicas") : (least, "below Spec.MinReplicas");
            await client.PatchAsync(type, scaler.Metadata.Namespace, (string)target["name"]!, Patch.Merge(new JsonObject { ["spec"] = new JsonObject { ["replicas"] = wanted } }), "scale", cancellationToken);
            status.Set(AbleToScale, "True", "SucceededRescale", $"the HPA controller was able to update the target scale to {wanted}");
            _events.Normal(scaler, "SuccessfulRescale", $"New size: {wanted}; reason: Current number of replicas {reason}");
            status.Count(present, wanted, isRescaled: true);
        }
        else if (Unmeasured.Of(scaler) is { Count: > 0 } unmeasured)
        {
            foreach (var (reason, message, _) in unmeasured)
                _events.Warning(scaler, reason, message);
            status.Set(ScalingActive, "False", unmeasured[0].Reason, "the HPA was unable to compute the replica count: " + unmeasured[0].Message);
            status.Count(present, status.Wanted, unmeasured: unmeasured.Count);
            _events.Warning(scaler, "FailedComputeMetricsReplicas", $"invalid metrics ({unmeasured.Count} invalid out of {unmeasured.Count}), first error is: failed to get {unmeasured[0].Metric} metric value: {unmeasured[0].Message}");
        }
    }

    private async Task<ResourceType<KubeObject>> TypeOfAsync(JsonObject target, CancellationToken cancellationToken)
    {
        var group = (string?)target["apiVersion"] is { } version && version.Split('/') is [var named, _] ? named : "";
        var kind = (string?)target["kind"] ?? "";
        return new[] { Kinds.Deployments, Kinds.ReplicaSets, Kinds.StatefulSets }.FirstOrDefault(t => t.Group == group && t.Kind == kind)
            ?? (await KindCatalog.ReadAsync(client, cancellationToken)).FirstOrDefault(t => t.Group == group && t.Kind == kind)
            ?? throw new KubeException(new() { Reason = "NotFound" }, HttpStatusCode.NotFound, $"no matches for kind \"{kind}\" in group \"{group}\"");
    }
}

/// <summary>The metrics that an autoscaler wants and nobody has. Pure.</summary>
internal static class Unmeasured
{
    private const string Resources = "unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)";

    public static List<(string Reason, string Message, string Metric)> Of(KubeObject scaler) =>
        [.. (scaler.Spec()["metrics"] as JsonArray ?? []).OfType<JsonObject>().Select(metric => Of(scaler, metric))];

    private static (string Reason, string Message, string Metric) Of(KubeObject scaler, JsonObject metric)
    {
        var source = metric.FirstOrDefault(field => field.Value is JsonObject).Value?.AsObject() ?? [];
        var name = (string?)source["metric"]?["name"] ?? (string?)source["name"];
        return (string?)metric["type"] switch
        {
            "Resource" => ("FailedGetResourceMetric", $"failed to get {name} {(Share(source) ? "utilization" : "usage")}: unable to get metrics for resource {name}: {Resources}", $"{name} resource"),
            "ContainerResource" => ("FailedGetContainerResourceMetric", $"failed to get {name} {(Share(source) ? "utilization" : "usage")}: unable to get metrics for resource {name}: {Resources}", $"{name} container"),
            "Pods" => ("FailedGetPodsMetric", $"unable to get metric {name}: unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered", "pods"),
            "Object" => ("FailedGetObjectMetric", $"unable to get metric {name}: {source["describedObject"]?["kind"]} on {scaler.Metadata.Namespace} {source["describedObject"]?["name"]}/unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered", "object"),
            _ => ("FailedGetExternalMetric", $"unable to get external metric {scaler.Metadata.Namespace}/{name}/{DisruptionController.GoSelector(source["metric"]?["selector"] as JsonObject)}: unable to fetch metrics from external metrics API: the server could not find the requested resource (get {name}.external.metrics.k8s.io)", "external"),
        };
    }

    private static bool Share(JsonObject source) => (string?)source["target"]?["type"] == "Utilization";
}

/// <summary>The status of an autoscaler as it is to be written.</summary>
internal sealed class AutoscalerStatus(KubeObject scaler, DateTimeOffset now)
{
    private readonly JsonObject _status = scaler.Status().DeepClone().AsObject();

    /// <summary>What was wanted last.</summary>
    public int Wanted => _status.Number("desiredReplicas", 0);

    public JsonObject ToJson() => _status.DeepClone().AsObject();

    /// <param name="present">How many there are.</param>
    /// <param name="wanted">How many there are to be.</param>
    /// <param name="isRescaled">That was told to the target.</param>
    /// <param name="unmeasured">How many metrics have no value.</param>
    public void Count(int present, int wanted, bool isRescaled = false, int unmeasured = 0)
    {
        _status["currentMetrics"] = unmeasured == 0 ? null : new JsonArray([.. Enumerable.Range(0, unmeasured).Select(_ => (JsonNode)new JsonObject { ["type"] = "" })]);
        _status.Remove("currentReplicas");
        _status.Count("currentReplicas", present);
        _status["desiredReplicas"] = wanted;
        if (isRescaled)
            _status["lastScaleTime"] = TimeConverter.Format(now);
    }

    public void Set(string type, string status, string reason, string message)
    {
        if (_status["conditions"] is not JsonArray conditions)
            _status["conditions"] = conditions = [];
        var condition = conditions.OfType<JsonObject>().FirstOrDefault(c => (string?)c["type"] == type);
        if (condition is null)
            conditions.Add((JsonNode)(condition = new JsonObject { ["type"] = type }));
        if ((string?)condition["status"] != status)
            condition["lastTransitionTime"] = TimeConverter.Format(now);
        (condition["status"], condition["reason"], condition["message"]) = (status, reason, message);
    }
}
