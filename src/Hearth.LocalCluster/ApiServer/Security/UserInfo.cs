using System.Text.Json.Nodes;

namespace Hearth.LocalCluster.ApiServer.Security;

/// <summary>Who makes a request.</summary>
internal sealed record UserInfo(string Name, IReadOnlyList<string> Groups)
{
    public const string Masters = "system:masters";

    public static readonly UserInfo Anonymous = new("system:anonymous", ["system:unauthenticated"]);

    public string Uid { get; init; } = "";

    /// <summary>Facts about the token, such as <c>authentication.kubernetes.io/pod-name</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Extra { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    public bool IsMaster => Groups.Contains(Masters);

    /// <summary><c>authentication.k8s.io/v1 UserInfo</c>.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["username"] = Name };
        if (Uid.Length > 0)
            json["uid"] = Uid;
        json["groups"] = new JsonArray([.. Groups.Select(group => (JsonNode)group)]);
        if (Extra.Count > 0)
            json["extra"] = new JsonObject(Extra.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, new JsonArray([.. pair.Value.Select(value => (JsonNode)value)]))));
        return json;
    }

    public static UserInfo ServiceAccount(string ns, string name, string uid) =>
        new($"system:serviceaccount:{ns}:{name}", ["system:serviceaccounts", "system:serviceaccounts:" + ns, "system:authenticated"]) { Uid = uid };
}
