using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer;

/// <summary>The groups of built-in kinds as APIServices that are served here, with the priorities that order discovery elsewhere.</summary>
internal static class BuiltInServices
{
    private static readonly (string Group, string Version, long GroupPriority, long VersionPriority)[] s_services =
    [
        ("", "v1", 18000, 1),
        ("admissionregistration.k8s.io", "v1", 16700, 15),
        ("apiextensions.k8s.io", "v1", 16700, 15),
        ("apps", "v1", 17800, 15),
        ("authentication.k8s.io", "v1", 17700, 15),
        ("authorization.k8s.io", "v1", 17600, 15),
        ("autoscaling", "v1", 17500, 15),
        ("autoscaling", "v2", 17500, 30),
        ("batch", "v1", 17400, 15),
        ("certificates.k8s.io", "v1", 17300, 15),
        ("coordination.k8s.io", "v1", 16500, 15),
        ("discovery.k8s.io", "v1", 16200, 15),
        ("events.k8s.io", "v1", 17750, 15),
        ("flowcontrol.apiserver.k8s.io", "v1", 16100, 21),
        ("networking.k8s.io", "v1", 17200, 15),
        ("node.k8s.io", "v1", 16300, 15),
        ("policy", "v1", 17100, 15),
        ("rbac.authorization.k8s.io", "v1", 17000, 15),
        ("resource.k8s.io", "v1", 16200, 21),
        ("scheduling.k8s.io", "v1", 16600, 15),
        ("storage.k8s.io", "v1", 16800, 15),
    ];

    public static void Create(ApiContext context)
    {
        var resource = context.BuiltIn("apiregistration.k8s.io", "apiservices");
        foreach (var (group, version, groupPriority, versionPriority) in s_services)
        {
            var name = $"{version}.{group}";
            if (context.Find(resource.Group, resource.Plural, "", name) is not null)
                continue;
            var service = NamespaceRules.New(context, "APIService", "", name, resource.ApiVersion);
            service.Map("metadata")!["labels"] = new JsonObject { ["kube-aggregator.kubernetes.io/automanaged"] = "onstart" };
            var spec = service.Ensure("spec");
            if (group.Length > 0)
                spec["group"] = group;
            spec["version"] = version;
            spec["groupPriorityMinimum"] = groupPriority;
            spec["versionPriority"] = versionPriority;
            Ownership.OnServerWrite(context, resource, service, "kube-apiserver");
            service["status"] = KindRules.LocalService(context.Now(), service);
            NamespaceRules.Store(context, resource, service);
        }
    }
}
