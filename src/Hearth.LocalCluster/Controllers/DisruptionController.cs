using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Selection;
using Hearth.LocalCluster.Nodes;

namespace Hearth.LocalCluster.Controllers;

/// <summary>Says in the status of each PodDisruptionBudget how many of its pods may be evicted.</summary>
internal sealed class DisruptionController(KubeClient client, ControllerSettings settings) : IDisposable
{
    private static readonly ResourceType<KubeObject> s_budgets = ResourceTypes.Untyped("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget");
    private readonly WorkQueue<ObjectKey> _queue = new();
    private readonly EventRecorder _events = new(client, "controllermanager", "", settings.Logger, settings.Time);
    private readonly Store<KubeObject, KubeObject> _budgets = new(client, s_budgets, budget => budget, logger: settings.Logger);

    public Task RunAsync(CancellationToken cancellationToken)
    {
        var pods = new Store<Pod, Pod>(client, ResourceTypes.Pods, pod => pod.Metadata.Labels is { Count: > 0 } ? pod : null, logger: settings.Logger);
        var byNamespace = _budgets.AddIndex(budget => budget.Metadata.Namespace);
        _budgets.Changed += change => _queue.Add(change.Key);
        pods.Changed += change =>
        {
            foreach (var budget in byNamespace.Find(change.Key.Namespace))
                _queue.Add(ObjectKey.Of(budget));
        };
        return Task.WhenAll(
            _budgets.RunAsync(cancellationToken),
            pods.RunAsync(cancellationToken),
            _events.RunAsync(cancellationToken),
            new Controller<ObjectKey>("disruption budgets", _queue, ReconcileAsync, new() { Workers = 1, UrgentWorkers = 0 }, settings.Logger).RunAsync(cancellationToken));
    }

    public void Dispose() => _queue.Dispose();

    private async Task<ReconcileResult> ReconcileAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        if (_budgets.Find(key) is not { Metadata.DeletionTimestamp: null } budget)
            return ReconcileResult.Done;
        var spec = budget.Spec();
        var selector = spec["selector"] as JsonObject;
        var pods = (await client.ListAsync(ResourceTypes.Pods, key.Namespace, null, cancellationToken)).Items
            .Where(pod => selector is not null && Selectors.Matches(selector, Labels(pod)) && pod.Status?.Phase is not (PodPhase.Succeeded or PodPhase.Failed))
            .ToList();
        if (pods.Count == 0)
            _events.Normal(budget, "NoPods", "No matching pods found");
        var (expected, desired) = await WantedAsync(spec, pods, cancellationToken);
        var healthy = pods.Count(pod => pod.Metadata.DeletionTimestamp is null && ServiceTable.IsReady(pod));
        var allowed = expected > 0 ? Math.Max(0, healthy - desired) : 0;
        await WriteAsync(budget, new JsonObject
        {
            ["observedGeneration"] = budget.Metadata.Generation,
            ["disruptionsAllowed"] = allowed,
            ["currentHealthy"] = healthy,
            ["desiredHealthy"] = desired,
            ["expectedPods"] = expected,
            ["conditions"] = new JsonArray(Condition(budget, allowed > 0)),
        }, cancellationToken);
        return ReconcileResult.Done;
    }

    private static JsonObject Labels(Pod pod) =>
        new((pod.Metadata.Labels ?? new Dictionary<string, string>()).Select(label => KeyValuePair.Create<string, JsonNode?>(label.Key, JsonValue.Create(label.Value))));

    /// <summary>How many pods there should be, and how many of them must stay.</summary>
    private async Task<(int Expected, int Desired)> WantedAsync(JsonObject spec, List<Pod> pods, CancellationToken cancellationToken)
    {
        if (spec["maxUnavailable"] is { } most)
        {
            var scale = await ScaleAsync(pods, cancellationToken);
            return (scale, Math.Max(0, scale - Amount(most, scale)));
        }

        if (spec["minAvailable"] is not { } least)
            return (0, 0);
        if (least.Number is { } number)
            return (pods.Count, (int)number);
        var expected = await ScaleAsync(pods, cancellationToken);
        return (expected, Amount(least, expected));
    }

    private static int Amount(JsonNode amount, int of) =>
        amount.Number is { } number ? (int)number
        : int.TryParse((amount.Text ?? "").TrimEnd('%'), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var percent) ? (of * percent + 99) / 100 : 0;

    /// <summary>The sum of what the controllers of the pods want.</summary>
    private async Task<int> ScaleAsync(List<Pod> pods, CancellationToken cancellationToken)
    {
        var sum = 0;
        foreach (var owner in pods.Select(pod => (pod.Metadata.Namespace, Owner: pod.Metadata.OwnerReferences?.FirstOrDefault(o => o.Controller == true)))
                     .Where(pair => pair.Owner is not null).DistinctBy(pair => pair.Owner!.Uid))
        {
            var type = owner.Owner!.Kind switch { "ReplicaSet" => Kinds.ReplicaSets, "StatefulSet" => Kinds.StatefulSets, _ => null };
            if (type is not null && await client.FindAsync(type, owner.Namespace, owner.Owner.Name, cancellationToken) is { } set)
                sum += set.Spec().Number("replicas", 1);
        }

        return sum;
    }

    private JsonObject Condition(KubeObject budget, bool isAllowed)
    {
        var status = isAllowed ? "True" : "False";
        var before = (budget.Status()["conditions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(c => (string?)c["type"] == "DisruptionAllowed");
        var now = settings.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["type"] = "DisruptionAllowed",
            ["status"] = status,
            ["observedGeneration"] = budget.Metadata.Generation,
            ["lastTransitionTime"] = (string?)before?["status"] == status ? (string?)before["lastTransitionTime"] : now,
            ["reason"] = isAllowed ? "SufficientPods" : "InsufficientPods",
            ["message"] = "",
        };
    }

    private async Task WriteAsync(KubeObject budget, JsonObject status, CancellationToken cancellationToken)
    {
        var present = budget.Status();
        if (!status.All(field => JsonNode.DeepEquals(present[field.Key], field.Value)))
            await client.PatchAsync(s_budgets, budget.Metadata.Namespace, budget.Metadata.Name!, Patch.Merge(new JsonObject { ["status"] = status }), "status", cancellationToken);
    }
}
