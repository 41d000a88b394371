using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hearth.Cli.Manifests;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.Spark.Api;
using Hearth.Testing;

namespace Hearth.ClusterTests.Operator;

/// <summary>One recorded case of the peer: a manifest, what was done to it, and what every client could see.</summary>
internal sealed partial class PeerStory(string name)
{
    private readonly string _folder = Shared.Path("golden", "kubeflow", name);

    private static readonly string[] s_otherKinds = ["connect", "scheduled"];

    /// <summary>The cases that are a SparkApplication.</summary>
    public static IReadOnlyList<string> Applications() =>
        [.. Directory.GetDirectories(Shared.Path("golden", "kubeflow")).Select(folder => Path.GetFileName(folder)).Except(s_otherKinds).Order(StringComparer.Ordinal)];

    /// <summary>A jar that is not in the image: each driver fails.</summary>
    public bool Fails => Manifest()["spec"]!["mainApplicationFile"]!.ToString().Contains("missing", StringComparison.Ordinal) || Manifest()["spec"]!["monitoring"] is not null;

    public JsonObject Manifest()
    {
        var documents = ManifestFile.Parse(File.ReadAllBytes(Path.Combine(_folder, "manifest.yaml")), "manifest.yaml", []);
        var manifest = documents.Single(d => d.Kind is "SparkApplication" or "ScheduledSparkApplication" or "SparkConnect").Json.DeepClone().AsObject();
        // The peer's submitter was of this version, whatever the manifest says.
        if (manifest["kind"]!.ToString() == "SparkApplication")
            manifest["spec"]!["sparkVersion"] = "4.0.5";
        return manifest;
    }

    /// <summary>What is applied beside the application.</summary>
    public IReadOnlyList<JsonObject> Beside() =>
        [.. ManifestFile.Parse(File.ReadAllBytes(Path.Combine(_folder, "manifest.yaml")), "manifest.yaml", []).Where(d => d.Kind == "ConfigMap").Select(d => d.Json.DeepClone().AsObject())];

    public string Notes() => File.ReadAllText(Path.Combine(_folder, "notes.txt"));

    public IEnumerable<JsonObject> Observed() =>
        File.ReadLines(Path.Combine(_folder, "observed.jsonl")).Select(line => JsonNode.Parse(line)!.AsObject());

    /// <summary>The states in which a client saw the application, one after another.</summary>
    public IReadOnlyList<string> States()
    {
        var states = new List<string>();
        foreach (var o in Observed().Where(o => o["kind"]!.ToString() == "SparkApplication" && o["name"]!.ToString() == Name))
        {
            if (o["changed"]?["status"]?["applicationState"]?["state"]?.ToString() is { } state && (states.Count == 0 || states[^1] != state))
                states.Add(state);
        }

        return states;
    }

    public string Name => Manifest()["metadata"]!["name"]!.ToString();

    /// <summary>Reasons of events about the application.</summary>
    public IReadOnlySet<string> Reasons() => Observed()
        .Where(o => o["kind"]!.ToString() == "Event" && o["object"]?.ToString() == $"SparkApplication/{Name}")
        .Select(o => o["reason"]!.ToString()).ToHashSet();

    /// <summary>What the operator made, each object as one line.</summary>
    public IReadOnlyList<string> Objects() => [.. Observed()
        .Where(o => o["type"]!.ToString() == "ADDED" && (PeerObject.Kinds.Contains(o["kind"]!.ToString()) || (o["kind"]!.ToString() == "SparkApplication" && o["name"]!.ToString() != Name)))
        .Select(o => PeerObject.Describe(o["object"]!.AsObject()))
        .OfType<string>().Order(StringComparer.Ordinal)];
}

/// <summary>An object of an application in the words that count: name, labels, owners and, for some kinds, content.</summary>
internal static partial class PeerObject
{
    public static readonly string[] Kinds = ["Pod", "Service", "ConfigMap", "Ingress", "PodDisruptionBudget", "PodGroup"];
    private static readonly string[] s_random = ["spark-app-selector", SparkLabels.SubmissionId];

