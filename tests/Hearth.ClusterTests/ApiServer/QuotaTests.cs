using System.Globalization;
using Hearth.ClusterTests.ApiServers.Differential;
using Hearth.LocalCluster.ApiServer;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.ApiServers;

/// <summary>What a quota counts stays true whoever else writes at the same moment.</summary>
public sealed class QuotaTests
{
    private const string Secrets = "/api/v1/namespaces/default/secrets";
    private const string Quota = "/api/v1/namespaces/default/resourcequotas";

    [Fact]
    public async Task Of_creates_at_once_one_takes_the_last_place_and_a_delete_frees_it()
    {
        const int Rounds = 20;
        const int Writers = 8;
        await using var server = await LocalCluster.ApiServer.ApiServer.StartAsync(new ApiServerOptions { Random = new Random(1) }, CancellationToken.None);
        using var teller = new StoryTeller(server.Address, server.AdminToken);
        var writers = Enumerable.Range(0, Writers).Select(_ => new StoryTeller(server.Address, server.AdminToken)).ToArray();
        (await SendAsync(teller, "POST", Quota, """{"metadata":{"name":"few"},"spec":{"hard":{"secrets":"1"}}}""")).Status.ShouldBe(201);

        for (var round = 0; round < Rounds; round++)
        {
            var answers = await Task.WhenAll(writers.Select((writer, i) => Task.Run(() => SendAsync(writer, "POST", Secrets, $$$"""{"metadata":{"name":"s{{{i}}}"}}"""))));

            answers.Count(answer => answer.Status == 201).ShouldBe(1, $"round {round}");
            answers.Where(answer => answer.Status != 201).ShouldAllBe(answer => answer.Status == 403 && answer.Body!["message"]!.GetValue<string>().Contains("exceeded quota: few, requested: secrets=1, used: secrets=1, limited: secrets=1"));
            (await UsedAsync(teller)).ShouldBe("1");
            (await SendAsync(teller, "DELETE", string.Create(CultureInfo.InvariantCulture, $"{Secrets}/s{Array.FindIndex(answers, answer => answer.Status == 201)}"), null)).Status.ShouldBe(200);
            (await UsedAsync(teller)).ShouldBe("0");
        }

        foreach (var writer in writers)
            writer.Dispose();
    }

    private static async Task<string> UsedAsync(StoryTeller teller) => (await SendAsync(teller, "GET", Quota + "/few", null)).Body!["status"]!["used"]!["secrets"]!.GetValue<string>();

    private static async Task<StoryAnswer> SendAsync(StoryTeller teller, string method, string path, string? body) =>
        (await teller.TellAsync(new StoryRequest("", 0, method, path, new Dictionary<string, string>(), body)))!;
}
