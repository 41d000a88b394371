using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;

namespace Hearth.LocalCluster.ApiServer.Decoding;

/// <summary>
/// Whether an empty value of an optional field is kept. A field that is a pointer tells empty from missing; the others do not, so their
/// zero value is as if it had not been sent.
/// </summary>
internal static class Presence
{
    private static readonly FrozenSet<string> s_flagsWithThreeStates = new[]
    {
        "automountServiceAccountToken", "enableServiceLinks", "shareProcessNamespace", "hostUsers", "setHostnameAsFQDN", "optional", "immutable",
        "blockOwnerDeletion", "controller", "allowPrivilegeEscalation", "privileged", "readOnlyRootFilesystem", "runAsNonRoot", "hostProcess",
        "suspend", "allocateLoadBalancerNodePorts", "started", "ready", "serving", "terminating", "attachRequired", "podInfoOnMount",
        "storageCapacity", "requiresRepublish", "seLinuxMount", "allowVolumeExpansion", "preserveUnknownFields", "bound", "manualSelector",
        "x-kubernetes-preserve-unknown-fields",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_plainNumbers = new[]
    {
        "hostPort", "initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold", "nodePort", "replicas",
        "readyReplicas", "availableReplicas", "updatedReplicas", "unavailableReplicas", "fullyLabeledReplicas", "currentReplicas", "observedGeneration",
        "minReadySeconds", "count", "signal", "active", "succeeded", "failed", "generation", "healthCheckNodePort", "desiredNumberScheduled",
        "numberUnavailable", "numberAvailable", "updatedNumberScheduled", "iopsLimit", "weight",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_emptyTextKept = new[] { "storageClassName", "ingressClassName", "appProtocol", "volumeAttributesClassName" }.ToFrozenSet(StringComparer.Ordinal);

    public static bool IsOmitted(FieldSchema field, JsonNode value) => value switch
    {
        JsonArray { Count: 0 } => true,
        JsonObject { Count: 0 } => field.Type.Kind == ValueKind.Map,
        JsonObject or JsonArray => false,
        _ when value.Text is { } text => text.Length == 0 && !s_emptyTextKept.Contains(field.Name),
        _ when value.Flag is { } flag => !flag && !s_flagsWithThreeStates.Contains(field.Name),
        _ => value.Number == 0 && field.Type.Kind is ValueKind.Int32 or ValueKind.Int64 && value.Number == 0 && s_plainNumbers.Contains(field.Name),
    };
}
