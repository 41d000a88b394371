using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;

namespace Hearth.Cli.Clusters;

/// <summary>
/// Makes what a cluster administrator would have prepared on a real cluster and a fresh local one lacks: the namespace, and a
/// service account that drivers may use.
/// </summary>
internal static class SparkAccounts
{
    /// <summary>The name that the peer's chart gives its account; manifests refer to it.</summary>
    public const string Default = "spark-operator-spark";

    private static readonly ResourceType<KubeObject> s_roles = ResourceTypes.Untyped("rbac.authorization.k8s.io", "v1", "roles", "Role");
    private static readonly ResourceType<KubeObject> s_bindings = ResourceTypes.Untyped("rbac.authorization.k8s.io", "v1", "rolebindings", "RoleBinding");

    public static async Task PrepareAsync(KubeClient client, string ns, IEnumerable<string> accounts, CancellationToken cancellationToken)
    {
        await IgnoreExistingAsync(client.CreateAsync(ResourceTypes.Namespaces, null, new Namespace { Metadata = new ObjectMeta { Name = ns } }, cancellationToken));
        foreach (var account in accounts.Distinct(StringComparer.Ordinal))
        {
            var meta = new ObjectMeta { Name = account, Namespace = ns };
            await IgnoreExistingAsync(client.CreateAsync(ResourceTypes.ServiceAccounts, ns, new ServiceAccount { Metadata = meta }, cancellationToken));
            await client.PatchAsync(s_roles, ns, account, Patch.Apply(Role(account), "hearth", force: true), cancellationToken);
            await client.PatchAsync(s_bindings, ns, account, Patch.Apply(Binding(account, ns), "hearth", force: true), cancellationToken);
        }
    }

    /// <summary>What Spark's driver needs, in its own namespace.</summary>
    private static JsonObject Role(string name) => new()
    {
        ["apiVersion"] = "rbac.authorization.k8s.io/v1",
        ["kind"] = "Role",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["rules"] = new JsonArray(new JsonObject
        {
            ["apiGroups"] = new JsonArray(""),
            ["resources"] = new JsonArray("pods", "configmaps", "services", "persistentvolumeclaims"),
            ["verbs"] = new JsonArray("*"),
        }),
    };

    private static JsonObject Binding(string name, string ns) => new()
    {
        ["apiVersion"] = "rbac.authorization.k8s.io/v1",
        ["kind"] = "RoleBinding",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Role", ["name"] = name },
        ["subjects"] = new JsonArray(new JsonObject { ["kind"] = "ServiceAccount", ["name"] = name, ["namespace"] = ns }),
    };

    private static async Task IgnoreExistingAsync(Task creation)
    {
        try
        {
            await creation;
        }
        catch (KubeException e) when (e.IsAlreadyExists)
        {
            // Made by an earlier start, or by the manifest.
        }
    }
}
