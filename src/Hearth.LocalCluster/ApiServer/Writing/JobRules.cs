using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Writing;

internal static class JobRules
{
    private const string Uid = "batch.kubernetes.io/controller-uid";

    /// <summary>A new job as its creator owns it: with the labels of its template where it states none, without what tells it from others.</summary>
    public static JsonObject AsOwned(JsonObject job)
    {
        if (job.Map("metadata")?.Map("labels") is { Count: > 0 } || job.Map("spec")?.Map("template")?.Map("metadata")?.Map("labels") is not { Count: > 0 } labels)
            return job;
        var owned = (JsonObject)job.DeepClone();
        owned.Ensure("metadata")["labels"] = labels.DeepClone();
        return owned;
    }

    /// <summary>A job's pods are told from those of other jobs by labels that carry its identity. What users have put there themselves stays, and is refused later.</summary>
    public static void PrepareForCreate(JsonObject job)
    {
        var metadata = job.Map("metadata")!;
        var spec = job.Ensure("spec");
        if (spec.IsTrue("manualSelector"))
        {
            if (metadata.Map("labels") is not { Count: > 0 } && spec.Map("template")?.Map("metadata")?.Map("labels") is { Count: > 0 } own)
                metadata["labels"] = own.DeepClone();
            return;
        }

        var uid = metadata.Text("uid")!;
        var name = metadata.Text("name") ?? "";
        var labels = spec.Ensure("template").Ensure("metadata").Ensure("labels");
        var inherits = labels.Count > 0 && metadata.Map("labels") is not { Count: > 0 };
        labels.TryAdd("controller-uid", uid);
        labels.TryAdd(Uid, uid);
        labels.TryAdd("job-name", name);
        labels.TryAdd("batch.kubernetes.io/job-name", name);
        if (inherits)
            metadata["labels"] = labels.DeepClone();
        spec.Ensure("selector").Ensure("matchLabels").TryAdd(Uid, uid);
    }
}
