using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Admission.PodSecurity;

/// <summary>A pod, or the template of one, as the checks look at it.</summary>
internal sealed class CheckedPod(JsonObject pod)
{
    public JsonObject Spec { get; } = pod.Map("spec") ?? [];

    public JsonObject Annotations { get; } = pod.Map("metadata")?.Map("annotations") ?? [];

    public JsonObject Security { get; } = pod.Map("spec")?.Map("securityContext") ?? [];

    /// <summary>All of them, in the order in which messages name them.</summary>
    public IReadOnlyList<CheckedContainer> Containers { get; } =
        [.. ((string[])["initContainers", "containers", "ephemeralContainers"]).SelectMany(list => pod.Map("spec")?.Objects(list) ?? []).Select(CheckedContainer.Of)];

    public bool IsWindows => Spec.Map("os")?.Text("name") == "windows";

    public string[] Names(Func<CheckedContainer, bool> condition) => [.. Containers.Where(condition).Select(container => container.Name)];
}

/// <param name="Security">Its security context; empty where it has none.</param>
internal sealed record CheckedContainer(string Name, JsonObject Fields, JsonObject Security)
{
    public static CheckedContainer Of(JsonObject fields) => new(fields.Text("name") ?? "", fields, fields.Map("securityContext") ?? []);
}
