using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hearth.ClusterTests.Controllers;

/// <summary>Stable names for what controllers name at random or by a hash, in the order in which they are first seen.</summary>
internal sealed partial class NameBook
{
    private readonly Dictionary<string, string> _stable = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _count = new(StringComparer.Ordinal);

    [GeneratedRegex(@"\{name:(?<name>[^}]+)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Mention();

    [GeneratedRegex("(?<=^(Created|Deleted) pod: )(?<owner>\\S+-)[a-z0-9]{5}$", RegexOptions.ExplicitCapture)]
    private static partial Regex Hearsay();

    [GeneratedRegex(@"\{uid:(?<path>[^}]*\{ns\}[^}]*)\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Identity();

    /// <summary>The paths of objects whose uid a text wants: <c>{uid:/api/v1/namespaces/{ns}/configmaps/a}</c>.</summary>
    public static IEnumerable<string> Identified(string text) => Identity().Matches(text).Select(m => m.Groups["path"].Value).Distinct(StringComparer.Ordinal);

    public static IEnumerable<string> Mentioned(string text) => Mention().Matches(text).Select(m => m.Groups["name"].Value);

    public string Fill(string text) => Mention().Replace(text, m => Real(m.Groups["name"].Value) ?? m.Groups["name"].Value);

    /// <summary>Null: not seen yet.</summary>
    public string? Real(string stable)
    {
        var text = stable;
        foreach (var (real, known) in _stable.OrderByDescending(pair => pair.Value.Length))
            text = text.Replace(known, real, StringComparison.Ordinal);
        return text.Contains('#', StringComparison.Ordinal) || text.Contains('(', StringComparison.Ordinal) ? null : text;
    }

    /// <summary>The one node that a pod can go to, as those of DaemonSets.</summary>
    public static string? NodeWanted(JsonObject pod) =>
        (string?)pod["spec"]?["affinity"]?["nodeAffinity"]?["requiredDuringSchedulingIgnoredDuringExecution"]?["nodeSelectorTerms"]?[0]?["matchFields"]?[0]?["values"]?[0];

    public string Canonical(string text)
    {
        foreach (var (real, stable) in _stable.OrderByDescending(pair => pair.Key.Length))
            text = text.Replace(real, stable, StringComparison.Ordinal);
        return text;
    }

    public JsonNode? Canonical(JsonNode? node) => node is null ? null : JsonNode.Parse(Canonical(node.ToJsonString()));

    public void Learn(Dictionary<string, List<JsonObject>> lists)
    {
        foreach (var (kind, _) in WatchedKinds.Paths)
        {
            foreach (var item in lists[kind].OrderBy(i => (string?)i["metadata"]!["creationTimestamp"], StringComparer.Ordinal).ThenBy(Index).ThenBy(i => (string?)i["metadata"]!["name"], StringComparer.Ordinal))
                Learn(kind, item["metadata"]!.AsObject());
        }

        // Pods that were gone before somebody looked are known by hearsay.
        foreach (var e in lists["events"].OrderBy(e => (string?)e["firstTimestamp"], StringComparer.Ordinal))
        {
            if (Hearsay().Match((string?)e["message"] ?? "") is { Success: true } heard)
                Add(heard.Value, heard.Groups["owner"].Value, $"{Canonical(heard.Groups["owner"].Value)}#{{0}}");
        }
    }

    private void Learn(string kind, JsonObject metadata)
    {
        var name = (string)metadata["name"]!;
        var owner = (string?)(metadata["ownerReferences"] as JsonArray)?.FirstOrDefault()?["name"];
        if (kind is "pods" && metadata["generateName"] is { } daemon && NodeWanted(metadata.Parent!.AsObject()) is { } node)
            Add(name, $"{daemon}{node}", $"{daemon}{node}-#{{0}}");
        else if (kind is "replicasets" && owner is not null && (string?)metadata["labels"]?["pod-template-hash"] is { } hash)
            Add(hash, owner, "(h{0})");
        else if (kind is "controllerrevisions" && owner is not null)
            Add(name[(owner.Length + 1)..], owner + "/revision", "(r{0})");
        else if (kind is "jobs" && owner is not null)
            Add(name, owner, $"{owner}-#{{0}}");
        else if (metadata["generateName"] is { } prefix && (string?)metadata["labels"]?["statefulset.kubernetes.io/pod-name"] != name)
            Add(name, (string)prefix!, $"{Canonical((string)prefix!)}#{{0}}");
    }

    private void Add(string real, string group, string format)
    {
        if (_stable.ContainsKey(real))
            return;
        var number = _count[group] = _count.GetValueOrDefault(group) + 1;
        _stable[real] = string.Format(CultureInfo.InvariantCulture, format, number);
    }

    private static int Index(JsonObject item) =>
        int.TryParse((string?)item["metadata"]!["annotations"]?["batch.kubernetes.io/job-completion-index"], NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : 0;
}
