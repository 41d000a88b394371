using System.Buffers.Text;
using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.ApiServers.Differential.Access;

/// <summary>Who may do what, who says who they are, and how both servers say no.</summary>
public sealed class AccessTests(ITestOutputHelper output)
{
    private const int DefaultCases = 300;
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";

    // A controller of the real server fills them a moment after it starts.
    private static readonly string[] s_aggregated = ["view", "edit", "admin"];

    /// <summary><c>HEARTH_FUZZ_CASES</c> and <c>HEARTH_FUZZ_SEED</c> make it longer, or another one.</summary>
    [SkippableFact]
    public Task Random_roles_allow_and_refuse_alike() => CompareAsync(async (comparison, real, _) =>
    {
        var (cases, seed) = (Number("HEARTH_FUZZ_CASES", DefaultCases), Number("HEARTH_FUZZ_SEED", 20261121));
        output.WriteLine($"{cases} cases, seed {seed}");
        await comparison.RunAsync(AccessCases.Namespaces());
        await comparison.RunAsync(s_aggregated.Select(role => Ask("GET", $"{Rbac}/clusterroles/{role}") with { Tries = 40 }));
        // Controllers would change objects at times of their own.
        real.StopControllers();
        await comparison.RunAsync(AccessCases.Objects());
        await comparison.RunAsync(new AccessCases(seed).Requests(cases));
    });

