using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Admission.PodSecurity;

/// <summary>Which changes of a pod are looked at: those that bring in another program.</summary>
internal static class PodChanges
{
    public static bool AreSignificant(JsonObject pod, JsonObject old) =>
        ((string[])["containers", "initContainers", "ephemeralContainers"]).Any(list => !Images(pod, list).SequenceEqual(Images(old, list)));

    private static IEnumerable<(string?, string?)> Images(JsonObject pod, string list) => (pod.Map("spec")?.Objects(list) ?? []).Select(container => (container.Text("name"), container.Text("image")));
}
