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

    public static UserInfo ServiceAccount(string ns, string name, string uid) =>
        new($"system:serviceaccount:{ns}:{name}", ["system:serviceaccounts", "system:serviceaccounts:" + ns, "system:authenticated"]) { Uid = uid };
}
