using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hearth.Kube.Controllers;

/// <summary>
/// Writes core/v1 events from a background loop: recording never waits and never fails. As client-go does, an event that comes again
/// raises the count of the first one, many like events become one "combined from similar events", and an object that is noisy for long
/// is cut back to one event each five minutes.
/// </summary>
/// <param name="client">Where events are written.</param>
/// <param name="component">Who records, for example <c>spark-operator</c>.</param>
/// <param name="instance">Which one of its replicas: its pod's name.</param>
/// <param name="logger">Gets what could not be written.</param>
/// <param name="time">Null: the system's clock.</param>
/// <param name="host">The node that the events come from; null where that says nothing.</param>
public sealed class EventRecorder(KubeClient client, string component, string instance, ILogger? logger = null, TimeProvider? time = null, string? host = null)
{
    private readonly ILogger _logger = logger ?? NullLogger.Instance;
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly EventCorrelator _correlator = new();
    private readonly Channel<RecordedEvent> _waiting = Channel.CreateBounded<RecordedEvent>(
        new BoundedChannelOptions(4096) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    public void Normal(KubeObject about, string reason, string message) => Record(about, "Normal", reason, message);

    public void Warning(KubeObject about, string reason, string message) => Record(about, "Warning", reason, message);

    /// <summary>Where more than 4096 wait (the server does not answer), new ones are dropped.</summary>
    public void Record(KubeObject about, string type, string reason, string message) => Record(ReferenceTo(about), type, reason, message);

    public void Record(ObjectReference about, string type, string reason, string message) =>
        _waiting.Writer.TryWrite(new(about, type, reason, message, _time.GetUtcNow()));

    /// <summary>Writes until cancelled; what is waiting then is still written, for at most two seconds.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var e in _waiting.Reader.ReadAllAsync(cancellationToken))
                await WriteAsync(e, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            using var last = new CancellationTokenSource(TimeSpan.FromSeconds(2), _time);
            while (!last.IsCancellationRequested && _waiting.Reader.TryRead(out var e))
                await WriteAsync(e, last.Token);
        }
    }

    private async Task WriteAsync(RecordedEvent e, CancellationToken cancellationToken)
    {
        try
        {
            if (_correlator.Correlate(e) is not { } series)
                return;
            var ns = e.About.Namespace is { Length: > 0 } own ? own : "default";
            if (series.Count == 1 || !await TryRaiseAsync(ns, series, cancellationToken))
                await client.CreateAsync(ResourceTypes.Events, ns, NewEvent(ns, series), cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Events are best effort: no event is worth a halt.
            EventLog.Lost(_logger, error, e.Reason, e.About.Namespace, e.About.Name);
        }
    }

    /// <summary>False where the server has dropped the first event (after an hour).</summary>
    private async Task<bool> TryRaiseAsync(string ns, EventSeries series, CancellationToken cancellationToken)
    {
        var change = new JsonObject { ["count"] = series.Count, ["lastTimestamp"] = TimeConverter.Format(series.Last), ["message"] = Clip(series.Message) };
        try
        {
            await client.PatchAsync(ResourceTypes.Events, ns, series.Name, Patch.Merge(change), cancellationToken);
            return true;
        }
        catch (KubeException e) when (e.IsNotFound)
        {
            return false;
        }
    }

    private Event NewEvent(string ns, EventSeries series) => new()
    {
        Metadata = new() { Name = series.Name, Namespace = ns },
        InvolvedObject = series.About,
        Reason = series.Reason,
        Message = Clip(series.Message),
        Type = series.Type,
        Source = new() { Component = component, Host = host },
        FirstTimestamp = Whole(series.First),
        LastTimestamp = Whole(series.Last),
        Count = series.Count,
        ReportingComponent = component,
        ReportingInstance = instance,
    };

    private static ObjectReference ReferenceTo(KubeObject about) => new()
    {
        ApiVersion = about.ApiVersion,
        Kind = about.Kind,
        Namespace = about.Metadata.Namespace,
        Name = about.Metadata.Name,
        Uid = about.Metadata.Uid,
        ResourceVersion = about.Metadata.ResourceVersion,
    };

    private static DateTimeOffset Whole(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    /// <summary>The API takes 1024 bytes.</summary>
    private static string Clip(string message)
    {
        const int Limit = 1024;
        if (message.Length * 3 <= Limit || Encoding.UTF8.GetByteCount(message) <= Limit)
            return message;
        var end = Math.Min(message.Length, Limit - 3);
        while (Encoding.UTF8.GetByteCount(message.AsSpan(0, end)) > Limit - 3 || char.IsHighSurrogate(message[end - 1]))
            end--;
        return message[..end] + "...";
    }
}

internal static partial class EventLog
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "The event {Reason} of {Namespace}/{Name} could not be written")]
    public static partial void Lost(ILogger logger, Exception error, string reason, string? @namespace, string? name);
}
