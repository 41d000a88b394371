using System.Globalization;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Microsoft.Extensions.Logging;

namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// Writes the events of a component in the background. The same event again raises the count of the first one. An event that cannot be
/// written is lost, as with every Kubernetes component: events inform, nothing depends on them.
/// </summary>
internal sealed class NodeEvents(KubeClient client, string component, TimeProvider time, ILogger logger)
{
    private const int Remembered = 4096;
    private readonly Channel<Event> _queue = Channel.CreateBounded<Event>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<string, (string Name, int Count)> _written = new(StringComparer.Ordinal);
    private long _serial;

    /// <param name="regarding">The object that the event is about.</param>
    /// <param name="type"><c>Normal</c> or <c>Warning</c>.</param>
    /// <param name="reason">One word.</param>
    /// <param name="message">One sentence.</param>
    /// <param name="host">The node.</param>
    /// <param name="fieldPath">For containers <c>spec.containers{name}</c>.</param>
    public void Add(ObjectReference regarding, string type, string reason, string message, string? host = null, string? fieldPath = null) =>
        _queue.Writer.TryWrite(new Event
        {
            InvolvedObject = regarding with { FieldPath = fieldPath },
            Type = type,
            Reason = reason,
            Message = message.Length <= 1024 ? message : message[..1024],
            Source = new() { Component = component, Host = host },
            ReportingComponent = component,
            ReportingInstance = host ?? "",
            FirstTimestamp = time.GetUtcNow(),
            LastTimestamp = time.GetUtcNow(),
            Count = 1,
        });

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var next in _queue.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                await WriteAsync(next, cancellationToken);
            }
            catch (KubeException error)
            {
                // The namespace is ending, or the server is away.
                if (error is { IsForbidden: false, IsNotFound: false })
                    NodeLog.Failed(logger, error, $"writing the event {next.Reason}");
            }
        }
    }

    private async Task WriteAsync(Event next, CancellationToken cancellationToken)
    {
        var regarding = next.InvolvedObject!;
        var ns = string.IsNullOrEmpty(regarding.Namespace) ? "default" : regarding.Namespace;
        var key = $"{regarding.Uid}/{regarding.FieldPath}/{next.Reason}/{next.Message}";
        if (_written.TryGetValue(key, out var before))
        {
            var again = new JsonObject { ["count"] = before.Count + 1, ["lastTimestamp"] = next.LastTimestamp!.Value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture) };
            _written[key] = (before.Name, before.Count + 1);
            await client.PatchAsync(ResourceTypes.Events, ns, before.Name, Patch.Merge(again), cancellationToken);
            return;
        }

        var name = $"{regarding.Name}.{time.GetUtcNow().UtcTicks + Interlocked.Increment(ref _serial):x}";
        if (_written.Count >= Remembered)
            _written.Clear();
        _written[key] = (name, 1);
        await client.CreateAsync(ResourceTypes.Events, ns, next with { Metadata = new() { Name = name, Namespace = ns } }, cancellationToken);
    }

    public static ObjectReference Regarding(Pod pod) => new()
    {
        ApiVersion = "v1",
        Kind = "Pod",
        Namespace = pod.Metadata.Namespace,
        Name = pod.Metadata.Name,
        Uid = pod.Metadata.Uid,
        ResourceVersion = pod.Metadata.ResourceVersion,
    };
}
