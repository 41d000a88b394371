using System.Collections.Concurrent;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;

namespace Hearth.ClusterTests.Cli;

/// <summary>Every pod and claim of the default namespace that ever was, in its last state.</summary>
internal sealed class SeenObjects : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Pod> _pods = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PersistentVolumeClaim> _claims = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PersistentVolumeClaim> _goneClaims = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private Task _watching = Task.CompletedTask;

    private SeenObjects()
    {
    }

    public IReadOnlyCollection<PersistentVolumeClaim> Claims => [.. _claims.Values];

    public IReadOnlyCollection<PersistentVolumeClaim> GoneClaims => [.. _goneClaims.Values];

    public static SeenObjects Watch(KubeClient client)
    {
        var seen = new SeenObjects();
        seen._watching = Task.WhenAll(
            seen.WatchAsync(client, ResourceTypes.Pods, change => seen._pods[change.Object.Metadata.Name!] = change.Object),
            seen.WatchAsync(client, ResourceTypes.PersistentVolumeClaims, change =>
            {
                seen._claims[change.Object.Metadata.Name!] = change.Object;
                if (change.Type == WatchEventType.Deleted)
                    seen._goneClaims[change.Object.Metadata.Name!] = change.Object;
            }));
        return seen;
    }

    /// <summary>The executors of an application, the oldest first.</summary>
    public IReadOnlyList<Pod> ExecutorsOf(string application) =>
        [.. _pods.Values.Where(p => p.Metadata.Labels?.GetValueOrDefault("spark-role") == "executor" && p.Metadata.Labels.GetValueOrDefault("sparkoperator.k8s.io/app-name") == application)
            .OrderBy(p => p.Metadata.CreationTimestamp).ThenBy(p => p.Metadata.Name, StringComparer.Ordinal)];

    /// <summary>Waits while a pod runs.</summary>
    public async Task UntilAsync(string pod, Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(HearthProcess.Patience);
        while (!await holds())
        {
            if (limit.IsCancellationRequested || _pods.GetValueOrDefault(pod)?.Status?.Phase is "Failed" or "Succeeded")
                throw new TimeoutException($"in vain; pods: {string.Join(", ", _pods.Values.Select(p => $"{p.Metadata.Name} {p.Status?.Phase}"))}");
            await Task.Delay(100);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _stop.Dispose();
    }

    private async Task WatchAsync<T>(KubeClient client, ResourceType<T> type, Action<WatchEvent<T>> take)
        where T : KubeObject
    {
        try
        {
            await foreach (var change in client.WatchAsync(type, "default", new() { Bookmarks = false }, _stop.Token))
                take(change);
        }
        catch (OperationCanceledException)
        {
            // The story is over.
        }
    }
}
