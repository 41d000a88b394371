using System.Text.Json.Nodes;
using Hearth.ClusterTests.ApiServers.Differential;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Kube.Controllers;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Leases;
using Hearth.Kube.Watching;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Kube;

/// <summary>The client against a real Kubernetes API server.</summary>
public sealed class RealApiServerTests
{
    [SkippableFact]
    public async Task The_client_and_a_real_server_understand_each_other()
    {
        await using var server = await RealApiServer.StartAsync();
        using var client = new KubeClient(KubeConfigFile.Load(server.Kubeconfig));
        using var limit = new CancellationTokenSource(HearthProcess.Patience);
        await WritesAsync(client, limit.Token);
        await StoreAsync(client, limit.Token);
        await EventsAsync(client, limit.Token);
        await LeasesAsync(client, limit.Token);
        await RefusalsAsync(client, limit.Token);
    }

    private static async Task WritesAsync(KubeClient client, CancellationToken ct)
    {
        var maps = ResourceTypes.ConfigMaps;
        var made = await client.CreateAsync(maps, "default", Map("a", "1"), ct);
        (await Should.ThrowAsync<KubeException>(client.CreateAsync(maps, "default", Map("a", "1"), ct))).IsAlreadyExists.ShouldBeTrue();
        var replaced = await client.ReplaceAsync(maps, null, made with { Data = new Dictionary<string, string> { ["v"] = "2" } }, ct);
        (await Should.ThrowAsync<KubeException>(client.ReplaceAsync(maps, null, made with { Data = new Dictionary<string, string> { ["v"] = "3" } }, ct))).IsConflict.ShouldBeTrue();
        replaced.Data!["v"].ShouldBe("2");
        var json = JsonNode.Parse("""[{"op":"replace","path":"/data/v","value":"4"}]""")!;
        (await client.PatchAsync(maps, "default", "a", Patch.Json(json), ct)).Data!["v"].ShouldBe("4");
        (await client.PatchAsync(maps, "default", "a", Patch.Merge(JsonNode.Parse("""{"data":{"w":"5"}}""")!), ct)).Data!.Count.ShouldBe(2);
        (await client.PatchAsync(maps, "default", "a", Patch.Strategic(JsonNode.Parse("""{"data":{"w":null}}""")!), ct)).Data!.Count.ShouldBe(1);
        (await client.PatchAsync(maps, "default", "b", Patch.Apply(maps, Map("b", "6"), "test", force: true), ct)).Data!["v"].ShouldBe("6");
        (await client.FindAsync(maps, "default", "none", ct)).ShouldBeNull();
        await client.DeleteAsync(maps, "default", "none", null, ct);
        await client.DeleteAsync(maps, "default", "a", new() { Uid = made.Metadata.Uid, PropagationPolicy = "Background" }, ct);
        await client.DeleteCollectionAsync(maps, "default", new() { FieldSelector = "metadata.name=b" }, null, ct);
        (await new Discovery(client).FindAsync("apps/v1", "Deployment", ct))!.Plural.ShouldBe("deployments");
    }

    private static async Task StoreAsync(KubeClient client, CancellationToken ct)
    {
        for (var i = 0; i < 25; i++)
            await client.CreateAsync(ResourceTypes.ConfigMaps, "default", Map("s" + i, "x"), ct);
        var count = 0;
        await foreach (var _ in client.ListAllAsync(ResourceTypes.ConfigMaps, "default", new() { Limit = 10, LabelSelector = "test=yes" }, ct))
            count++;
        count.ShouldBe(25);

        var store = new Store<ConfigMap, string>(client, ResourceTypes.ConfigMaps, m => m.Data?["v"], new() { LabelSelector = "test=yes" });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var changed = new TaskCompletionSource();
        store.Changed += change =>
        {
            if (change.After == "y")
                changed.TrySetResult();
        };
        var running = store.RunAsync(stop.Token);
        await store.WaitForSyncAsync(ct);
        store.Count.ShouldBe(25);
        await client.PatchAsync(ResourceTypes.ConfigMaps, "default", "s3", Patch.Merge(JsonNode.Parse("""{"data":{"v":"y"}}""")!), ct);
        await changed.Task.WaitAsync(ct);
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        await Should.ThrowAsync<KubeException>(async () =>
        {
            await foreach (var _ in client.WatchAsync(ResourceTypes.ConfigMaps, null, new() { ResourceVersion = "not-a-version" }, ct))
                throw new InvalidOperationException("no event was expected");
        });
    }

