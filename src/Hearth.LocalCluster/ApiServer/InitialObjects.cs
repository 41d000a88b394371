using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.CustomResources;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer;

/// <summary>What every cluster starts with.</summary>
internal static class InitialObjects
{
    public static void Create(ApiContext context)
    {
        foreach (var definition in context.Objects("apiextensions.k8s.io", "customresourcedefinitions").ToArray())
            Definitions.Install(context, definition);
        NamespaceRules.CreateInitial(context);
        CreateService(context);
        CreatePriorityClass(context, "system-cluster-critical", 2_000_000_000, "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.");
        CreatePriorityClass(context, "system-node-critical", 2_000_001_000, "Used for system critical pods that must not be moved from their current node.");
        BuiltInServices.Create(context);
        BootstrapRoles.Create(context);
        foreach (var quota in context.Objects("", "resourcequotas").ToArray())
            Admission.Quotas.QuotaBook.Recount(context, quota);
    }

    private static void CreateService(ApiContext context)
    {
        if (context.Find("", "services", "default", "kubernetes") is not null)
            return;
        var service = NamespaceRules.New(context, "Service", "default", "kubernetes");
        service.Map("metadata")!["labels"] = new JsonObject { ["component"] = "apiserver", ["provider"] = "kubernetes" };
        service["spec"] = new JsonObject
        {
            ["ports"] = new JsonArray(new JsonObject { ["name"] = "https", ["protocol"] = "TCP", ["port"] = 443L, ["targetPort"] = 6443L }),
            ["clusterIP"] = context.ServiceAddress(1),
            ["type"] = "ClusterIP",
            ["sessionAffinity"] = "None",
            ["ipFamilyPolicy"] = "SingleStack",
            ["internalTrafficPolicy"] = "Cluster",
        };
        // What is made of its address has no owner.
        Ownership.OnServerWrite(context, context.BuiltIn("", "services"), service, "kube-apiserver");
        service.Map("spec")!["clusterIPs"] = new JsonArray(context.ServiceAddress(1));
        service.Map("spec")!["ipFamilies"] = new JsonArray("IPv4");
        service["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };
        NamespaceRules.Store(context, context.BuiltIn("", "services"), service);
    }

    private static void CreatePriorityClass(ApiContext context, string name, long value, string description)
    {
        var resource = context.BuiltIn("scheduling.k8s.io", "priorityclasses");
        if (context.Find(resource.Group, resource.Plural, "", name) is not null)
            return;
        var priority = NamespaceRules.New(context, "PriorityClass", "", name, resource.ApiVersion);
        priority.Map("metadata")!["generation"] = 1L;
        priority["value"] = value;
        priority["description"] = description;
        priority["preemptionPolicy"] = "PreemptLowerPriority";
        Ownership.OnServerWrite(context, resource, priority, "kube-apiserver");
        NamespaceRules.Store(context, resource, priority);
    }
}
