using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;

namespace Hearth.LocalCluster.Nodes;

/// <summary>Writes the status of one pod where it differs from what was written before, one write after the other.</summary>
internal sealed class PodStatusWriter(KubeClient client, Pod pod) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private IReadOnlyList<PodCondition>? _conditions = pod.Status?.Conditions;
    private string? _written;

    public async Task WriteAsync(PodStatusBuilder builder, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var status = (builder with { Before = _conditions }).Build();
            var fields = Fields(status);
            var text = fields.ToJsonString();
            if (text == _written)
                return;
            var patch = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = pod.Metadata.Uid }, ["status"] = fields };
            await client.PatchAsync(ResourceTypes.Pods, pod.Metadata.Namespace, pod.Metadata.Name!, Patch.Strategic(patch), "status", cancellationToken);
            (_written, _conditions) = (text, status.Conditions);
        }
        catch (KubeException error) when (error.IsNotFound)
        {
            // The pod is gone: the watch will say so. A conflict may be another pod of its name, or pass: it is tried again.
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    // Conditions and containers are merged by their keys, so that what is not said stays: say what is gone.
    private static JsonNode Fields(PodStatus status)
    {
        var fields = JsonSerializer.SerializeToNode(status, KubeJson.Default.PodStatus)!;
        foreach (var condition in fields["conditions"]!.AsArray())
        {
            condition!.AsObject().TryAdd("reason", null);
            condition.AsObject().TryAdd("message", null);
        }

        var order = fields["conditions"]!.AsArray().Select(c => (JsonNode)new JsonObject { ["type"] = c!["type"]!.DeepClone() });
        fields["$setElementOrder/conditions"] = new JsonArray([.. order]);

        return fields;
    }
}
