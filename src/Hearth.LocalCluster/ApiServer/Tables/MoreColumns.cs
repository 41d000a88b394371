using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Selection;

namespace Hearth.LocalCluster.ApiServer.Tables;

internal static partial class Columns
{
    private static Column Number(string name, Func<JsonObject, long> cell) =>
        new(name, "integer", "", "", 0, (value, _) => JsonValue.Create(cell(value)));

    private static Column Flag(string name, Func<JsonObject, bool> cell, string type = "boolean") =>
        new(name, type, "", "", 0, (value, _) => JsonValue.Create(cell(value)));

    private static IReadOnlyList<Column>? MoreColumns(string resource) => resource switch
    {
        "events.events.k8s.io" => EventCells.Columns(s_name),
        "endpoints" => [s_name, Text("Endpoints", EndpointCells.Endpoints), s_age],
        "endpointslices.discovery.k8s.io" =>
        [
            s_name,
            Text("AddressType", value => value.Text("addressType")),
            Text("Ports", EndpointCells.SlicePorts),
            Text("Endpoints", EndpointCells.SliceAddresses),
            s_age,
        ],
        "podtemplates" =>
        [
            s_name,
            Text("Containers", value => Joined(Containers(value), "name")),
            Text("Images", value => Joined(Containers(value), "image")),
            Text("Pod Labels", value => Pairs(value.Map("template")?.Map("metadata")?.Map("labels"))),
        ],
        "horizontalpodautoscalers.autoscaling" => AutoscalerCells.Columns(s_name, s_age),
        "scales.autoscaling" =>
        [
            s_name with { Format = "" },
            Number("Desired", scale => scale.Map("spec")?["replicas"].Number ?? 0),
            Number("Available", scale => scale.Map("status")?["replicas"].Number ?? 0),
            s_age,
        ],
        "csistoragecapacities.storage.k8s.io" => [s_name, s_created],
        "csidrivers.storage.k8s.io" =>
        [
            s_name,
            Flag("AttachRequired", value => value.Map("spec")?["attachRequired"].Flag ?? true),
            Flag("PodInfoOnMount", value => value.Map("spec")?["podInfoOnMount"].Flag ?? false),
            Flag("StorageCapacity", value => value.Map("spec")?["storageCapacity"].Flag ?? false),
            Text("TokenRequests", value => Listed(value.Map("spec")?.Objects("tokenRequests").Select(request => request.Text("audience")), "<unset>")),
            Flag("RequiresRepublish", value => value.Map("spec")?["requiresRepublish"].Flag ?? false),
            Text("Modes", value => Listed(value.Map("spec")?.List("volumeLifecycleModes")?.Select(mode => mode.Text), "<none>")),
            s_age,
        ],
        "csinodes.storage.k8s.io" => [s_name, Number("Drivers", value => value.Map("spec")?.List("drivers")?.Count ?? 0), s_age],
        "volumeattachments.storage.k8s.io" =>
        [
            s_name,
            Text("Attacher", value => value.Map("spec")?.Text("attacher")) with { Format = "name" },
            Text("PV", value => value.Map("spec")?.Map("source")?.Text("persistentVolumeName")),
            Text("Node", value => value.Map("spec")?.Text("nodeName")),
            Flag("Attached", value => value.Map("status")?.IsTrue("attached") == true),
            s_age,
        ],
        "runtimeclasses.node.k8s.io" => [s_name, Text("Handler", value => value.Text("handler")), s_age],
        "validatingadmissionpolicies.admissionregistration.k8s.io" =>
        [
            s_name,
            Number("Validations", value => value.Map("spec")?.List("validations")?.Count ?? 0),
            Text("ParamKind", value => value.Map("spec")?.Map("paramKind") is { } kind ? $"{kind.Text("apiVersion")}/{kind.Text("kind")}" : "<unset>"),
            s_age,
        ],
        "validatingadmissionpolicybindings.admissionregistration.k8s.io" =>
        [
            s_name,
            Text("PolicyName", value => value.Map("spec")?.Text("policyName")),
            Text("ParamRef", value => value.Map("spec")?.Map("paramRef") is { } reference ? (reference.Text("namespace") is { Length: > 0 } ns ? $"{ns}/{reference.Text("name")}" : $"*/{reference.Text("name")}") : "<unset>"),
            s_age,
        ],
        "certificatesigningrequests.certificates.k8s.io" =>
        [
            s_name,
            s_age,
            Text("SignerName", value => OrNone(value.Map("spec")?.Text("signerName"))),
            Text("Requestor", value => value.Map("spec")?.Text("username")),
            Text("RequestedDuration", value => value.Map("spec")?["expirationSeconds"].Number is { } seconds ? Ages.Human(TimeSpan.FromSeconds(seconds)) : "<none>"),
            Text("Condition", RequestState),
        ],
        "limitranges" => [s_name, s_created],
        "resourcequotas" => [s_name, new("Request", "string", "", "", 0, (value, _) => QuotaCells.Used(value, false)), new("Limit", "string", "", "", 0, (value, _) => QuotaCells.Used(value, true)), s_age],
        "controllerrevisions.apps" => [s_name, Text("Controller", Controller), Whole("Revision", value => value["revision"].Number), s_age],
        "rolebindings.rbac.authorization.k8s.io" or "clusterrolebindings.rbac.authorization.k8s.io" =>
        [
            s_name,
            Text("Role", value => $"{value.Map("roleRef")?.Text("kind")}/{value.Map("roleRef")?.Text("name")}"),
            s_age,
            Text("Users", value => Subjects(value, "User"), 1),
            Text("Groups", value => Subjects(value, "Group"), 1),
            Text("ServiceAccounts", value => Subjects(value, "ServiceAccount"), 1),
        ],
        "networkpolicies.networking.k8s.io" => [s_name, Text("Pod-Selector", value => Selectors.Format(value.Map("spec")?.Map("podSelector"))), s_age],
        "ingresses.networking.k8s.io" => IngressCells.Columns(s_name, s_age),
        "ingressclasses.networking.k8s.io" =>
        [
            s_name,
            Text("Controller", value => value.Map("spec")?.Text("controller")),
            Text("Parameters", value => value.Map("spec")?.Map("parameters") is { } parameters ? $"{parameters.Text("kind")}.{parameters.Text("apiGroup")}/{parameters.Text("name")}" : "<none>"),
            s_age,
        ],
        "poddisruptionbudgets.policy" =>
        [
            s_name,
            Text("Min Available", value => value.Map("spec")?["minAvailable"] is { } least ? least.Text ?? least.ToJsonString() : "N/A"),
            Text("Max Unavailable", value => value.Map("spec")?["maxUnavailable"] is { } most ? most.Text ?? most.ToJsonString() : "N/A"),
            Number("Allowed Disruptions", value => value.Map("status")?["disruptionsAllowed"].Number ?? 0),
            s_age,
        ],
        "storageclasses.storage.k8s.io" =>
        [
            s_name with { Cell = (value, _) => StorageClassName(value) },
            Text("Provisioner", value => value.Text("provisioner")),
            Text("ReclaimPolicy", value => value.Text("reclaimPolicy")),
            Text("VolumeBindingMode", value => value.Text("volumeBindingMode")),
            Flag("AllowVolumeExpansion", value => value.IsTrue("allowVolumeExpansion"), "string"),
            s_age,
        ],
        "priorityclasses.scheduling.k8s.io" =>
        [
            s_name,
            Number("Value", value => value["value"].Number ?? 0),
            Flag("Global-Default", value => value.IsTrue("globalDefault")),
            s_age,
            Text("PreemptionPolicy", value => value.Text("preemptionPolicy")),
        ],
        "mutatingwebhookconfigurations.admissionregistration.k8s.io" or "validatingwebhookconfigurations.admissionregistration.k8s.io" =>
            [s_name, Number("Webhooks", value => value.List("webhooks")?.Count ?? 0), s_age],
        _ => null,
    };