    private static async Task EventsAsync(KubeClient client, CancellationToken ct)
    {
        var map = await client.GetAsync(ResourceTypes.ConfigMaps, "default", "s1", ct);
        var recorder = new EventRecorder(client, "test", "test-0");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var running = recorder.RunAsync(stop.Token);
        recorder.Normal(map, "Seen", "it was seen");
        recorder.Normal(map, "Seen", "it was seen");
        Event? seen = null;
        while (seen?.Count != 2)
        {
            var events = await client.ListAsync(ResourceTypes.Events, "default", new() { FieldSelector = $"involvedObject.uid={map.Metadata.Uid}" }, ct);
            seen = events.Items.SingleOrDefault();
            await Task.Delay(20, ct);
        }

        seen.Message.ShouldBe("it was seen");
        await stop.CancelAsync();
        await running;
    }

    private static async Task LeasesAsync(KubeClient client, CancellationToken ct)
    {
        var first = new LeaseElection(client, Candidate("first"));
        var second = new LeaseElection(client, Candidate("second"));
        var order = new List<string>();
        var leads = new TaskCompletionSource();
        var mayEnd = new TaskCompletionSource();
        var one = first.RunAsync(async _ =>
        {
            order.Add("first");
            leads.SetResult();
            await mayEnd.Task;
            order.Add("first ends");
        }, ct);
        await leads.Task;
        var two = second.RunAsync(_ =>
        {
            order.Add("second");
            return Task.CompletedTask;
        }, ct);
        mayEnd.SetResult();
        (await one).ShouldBeTrue();
        (await two).ShouldBeTrue();
        order.ShouldBe(["first", "first ends", "second"]);
        var lease = await client.GetAsync(ResourceTypes.Leases, "default", "test", ct);
        (lease.Spec!.HolderIdentity, lease.Spec.LeaseTransitions).ShouldBe(("", 1));
    }

    private static async Task RefusalsAsync(KubeClient client, CancellationToken ct)
    {
        var invalid = await Should.ThrowAsync<KubeException>(client.CreateAsync(ResourceTypes.ConfigMaps, "default", Map("No Name", "1"), ct));
        invalid.IsInvalid.ShouldBeTrue();
        using var stranger = new KubeClient(client.Configuration with { Credentials = CredentialSource.FromToken("wrong") });
        var unauthorized = await Should.ThrowAsync<KubeException>(stranger.ListAsync(ResourceTypes.Pods, "default", null, ct));
        unauthorized.IsUnauthorized.ShouldBeTrue();
        unauthorized.Message.ShouldContain("Log in again");
        using var distrustful = new KubeClient(client.Configuration with { CertificateAuthorities = null });
        (await Should.ThrowAsync<KubeException>(distrustful.ListAsync(ResourceTypes.Pods, "default", null, ct))).Message.ShouldContain("x509");
        using var misnamed = new KubeClient(client.Configuration with { TlsServerName = "elsewhere" });
        (await Should.ThrowAsync<KubeException>(misnamed.ListAsync(ResourceTypes.Pods, "default", null, ct))).Message.ShouldContain("tls-server-name");
        using var nobody = new KubeClient(new() { Server = new("https://127.0.0.1:1") });
        (await Should.ThrowAsync<KubeException>(nobody.ListAsync(ResourceTypes.Pods, "default", null, ct))).Message.ShouldContain("connection refused");
    }

    private static LeaseOptions Candidate(string identity) => new() { Namespace = "default", Name = "test", Identity = identity, RetryPeriod = TimeSpan.FromMilliseconds(200) };

    private static ConfigMap Map(string name, string value) => new()
    {
        Metadata = new() { Name = name, Namespace = "default", Labels = new Dictionary<string, string> { ["test"] = "yes" } },
        Data = new Dictionary<string, string> { ["v"] = value },
    };
}
