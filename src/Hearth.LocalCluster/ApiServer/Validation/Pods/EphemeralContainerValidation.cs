using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>Containers that look at the others come, and then stay as they are (<c>ValidatePodEphemeralContainersUpdate</c>).</summary>
internal static class EphemeralContainerValidation
{
    private const string Field = "spec.ephemeralContainers";

    public static void Validate(ErrorList errors, JsonObject pod, JsonObject old)
    {
        if (old.Map("metadata")?.Map("annotations")?["kubernetes.io/config.mirror"] is not null)
            errors.Forbidden("[]", "static pods do not support ephemeral containers");
        var containers = (pod.Map("spec") ?? []).Objects("ephemeralContainers").ToArray();
        foreach (var before in (old.Map("spec") ?? []).Objects("ephemeralContainers"))
        {
            var name = before.Text("name");
            var now = containers.LastOrDefault(container => container.Text("name") == name);
            if (now is null)
                errors.Forbidden(Field, $"existing ephemeral containers \"{name}\" may not be removed\n");
            else if (!JsonNode.DeepEquals(now, before))
                errors.Forbidden(Field, $"existing ephemeral containers \"{name}\" may not be changed\n{errors.Difference("core.v1.EphemeralContainer", before, now, Field)}");
        }
    }
}