    private static string Listed(IEnumerable<string?>? items, string none) => string.Join(",", items ?? []) is { Length: > 0 } text ? text : none;

    private static string RequestState(JsonObject request)
    {
        var conditions = (request.Map("status")?.Objects("conditions") ?? []).Select(condition => condition.Text("type")).ToArray();
        var state = conditions.Contains("Denied") ? "Denied" : conditions.Contains("Approved") ? "Approved" : "Pending";
        if (conditions.Contains("Failed"))
            state += ",Failed";
        return string.IsNullOrEmpty(request.Map("status")?.Text("certificate")) ? state : state + ",Issued";
    }

    private static IEnumerable<JsonObject> Containers(JsonObject template) => template.Map("template")?.Map("spec")?.Objects("containers") ?? [];

    private static string Joined(IEnumerable<JsonObject> objects, string field) => string.Join(",", objects.Select(value => value.Text(field)));

    private static string Controller(JsonObject value)
    {
        var owner = value.Map("metadata")?.Objects("ownerReferences").FirstOrDefault(candidate => candidate.IsTrue("controller"));
        if (owner is null)
            return "<none>";
        var version = owner.Text("apiVersion") ?? "";
        var group = version.Contains('/', StringComparison.Ordinal) ? "." + version.Split('/')[0] : "";
        return $"{owner.Text("kind")?.ToLowerInvariant()}{group}/{owner.Text("name")}";
    }

    private static string Subjects(JsonObject binding, string kind) => string.Join(", ", binding.Objects("subjects").Where(subject => subject.Text("kind") == kind)
        .Select(subject => kind == "ServiceAccount" ? $"{subject.Text("namespace")}/{subject.Text("name")}" : subject.Text("name")));

    private static JsonValue StorageClassName(JsonObject value)
    {
        var name = value.Map("metadata")?.Text("name") ?? "";
        var isDefault = value.Map("metadata")?.Map("annotations")?.Text("storageclass.kubernetes.io/is-default-class") == "true";
        return JsonValue.Create(isDefault ? name + " (default)" : name)!;
    }
}
