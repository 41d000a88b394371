using System.Text.Json;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Quantities;
using Hearth.Kube.Core.Serialization;

namespace Hearth.LocalCluster.Nodes;

// What a container may use can change while it runs.
internal sealed partial class PodWorker
{
    private void ResizeTo(ContainerRecord record, Pod pod)
    {
        var wanted = ContainerRecord.Of(pod.Spec!).FirstOrDefault(r => r.Name == record.Name)?.Spec.Resources;
        if (SameAmounts(record.Spec.Resources, wanted))
            return;
        var restarts = NeedsRestart(record.Spec, wanted);
        Set(record with { Spec = record.Spec with { Resources = wanted } });
        if (_runs.GetValueOrDefault(record.Name) is not { } run)
            return;
        if (restarts)
            Stop(Get(record.Name), _node.Time.GetUtcNow(), Grace(), Task.CompletedTask, $"Container {record.Name} resize requires restart");
        else if (Find(wanted?.Limits, "memory") is { } limit)
            run.LimitMemory(limit.RoundedUp());
    }

    // By what its resizePolicy says of the resources that change; NotRequired where it says nothing.
    private static bool NeedsRestart(Container container, ResourceRequirements? wanted)
    {
        if (container.Extra?.TryGetValue("resizePolicy", out var policies) != true || policies.ValueKind != JsonValueKind.Array)
            return false;
        return policies.EnumerateArray().Any(policy =>
            policy.TryGetProperty("restartPolicy", out var restart) && restart.GetString() == "RestartContainer"
            && policy.TryGetProperty("resourceName", out var name) && name.GetString() is { } resource
            && (Find(container.Resources?.Limits, resource) != Find(wanted?.Limits, resource) || Find(container.Resources?.Requests, resource) != Find(wanted?.Requests, resource)));
    }

    private static Quantity? Find(IReadOnlyDictionary<string, Quantity>? amounts, string resource) =>
        amounts is not null && amounts.TryGetValue(resource, out var amount) ? (Quantity?)amount : null;

    private static bool SameAmounts(ResourceRequirements? a, ResourceRequirements? b) => Text(a) == Text(b);

    private static string Text(ResourceRequirements? amounts) => JsonSerializer.Serialize(amounts ?? new(), KubeJson.Default.ResourceRequirements);
}
