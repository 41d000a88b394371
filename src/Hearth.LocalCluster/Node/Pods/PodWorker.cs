using System.Net;
using System.Threading.Channels;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Nodes;

/// <summary>
/// Runs one pod from its binding to its removal. One loop owns all state; everything else sends it messages. Each step looks at the
/// present state, decides and acts, and ends with the status being written where it changed.
/// </summary>
internal sealed partial class PodWorker : IDisposable
{
    private static readonly TimeSpan s_longestMountRetry = TimeSpan.FromSeconds(2);
    private readonly NodeContext _node;
    private readonly string _hostIP;
    private readonly IReadOnlyDictionary<string, Kube.Core.Quantities.Quantity> _allocatable;
    private readonly Channel<Action> _mailbox = Channel.CreateUnbounded<Action>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Dictionary<string, ContainerRun> _runs = new(StringComparer.Ordinal);
    private readonly List<ContainerRecord> _records;
    private readonly DateTimeOffset _startTime;
    private readonly PodStatusWriter _status;
    private readonly CancellationTokenSource _over = new();

    /// <summary>Cancelled when the pod is deleted: whatever the loop waits for then is given up.</summary>
    private readonly CancellationTokenSource _urgent = new();
    private Pod _pod;
    private IPAddress? _address;
    private Dictionary<string, MountedVolume>? _volumes;
    private DateTimeOffset _nextMount;
    private DateTimeOffset? _nextTokens;
    private readonly ServiceAccountTokens _tokens;
    private TimeSpan _mountRetry = TimeSpan.FromMilliseconds(20);
    private PodVerdict? _verdict;
    private readonly bool _wasOver;
    private bool _isOver;
    private bool _isGone;
    private bool _isStale;

    public PodWorker(NodeContext node, Pod pod, string hostIP, IReadOnlyDictionary<string, Kube.Core.Quantities.Quantity> allocatable)
    {
        (_node, _pod, _hostIP, _allocatable) = (node, pod, hostIP, allocatable);
        _startTime = pod.Status?.StartTime ?? node.Time.GetUtcNow();
        _status = new(node.Client, pod);
        _tokens = new(node.Client, node.Time, pod);
        _records = [.. ContainerRecord.Of(pod.Spec!).Select(r => Adopted(r, pod))];
        _isOver = _wasOver = pod.Status?.Phase is PodPhase.Succeeded or PodPhase.Failed;
    }

    public Pod Pod => _pod;

    /// <summary>Null until the pod has one.</summary>
    public string? PodIP => _address?.ToString();

    /// <summary>The pod as it is now in the API.</summary>
    public void Update(Pod pod)
    {
        if (pod.Metadata.DeletionTimestamp is not null)
            _urgent.Cancel();
        Post(() => Updated(pod));
    }

    private void Updated(Pod pod)
    {
        if (PodObjects.ShowsItself(pod) && !(SameTexts(_pod.Metadata.Labels, pod.Metadata.Labels) && SameTexts(_pod.Metadata.Annotations, pod.Metadata.Annotations)))
            _isStale = true;
        _pod = pod;
        foreach (var record in _records.ToList())
            ResizeTo(record, pod);
        // Nothing else can be added to a pod that runs.
        var added = ContainerRecord.Of(pod.Spec!).Where(r => r.Kind == ContainerKind.Ephemeral && !_records.Exists(known => known.Name == r.Name)).ToList();
        lock (_runs)
            _records.AddRange(added);
    }

    /// <summary>What the pod's volumes show has changed.</summary>
    public void Refresh() => Post(() => (_isStale, _nextMount) = (true, default));

    /// <summary>The pod's object is gone.</summary>
    public void Remove()
    {
        _urgent.Cancel();
        Post(() => _isGone = true);
    }

    /// <summary>The run of a container; null where it does not run.</summary>
    public ContainerRun? FindRun(string container)
    {
        lock (_runs)
            return _runs.GetValueOrDefault(container);
    }

    public IReadOnlyList<ContainerRun> Runs()
    {
        lock (_runs)
            return [.. _runs.Values];
    }

    /// <summary>As much of a container's status as says which logs there are; null where the pod has none of that name.</summary>
    public ContainerStatus? FindStatus(string container)
    {
        lock (_runs)
        {
            return _records.Find(r => r.Name == container) is { } record
                ? new() { Name = container, State = record.State ?? PodStatusBuilder.NotStarted(record, _records), LastState = record.LastState, RestartCount = record.RestartCount }
                : null;
        }
    }

