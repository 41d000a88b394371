using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Controllers;

/// <summary>
/// The templates that a StatefulSet or DaemonSet had: a ControllerRevision each, the oldest first. <see cref="Update"/> is the newest,
/// <see cref="Current"/> the one that the status of the set names.
/// </summary>
internal sealed record Revisions(KubeObject Current, KubeObject Update, IReadOnlyList<KubeObject> All)
{
    /// <param name="hashLabel">The label that keeps a revision's hash.</param>
    public static async Task<Revisions> OfAsync(WorkloadWorld world, ResourceType<KubeObject> type, KubeObject set, string hashLabel, CancellationToken cancellationToken)
    {
        var all = (await world.Client.ListAsync(Kinds.ControllerRevisions, set.Metadata.Namespace, null, cancellationToken)).Items
            .Where(r => r.IsControlledBy(set)).OrderBy(NumberOf).ThenBy(r => r.Metadata.CreationTimestamp).ToList();
        var data = Data(set);
        var next = all.Select(NumberOf).DefaultIfEmpty(0).Max() + 1;
        var update = all.LastOrDefault(r => JsonNode.DeepEquals(DataOf(r), data));
        if (update is null)
            all.Add(update = await world.Client.CreateAsync(Kinds.ControllerRevisions, set.Metadata.Namespace, New(type, set, data, next, hashLabel), cancellationToken));
        else if (update != all[^1])
            update = await world.Client.PatchAsync(Kinds.ControllerRevisions, set.Metadata.Namespace, update.Metadata.Name!, Patch.Merge(new JsonObject { ["revision"] = next }), cancellationToken);
        return new(all.FirstOrDefault(r => r.Metadata.Name == (string?)set.Status()["currentRevision"]) ?? update, update, all);
    }

    /// <summary>The pod template that a revision keeps.</summary>
    public static JsonObject TemplateOf(KubeObject revision) => DataOf(revision)?["spec"]?["template"] is JsonObject template ? Plain(template) : [];

    public static async Task ForgetAsync(WorkloadWorld world, IEnumerable<KubeObject> revisions, CancellationToken cancellationToken)
    {
        foreach (var revision in revisions)
            await world.Client.DeleteAsync(Kinds.ControllerRevisions, revision.Metadata.Namespace, revision.Metadata.Name!, new() { Uid = revision.Metadata.Uid }, cancellationToken);
    }

    private static KubeObject New(ResourceType<KubeObject> type, KubeObject set, JsonObject data, long number, string hashLabel)
    {
        var hash = Kinds.HashOf(data);
        var labels = (set.Spec()["template"]?["metadata"]?["labels"] as JsonObject ?? []).ToDictionary(l => l.Key, l => (string?)l.Value ?? "", StringComparer.Ordinal);
        labels[hashLabel] = hash;
        return new()
        {
            Metadata = new()
            {
                Name = $"{set.Metadata.Name}-{hash}",
                Namespace = set.Metadata.Namespace,
                Labels = labels,
                Annotations = set.Metadata.Annotations,
                OwnerReferences = [Kinds.ControllerOf(type, set)],
            },
            Extra = new()
            {
                ["data"] = JsonDocument.Parse(data.ToJsonString()).RootElement,
                ["revision"] = JsonDocument.Parse(number.ToString(CultureInfo.InvariantCulture)).RootElement,
            },
        };
    }

    private static JsonObject Data(KubeObject set)
    {
        var template = set.Spec()["template"]!.DeepClone().AsObject();
        template["$patch"] = "replace";
        return new() { ["spec"] = new JsonObject { ["template"] = template } };
    }

    private static JsonObject Plain(JsonObject template)
    {
        var plain = template.DeepClone().AsObject();
        plain.Remove("$patch");
        return plain;
    }

    private static JsonObject? DataOf(KubeObject revision) => revision.Extra?.TryGetValue("data", out var data) == true ? JsonObject.Create(data) : null;

    private static long NumberOf(KubeObject revision) => revision.Extra?.TryGetValue("revision", out var number) == true && number.TryGetInt64(out var value) ? value : 0;
}
