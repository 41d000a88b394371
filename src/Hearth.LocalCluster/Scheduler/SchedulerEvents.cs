using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.LocalCluster.Nodes;

namespace Hearth.LocalCluster.Scheduling;

/// <summary>
/// Writes the scheduler's events as it does: <c>events.k8s.io/v1</c>, with an action and a related object; one that comes again becomes a
/// series. Recording never waits and never fails.
/// </summary>
internal sealed class SchedulerEvents(KubeClient client, SchedulerOptions options)
{
    private const int Waiting = 4096;
    private const int Longest = 1024;
    private static readonly ResourceType<KubeObject> s_events = ResourceTypes.Untyped("events.k8s.io", "v1", "events", "Event");
    private readonly Channel<Entry> _entries = Channel.CreateBounded<Entry>(new BoundedChannelOptions(Waiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });
    private readonly ConcurrentDictionary<string, (string Note, string Name, int Count)> _last = new(StringComparer.Ordinal);

    private sealed record Entry(SchedulingPod About, SchedulingPod? Related, string Type, string Reason, string Action, string Note, DateTimeOffset At);

    public void Record(SchedulingPod about, SchedulingPod? related, string type, string reason, string action, string note) =>
        _entries.Writer.TryWrite(new(about, related, type, reason, action, note, options.Time.GetUtcNow()));

    /// <summary>The pod is gone: nothing is told of it again.</summary>
    public void Forget(string uid) => _last.TryRemove(uid, out _);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (var entry in _entries.Reader.ReadAllAsync(cancellationToken))
        {
            try
            {
                await WriteAsync(entry, cancellationToken);
            }
            catch (KubeException error)
            {
                NodeLog.Failed(options.Logger, error, $"recording {entry.Reason} of {entry.About.Key}");
            }
        }
    }

    private async Task WriteAsync(Entry entry, CancellationToken cancellationToken)
    {
        var ns = entry.About.Key.Namespace;
        if (_last.TryGetValue(entry.About.Uid, out var last) && last.Note == entry.Note && await RepeatAsync(ns, last.Name, last.Count + 1, entry.At, cancellationToken))
        {
            _last[entry.About.Uid] = last with { Count = last.Count + 1 };
            return;
        }

        var stamp = (entry.At.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) * 100;
        var name = string.Create(CultureInfo.InvariantCulture, $"{entry.About.Key.Name}.{stamp:x}");
        await client.CreateAsync(s_events, ns, NewEvent(entry, name), cancellationToken);
        // Whoever is placed or ended does not wait any more.
        if (entry.Reason == "FailedScheduling")
            _last[entry.About.Uid] = (entry.Note, name, 1);
    }

    /// <summary>False where the first event is gone.</summary>
    private async Task<bool> RepeatAsync(string ns, string name, int count, DateTimeOffset at, CancellationToken cancellationToken)
    {
        try
        {
            var series = new JsonObject { ["count"] = count, ["lastObservedTime"] = Micro(at) };
            await client.PatchAsync(s_events, ns, name, Patch.Merge(new JsonObject { ["series"] = series }), cancellationToken);
            return true;
        }
        catch (KubeException error) when (error.IsNotFound)
        {
            return false;
        }
    }

    private KubeObject NewEvent(Entry entry, string name)
    {
        var fields = new JsonObject
        {
            ["eventTime"] = Micro(entry.At),
            ["reportingController"] = options.Name,
            ["reportingInstance"] = $"{options.Name}-{Environment.MachineName}",
            ["action"] = entry.Action,
            ["reason"] = entry.Reason,
            ["regarding"] = Reference(entry.About),
            ["note"] = Clip(entry.Note),
            ["type"] = entry.Type,
        };
        if (entry.Related is { } related)
            fields["related"] = Reference(related);
        using var document = System.Text.Json.JsonDocument.Parse(fields.ToJsonString());
        return new()
        {
            Metadata = new() { Name = name, Namespace = entry.About.Key.Namespace },
            Extra = document.RootElement.EnumerateObject().ToDictionary(f => f.Name, f => f.Value.Clone(), StringComparer.Ordinal),
        };
    }

    private static JsonObject Reference(SchedulingPod pod) => new()
    {
        ["kind"] = "Pod", ["namespace"] = pod.Key.Namespace, ["name"] = pod.Key.Name, ["uid"] = pod.Uid, ["apiVersion"] = "v1", ["resourceVersion"] = pod.ResourceVersion,
    };

    private static string Micro(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);

    /// <summary>The API takes 1024 bytes.</summary>
    private static string Clip(string note)
    {
        if (Encoding.UTF8.GetByteCount(note) <= Longest)
            return note;
        var end = Math.Min(note.Length, Longest);
        while (Encoding.UTF8.GetByteCount(note.AsSpan(0, end)) > Longest || char.IsHighSurrogate(note[end - 1]))
            end--;
        return note[..end];
    }
}
