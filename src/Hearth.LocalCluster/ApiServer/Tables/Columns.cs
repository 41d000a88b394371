using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Tables;

/// <summary>The columns of each kind.</summary>
internal static partial class Columns
{
    public static IReadOnlyList<Column> For(ApiResource resource) =>
        resource.Custom is { } custom ? CustomColumns.For(custom) : BuiltIn(resource.GroupResource);

    private static readonly Column s_name = new("Name", "string", "name", "Name must be unique within a namespace.", 0, (value, _) => value.Map("metadata")?.Text("name") ?? "");
    private static readonly Column s_age = new("Age", "string", "", "Time since the object was created.", 0, Ages.Age);
    private static readonly Column s_created = new("Created At", "date", "", "Time at which the object was created.", 0, (value, _) => value.Map("metadata")?.Text("creationTimestamp"));

    private static Column Text(string name, Func<JsonObject, string?> cell, int priority = 0) =>
        new(name, "string", "", "", priority, (value, _) => JsonValue.Create(cell(value) ?? ""));

    /// <summary>A number in a column that says it holds text, as real servers have it.</summary>
    private static Column Whole(string name, Func<JsonObject, long?> cell) =>
        new(name, "string", "", "", 0, (value, _) => JsonValue.Create(cell(value) ?? 0));

    private static IReadOnlyList<Column> BuiltIn(string resource) => resource switch
    {
        "pods" =>
        [
            s_name,
            Text("Ready", PodCells.Ready),
            Text("Status", PodCells.Status),
            new("Restarts", "string", "", "", 0, PodCells.Restarts),
            s_age,
            Text("IP", pod => OrNone(pod.Map("status")?.Text("podIP")), 1),
            Text("Node", pod => OrNone(pod.Map("spec")?.Text("nodeName")), 1),
            Text("Nominated Node", pod => OrNone(pod.Map("status")?.Text("nominatedNodeName")), 1),
            Text("Readiness Gates", PodCells.Gates, 1),
        ],
        "configmaps" => [s_name, new("Data", "string", "", "", 0, (value, _) => JsonValue.Create((value.Map("data")?.Count ?? 0) + (value.Map("binaryData")?.Count ?? 0))), s_age],
        "secrets" => [s_name, Text("Type", value => value.Text("type")), Whole("Data", value => value.Map("data")?.Count ?? 0), s_age],
        "namespaces" => [s_name, Text("Status", value => value.Map("status")?.Text("phase")), s_age],
        "serviceaccounts" => [s_name, Whole("Secrets", value => value.List("secrets")?.Count ?? 0), s_age],
        "services" =>
        [
            s_name,
            Text("Type", value => value.Map("spec")?.Text("type")),
            Text("Cluster-IP", value => OrNone(value.Map("spec")?.Text("clusterIP"))),
            Text("External-IP", ServiceCells.External),
            Text("Port(s)", ServiceCells.Ports),
            s_age,
            Text("Selector", value => Pairs(value.Map("spec")?.Map("selector")), 1),
        ],
        "nodes" => NodeCells.Columns(s_name, s_age),
        "events" => EventCells.Columns(s_name),
        "persistentvolumeclaims" => VolumeCells.Claims(s_name, s_age),
        "persistentvolumes" => VolumeCells.Volumes(s_name, s_age),
        "customresourcedefinitions.apiextensions.k8s.io" => [s_name, s_created],
        "leases.coordination.k8s.io" => [s_name, Text("Holder", value => value.Map("spec")?.Text("holderIdentity")), s_age],
        "deployments.apps" or "replicasets.apps" or "statefulsets.apps" or "daemonsets.apps" or "jobs.batch" or "cronjobs.batch" or "replicationcontrollers" => WorkloadCells.Columns(resource, s_name, s_age),
        "roles.rbac.authorization.k8s.io" or "clusterroles.rbac.authorization.k8s.io" => [s_name, s_created],
        _ => MoreColumns(resource) ?? [s_name, s_age],
    };

    internal static string OrNone(string? text) => string.IsNullOrEmpty(text) ? "<none>" : text;

    internal static string Pairs(JsonObject? map) =>
        map is not { Count: > 0 } ? "<none>" : string.Join(",", map.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value.Text}"));
}
