using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Microsoft.Extensions.Logging;

namespace Hearth.LocalCluster.Nodes;

/// <summary>What every pod of a node uses.</summary>
internal sealed record NodeContext
{
    public required KubeClient Client { get; init; }
    public required NodeOptions Options { get; init; }
    public required PodNetwork Network { get; init; }
    public required ISandbox Sandbox { get; init; }
    public required ProcessStarter Processes { get; init; }
    public required Leftovers Leftovers { get; init; }
    public required MemoryGroups Memory { get; init; }
    public required HostsFiles Hosts { get; init; }

    /// <summary>One for each simulated node, by its name.</summary>
    public required IReadOnlyDictionary<string, EventRecorder> Events { get; init; }
    public required ILogger Logger { get; init; }

    /// <summary>The variables that tell pods of a namespace of its services.</summary>
    public required Func<Pod, IReadOnlyDictionary<string, string>> ServiceVariables { get; init; }

    public TimeProvider Time => Options.Time;

    /// <summary>Where the node keeps what belongs to one pod.</summary>
    public string PodFolder(Pod pod) => Path.Combine(Options.Directory, "pods", pod.Metadata.Uid ?? "");

    /// <summary>As <c>/var/log/pods</c> of a real node names it.</summary>
    public string LogFolder(Pod pod) => Path.Combine(Options.Directory, "logs", $"{pod.Metadata.Namespace}_{pod.Metadata.Name}_{pod.Metadata.Uid}");

    public string LogFile(Pod pod, string container, int restart) =>
        Path.Combine(LogFolder(pod), container, restart.ToString(System.Globalization.CultureInfo.InvariantCulture) + ".log");
}
