using System.Text;
using System.Text.Json;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.LocalCluster.Nodes;
using Hearth.Testing;
using Xunit;

namespace Hearth.ClusterTests.Nodes;

/// <summary>One local cluster for a class of stories; each story works in its own namespace.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    /// <summary>Where the cluster keeps everything.</summary>
    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("hearth-cluster-").FullName;

    public LocalCluster.LocalCluster Cluster { get; private set; } = null!;
    public KubeClient Client => Cluster.Admin;

    public static ImageCatalog Images { get; } = new() { Entries = [new("test:*", new ImageDescription { Name = "test" })] };

    public async Task InitializeAsync() => Cluster = await LocalCluster.LocalCluster.StartAsync(
        new() { Directory = Directory, Images = Images, Nodes = 2 }, CancellationToken.None);

    public async Task DisposeAsync()
    {
        await Cluster.DisposeAsync();
        TemporaryFolder.Delete(Directory);
    }

    public async Task<PodStory> StoryAsync()
    {
        var ns = "s-" + Guid.NewGuid().ToString("N")[..8];
        await Client.CreateAsync(ResourceTypes.Namespaces, null, new Namespace { Metadata = new() { Name = ns } }, CancellationToken.None);
        return new PodStory(Client, ns);
    }
}

/// <summary>What the stories do with pods of one namespace.</summary>
public sealed class PodStory(KubeClient client, string ns)
{
    private static readonly TimeSpan s_patience = HearthProcess.Patience;

    public string Namespace => ns;
    public KubeClient Client => client;

    /// <summary>Creates a pod whose only container runs a shell script.</summary>
    public Task<Pod> RunAsync(string name, string script, Func<Container, Container>? container = null, Func<PodSpec, PodSpec>? spec = null, Dictionary<string, string>? labels = null)
    {
        var main = new Container { Name = "c", Image = "test:1", Command = ["sh", "-c", script] };
        var pod = new PodSpec { RestartPolicy = "Never", TerminationGracePeriodSeconds = 5, Containers = [container?.Invoke(main) ?? main] };
        return client.CreateAsync(ResourceTypes.Pods, ns, new Pod { Metadata = new() { Name = name, Labels = labels }, Spec = spec?.Invoke(pod) ?? pod }, CancellationToken.None);
    }

    public Task<ConfigMap> ConfigMapAsync(string name, params (string Key, string Value)[] data) => client.CreateAsync(
        ResourceTypes.ConfigMaps, ns, new ConfigMap { Metadata = new() { Name = name }, Data = data.ToDictionary(d => d.Key, d => d.Value) }, CancellationToken.None);

    public Task<Pod> EndedAsync(string name) => UntilAsync(name, p => p.Status?.Phase is "Succeeded" or "Failed");

    public Task<Pod> ReadyAsync(string name) => UntilAsync(name, p => p.Status?.Conditions?.Any(c => c is { Type: "Ready", Status: "True" }) == true);

    /// <summary>Watches a pod until it is as wished; a test that waits in vain says what the pod was.</summary>
    public async Task<Pod> UntilAsync(string name, Func<Pod, bool> holds)
    {
        using var limit = new CancellationTokenSource(s_patience);
        Pod? last = null;
        try
        {
            await foreach (var change in client.WatchAsync(ResourceTypes.Pods, ns, new() { FieldSelector = "metadata.name=" + name, Bookmarks = false }, limit.Token))
            {
                last = change.Object;
                if (holds(last))
                    return last;
            }
        }
        catch (OperationCanceledException)
        {
        }

        throw new TimeoutException($"{name} did not become as wished: {(last is null ? "no such pod" : JsonSerializer.Serialize(last.Status!, KubeJson.Default.PodStatus))}");
    }

    public async Task GoneAsync<T>(ResourceType<T> type, string name)
        where T : KubeObject
    {
        for (var deadline = TimeProvider.System.GetUtcNow() + s_patience; TimeProvider.System.GetUtcNow() < deadline; await Task.Delay(20))
        {
            if (await client.FindAsync(type, ns, name, CancellationToken.None) is null)
                return;
        }

        throw new TimeoutException($"{type.Plural} {name} is still there");
    }

    /// <summary>Waits until a pod has been each of these in turn since it was created, also where that had passed before anybody looked.</summary>
    public async Task SeenAsync(Pod created, params Func<Pod, bool>[] moments)
    {
        using var limit = new CancellationTokenSource(s_patience);
        var seen = 0;
        var watch = new WatchOptions { FieldSelector = "metadata.name=" + created.Metadata.Name, ResourceVersion = created.Metadata.ResourceVersion, Bookmarks = false };
        await foreach (var change in client.WatchAsync(ResourceTypes.Pods, ns, watch, limit.Token))
        {
            seen += moments[seen](change.Object) ? 1 : 0;
            if (seen == moments.Length)
                return;
        }
    }

    public async Task<string> LogAsync(string name, LogOptions? options = null) =>
        await ReadAsync(await client.OpenLogAsync(ns, name, options ?? new(), CancellationToken.None));

    /// <summary>Hears a log to its end; when this is answered, it hears already.</summary>
    public async Task<Task<string>> FollowAsync(string name) =>
        ReadAsync(await client.OpenLogAsync(ns, name, new() { Follow = true }, CancellationToken.None));

    private static async Task<string> ReadAsync(Stream log)
    {
        using var reader = new StreamReader(log, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Waits until an event of that reason exists.</summary>
    public async Task<Event> EventAsync(string reason)
    {
        for (var deadline = TimeProvider.System.GetUtcNow() + s_patience; TimeProvider.System.GetUtcNow() < deadline; await Task.Delay(20))
        {
            var events = await client.ListAsync(ResourceTypes.Events, ns, null, CancellationToken.None);
            if (events.Items.FirstOrDefault(e => e.Reason == reason) is { } found)
                return found;
        }

        throw new TimeoutException($"no event {reason}");
    }
}