    [SkippableFact]
    public Task Every_cluster_starts_with_the_same_roles() => CompareAsync(async (comparison, _, tellers) =>
    {
        // They are there a moment after the server is.
        await comparison.RunAsync([Ask("THERE", Rbac + "/namespaces/kube-public/rolebindings/system:controller:bootstrap-signer"), .. s_aggregated.Select(role => Ask("UNTIL", $"{Rbac}/clusterroles/{role} rules.0.verbs.0="))]);
        var objects = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var plural in (string[])["clusterroles", "clusterrolebindings", "roles", "rolebindings"])
        {
            foreach (var teller in tellers)
            {
                foreach (var metadata in (await teller.TellAsync(Ask("GET", $"{Rbac}/{plural}")))!.Body!["items"]!.AsArray().Select(item => item!["metadata"]!))
                    objects.Add(Rbac + (metadata["namespace"] is { } ns ? $"/namespaces/{ns}/{plural}/" : $"/{plural}/") + metadata["name"]);
            }
        }

        await comparison.RunAsync(objects.Select(path => Ask("GET", path) with { Tries = 40 }));
    });

    /// <summary>What a token says of itself; signatures, identities and times differ, the distance of times does not.</summary>
    [SkippableFact]
    public Task Tokens_say_the_same() => CompareAsync(async (comparison, _, tellers) =>
    {
        const string Default = "/api/v1/namespaces/default";
        await comparison.RunAsync(
        [
            Ask("THERE", Default + "/serviceaccounts/default"),
            Ask("QUIET", $"POST {Default}/pods", """{"metadata":{"name":"placed"},"spec":{"nodeName":"none","containers":[{"name":"c","image":"i"}]}}"""),
            Ask("QUIET", $"POST {Default}/pods", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}"""),
            Ask("QUIET", $"POST {Default}/secrets", """{"metadata":{"name":"s"}}"""),
            Ask("QUIET", "POST /api/v1/nodes", """{"metadata":{"name":"n"}}"""),
        ]);
        foreach (var spec in (string[])
        [
            "{}", """{"audiences":["x","y"],"expirationSeconds":900}""", """{"expirationSeconds":3607}""",
            """{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"p"}}""", """{"expirationSeconds":3607,"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"p"}}""",
            """{"expirationSeconds":3607,"audiences":["x"],"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"p"}}""", """{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"placed"}}""",
            """{"boundObjectRef":{"kind":"Secret","apiVersion":"v1","name":"s"}}""", """{"expirationSeconds":3607,"boundObjectRef":{"kind":"Node","apiVersion":"v1","name":"n"}}""",
        ])
        {
            var request = Ask("POST", Default + "/serviceaccounts/default/token", $$"""{"spec":{{spec}}}""");
            var answers = await Task.WhenAll(tellers.Select(teller => teller.TellAsync(request)));
            comparison.Compare(request, answers[0]! with { Body = Claims(answers[0]!) }, answers[1]! with { Body = Claims(answers[1]!) });
        }
    });

    /// <summary>A controller puts a token into each secret that asks for one; it is good until the secret goes.</summary>
    [SkippableFact]
    public Task Secrets_of_accounts_have_tokens() => CompareAsync(
        async (comparison, _, tellers) =>
        {
            var told = await Task.WhenAll(tellers.Select(TellOfSecretsAsync));
            foreach (var (expected, actual) in told[0].Zip(told[1]))
                comparison.Compare(expected.Request, expected.Answer, actual.Answer);
        },
        withControllers: true);

    private static async Task<List<(StoryRequest Request, StoryAnswer Answer)>> TellOfSecretsAsync(StoryTeller teller)
    {
        const string Default = "/api/v1/namespaces/default";
        var answers = new List<(StoryRequest Request, StoryAnswer Answer)>();
        async Task<StoryAnswer> TellAsync(StoryRequest request)
        {
            var answer = (await teller.TellAsync(request))!;
            // Our controllers write in the name of the whole program.
            answers.Add((request, answer with { Body = JsonNode.Parse(answer.Body!.ToJsonString().Replace("\"manager\":\"hearth\"", "\"manager\":\"kube-controller-manager\"", StringComparison.Ordinal)) }));
            return answer;
        }

        await teller.TellAsync(Ask("THERE", Default + "/serviceaccounts/default"));
        await TellAsync(Ask("POST", Default + "/serviceaccounts", """{"metadata":{"name":"robot"}}"""));
        await TellAsync(Secret("t", "robot"));
        await TellAsync(Secret("orphan", "nobody"));
        await teller.TellAsync(Ask("GONE", Default + "/secrets/orphan"));
        await teller.TellAsync(Ask("UNTIL", Default + "/secrets/t data.token="));
        var secret = await TellAsync(Ask("GET", Default + "/secrets/t"));
        var token = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String((string)secret.Body!["data"]!["token"]!));
        var said = JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]));
        answers.Add((Ask("CLAIMS", "t"), new StoryAnswer(200, said, "")));
        var review = Ask("POST", "/apis/authentication.k8s.io/v1/tokenreviews", $$$"""{"spec":{"token":"{{{token}}}"}}""");
        var other = Ask("POST", "/apis/authentication.k8s.io/v1/tokenreviews", $$$"""{"spec":{"token":"{{{token}}}","audiences":["other"]}}""");
        await TellAsync(other);
        await TellAsync(review);
        await teller.TellAsync(Ask("UNTIL", Default + "/secrets/t metadata.labels="));
        await TellAsync(Ask("GET", Default + "/secrets/t"));
        // An account takes its secrets with it.
        await TellAsync(Ask("DELETE", Default + "/serviceaccounts/robot"));
        await teller.TellAsync(Ask("GONE", Default + "/secrets/t"));
        await teller.TellAsync(Ask("AGAIN", "invalidated POST /apis/authentication.k8s.io/v1/tokenreviews", review.Body));
        await TellAsync(review);
        return answers;

        static StoryRequest Secret(string name, string account) => Ask("POST", Default + "/secrets", $$$"""{"metadata":{"name":"{{{name}}}","annotations":{"kubernetes.io/service-account.name":"{{{account}}}"}},"type":"kubernetes.io/service-account-token"}""");
    }

    private static JsonNode Claims(StoryAnswer answer)
    {
        var token = (string?)answer.Body!["status"]?["token"];
        if (token is null)
            return answer.Body;
        var claims = JsonNode.Parse(Base64Url.DecodeFromChars(token.Split('.')[1]))!.AsObject();
        var issued = (long)claims["iat"]!;
        foreach (var (map, name) in ((JsonObject, string)[])[(claims, "exp"), (claims, "nbf"), (claims, "iat"), (claims["kubernetes.io"]!.AsObject(), "warnafter")])
        {
            if (map[name] is { } time)
                map[name] = (long)time - issued;
        }

        return claims;
    }

    private static StoryRequest Ask(string method, string path, string? body = null) => new("roles", 0, method, path, new Dictionary<string, string>(StringComparer.Ordinal), body);

    private async Task CompareAsync(Func<Comparison, RealApiServer, StoryTeller[], Task> tell, bool withControllers = false)
    {
        await using var servers = await ServerPair.StartAsync(withControllers);
        using var expected = new StoryTeller(servers.Real.Address, servers.Real.Token);
        using var actual = new StoryTeller(servers.Ours.Address, servers.Ours.AdminToken);
        var comparison = new Comparison(expected, actual);
        await tell(comparison, servers.Real, [expected, actual]);
        foreach (var difference in comparison.Differences)
            output.WriteLine(difference);
        output.WriteLine($"{comparison.Equal} of {comparison.Total} equal");
        Assert.True(comparison.Equal == comparison.Total, $"{comparison.Equal} of {comparison.Total} equal; the first that is not: {comparison.Differences.FirstOrDefault()}");
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
