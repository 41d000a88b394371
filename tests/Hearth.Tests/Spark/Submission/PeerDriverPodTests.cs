using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hearth.Cli.Manifests;
using Hearth.Cli.Output;
using Hearth.Kube.Core.Quantities;
using Hearth.Spark.Api;
using Hearth.Spark.Submission;
using Hearth.Testing;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.Tests.Spark.Submission;

/// <summary>
/// Every manifest that was applied to the peer operator gives the driver pod that the peer (its spark-submit and its webhook) made of it.
/// What the API server adds, ids and times are masked; what batch schedulers need is the operator's to add and tested there.
/// </summary>
public sealed class PeerDriverPodTests(ITestOutputHelper output)
{
    private static readonly string[] s_serverFields = ["terminationMessagePath", "terminationMessagePolicy", "defaultMode", "enableServiceLinks", "preemptionPolicy", "priority", "uid", "resourceVersion", "creationTimestamp", "generation", "managedFields", "status"];

    private static readonly string[] s_schedulerMarks = ["scheduling.k8s.io/group-name", "yunikorn.apache.org/task-groups", "yunikorn.apache.org/task-group-name", "queue", "scheduling.x-k8s.io/pod-group"];

    [SkippableFact]
    public void Every_peer_example_gives_the_recorded_driver_pod()
    {
        var folders = Directory.EnumerateDirectories(Shared.Path("golden", "kubeflow")).Order(StringComparer.Ordinal).ToArray();
        var compared = 0;
        var unequal = new List<string>();
        foreach (var folder in folders)
        {
            if (Application(folder) is not { } application || RecordedDriver(folder) is not { } recorded)
                continue;
            compared++;
            var differences = CanonicalSubmission.Differences(Mask(recorded), Mask(Planned(application, recorded))).ToArray();
            if (differences.Length > 0)
                unequal.Add($"{Path.GetFileName(folder)}\n  {string.Join("\n  ", differences)}");
        }

        var summary = $"{compared - unequal.Count} of {compared} cases equal";
        output.WriteLine(summary);
        unequal.ForEach(output.WriteLine);
        compared.ShouldBeGreaterThan(15);
        unequal.ShouldBeEmpty(summary);
    }

    private static SparkApplication? Application(string folder)
    {
        var problems = new List<Problem>();
        var documents = ManifestFile.Parse(File.ReadAllBytes(Path.Combine(folder, "manifest.yaml")), "manifest.yaml", problems);
        problems.ShouldBeEmpty();
        return documents.Find(document => document.Kind == "SparkApplication")?.Json.Deserialize(SparkJson.Default.SparkApplication);
    }

    private static JsonObject? RecordedDriver(string folder) => File.ReadLines(Path.Combine(folder, "observed.jsonl"))
        .Select(line => JsonNode.Parse(line)!)
        .FirstOrDefault(change => (string?)change["kind"] == "Pod" && (string?)change["type"] == "ADDED" && change["name"]!.ToString().EndsWith("-driver", StringComparison.Ordinal))?["object"]?.AsObject();

    private static JsonObject Planned(SparkApplication application, JsonObject recorded)
    {
        var text = recorded.ToJsonString();
        var identity = new SubmissionIdentity
        {
            ApplicationId = Regex.Match(text, "spark-[0-9a-f]{32}").Value,
            ResourceId = Regex.Match(text, "-([0-9a-f]{16})-driver-podspec").Groups[1].Value,
            ServiceId = "0",
            ConfigMapId = Regex.Match(text, "spark-drv-([0-9a-f]{16})-conf-map").Groups[1].Value,
            LocalDirectoryId = Regex.Match(text, "/var/data/spark-([0-9a-f-]{36})") is { Success: true } directory ? directory.Groups[1].Value : "0",
            Time = DateTimeOffset.UnixEpoch,
        };
        var owned = application with
        {
            Metadata = application.Metadata with { Uid = (string?)recorded["metadata"]!["ownerReferences"]![0]!["uid"] },
            Spec = application.Spec with { SparkVersion = (string?)recorded["metadata"]!["labels"]!["spark-version"] },
        };
        var context = new ApplicationContext("k8s://https://127.0.0.1:443", (string)recorded["metadata"]!["labels"]![SparkLabels.SubmissionId]!);
        var result = ApplicationSubmission.Plan(owned, identity, context);
        result.Problems.ShouldBeEmpty();
        return JsonNode.Parse(SubmissionObjects.ToJson(result.Value!.Driver))!.AsObject();
    }

    private static JsonNode Mask(JsonObject pod)
    {
        var masked = pod.DeepClone().AsObject();
        masked["metadata"]!.AsObject().Remove("namespace");
        var spec = masked["spec"]!.AsObject();
        foreach (var container in spec["containers"]!.AsArray().Concat(spec["initContainers"] as JsonArray ?? []))
        {
            if (container!["name"]!.ToString() != "spark-kubernetes-driver")
                container.AsObject().Remove("imagePullPolicy");
        }

        // Of the peer's pods each is told of every Service of the namespace, ours of none.
        spec.Remove("enableServiceLinks");
        RemoveServerDefaults(masked);
        return CanonicalSubmission.Of(masked)!;
    }

    private static void RemoveServerDefaults(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list.Where(IsInjected).ToArray())
                list.Remove(item);
            foreach (var item in list)
                RemoveServerDefaults(item);
        }

        if (node is not JsonObject map)
            return;
        foreach (var (key, value) in map.ToArray())
        {
            RemoveServerDefaults(value);
            if (key is "limits" or "requests")
                map[key] = Amounts(value!.AsObject());
            if (IsDefault(key, value))
                map.Remove(key);
        }
    }

    // The server writes 1024Mi as 1Gi: the amount counts.
    private static JsonObject Amounts(JsonObject resources)
    {
        var amounts = new JsonObject();
        foreach (var (name, text) in resources)
            amounts[name] = new Quantity(text!.ToString()).TryGetValue(out var value) ? value : text.DeepClone();
        return amounts;
    }

    // The service account's volume and the two tolerations of admission.
    private static bool IsInjected(JsonNode? item) => item is JsonObject map
        && ((map["name"]?.ToString().StartsWith("kube-api-access-", StringComparison.Ordinal) ?? false)
            || map["key"]?.ToString() is "node.kubernetes.io/not-ready" or "node.kubernetes.io/unreachable"
            || map["name"]?.ToString() == "SPARK_USER");

    private static bool IsDefault(string key, JsonNode? value) => s_serverFields.Contains(key)
        || s_schedulerMarks.Contains(key)
        || value is JsonObject { Count: 0 } && key is "resources" or "securityContext" or "annotations" && value is JsonObject { Count: 0 }
        || value is JsonArray { Count: 0 }
        || (key, value?.ToString()) is ("dnsPolicy", "ClusterFirst") or ("schedulerName", "default-scheduler") or ("terminationGracePeriodSeconds", "30")
            or ("protocol", "TCP") or ("apiVersion", "v1") or ("hostNetwork", "false") or ("readOnly", "false") or ("subPath", "") or ("subPathExpr", "") or ("type", "");
}
