using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;
using Hearth.LocalCluster.ApiServer;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.Controllers;

/// <summary>Keeps the rules of cluster roles that gather those of others by label (<c>admin</c>, <c>edit</c>, <c>view</c>).</summary>
internal sealed class RoleAggregationController(KubeClient client, ControllerSettings settings) : IDisposable
{
    private const string Everything = "";
    private static readonly ResourceType<KubeObject> s_roles = ResourceTypes.Untyped("rbac.authorization.k8s.io", "v1", "clusterroles", "ClusterRole", namespaced: false);
    private readonly WorkQueue<string> _queue = new();

    public Task RunAsync(CancellationToken cancellationToken)
    {
        var roles = new Store<KubeObject, KubeObject>(client, s_roles, role => role with { Extra = null }, logger: settings.Logger);
        roles.Changed += _ => _queue.Add(Everything);
        return Task.WhenAll(
            roles.RunAsync(cancellationToken),
            new Controller<string>("cluster roles", _queue, ReconcileAsync, new() { Workers = 1, UrgentWorkers = 0 }, settings.Logger).RunAsync(cancellationToken));
    }

    public void Dispose() => _queue.Dispose();

    private async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        var list = await client.GetJsonAsync("/apis/rbac.authorization.k8s.io/v1/clusterroles", cancellationToken);
        var all = list.AsObject().Objects("items").ToArray();
        foreach (var role in all.Where(role => role.Map("aggregationRule") is not null))
        {
            var rules = RoleAggregation.Rules(role, all);
            if (JsonNode.DeepEquals(role["rules"] ?? new JsonArray(), rules))
                continue;
            var name = role.Map("metadata")!.Text("name")!;
            var wanted = new JsonObject
            {
                ["apiVersion"] = "rbac.authorization.k8s.io/v1",
                ["kind"] = "ClusterRole",
                ["metadata"] = new JsonObject { ["name"] = name },
                ["rules"] = rules,
            };
            await client.PatchAsync(s_roles, null, name, Patch.Apply(wanted, RoleAggregation.Manager, force: true), cancellationToken);
        }

        return ReconcileResult.Done;
    }
}
