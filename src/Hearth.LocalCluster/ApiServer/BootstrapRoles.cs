using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Hearth.LocalCluster.ApiServer.Writing;

namespace Hearth.LocalCluster.ApiServer;

/// <summary>
/// The roles and bindings of every cluster, read from <c>Facts/roles.txt</c>: <c>ClusterRole name [label=value] [aggregates label=value]</c>
/// or <c>Role namespace/name</c>, then a rule a line (<c>verbs groups resources [names]</c> or <c>verbs url paths</c>), and bindings as
/// <c>ClusterRoleBinding name kind/role subjects</c>.
/// </summary>
internal static class BootstrapRoles
{
    private const string Group = "rbac.authorization.k8s.io";

    public static void Create(ApiContext context)
    {
        JsonObject? role = null;
        foreach (var line in Schemas.Read("roles.txt"))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (line.StartsWith(' '))
            {
                ((JsonArray)role!["rules"]!).Add((JsonNode)Rule(words));
                continue;
            }

            Store(context, role);
            role = words[0].EndsWith("Binding", StringComparison.Ordinal) ? Binding(context, words) : Role(context, words);
        }

        Store(context, role);
        RoleAggregation.FillInitial(context);
    }

    private static JsonObject Role(ApiContext context, string[] words)
    {
        var role = New(context, words);
        var labels = role["metadata"]!["labels"]!.AsObject();
        for (var i = 2; i < words.Length && words[i] != "aggregates"; i++)
            labels[words[i].Split('=')[0]] = words[i].Split('=')[1];
        if (words.Length > 3 && words[^2] == "aggregates")
            role["aggregationRule"] = new JsonObject { ["clusterRoleSelectors"] = new JsonArray(new JsonObject { ["matchLabels"] = new JsonObject { [words[^1].Split('=')[0]] = words[^1].Split('=')[1] } }) };
        role["rules"] = new JsonArray();
        return role;
    }

    private static JsonObject Rule(string[] words)
    {
        var rule = new JsonObject { ["verbs"] = List(words[0]) };
        if (words[1] == "url")
        {
            rule["nonResourceURLs"] = List(words[2]);
            return rule;
        }

        rule["apiGroups"] = List(words[1]);
        rule["resources"] = List(words[2]);
        if (words.Length > 3)
            rule["resourceNames"] = List(words[3]);
        return rule;
    }

    private static JsonObject Binding(ApiContext context, string[] words)
    {
        var binding = New(context, words);
        if (words.Length > 3)
            binding["subjects"] = new JsonArray([.. words[3..].Select(Subject)]);
        binding["roleRef"] = new JsonObject { ["apiGroup"] = Group, ["kind"] = words[2].Split('/')[0], ["name"] = words[2].Split('/')[1] };
        return binding;
    }

    private static JsonNode Subject(string word)
    {
        var (kind, name) = (word.Split(':')[0], word[(word.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        return kind == "ServiceAccount"
            ? new JsonObject { ["kind"] = kind, ["name"] = name.Split('/')[1], ["namespace"] = name.Split('/')[0] }
            : new JsonObject { ["kind"] = kind, ["apiGroup"] = Group, ["name"] = name };
    }

    private static JsonArray List(string words) => new([.. words.Split(',').Select(word => (JsonNode)JsonValue.Create(word == "core" ? "" : word))]);

    private static JsonObject New(ApiContext context, string[] words)
    {
        var isNamespaced = words[0] is "Role" or "RoleBinding";
        var value = NamespaceRules.New(context, words[0], isNamespaced ? words[1].Split('/')[0] : "", isNamespaced ? words[1].Split('/')[1] : words[1], Group + "/v1");
        value["metadata"]!["labels"] = new JsonObject { ["kubernetes.io/bootstrapping"] = "rbac-defaults" };
        value["metadata"]!["annotations"] = new JsonObject { ["rbac.authorization.kubernetes.io/autoupdate"] = "true" };
        return value;
    }

    private static void Store(ApiContext context, JsonObject? value)
    {
        if (value is null)
            return;
        var resource = context.BuiltIn(Group, value.Text("kind")!.ToLowerInvariant() + "s");
        var metadata = value.Map("metadata")!;
        if (context.Find(Group, resource.Plural, metadata.Text("namespace") ?? "", metadata.Text("name")!) is not null)
            return;
        if (value.ContainsKey("aggregationRule"))
            value.Remove("rules");
        Ownership.OnServerWrite(context, resource, value, "kube-apiserver");
        if (value.ContainsKey("aggregationRule"))
            value["rules"] = null;
        NamespaceRules.Store(context, resource, value);
    }
}
