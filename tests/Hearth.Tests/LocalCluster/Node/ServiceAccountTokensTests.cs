using System.Net;
using Hearth.Kube.Core.Objects;
using Hearth.LocalCluster.Nodes;
using Hearth.Testing;
using Hearth.Tests.Kube;
using Shouldly;
using Xunit;

namespace Hearth.Tests.LocalCluster.Nodes;

public sealed class ServiceAccountTokensTests
{
    private static readonly ServiceAccountTokenProjection s_hour = new() { ExpirationSeconds = 3600, Path = "token" };
    private readonly FakeTime _time = new();
    private readonly Answers _server = new();
    private int _issued;

    [Fact]
    public async Task A_token_is_kept_until_four_fifths_of_its_life_are_over()
    {
        var tokens = Tokens();
        (await GetAsync(tokens, s_hour, answer: 3600)).ShouldBe("t1");
        tokens.NextAt.ShouldBe(_time.GetUtcNow().AddSeconds(2880));
        _time.Advance(TimeSpan.FromSeconds(2879));
        (await tokens.GetAsync(s_hour, CancellationToken.None)).ShouldBe("t1");
        _time.Advance(TimeSpan.FromSeconds(1));
        (await GetAsync(tokens, s_hour, answer: 3600)).ShouldBe("t2");
        tokens.NextAt.ShouldBe(_time.GetUtcNow().AddSeconds(2880));
    }

    [Fact]
    public async Task A_token_of_a_long_life_is_renewed_each_day()
    {
        var tokens = Tokens();
        await GetAsync(tokens, s_hour with { ExpirationSeconds = 86400 * 30 }, answer: 86400 * 30);
        tokens.NextAt.ShouldBe(_time.GetUtcNow().AddHours(24));
    }

    [Fact]
    public async Task The_life_that_the_server_gives_counts_not_the_one_asked_for()
    {
        var tokens = Tokens();
        await GetAsync(tokens, s_hour, answer: 600);
        tokens.NextAt.ShouldBe(_time.GetUtcNow().AddSeconds(480));
    }

    [Fact]
    public async Task Each_audience_has_its_own_token_bound_to_the_pod()
    {
        var tokens = Tokens();
        await GetAsync(tokens, s_hour, answer: 3600);
        await GetAsync(tokens, s_hour with { Audience = "vault" }, answer: 3600);
        _server.Asked.ShouldBe(
        [
            """POST /api/v1/namespaces/n/serviceaccounts/robot/token {"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"expirationSeconds":3600,"boundObjectRef":{"apiVersion":"v1","kind":"Pod","name":"p","uid":"u"}}}""",
            """POST /api/v1/namespaces/n/serviceaccounts/robot/token {"apiVersion":"authentication.k8s.io/v1","kind":"TokenRequest","spec":{"expirationSeconds":3600,"boundObjectRef":{"apiVersion":"v1","kind":"Pod","name":"p","uid":"u"},"audiences":["vault"]}}""",
        ]);
    }

    [Fact]
    public async Task While_no_new_one_is_to_be_had_the_old_one_is_shown_as_long_as_it_holds()
    {
        var tokens = Tokens();
        await GetAsync(tokens, s_hour, answer: 3600);
        _time.Advance(TimeSpan.FromMinutes(50));
        _server.Then(HttpStatusCode.InternalServerError, """{"message":"etcd is away"}""");
        (await tokens.GetAsync(s_hour, CancellationToken.None)).ShouldBe("t1");
        _time.Advance(TimeSpan.FromMinutes(11));
        _server.Then(HttpStatusCode.InternalServerError, """{"message":"etcd is away"}""");
        (await Should.ThrowAsync<MountException>(tokens.GetAsync(s_hour, CancellationToken.None))).Message.ShouldBe("failed to fetch token: etcd is away");
    }

    private ServiceAccountTokens Tokens() => new(_server.Client(_time), _time, new() { Metadata = new() { Namespace = "n", Name = "p", Uid = "u" }, Spec = new() { ServiceAccountName = "robot" } });

    private Task<string> GetAsync(ServiceAccountTokens tokens, ServiceAccountTokenProjection projection, long answer)
    {
        var expires = _time.GetUtcNow().AddSeconds(answer).ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
        _server.Then(HttpStatusCode.Created, $$$"""{"spec":{"expirationSeconds":{{{answer}}}},"status":{"token":"t{{{++_issued}}}","expirationTimestamp":"{{{expires}}}"}}""");
        return tokens.GetAsync(projection, CancellationToken.None);
    }
}
