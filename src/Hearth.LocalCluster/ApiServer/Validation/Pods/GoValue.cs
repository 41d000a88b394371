using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation.Pods;

/// <summary>
/// Objects as real servers show them in refusals: the structs of their memory, all fields in the order of the declaration, by the names
/// of Go. Types of <c>meta/v1</c> look as they do on the wire.
/// </summary>
internal static class GoValue
{
    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        ["fsGroup"] = "FSGroup", ["fsGroupChangePolicy"] = "FSGroupChangePolicy", ["seLinuxOptions"] = "SELinuxOptions", ["seLinuxChangePolicy"] = "SELinuxChangePolicy", ["fsType"] = "FSType",
        ["dnsPolicy"] = "DNSPolicy", ["dnsConfig"] = "DNSConfig", ["os"] = "OS", ["tty"] = "TTY", ["uid"] = "UID", ["ip"] = "IP", ["httpGet"] = "HTTPGet", ["tcpSocket"] = "TCPSocket", ["grpc"] = "GRPC",
        ["httpHeaders"] = "HTTPHeaders", ["nfs"] = "NFS", ["iscsi"] = "ISCSI", ["rbd"] = "RBD", ["fc"] = "FC", ["csi"] = "CSI", ["cephfs"] = "CephFS", ["scaleIO"] = "ScaleIO", ["storageos"] = "StorageOS",
        ["awsElasticBlockStore"] = "AWSElasticBlockStore", ["gcePersistentDisk"] = "GCEPersistentDisk", ["apiVersion"] = "APIVersion", ["apiGroup"] = "APIGroup", ["ttlSecondsAfterFinished"] = "TTLSecondsAfterFinished",
    };

    public static JsonNode? Of(string type, JsonNode? value) => Show(Schemas.BuiltIn.Find(type)!, value, isPointer: true);

    private static JsonNode? Show(TypeSchema type, JsonNode? value, bool isPointer) => value is null ? isPointer ? null : Zero(type) : type.Kind switch
    {
        ValueKind.Struct when type.Name?.StartsWith("meta.v1.", StringComparison.Ordinal) == true => value.DeepClone(),
        ValueKind.Struct => Struct(type, (JsonObject)value),
        ValueKind.List => new JsonArray([.. ((JsonArray)value).Select(item => Show(type.Element, item, isPointer: false))]),
        ValueKind.Map => new JsonObject(((JsonObject)value).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, Show(type.Element, entry.Value, isPointer: false)))),
        _ => value.DeepClone(),
    };

    private static JsonObject Struct(TypeSchema type, JsonObject value)
    {
        var shown = new JsonObject();
        foreach (var field in type.Fields.Values)
            shown[Name(field.Name)] = Show(field.Type, value[field.Name], field.IsPointer);
        return shown;
    }

    private static string Name(string field) => s_names.GetValueOrDefault(field, char.ToUpperInvariant(field[0]) + field[1..]);

    private static JsonNode? Zero(TypeSchema type) => type.Kind switch
    {
        ValueKind.String => "",
        ValueKind.Int32 or ValueKind.Int64 or ValueKind.IntOrString => 0,
        ValueKind.Bool => false,
        ValueKind.Quantity => "0",
        ValueKind.Struct => Show(type, new JsonObject(), isPointer: false),
        _ => null,
    };
}
