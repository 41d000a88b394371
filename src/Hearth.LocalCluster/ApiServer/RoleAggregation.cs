using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Selection;
using Hearth.Kube.Core.Patching;

namespace Hearth.LocalCluster.ApiServer;

/// <summary>Cluster roles whose rules are those of all roles with certain labels.</summary>
internal static class RoleAggregation
{
    public const string Manager = "clusterrole-aggregation-controller";
    private const string Group = "rbac.authorization.k8s.io";

    /// <summary>The rules of every selected role but <paramref name="role"/> itself, by name of the role, each once.</summary>
    public static JsonArray Rules(JsonObject role, IEnumerable<JsonObject> all)
    {
        var rules = new JsonArray();
        var others = all.Where(other => NameOf(other) != NameOf(role)).OrderBy(NameOf, StringComparer.Ordinal).ToArray();
        foreach (var selector in role.Map("aggregationRule")?.Objects("clusterRoleSelectors") ?? [])
        {
            foreach (var rule in others.Where(other => Selectors.Matches(selector, other.Map("metadata")?.Map("labels"))).SelectMany(other => other.Objects("rules")))
            {
                if (!rules.Any(known => JsonNode.DeepEquals(known, rule)))
                    rules.Add(rule.DeepClone());
            }
        }

        return rules;
    }

    /// <summary>Fills the roles of a new cluster before anybody asks; later a controller keeps them.</summary>
    public static void FillInitial(ApiContext context)
    {
        var resource = context.BuiltIn(Group, "clusterroles");
        var table = context.Store.Table(resource.TableName);
        foreach (var name in (ReadOnlySpan<string>)["view", "edit", "admin"])
        {
            var stored = table.Objects.Find("", name)!;
            var role = ObjectEncoder.Decode(resource, stored);
            if (role.List("rules") is { Count: > 0 })
                continue;
            role["rules"] = Rules(role, context.Objects(Group, "clusterroles"));
            var metadata = role.Map("metadata")!;
            var managed = ManagedFieldsEntry.Parse(metadata.List("managedFields"));
            managed.Insert(0, new ManagedFieldsEntry
            {
                Manager = Manager,
                Operation = "Apply",
                ApiVersion = resource.ApiVersion,
                Time = context.Now(),
                Fields = FieldSet.Parse(new JsonObject { ["f:rules"] = new JsonObject() }),
            });
            metadata["managedFields"] = ManagedFieldsEntry.ToJson(managed);
            context.Store.TryUpdate(table, stored, ObjectEncoder.Encode(resource, role));
        }
    }

    private static string NameOf(JsonObject role) => role.Map("metadata")?.Text("name") ?? "";
}
