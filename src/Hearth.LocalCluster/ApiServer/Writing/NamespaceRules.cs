using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Resources;

namespace Hearth.LocalCluster.ApiServer.Writing;

/// <summary>Namespaces and what each of them starts with.</summary>
internal static class NamespaceRules
{
    private static readonly string[] s_initial = ["default", "kube-node-lease", "kube-public", "kube-system"];

    public static void PrepareForCreate(JsonObject value)
    {
        value.Ensure("metadata").Ensure("labels")["kubernetes.io/metadata.name"] = value.Map("metadata")!.Text("name");
        var spec = value.Ensure("spec");
        var finalizers = spec.List("finalizers") ?? [];
        if (!finalizers.Any(finalizer => finalizer.Text == "kubernetes"))
            finalizers.Add((JsonNode)"kubernetes");
        spec["finalizers"] = finalizers.DeepClone();
        value["status"] = new JsonObject { ["phase"] = "Active" };
    }

    /// <summary>The namespaces of every cluster, and the service of the API itself.</summary>
    public static void CreateInitial(ApiContext context)
    {
        foreach (var name in s_initial)
        {
            if (context.Find("", "namespaces", "", name) is not null)
                continue;
            var value = New(context, "Namespace", "", name);
            value.Map("metadata")!["labels"] = new JsonObject { ["kubernetes.io/metadata.name"] = name };
            Ownership.OnServerWrite(context, context.BuiltIn("", "namespaces"), value, "kube-apiserver");
            PrepareForCreate(value);
            Store(context, context.BuiltIn("", "namespaces"), value);
            AddDefaults(context, name);
        }
    }

    /// <summary>The account <c>default</c> and the certificate by which pods know the API server.</summary>
    public static void AddDefaults(ApiContext context, string ns)
    {
        var account = New(context, "ServiceAccount", ns, "default");
        Store(context, context.BuiltIn("", "serviceaccounts"), account);
        var certificate = New(context, "ConfigMap", ns, "kube-root-ca.crt");
        certificate.Map("metadata")!["annotations"] = new JsonObject
        {
            ["kubernetes.io/description"] = "Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.",
        };
        certificate["data"] = new JsonObject { ["ca.crt"] = context.CertificateAuthorityPem };
        Ownership.OnServerWrite(context, context.BuiltIn("", "configmaps"), certificate, "kube-controller-manager");
        Store(context, context.BuiltIn("", "configmaps"), certificate);
    }

    public static JsonObject New(ApiContext context, string kind, string ns, string name, string apiVersion = "v1")
    {
        var metadata = new JsonObject { ["name"] = name };
        if (ns.Length > 0)
            metadata["namespace"] = ns;
        metadata["uid"] = context.NewUid();
        metadata["creationTimestamp"] = context.Now();
        return new JsonObject { ["kind"] = kind, ["apiVersion"] = apiVersion, ["metadata"] = metadata };
    }

    public static void Store(ApiContext context, ApiResource resource, JsonObject value) =>
        context.Store.TryCreate(context.Store.Table(resource.TableName), ObjectEncoder.Encode(resource, value));
}
