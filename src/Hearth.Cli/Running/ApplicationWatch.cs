using System.Collections.Concurrent;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Watching;
using Hearth.Spark.Api;

namespace Hearth.Cli.Running;

/// <summary>Keeps the present state of one application and its pods, and wakes whoever follows them.</summary>
internal sealed class ApplicationWatch : IAsyncDisposable
{
    private static readonly TimeSpan s_again = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _stopping = new();
    private readonly SemaphoreSlim _changed = new(0);
    private readonly ConcurrentDictionary<string, Pod> _pods = new(StringComparer.Ordinal);
    private readonly Task _watching;
    private volatile SparkApplication _application;

    public ApplicationWatch(KubeClient client, SparkApplication application)
    {
        _application = application;
        var (ns, name) = (application.Metadata.Namespace!, application.Metadata.Name!);
        _watching = Task.WhenAll(
            KeepAsync(client, SparkResources.SparkApplications, ns, new WatchOptions { FieldSelector = $"metadata.name={name}" }, OnApplication),
            KeepAsync(client, ResourceTypes.Pods, ns, new WatchOptions { LabelSelector = $"{SparkLabels.AppName}={name}" }, OnPod));
    }

    public SparkApplication Application => _application;

    /// <summary>The application was deleted by somebody.</summary>
    public bool IsGone { get; private set; }

    public IReadOnlyCollection<Pod> Pods => [.. _pods.Values];

    /// <summary>Waits for news, at most this long.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellationToken) => _changed.WaitAsync(longest, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        _stopping.Dispose();
        _changed.Dispose();
    }

    private async Task KeepAsync<T>(KubeClient client, ResourceType<T> type, string ns, WatchOptions options, Action<WatchEvent<T>> handle)
        where T : KubeObject
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await foreach (var change in client.WatchAsync(type, ns, options, _stopping.Token))
                {
                    if (change.Type is WatchEventType.Bookmark)
                        continue;
                    handle(change);
                    _changed.Release();
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (KubeException)
            {
                // The watch begins anew with everything that exists.
                await Task.Delay(s_again, CancellationToken.None);
            }
        }
    }

    private void OnApplication(WatchEvent<SparkApplication> change)
    {
        _application = change.Object;
        IsGone = change.Type is WatchEventType.Deleted;
    }

    private void OnPod(WatchEvent<Pod> change)
    {
        var name = change.Object.Metadata.Name!;
        if (change.Type is WatchEventType.Deleted)
            _pods.TryRemove(name, out _);
        else
            _pods[name] = change.Object;
    }
}
