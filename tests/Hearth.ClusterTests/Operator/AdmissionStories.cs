using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.Spark.Api;
using Hearth.Spark.Schedules;
using Hearth.Testing;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.Operator;

/// <summary>What the peer's API server and webhook said to 48 manifests: the CRDs, defaults and validation together say the same.</summary>
public sealed class AdmissionStories(ITestOutputHelper output)
{
    /// <summary>Accepted by the peer, though it could never run; docs/compatibility.md lists the reasons.</summary>
    private static readonly string[] s_refusedByHearthAlone =
    [
        "mode-client", "spark-version-odd", "memory-odd", "core-request-odd", "core-limit-below-request", "dynamic-min-over-max", "dynamic-negative",
        "schedule-bad", "schedule-empty", "schedule-seconds", "zone-bad", "concurrency-bad", "history-negative",
    ];

    [SkippableFact]
    public async Task Every_manifest_is_admitted_as_the_peer_admits_it()
    {
        var cases = File.ReadLines(Shared.Path("golden", "kubeflow", "admission.jsonl")).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        await using var cluster = await OperatorCluster.StartAsync();
        var wrong = new List<string>();
        foreach (var recorded in cases)
        {
            if (await DifferenceAsync(cluster.Client, recorded) is { } difference)
                wrong.Add($"{recorded["case"]}: {difference}");
        }

        output.WriteLine($"{cases.Count - wrong.Count} of {cases.Count} manifests admitted alike ({s_refusedByHearthAlone.Length} intended differences)");
        wrong.ShouldBeEmpty();
    }

    private static async Task<string?> DifferenceAsync(KubeClient client, JsonObject recorded)
    {
        var manifest = recorded["manifest"]!.AsObject();
        var (stored, refusal) = await AdmitAsync(client, manifest);
        var accepted = recorded["accepted"]!.GetValue<bool>() && !s_refusedByHearthAlone.Contains(recorded["case"]!.ToString());
        if (accepted != refusal is null)
            return refusal is null ? $"accepted, the peer says: {recorded["message"]}" : $"refused: {refusal}";
        if (refusal is not null)
            return recorded["message"] is { } message && MissingWord(message.ToString(), refusal) is { } word ? $"\"{word}\" is not in: {refusal}" : null;
        return manifest["kind"]!.ToString() == "SparkApplication" ? DefaultsDifference(recorded["stored"]!["spec"]!, stored!) : null;
    }

    private static async Task<(JsonNode? Stored, string? Refusal)> AdmitAsync(KubeClient client, JsonObject manifest)
    {
        var kind = manifest["kind"]!.ToString();
        var type = ResourceTypes.Untyped("sparkoperator.k8s.io", manifest["apiVersion"]!.ToString().Split('/')[1], kind.ToLowerInvariant() + "s", kind);
        try
        {
            var stored = await client.CreateAsync(type, "default", manifest.Deserialize(KubeJson.Default.KubeObject)!, new() { DryRun = true, FieldValidation = "Strict" }, CancellationToken.None);
            var json = JsonSerializer.SerializeToNode(stored, KubeJson.Default.KubeObject)!;
            return Mistakes(kind, json) is { Count: > 0 } mistakes ? (json, string.Join("; ", mistakes)) : (json, null);
        }
        catch (KubeException e)
        {
            return (null, e.Message);
        }
    }

    private static IReadOnlyList<string> Mistakes(string kind, JsonNode json) => kind switch
    {
        "SparkApplication" => [.. ApplicationValidation.Check(ApplicationDefaults.Apply(json.Deserialize(SparkJson.Default.SparkApplication)!)).Select(m => m.ToString())],
        "SparkConnect" => [.. ConnectValidation.Check(json.Deserialize(SparkJson.Default.SparkConnect)!).Select(m => m.ToString())],
        _ => ScheduleDecision.Decide(json.Deserialize(SparkJson.Default.ScheduledSparkApplication)!, [], DateTimeOffset.UnixEpoch).Status is { ScheduleState: "FailedValidation", Reason: { } reason } ? [reason] : [],
    };

    /// <summary>The words that clients look for.</summary>
    private static string? MissingWord(string theirs, string ours)
    {
        string[] words = ["is not allowed", "DNS-1035", "node selector cannot be defined", "pod template feature requires", "Unsupported value", "Required value", "should be greater than or equal to", "DriverIngressOptions has", "image must be specified", "must be no more than"];
        return words.FirstOrDefault(word => theirs.Contains(word, StringComparison.Ordinal) && !ours.Contains(word, StringComparison.Ordinal));
    }

    private static string? DefaultsDifference(JsonNode theirs, JsonNode stored)
    {
        var ours = JsonSerializer.SerializeToNode(ApplicationDefaults.Apply(stored.Deserialize(SparkJson.Default.SparkApplication)!).Spec, SparkJson.Default.SparkApplicationSpec)!;
        var wanted = theirs.DeepClone().AsObject();
        if (wanted["deps"] is JsonObject { Count: 0 } && ours["deps"] is null)
            wanted.Remove("deps");
        return JsonNode.DeepEquals(wanted, ours) ? null : $"stored is {ours.ToJsonString()} instead of {wanted.ToJsonString()}";
    }
}
