using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.Cli.Clusters;
using Hearth.ClusterTests.ApiServers.Differential;
using Hearth.History;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.LocalCluster.ApiServer;
using Hearth.Testing;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.History;

/// <summary>Tokens of Kubernetes at the history server's door: the same story with our API server and with the real one.</summary>
public sealed class KubernetesAccessTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hearth-access-");

    public void Dispose() => _folder.Delete(recursive: true);

    [SkippableFact]
    public async Task The_local_clusters_accounts_get_in_by_what_they_may_read()
    {
        await using var server = await LocalCluster.ApiServer.ApiServer.StartAsync(new ApiServerOptions { Random = new Random(1) }, CancellationToken.None);
        await StoryAsync(server.WriteKubeconfig(Path.Combine(_folder.FullName, "kubeconfig")));
    }

    [SkippableFact]
    public async Task A_real_clusters_accounts_get_in_by_what_they_may_read()
    {
        await using var server = await RealApiServer.StartAsync();
        await StoryAsync(server.Kubeconfig);
    }

    private static async Task StoryAsync(string kubeconfig)
    {
        await using var cluster = new KubeClient(KubeConfigFile.Load(kubeconfig));
        foreach (var account in (string[])["reader", "stranger"])
            await PostAsync(cluster, "/api/v1/namespaces/default/serviceaccounts", $$"""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"{{account}}" } }""");
        await PostAsync(cluster, "/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles", """
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"reads"},"rules":[{"apiGroups":["sparkoperator.k8s.io"],"resources":["sparkapplications"],"verbs":["get"]}]}
            """);
        await PostAsync(cluster, "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", """
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"reads"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"reads"},"subjects":[{"kind":"ServiceAccount","name":"reader","namespace":"default"}]}
            """);
        string reader = await TokenAsync(cluster, "reader"), stranger = await TokenAsync(cluster, "stranger");

        await using var inOne = await StartAsync(new KubernetesTokens(cluster, "default"), acls: false);
        (await GetAsync(inOne, reader)).Status.ShouldBe(HttpStatusCode.OK);
        (await GetAsync(inOne, reader)).Status.ShouldBe(HttpStatusCode.OK);
        var refused = await GetAsync(inOne, stranger);
        refused.Status.ShouldBe(HttpStatusCode.Unauthorized);
        refused.Body.ShouldContain("system:serviceaccount:default:stranger may not get sparkapplications");
        (await GetAsync(inOne, "nonsense")).Body.ShouldContain("does not know this token");
        (await GetAsync(inOne, null)).Status.ShouldBe(HttpStatusCode.Unauthorized);

        // Reading in one namespace is not reading in all.
        await using var inAll = await StartAsync(new KubernetesTokens(cluster, null), acls: false);
        (await GetAsync(inAll, reader)).Status.ShouldBe(HttpStatusCode.Unauthorized);

        // The account's name is the user of view ACLs, which the application of another does not list.
        await using var withAcls = await StartAsync(new KubernetesTokens(cluster, "default"), acls: true);
        var closed = await GetAsync(withAcls, reader, $"/api/v1/applications/{BrowserFixture.Rich}/jobs");
        closed.Status.ShouldBe(HttpStatusCode.Forbidden);
        closed.Body.ShouldBe("user \"system:serviceaccount:default:reader\" is not authorized");
        await using var withGroup = await StartAsync(new KubernetesTokens(cluster, "default"), acls: true, "system:serviceaccounts:default");
        (await GetAsync(withGroup, reader, $"/api/v1/applications/{BrowserFixture.Rich}/jobs")).Status.ShouldBe(HttpStatusCode.OK);
    }

    private static Task<HistoryServer> StartAsync(KubernetesTokens tokens, bool acls, params string[] adminGroups) => HistoryServer.StartAsync(
        new HistoryOptions
        {
            LogDirectories = [Shared.Path("golden", "history", "4.3.0", "logs", "rich-cluster")], Port = 0, Authenticate = tokens.CheckAsync, AclsEnabled = acls, AdminGroups = adminGroups,
        },
        TimeProvider.System, _ => { }, CancellationToken.None);

    private static async Task<(HttpStatusCode Status, string Body)> GetAsync(HistoryServer server, string? token, string path = "/api/v1/applications")
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        if (token is not null)
            client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        using var answer = await client.GetAsync(path);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<string> TokenAsync(KubeClient cluster, string account)
    {
        var answer = await PostAsync(cluster, $"/api/v1/namespaces/default/serviceaccounts/{account}/token", """{"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"expirationSeconds":3600}}""");
        return answer["status"]!["token"]!.GetValue<string>();
    }

    private static async Task<JsonNode> PostAsync(KubeClient cluster, string path, string body)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await cluster.SendAsync(message, CancellationToken.None);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonNode.Parse(text)!;
    }
}
