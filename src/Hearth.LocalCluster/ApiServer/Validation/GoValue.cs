using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Validation;

/// <summary>
/// Objects as real servers show them in refusals: the structs of their memory, all fields in the order of the declaration, by the names
/// of Go. Types of <c>meta/v1</c> look as they do on the wire.
/// </summary>
internal static class GoValue
{
    /// <summary>The part of a persistent volume's spec that is a struct of its own in memory.</summary>
    public const string VolumeSource = "core.v1.PersistentVolumeSource";

    /// <summary>Names that are more than a first letter away from the field's.</summary>
    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        ["fsGroup"] = "FSGroup", ["fsGroupChangePolicy"] = "FSGroupChangePolicy", ["seLinuxOptions"] = "SELinuxOptions", ["seLinuxChangePolicy"] = "SELinuxChangePolicy", ["fsType"] = "FSType",
        ["dnsPolicy"] = "DNSPolicy", ["dnsConfig"] = "DNSConfig", ["os"] = "OS", ["tty"] = "TTY", ["uid"] = "UID", ["ip"] = "IP", ["httpGet"] = "HTTPGet", ["tcpSocket"] = "TCPSocket", ["grpc"] = "GRPC",
        ["httpHeaders"] = "HTTPHeaders", ["nfs"] = "NFS", ["iscsi"] = "ISCSI", ["rbd"] = "RBD", ["fc"] = "FC", ["csi"] = "CSI", ["cephfs"] = "CephFS", ["scaleIO"] = "ScaleIO", ["storageos"] = "StorageOS",
        ["awsElasticBlockStore"] = "AWSElasticBlockStore", ["gcePersistentDisk"] = "GCEPersistentDisk", ["apiVersion"] = "APIVersion", ["apiGroup"] = "APIGroup", ["endpoints"] = "EndpointsName", ["pdName"] = "PDName",
        ["iqn"] = "IQN", ["chapAuthDiscovery"] = "DiscoveryCHAPAuth", ["chapAuthSession"] = "SessionCHAPAuth", ["monitors"] = "CephMonitors", ["image"] = "Image", ["pool"] = "RBDPool", ["user"] = "User", ["keyring"] = "Keyring",
        ["gmsaCredentialSpecName"] = "GMSACredentialSpecName", ["gmsaCredentialSpec"] = "GMSACredentialSpec", ["targetWWNs"] = "TargetWWNs", ["wwids"] = "WWIDs", ["diskURI"] = "DataDiskURI", ["sslEnabled"] = "SSLEnabled",
    };

    /// <summary>Types of which the memory has other fields, or the same in another order.</summary>
    private static readonly Dictionary<string, string[]> s_fields = new(StringComparer.Ordinal)
    {
        ["core.v1.PodSpec"] =
        [
            "volumes", "initContainers", "containers", "ephemeralContainers", "restartPolicy", "terminationGracePeriodSeconds", "activeDeadlineSeconds", "dnsPolicy", "nodeSelector", "serviceAccountName",
            "automountServiceAccountToken", "nodeName", "securityContext", "imagePullSecrets", "hostname", "subdomain", "setHostnameAsFQDN", "affinity", "schedulerName", "tolerations", "hostAliases", "priorityClassName",
            "priority", "preemptionPolicy", "dnsConfig", "readinessGates", "runtimeClassName", "overhead", "enableServiceLinks", "topologySpreadConstraints", "os", "schedulingGates", "resourceClaims", "resources", "hostnameOverride",
        ],
        ["core.v1.PodSecurityContext"] =
        [
            "seLinuxOptions", "windowsOptions", "runAsUser", "runAsGroup", "runAsNonRoot", "supplementalGroups", "supplementalGroupsPolicy", "fsGroup", "fsGroupChangePolicy", "sysctls", "seccompProfile", "appArmorProfile",
            "seLinuxChangePolicy",
        ],
        ["core.v1.Volume"] =
        [
            "name", "hostPath", "emptyDir", "gcePersistentDisk", "awsElasticBlockStore", "gitRepo", "secret", "nfs", "iscsi", "glusterfs", "persistentVolumeClaim", "rbd", "quobyte", "flexVolume", "cinder", "cephfs", "flocker",
            "downwardAPI", "fc", "azureFile", "configMap", "vsphereVolume", "azureDisk", "photonPersistentDisk", "projected", "portworxVolume", "scaleIO", "storageos", "csi", "ephemeral", "image",
        ],
        [VolumeSource] =
        [
            "gcePersistentDisk", "awsElasticBlockStore", "hostPath", "glusterfs", "nfs", "rbd", "quobyte", "iscsi", "flexVolume", "cinder", "cephfs", "fc", "flocker", "azureFile", "vsphereVolume", "azureDisk",
            "photonPersistentDisk", "portworxVolume", "scaleIO", "local", "storageos", "csi",
        ],
        ["core.v1.VolumeMount"] = ["name", "readOnly", "recursiveReadOnly", "mountPath", "subPath", "mountPropagation", "subPathExpr"],
        ["core.v1.VolumeProjection"] = ["secret", "downwardAPI", "configMap", "serviceAccountToken", "clusterTrustBundle", "podCertificate"],
    };

    /// <param name="path">Where the value stands in the object, to find what was stated empty.</param>
    /// <param name="empties">What the client stated empty: in memory that is not the same as nothing.</param>
    public static JsonNode? Of(string type, JsonNode? value, string path = "", IReadOnlyDictionary<string, string>? empties = null)
    {
        if (type == VolumeSource)
            return new GoPrinter(s_names, s_fields, empties).Fields(Schemas.BuiltIn.Find("core.v1.PersistentVolumeSpec")!, s_fields[VolumeSource], (JsonObject)value!, path);
        return new GoPrinter(s_names, s_fields, empties).Show(Schemas.BuiltIn.Find(type)!, value, isPointer: true, path);
    }

    public static JsonArray List(string type, JsonArray? items) => new([.. (items ?? []).Select(item => Of(type, item))]);

    /// <summary>How two objects differ, as real servers tell.</summary>
    /// <param name="path">Where the value stands in the object, to find what was stated empty.</param>
    /// <param name="empties">What the client stated empty now: nothing of that was kept before.</param>
    public static string Difference(string type, JsonObject before, JsonObject after, string path, IReadOnlyDictionary<string, string>? empties) =>
        LineDifference.Of(Indented(Of(type, before)), Indented(Of(type, after, path, empties)));

    private static string Indented(JsonNode? value) => value!.ToJsonString(s_indented);

    private static readonly System.Text.Json.JsonSerializerOptions s_indented = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>As on the wire, in the order of the declaration.</summary>
    public static JsonNode? Wire(TypeSchema type, JsonNode? value) => value switch
    {
        JsonObject map when type.Kind == ValueKind.Struct => new JsonObject(type.Fields.Values.Where(field => map.ContainsKey(field.Name)).Select(field => KeyValuePair.Create(field.Name, Wire(field.Type, map[field.Name])))),
        JsonObject map when type.Kind == ValueKind.Map => new JsonObject(map.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => KeyValuePair.Create(entry.Key, Wire(type.Element, entry.Value)))),
        JsonArray list when type.Kind == ValueKind.List => new JsonArray([.. list.Select(item => Wire(type.Element, item))]),
        _ => value?.DeepClone(),
    };
}
