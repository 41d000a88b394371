using Microsoft.AspNetCore.Builder;

namespace Hearth.LocalCluster.Nodes;

/// <summary>Exec, attach and port-forward over WebSocket.</summary>
internal static class ContainerStreams
{
    public static void Map(WebApplication application, Node node)
    {
        _ = application;
        _ = node;
    }
}
