using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Tables;

internal static class NodeCells
{
    public static IReadOnlyList<Column> Columns(Column name, Column age) =>
    [
        name,
        Text("Status", Status),
        Text("Roles", Roles),
        age,
        Text("Version", node => Info(node, "kubeletVersion")),
        Text("Internal-IP", node => Address(node, "InternalIP"), 1),
        Text("External-IP", node => Address(node, "ExternalIP"), 1),
        Text("OS-Image", node => OrUnknown(Info(node, "osImage")), 1),
        Text("Kernel-Version", node => OrUnknown(Info(node, "kernelVersion")), 1),
        Text("Container-Runtime", node => OrUnknown(Info(node, "containerRuntimeVersion")), 1),
    ];

    private static Column Text(string name, Func<JsonObject, string> cell, int priority = 0) =>
        new(name, "string", "", "", priority, (node, _) => JsonValue.Create(cell(node)));

    private static string Info(JsonObject node, string name) => node.Map("status")?.Map("nodeInfo")?.Text(name) ?? "";

    private static string OrUnknown(string text) => text.Length == 0 ? "<unknown>" : text;

    private static string Address(JsonObject node, string type) =>
        node.Map("status")?.Objects("addresses").FirstOrDefault(address => address.Text("type") == type)?.Text("address") ?? "<none>";

    private static string Status(JsonObject node)
    {
        var ready = node.Map("status")?.Objects("conditions").FirstOrDefault(condition => condition.Text("type") == "Ready");
        var text = ready is null ? "Unknown" : ready.Text("status") == "True" ? "Ready" : "NotReady";
        return node.Map("spec")?.IsTrue("unschedulable") == true ? text + ",SchedulingDisabled" : text;
    }

    private static string Roles(JsonObject node)
    {
        const string Prefix = "node-role.kubernetes.io/";
        var roles = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (key, value) in node.Map("metadata")?.Map("labels") ?? [])
        {
            if (key.StartsWith(Prefix, StringComparison.Ordinal) && key.Length > Prefix.Length)
                roles.Add(key[Prefix.Length..]);
            else if (key == "kubernetes.io/role" && value.Text is { Length: > 0 } role)
                roles.Add(role);
        }

        return roles.Count == 0 ? "<none>" : string.Join(",", roles);
    }
}
