using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.Kube.Watching;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Selection;
using Hearth.LocalCluster.Nodes;

namespace Hearth.LocalCluster.Controllers;

/// <summary>Says in the status of each PodDisruptionBudget how many of its pods may be evicted.</summary>
internal sealed class DisruptionController(KubeClient client, ControllerSettings settings) : IDisposable
{
    private static readonly ResourceType<KubeObject> s_budgets = ResourceTypes.Untyped("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget");
    private static readonly TimeSpan s_disruptionTime = TimeSpan.FromMinutes(2);
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
        var (expected, desired) = await WantedAsync(budget, pods, cancellationToken);
        var now = settings.Time.GetUtcNow();
        var disrupted = Disrupted(budget, pods, now);
        var healthy = pods.Count(pod => pod.Metadata.DeletionTimestamp is null && !disrupted.ContainsKey(pod.Metadata.Name!) && ServiceTable.IsReady(pod));
        var allowed = expected > 0 ? Math.Max(0, healthy - desired) : 0;
        var status = new JsonObject
        {
            ["observedGeneration"] = budget.Metadata.Generation,
            ["disruptionsAllowed"] = allowed,
            ["currentHealthy"] = healthy,
            ["desiredHealthy"] = desired,
            ["expectedPods"] = expected,
            ["conditions"] = new JsonArray(Condition(budget, allowed > 0)),
        };
        if (disrupted.Count > 0)
            status["disruptedPods"] = disrupted;
        await WriteAsync(budget, status, cancellationToken);
        return disrupted.Count > 0 ? ReconcileResult.Again(s_disruptionTime) : ReconcileResult.Done;
    }

    /// <summary>Pods that the eviction API let go and that nobody has marked for deletion yet: they count as gone, for two minutes.</summary>
    private JsonObject Disrupted(KubeObject budget, List<Pod> pods, DateTimeOffset now)
    {
        var disrupted = new JsonObject();
        foreach (var (name, at) in budget.Status()["disruptedPods"] as JsonObject ?? [])
        {
            if (pods.FirstOrDefault(p => p.Metadata.Name == name) is not { Metadata.DeletionTimestamp: null } pod)
                continue;
            if (DateTimeOffset.Parse((string)at!, System.Globalization.CultureInfo.InvariantCulture) + s_disruptionTime > now)
                disrupted[name] = at!.DeepClone();
            else
                _events.Warning(pod, "NotDeleted", $"Pod was expected by PDB {budget.Metadata.Namespace}/{budget.Metadata.Name} to be deleted but it wasn't");
        }

        return disrupted;
    }

    private static JsonObject Labels(Pod pod) =>
        new((pod.Metadata.Labels ?? new Dictionary<string, string>()).Select(label => KeyValuePair.Create<string, JsonNode?>(label.Key, JsonValue.Create(label.Value))));

    /// <summary>How many pods there should be, and how many of them must stay.</summary>
    private async Task<(int Expected, int Desired)> WantedAsync(KubeObject budget, List<Pod> pods, CancellationToken cancellationToken)
    {
        var spec = budget.Spec();
        if (spec["maxUnavailable"] is { } most)
        {
            var scale = await ScaleAsync(budget, pods, cancellationToken);
            return (scale, Math.Max(0, scale - Kinds.Share(most, scale, up: true)));
        }

        if (spec["minAvailable"] is not { } least)
            return (0, 0);
        if (least.Number is { } number)
            return (pods.Count, (int)number);
        var expected = await ScaleAsync(budget, pods, cancellationToken);
        return (expected, Kinds.Share(least, expected, up: true));
    }

    /// <summary>The sum of what the controllers of the pods want.</summary>
    private async Task<int> ScaleAsync(KubeObject budget, List<Pod> pods, CancellationToken cancellationToken)
    {
        var sum = 0;
        if (pods.Any(pod => pod.Metadata.OwnerReferences?.Any(o => o.Controller == true) != true))
        {
            _events.Warning(
                budget,
                "UnmanagedPods",
                $"Pods selected by this PodDisruptionBudget (selector: {GoSelector(budget.Spec()["selector"] as JsonObject)}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set \".spec.minAvailable\" field of the PDB to an integer value.");
        }

        foreach (var owner in pods.Select(pod => (pod.Metadata.Namespace, Owner: pod.Metadata.OwnerReferences?.FirstOrDefault(o => o.Controller == true)))
                     .Where(pair => pair.Owner is not null).DistinctBy(pair => pair.Owner!.Uid))
        {
            var type = owner.Owner!.Kind switch { "ReplicaSet" => Kinds.ReplicaSets, "StatefulSet" => Kinds.StatefulSets, _ => null };
            if (type is not null && await client.FindAsync(type, owner.Namespace, owner.Owner.Name, cancellationToken) is { } set)
                sum += set.Spec().Number("replicas", 1);
        }

        return sum;
    }

    /// <summary>As Go prints a label selector.</summary>
    internal static string GoSelector(JsonObject? selector)
    {
        if (selector is null)
            return "nil";
        var labels = string.Concat((selector?["matchLabels"] as JsonObject ?? []).OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}: {l.Value},"));
        var expressions = string.Concat((selector?["matchExpressions"] as JsonArray ?? []).OfType<JsonObject>()
            .Select(e => $"LabelSelectorRequirement{{Key:{e["key"]},Operator:{e["operator"]},Values:[{string.Join(' ', (e["values"] as JsonArray ?? []).Select(v => (string?)v))}],}},"));
        return $"&LabelSelector{{MatchLabels:map[string]string{{{labels}}},MatchExpressions:[]LabelSelectorRequirement{{{expressions}}},}}";
    }

    private JsonObject Condition(KubeObject budget, bool isAllowed)
    {
        var status = isAllowed ? "True" : "False";
        var before = (budget.Status()["conditions"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(c => (string?)c["type"] == "DisruptionAllowed");
        var now = TimeConverter.Format(settings.Time.GetUtcNow());
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
        if (present.ContainsKey("disruptedPods") && !status.ContainsKey("disruptedPods"))
            status["disruptedPods"] = null;
        // An eviction may have lowered the number meanwhile: then this is a conflict, and the next look counts it.
        if (!status.All(field => JsonNode.DeepEquals(present[field.Key], field.Value)))
            await client.PatchAsync(s_budgets, budget.Metadata.Namespace, budget.Metadata.Name!, Patch.Merge(new JsonObject { ["metadata"] = new JsonObject { ["resourceVersion"] = budget.Metadata.ResourceVersion }, ["status"] = status }), "status", cancellationToken);
    }
}