    /// <summary>Ends when nothing of the pod is left.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!_isOver)
                _address = _pod.Spec?.HostNetwork == true ? IPAddress.Parse(_hostIP) : _node.Network.Take();
            _ = WatchStorageAsync(_over.Token);
            while (true)
            {
                while (_mailbox.Reader.TryRead(out var message))
                    message();
                var (next, removed) = await TryStepAsync(cancellationToken);
                if (removed)
                    return;
                await WaitAsync(next, cancellationToken);
            }
        }
        finally
        {
            await CleanUpAsync();
        }
    }

    public void Dispose()
    {
        _status.Dispose();
        _over.Dispose();
        _urgent.Dispose();
    }

    private void Post(Action message) => _mailbox.Writer.TryWrite(message);

    private async Task<(DateTimeOffset? Next, bool Removed)> TryStepAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await StepAsync(cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            NodeLog.PodFailed(_node.Logger, error, $"{_pod.Metadata.Namespace}/{_pod.Metadata.Name}", "a step");
            return (_node.Time.GetUtcNow() + TimeSpan.FromSeconds(1), false);
        }
    }

    private async Task<(DateTimeOffset? Next, bool Removed)> StepAsync(CancellationToken cancellationToken)
    {
        var now = _node.Time.GetUtcNow();
        CheckDeadline(now);
        DateTimeOffset? next;
        if (_isGone || _pod.Metadata.DeletionTimestamp is not null || _verdict is not null)
            next = Terminate(now);
        else if (_isOver)
            next = null;
        else
            next = await GoOnAsync(now, cancellationToken);
        if (!_isGone && !_wasOver)
            await WriteStatusAsync(cancellationToken);
        if (!_isOver || (!_isGone && _pod.Metadata.DeletionTimestamp is null))
            return (Earlier(next, DeadlineAt()), false);
        if (!_isGone)
            await _node.Client.DeleteAsync(ResourceTypes.Pods, _pod.Metadata.Namespace, _pod.Metadata.Name!, new() { GracePeriodSeconds = 0, Uid = _pod.Metadata.Uid }, cancellationToken);
        return (null, true);
    }

    private async Task<DateTimeOffset?> GoOnAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_volumes is null && await MountAsync(now, cancellationToken) is { } mountAt)
            return mountAt;
        if (_isStale || now >= _nextTokens)
            await RenewVolumesAsync(now, cancellationToken);
        var stopAt = KillOverdue(now);
        FlipPullBackOff(now);
        var decision = PodDecision.Of(_pod.Spec!, _records, now);
        if (decision.BackOff.Count > 0)
        {
            // Observers see how it ended before they see that it waits.
            await WriteStatusAsync(cancellationToken);
            foreach (var record in decision.BackOff)
                ShowBackOff(record);
        }

        if (decision.Stop.Count > 0)
            stopAt = Earlier(stopAt, StopAll(decision.Stop, now));
        if (decision.Start.Count > 0)
        {
            // Observers see the pod being prepared before its first container runs.
            _ = WriteStatusAsync(cancellationToken);
            foreach (var record in decision.Start)
                await StartAsync(record, cancellationToken);
            return now;
        }

        _isOver = decision.IsOver;
        return Earlier(Earlier(decision.NextAt, stopAt), _nextTokens);
    }

    private async Task<DateTimeOffset?> MountAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (now < _nextMount)
            return _nextMount;
        try
        {
            await MountAllAsync(cancellationToken);
            return null;
        }
        catch (MountException error)
        {
            // Drivers are created a moment before their ConfigMap: only a longer wait is worth an event.
            if (_mountRetry > TimeSpan.FromMilliseconds(100))
                Event("Warning", "FailedMount", error.Message);
            _nextMount = now + _mountRetry;
            _mountRetry = _mountRetry * 2 < s_longestMountRetry ? _mountRetry * 2 : s_longestMountRetry;
            return _nextMount;
        }
    }

    private async Task MountAllAsync(CancellationToken cancellationToken)
    {
        _isStale = false;
        var objects = await PodObjects.FetchAsync(_node.Client, _pod, volumes: true, cancellationToken);
        _volumes = await new VolumeMounter(_node.Client, _node.Time, _tokens, Rewriting()).MountAsync(_pod, Facts(), objects, Path.Combine(_node.PodFolder(_pod), "volumes"), cancellationToken);
        _nextTokens = _tokens.NextAt;
    }

    // Tokens are written anew before they end, ConfigMaps and Secrets when they change. What is missing now stays as it was.
    private async Task RenewVolumesAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        _nextTokens = now.AddMinutes(1);
        try
        {
            await MountAllAsync(cancellationToken);
        }
        catch (MountException error)
        {
            Event("Warning", "FailedMount", error.Message);
        }
    }

    // Null where the container sees its own paths. The first main container speaks for all.
    private PathRewriting? Rewriting()
    {
        if (_node.Sandbox.HasOwnProcesses || _pod.Spec?.Containers is not [var main, ..] || _node.Options.Images.Find(main.Image ?? "") is not { } image)
            return null;
        var volumes = Path.Combine(_node.PodFolder(_pod), "volumes");
        return new([
            .. image.Binds.Where(b => b.Source is not null).Select(b => (b.Target, b.Source!)),
            .. (main.VolumeMounts ?? []).Where(m => m.MountPath is not null).Select(m => (m.MountPath!, Path.Combine(volumes, m.Name))),
        ]);
    }

    private Task WriteStatusAsync(CancellationToken cancellationToken) => _status.WriteAsync(
        new()
        {
            Pod = _pod,
            Records = [.. _records],
            Now = _node.Time.GetUtcNow(),
            StartTime = _startTime,
            HostIP = _hostIP,
            PodIP = _address?.ToString() ?? _pod.Status?.PodIP,
            Verdict = _verdict,
            IsOver = _isOver,
        },
        cancellationToken);

    private async Task WaitAsync(DateTimeOffset? next, CancellationToken cancellationToken)
    {
        var message = _mailbox.Reader.WaitToReadAsync(cancellationToken).AsTask();
        if (next is not { } at)
        {
            await message;
            return;
        }

        var delay = at - _node.Time.GetUtcNow();
        if (delay > TimeSpan.Zero)
        {
            using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(message, Task.Delay(delay.ForTimer(), _node.Time, timer.Token));
            await timer.CancelAsync();
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    // What ran under an earlier node is lost; what had ended has ended.
    private static ContainerRecord Adopted(ContainerRecord record, Pod pod)
    {
        var statuses = record.Kind switch
        {
            ContainerKind.Main => pod.Status?.ContainerStatuses,
            ContainerKind.Ephemeral => pod.Status?.EphemeralContainerStatuses,
            _ => pod.Status?.InitContainerStatuses,
        };
        if (statuses?.FirstOrDefault(s => s.Name == record.Name) is not { State: { } state } status)
            return record;
        var lost = PodStatusBuilder.Unknown() with { StartedAt = state.Running?.StartedAt, FinishedAt = state.Running?.StartedAt, ContainerID = status.ContainerID };
        return record with
        {
            State = state.Running is not null ? new() { Terminated = lost } : state.Terminated is not null ? state : null,
            LastState = status.LastState,
            RestartCount = status.RestartCount,
            ContainerId = status.ContainerID,
            ImageId = status.ImageID,
            User = status.User?.Linux,
        };
    }

    private PodFacts Facts() => new() { Pod = _pod, PodIP = _address?.ToString() ?? "", HostIP = _hostIP, Allocatable = _allocatable };

    private void Set(ContainerRecord record)
    {
        lock (_runs)
            _records[_records.FindIndex(r => r.Name == record.Name)] = record;
    }

    private ContainerRecord Get(string name) => _records.Find(r => r.Name == name)!;

    private void Event(string type, string reason, string message, ContainerRecord? container = null) => _node.Events[_pod.Spec!.NodeName!].Record(
        new ObjectReference
        {
            ApiVersion = "v1",
            Kind = "Pod",
            Namespace = _pod.Metadata.Namespace,
            Name = _pod.Metadata.Name,
            Uid = _pod.Metadata.Uid,
            ResourceVersion = _pod.Metadata.ResourceVersion,
            FieldPath = container is null ? null : $"spec.{FieldOf(container.Kind)}{{{container.Name}}}",
        },
        type,
        reason,
        message);

    private static string FieldOf(ContainerKind kind) => kind switch { ContainerKind.Main => "containers", ContainerKind.Ephemeral => "ephemeralContainers", _ => "initContainers" };

    private static bool SameTexts(IReadOnlyDictionary<string, string>? a, IReadOnlyDictionary<string, string>? b) =>
        (a?.Count ?? 0) == (b?.Count ?? 0) && (a is null || a.All(pair => b!.TryGetValue(pair.Key, out var value) && value == pair.Value));

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

    private static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null ? b : b is null ? a : a < b ? a : b;
}