    /// <summary>Null for what Spark's driver makes, not the operator.</summary>
    public static string? Describe(JsonObject obj)
    {
        var kind = obj["kind"]!.ToString();
        var meta = obj["metadata"]!.AsObject();
        var name = meta["name"]!.ToString();
        if (meta["labels"]?["spark-role"]?.ToString() == "executor" || name.StartsWith("spark-exec-", StringComparison.Ordinal) || name == "kube-root-ca.crt" || name == "kubernetes" || name.StartsWith("env-", StringComparison.Ordinal))
            return null;
        var text = new StringBuilder($"{kind} {RandomId().Replace(RunTime().Replace(name, "<time>"), "<id>")}");
        text.Append(" labels ").AppendJoin(',', (meta["labels"]?.AsObject() ?? []).OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={(s_random.Contains(l.Key) ? "<id>" : l.Value)}"));
        text.Append(" owners ").AppendJoin(',', (meta["ownerReferences"]?.AsArray() ?? []).Select(o => $"{o!["kind"]}/{o["name"]}/{o["controller"]}/{o["blockOwnerDeletion"]}"));
        text.Append(' ').Append(Content(kind, obj));
        return RunTime().Replace(text.ToString(), "<time>");
    }

    private static string Content(string kind, JsonObject obj) => kind switch
    {
        "Service" => $"{obj["spec"]!["type"]} " + string.Join(',', obj["spec"]!["ports"]!.AsArray().Select(p => $"{p!["name"]}:{p["port"]}>{p["targetPort"]}"))
            + " " + string.Join(',', (obj["spec"]!["selector"]?.AsObject() ?? []).OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key}={(s_random.Contains(s.Key) ? "<id>" : s.Value)}")),
        "ConfigMap" => string.Join(',', obj["data"]!.AsObject().Select(d => d.Key).Order(StringComparer.Ordinal)),
        "Ingress" => Sorted(obj["spec"]!) + Sorted(obj["metadata"]!["annotations"] ?? new JsonObject()),
        "PodGroup" => $"{obj["apiVersion"]} {obj["spec"]!["minMember"]} {obj["spec"]!["queue"]} {obj["spec"]!["priorityClassName"]} {obj["spec"]!["minResources"]!["cpu"]}",
        "Pod" => Sorted(Without(obj["metadata"]!["annotations"])) + obj["spec"]!["schedulerName"],
        _ => "",
    };

    private static JsonObject Without(JsonNode? annotations)
    {
        var copy = annotations?.DeepClone().AsObject() ?? [];
        foreach (var key in copy.Select(a => a.Key).Where(k => k.StartsWith("hearth.dev/", StringComparison.Ordinal)).ToList())
            copy.Remove(key);
        return copy;
    }

    /// <summary>The same text for the same content.</summary>
    public static string Sorted(JsonNode node) => node switch
    {
        JsonObject o => "{" + string.Join(',', o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}:{(p.Value is null ? "null" : Sorted(p.Value))}")) + "}",
        JsonArray a => "[" + string.Join(',', a.Select(i => i is null ? "null" : Sorted(i))) + "]",
        _ => node.ToString(),
    };

    [GeneratedRegex("[0-9a-f]{16}", RegexOptions.NonBacktracking)]
    private static partial Regex RandomId();

    /// <summary>In the names of scheduled runs.</summary>
    [GeneratedRegex("[0-9]{19}", RegexOptions.NonBacktracking)]
    private static partial Regex RunTime();
}

/// <summary>Remembers every object as it was last seen.</summary>
internal sealed class ObjectsSeen(KubeClient client, string ns, IReadOnlyList<ResourceType<KubeObject>>? types = null)
{
    private readonly Dictionary<string, JsonObject> _byUid = [];
    private readonly Lock _lock = new();

    /// <summary>The kinds that every cluster has.</summary>
    public static IReadOnlyList<ResourceType<KubeObject>> Core { get; } =
    [
        ResourceTypes.Untyped("", "v1", "pods", "Pod"),
        ResourceTypes.Untyped("", "v1", "services", "Service"),
        ResourceTypes.Untyped("", "v1", "configmaps", "ConfigMap"),
        ResourceTypes.Untyped("networking.k8s.io", "v1", "ingresses", "Ingress"),
    ];

    public static ResourceType<KubeObject> Applications { get; } = ResourceTypes.Untyped("sparkoperator.k8s.io", "v1beta2", "sparkapplications", "SparkApplication");

    private static readonly ResourceType<KubeObject>[] s_all =
    [
        .. Core,
        ResourceTypes.Untyped("scheduling.volcano.sh", "v1beta1", "podgroups", "PodGroup"),
        ResourceTypes.Untyped("scheduling.x-k8s.io", "v1alpha1", "podgroups", "PodGroup"),
    ];

    public IReadOnlyList<string> Describe()
    {
        lock (_lock)
            return [.. _byUid.Values.Select(PeerObject.Describe).OfType<string>().Select(AsRecorded).Order(StringComparer.Ordinal)];
    }

    /// <summary>Owners are handed over a moment after the objects appear.</summary>
    public async Task<IReadOnlyList<string>> SettledAsync(IReadOnlyList<string> wanted)
    {
        using var limit = new CancellationTokenSource(Stories.Patience);
        while (!limit.IsCancellationRequested && !Describe().SequenceEqual(wanted))
            await Task.Delay(25, CancellationToken.None);
        return Describe();
    }

    public Task RunAsync(CancellationToken cancellationToken) => Task.WhenAll((types ?? s_all).Select(type => WatchAsync(type, cancellationToken)));

    /// <summary>The recording's namespace in the host of an Ingress.</summary>
    private string AsRecorded(string description) => description.Replace($"host:{ns}.", "host:default.", StringComparison.Ordinal);

    private async Task WatchAsync(ResourceType<KubeObject> type, CancellationToken cancellationToken)
    {
        await foreach (var e in client.WatchAsync(type, ns, null, cancellationToken))
        {
            if (e.Type == Hearth.Kube.Watching.WatchEventType.Bookmark)
                continue;
            var json = JsonSerializer.SerializeToNode(e.Object, KubeJson.Default.KubeObject)!.AsObject();
            json["kind"] ??= type.Kind;
            json["apiVersion"] ??= type.ApiVersion;
            lock (_lock)
                _byUid[e.Object.Metadata.Uid!] = json;
        }
    }
}
