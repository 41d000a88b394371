using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Spark.Api;

namespace Hearth.Operator.Applications;

/// <summary>Writes a status by its difference, and only where nobody wrote since it was read.</summary>
internal static class StatusWriter
{
    /// <returns>The application as stored; null where nothing differs.</returns>
    public static async Task<SparkApplication?> WriteAsync(KubeClient client, SparkApplication read, SparkApplicationStatus status, CancellationToken cancellationToken)
    {
        var before = ToNode(read.Status);
        var after = ToNode(status)!;
        if (JsonNode.DeepEquals(before, after))
            return null;
        var wanted = read with { Status = status };
        // A merge patch cannot store a null, which the peer's clients know these times by.
        if (before is null || StoresNull(before, after, "terminationTime") || StoresNull(before, after, "lastSubmissionAttemptTime"))
            return Check(status, await client.ReplaceStatusAsync(SparkResources.SparkApplications, read.Metadata.Namespace, wanted, cancellationToken));
        var patch = new JsonObject
        {
            ["metadata"] = new JsonObject { ["resourceVersion"] = read.Metadata.ResourceVersion },
            ["status"] = MergeDifference.Of(before.AsObject(), after.AsObject()),
        };
        return Check(status, await client.PatchAsync(SparkResources.SparkApplications, read.Metadata.Namespace, read.Metadata.Name!, Patch.Merge(patch), "status", cancellationToken));
    }

    /// <summary>A CRD that does not know our fields drops them, and with them which attempt is under way.</summary>
    private static SparkApplication Check(SparkApplicationStatus wanted, SparkApplication stored) =>
        wanted.Hearth?.SpecHash == stored.Status?.Hearth?.SpecHash && wanted.Hearth?.Submitting == stored.Status?.Hearth?.Submitting
            ? Kept(stored)
            : throw new InvalidOperationException("The installed CustomResourceDefinition of SparkApplication drops status.hearth: apply deploy/crds of this version.");

    /// <summary>What the operator keeps of an application: not who manages its fields, nor what kubectl applied.</summary>
    public static SparkApplication Kept(SparkApplication application) => application with
    {
        Extra = null,
        Metadata = application.Metadata with
        {
            Extra = null,
            Annotations = application.Metadata.Annotations is { } annotations && annotations.ContainsKey(LastApplied)
                ? annotations.Where(a => a.Key != LastApplied).ToDictionary(StringComparer.Ordinal)
                : application.Metadata.Annotations,
        },
    };

    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    private static bool StoresNull(JsonNode before, JsonNode after, string field) => after[field] is null && before[field] is not null;

    private static JsonNode? ToNode(SparkApplicationStatus? status) =>
        status is null ? null : JsonSerializer.SerializeToNode(status, SparkJson.Default.SparkApplicationStatus);
}

/// <summary>The merge patch (RFC 7386) that makes one object of another.</summary>
internal static class MergeDifference
{
    public static JsonObject Of(JsonObject before, JsonObject after)
    {
        var patch = new JsonObject();
        foreach (var (name, value) in after)
        {
            var old = before[name];
            if (JsonNode.DeepEquals(old, value))
                continue;
            patch[name] = old is JsonObject o && value is JsonObject n ? Of(o, n) : value?.DeepClone();
        }

        foreach (var (name, _) in before)
        {
            if (!after.ContainsKey(name))
                patch[name] = null;
        }

        return patch;
    }
}
