using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Selection;

/// <summary>The fields beside name and namespace by which built-in kinds can be selected.</summary>
internal static class SelectableFields
{
    private static readonly FrozenDictionary<string, string[]> s_byResource = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["/pods"] = ["spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork", "status.phase", "status.podIP", "status.podIPs", "status.nominatedNodeName"],
        ["/events"] = ["involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type"],
        ["events.k8s.io/events"] = ["regarding.kind", "regarding.namespace", "regarding.name", "regarding.uid", "regarding.apiVersion", "regarding.resourceVersion", "regarding.fieldPath", "reason", "reportingController", "source", "type"],
        ["/secrets"] = ["type"],
        ["/services"] = ["spec.clusterIP", "spec.type"],
        ["/namespaces"] = ["status.phase"],
        ["/nodes"] = ["spec.unschedulable"],
        ["/replicationcontrollers"] = ["status.replicas"],
        ["batch/jobs"] = ["status.successful"],
        ["certificates.k8s.io/certificatesigningrequests"] = ["spec.signerName"],
        ["resource.k8s.io/resourceslices"] = ["spec.nodeName", "spec.driver"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IReadOnlyList<string> Of(string group, string plural) => s_byResource.GetValueOrDefault(group + "/" + plural, []);

    /// <summary>The values of the fields in an object; empty text where a field is missing.</summary>
    public static string[] Values(IReadOnlyList<string> fields, JsonObject value)
    {
        if (fields.Count == 0)
            return [];
        var values = new string[fields.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = Value(fields[i], value);
        return values;
    }

    private static string Value(string path, JsonObject value)
    {
        switch (path)
        {
            case "source":
                return value.Map("source")?.Text("component") ?? value.Text("reportingComponent") ?? "";
            case "status.podIPs":
                return value.Map("status")?.List("podIPs")?.FirstOrDefault() is JsonObject first ? first.Text("ip") ?? "" : "";
            case "regarding.kind" or "regarding.namespace" or "regarding.name" or "regarding.uid" or "regarding.apiVersion" or "regarding.resourceVersion" or "regarding.fieldPath":
                path = "involvedObject" + path["regarding".Length..];
                break;
            case "reportingController":
                path = "reportingComponent";
                break;
            case "status.successful":
                path = "status.succeeded";
                break;
        }

        JsonNode? at = value;
        foreach (var part in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
            at = (at as JsonObject)?[part];
        return at switch
        {
            null => path is "spec.unschedulable" or "spec.hostNetwork" ? "false" : path is "status.replicas" or "status.succeeded" ? "0" : "",
            _ when at.Text is { } text => text,
            _ when at.Flag is { } flag => flag ? "true" : "false",
            _ => at.ToJsonString(),
        };
    }
}
