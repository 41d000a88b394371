using System.Diagnostics;

namespace Hearth.LocalCluster.Nodes;

/// <summary>How a container becomes a process: <see cref="Bubblewrap"/> where it is installed and works, <see cref="PlainProcess"/> else.</summary>
internal interface ISandbox
{
    /// <summary>The started process only watches over the container's first process, its child's child.</summary>
    bool HasOwnProcesses { get; }

    /// <exception cref="ContainerStartException">The container cannot be started as it is.</exception>
    ProcessStartInfo Start(ContainerCommand container);
}
