using Hearth.Cli.Output;
using Hearth.Kube.Core.Quantities;
using Hearth.LocalCluster.Nodes;

namespace Hearth.Cli.Commands;

/// <summary>
/// A simulated node on the command line: <c>NAME[,cpu=8][,memory=32Gi][,KEY=VALUE]...</c>; keys that are no resource become labels.
/// What is not said is as large as by default.
/// </summary>
internal static class NodeSetting
{
    private static readonly string[] s_resources = ["cpu", "memory", "ephemeral-storage", "pods"];

    /// <exception cref="UserError">It is not of that form.</exception>
    public static NodeDescription Parse(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts[0].Length == 0 || parts[0].Contains('=', StringComparison.Ordinal))
            throw Wrong(text, "it begins with the node's name");
        var node = new NodeDescription(parts[0]);
        var capacity = new Dictionary<string, Quantity>(node.Capacity, StringComparer.Ordinal);
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in parts.Skip(1))
        {
            if (part.Split('=', 2) is not [{ Length: > 0 } key, var value])
                throw Wrong(text, $"\"{part}\" is not KEY=VALUE");
            if (!s_resources.Contains(key, StringComparer.Ordinal))
                labels[key] = value;
            else if (new Quantity(value) is var amount && amount.TryGetValue(out _))
                capacity[key] = amount;
            else
                throw Wrong(text, $"\"{value}\" is no amount of {key}");
        }

        return node with { Capacity = capacity, Labels = labels };
    }

    private static UserError Wrong(string text, string why) =>
        UserError.Invalid($"'{text}' is no node: {why}", "for example --node big,cpu=16,memory=64Gi,topology.kubernetes.io/zone=a", "--node");
}
