using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Admission;

/// <summary>Gives a pod its service account and mounts the account's token (the <c>ServiceAccount</c> admission plugin).</summary>
internal static class ServiceAccountAdmission
{
    private const string MountPath = "/var/run/secrets/kubernetes.io/serviceaccount";
    private const string VolumePrefix = "kube-api-access-";

    public static void Admit(ApiContext context, JsonObject pod)
    {
        var metadata = pod.Ensure("metadata");
        var spec = pod.Ensure("spec");
        if (metadata.Map("annotations")?.ContainsKey("kubernetes.io/config.mirror") == true)
            return;
        if (string.IsNullOrEmpty(spec.Text("serviceAccountName")))
            spec["serviceAccountName"] = "default";
        var name = spec.Text("serviceAccountName")!;
        spec["serviceAccount"] = name;
        var ns = metadata.Text("namespace") ?? "";
        var account = context.FindObject("", "serviceaccounts", ns, name)
            ?? throw AdmissionErrors.Forbidden(pod, $"error looking up service account {ns}/{name}: {AdmissionErrors.ImpossibleName(name) ?? $"serviceaccount \"{name}\" not found"}");
        if (spec.List("imagePullSecrets") is not { Count: > 0 } && account.List("imagePullSecrets") is { Count: > 0 } secrets)
            spec["imagePullSecrets"] = secrets.DeepClone();
        var mounts = spec["automountServiceAccountToken"].Flag ?? account["automountServiceAccountToken"].Flag ?? true;
        if (mounts)
            MountToken(context, spec);
    }

    private static void MountToken(ApiContext context, JsonObject spec)
    {
        var containers = spec.Objects("initContainers").Concat(spec.Objects("containers"))
            .Where(container => !container.Objects("volumeMounts").Any(mount => mount.Text("mountPath") == MountPath))
            .ToArray();
        if (containers.Length == 0)
            return;
        var existing = spec.Objects("volumes").FirstOrDefault(volume => volume.Text("name")?.StartsWith(VolumePrefix, StringComparison.Ordinal) == true);
        var name = existing?.Text("name") ?? context.NewName(VolumePrefix);
        if (existing is null)
        {
            if (spec.List("volumes") is not { } volumes)
                spec["volumes"] = volumes = [];
            JsonNode volume = TokenVolume(name);
            volumes.Add(volume);
        }

        foreach (var container in containers)
        {
            if (container.List("volumeMounts") is not { } mounts)
                container["volumeMounts"] = mounts = [];
            JsonNode mount = new JsonObject { ["name"] = name, ["readOnly"] = true, ["mountPath"] = MountPath };
            mounts.Add(mount);
        }
    }

    private static JsonObject TokenVolume(string name) => new()
    {
        ["name"] = name,
        ["projected"] = new JsonObject
        {
            ["sources"] = new JsonArray(
                new JsonObject { ["serviceAccountToken"] = new JsonObject { ["expirationSeconds"] = 3607L, ["path"] = "token" } },
                new JsonObject
                {
                    ["configMap"] = new JsonObject
                    {
                        ["name"] = "kube-root-ca.crt",
                        ["items"] = new JsonArray(new JsonObject { ["key"] = "ca.crt", ["path"] = "ca.crt" }),
                    },
                },
                new JsonObject
                {
                    ["downwardAPI"] = new JsonObject
                    {
                        ["items"] = new JsonArray(new JsonObject
                        {
                            ["path"] = "namespace",
                            ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = "metadata.namespace" },
                        }),
                    },
                }),
            ["defaultMode"] = 420L,
        },
    };
}
