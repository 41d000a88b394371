using System.Globalization;
using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Nodes;

// How a container comes to run.
internal sealed partial class PodWorker
{
    private static readonly TimeSpan s_configRetry = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan s_nameRetry = TimeSpan.FromSeconds(12);

    private async Task StartAsync(ContainerRecord record, CancellationToken cancellationToken)
    {
        var spec = record.Spec;
        if (_node.Options.Images.Find(spec.Image ?? "") is not { } image)
        {
            if (ImageName.Trouble(spec.Image ?? "") is { } trouble)
                NameFailed(record, trouble);
            else
                PullFailed(record);
            return;
        }

        var hasRun = record.LastTermination is not null;
        var restart = hasRun ? record.RestartCount + 1 : record.RestartCount;
        try
        {
            var command = await CommandAsync(record, image, cancellationToken);
            Pulled(record);
            Event("Normal", "Created", $"Created container: {spec.Name}", record);
            var id = Guid.NewGuid().ToString("N");
            record = record with { RestartCount = restart, ContainerId = "hearth://" + id, ImageId = image.Name, User = UserOf(command), LastState = record.Terminated is null ? record.LastState : record.State };
            // As a kubelet: what is kept is the run before this one.
            if (restart >= 2)
                ContainerLog.Delete(_node.LogFile(_pod, spec.Name!, restart - 2));
            var log = new ContainerLog(_node.LogFile(_pod, spec.Name!, restart), _node.Options.LogFileSize, _node.Time);
            var limit = spec.Resources?.Limits is { } limits && limits.TryGetValue("memory", out var memory) ? memory.RoundedUp() : 0;
            var run = await ContainerRun.StartAsync(_node, command, log, limit > 0 ? _node.Memory.Create(id, limit) : null);
            Started(record, run);
            if (await PostStartAsync(record, run))
                ContainerProbing.Start(this, record, run);
        }
        catch (ContainerStartException error) when (error.Reason == "CreateContainerConfigError")
        {
            if (record.State?.Waiting?.Message != error.Message)
                Event("Warning", "Failed", $"Error: {error.Message}", record);
            Set(record.Waiting(error.Reason, error.Message) with { NotBefore = _node.Time.GetUtcNow() + s_configRetry });
        }
        catch (ContainerStartException error)
        {
            StartFailed(record with { RestartCount = restart }, error);
        }
    }

    private static LinuxContainerUser UserOf(ContainerCommand command)
    {
        var (uid, gid) = command.User is { } user && ProcessTable.IsRoot ? (user.Uid, user.Gid) : (ProcessTable.UserId, ProcessTable.GroupId);
        return new() { Uid = uid, Gid = gid, SupplementalGroups = [gid, .. command.User is { } other && ProcessTable.IsRoot ? other.Groups : []] };
    }

    private void Started(ContainerRecord record, ContainerRun run)
    {
        Event("Normal", "Started", $"Started container {record.Name}", record);
        lock (_runs)
            _runs[record.Name] = run;
        Set(record with
        {
            State = new() { Running = new() { StartedAt = run.StartedAt } },
            Started = record.Spec.StartupProbe is null && record.Kind != ContainerKind.Init,
            Ready = record.Spec.StartupProbe is null && record.Spec.ReadinessProbe is null && record.Kind != ContainerKind.Init,
            NotBefore = null,
        });
        _ = ReportExitAsync(record.Name, run);
    }

    private async Task ReportExitAsync(string name, ContainerRun run)
    {
        var exit = await run.Exited;
        Post(() => OnExited(name, run, exit));
    }

    /// <summary>Nothing else of the pod happens until the hook has ended, but for the deletion of the pod.</summary>
    /// <returns>Whether the container goes on.</returns>
    private async Task<bool> PostStartAsync(ContainerRecord record, ContainerRun run)
    {
        if (record.Spec.Lifecycle?.PostStart is not { } hook)
            return true;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(run.Lifetime, _urgent.Token);
            if (DeadlineAt() is { } deadline)
                limit.CancelAfter((Later(deadline, _node.Time.GetUtcNow()) - _node.Time.GetUtcNow()).ForTimer());
            if (await Probes.RunAsync(_node, run, record.Spec, PodIP ?? "", hook, limit.Token) is not { } failure)
                return true;
            run.HookFailure = HookFailure(record, hook, failure);
        }
        catch (OperationCanceledException)
        {
            // The container ended before its hook did, or the pod ends.
            return false;
        }

        var now = _node.Time.GetUtcNow();
        Event("Warning", "FailedPostStartHook", "PostStartHook failed", record);
        Stop(Get(record.Name), now, Grace(), Task.CompletedTask, "FailedPostStartHook");
        return false;
    }

    private string HookFailure(ContainerRecord record, LifecycleHandler hook, string failure) =>
        (hook.Exec is { } exec ? $"Exec lifecycle hook ([{string.Join(' ', exec.Command ?? [])}])" : hook.HttpGet is { } http ? $"HTTP lifecycle hook ({http.Path})" : "Lifecycle hook")
        + $" for Container \"{record.Name}\" in Pod \"{_pod.Metadata.Name}_{_pod.Metadata.Namespace}({_pod.Metadata.Uid})\" failed - error: {failure.TrimEnd()}";

    // What a node of containers would have to fetch each time is shown as fetched, though it lies here.
    private void Pulled(ContainerRecord record)
    {
        var image = record.Spec.Image;
        if (record.Spec.ImagePullPolicy != "Always")
        {
            Event("Normal", "Pulled", $"Container image \"{image}\" already present on machine", record);
            return;
        }

        Event("Normal", "Pulling", $"Pulling image \"{image}\"", record);
        Event("Normal", "Pulled", $"Successfully pulled image \"{image}\" in 0s (0s including waiting). Image size: 0 bytes.", record);
    }

    private void NameFailed(ContainerRecord record, string trouble)
    {
        Event("Warning", "InspectFailed", trouble, record);
        Event("Warning", "Failed", "Error: InvalidImageName", record);
        Set(record.Waiting("InvalidImageName", trouble) with { NotBefore = _node.Time.GetUtcNow() + s_nameRetry });
    }

    private void PullFailed(ContainerRecord record)
    {
        var image = record.Spec.Image;
        var never = record.Spec.ImagePullPolicy == "Never";
        var (reason, message) = never
            ? ("ErrImageNeverPull", $"Container image \"{image}\" is not present with pull policy of Never")
            : ("ErrImagePull", $"rpc error: code = NotFound desc = failed to pull and unpack image \"{ImageName.Full(image ?? "")}\": failed to resolve reference \"{ImageName.Full(image ?? "")}\": {ImageName.Full(image ?? "")}: not found (no image of this cluster has that name)");
        if (never)
        {
            Event("Warning", reason, message, record);
        }
        else
        {
            Event("Normal", "Pulling", $"Pulling image \"{image}\"", record);
            Event("Warning", "Failed", $"Failed to pull image \"{image}\": {message}", record);
        }

        Event("Warning", "Failed", $"Error: {reason}", record);
        var wait = ContainerRecord.NextBackoff(record.Backoff, _node.Options.RestartBackoff);
        Set(record.Waiting(reason, message) with { NotBefore = _node.Time.GetUtcNow() + wait, Backoff = wait });
    }

    // A kubelet shows the failure for a moment, and from then on that it waits.
    private void FlipPullBackOff(DateTimeOffset now)
    {
        foreach (var record in _records.Where(r => r.State?.Waiting?.Reason == "ErrImagePull").ToList())
        {
            if (record.NotBefore - record.Backoff + TimeSpan.FromSeconds(1) > now)
            {
                _ = WakeAsync(TimeSpan.FromSeconds(1.1));
                continue;
            }

            Event("Normal", "BackOff", $"Back-off pulling image \"{record.Spec.Image}\"", record);
            Event("Warning", "Failed", "Error: ImagePullBackOff", record);
            Set(record.Waiting("ImagePullBackOff", $"Back-off pulling image \"{record.Spec.Image}\": ErrImagePull: {record.State!.Waiting!.Message}"));
        }
    }

    private async Task WakeAsync(TimeSpan delay)
    {
        await Task.Delay(delay, _node.Time);
        Post(() => { });
    }

    private void StartFailed(ContainerRecord record, ContainerStartException error)
    {
        var now = _node.Time.GetUtcNow();
        Event("Warning", "Failed", $"Error: {error.Message}", record);
        var failed = record with
        {
            State = new() { Terminated = new() { ExitCode = error.ExitCode, Reason = error.Reason, Message = error.Message, StartedAt = DateTimeOffset.UnixEpoch, FinishedAt = now, ContainerID = record.ContainerId } },
            NotBefore = record.Backoff is { } wait ? now + wait : null,
            Backoff = ContainerRecord.NextBackoff(record.Backoff, _node.Options.RestartBackoff),
        };
        Set(error.Reason == "StartError" ? WaitsAfter(failed, "RunContainerError", error.Message, now) : failed);
    }

    private async Task<ContainerCommand> CommandAsync(ContainerRecord record, ImageDescription image, CancellationToken cancellationToken)
    {
        var spec = record.Spec;
        if (SecurityContext.BreaksNonRoot(_pod.Spec!, spec, image) is { } breach)
            throw new ContainerStartException("CreateContainerConfigError", $"{breach} (pod: \"{_pod.Metadata.Name}_{_pod.Metadata.Namespace}({_pod.Metadata.Uid})\", container: {spec.Name})");
        var objects = await PodObjects.FetchAsync(_node.Client, _pod, volumes: false, cancellationToken);
        var environment = ContainerEnvironment.Resolve(spec, Facts(), objects, image, _node.ServiceVariables(_pod));
        string Expand(string text) => VariableExpansion.Expand(text, environment);
        IReadOnlyList<string> arguments = spec.Command is { Count: > 0 } command
            ? [.. command.Select(Expand), .. (spec.Args ?? []).Select(Expand)]
            : [.. image.Entrypoint, .. spec.Args is { Count: > 0 } args ? args.Select(Expand) : image.Arguments];
        if (arguments.Count == 0)
            throw new ContainerStartException("StartError", $"no command specified: neither the container nor the image {image.Name} names one");
        var mounts = ContainerMounts.Of(spec, image, _volumes ?? [], environment, _node.PodFolder(_pod), TerminationLog(record));
        var workingDirectory = spec.WorkingDir is { Length: > 0 } own ? own : image.WorkingDirectory ?? "/";
        return new()
        {
            Arguments = arguments,
            Environment = environment,
            WorkingDirectory = workingDirectory,
            Mounts = mounts,
            Hostname = ContainerEnvironment.Hostname(_pod),
            Hidden = [_node.Options.Directory, .. _node.Options.Hidden],
            User = SecurityContext.UserOf(_pod.Spec!, spec, image),
            ReadOnlyRoot = SecurityContext.ReadOnlyRoot(spec),
            Stdin = spec.Stdin == true,
            Tty = spec.Tty == true,
            StdinOnce = spec.StdinOnce == true,
            HostsFile = _node.Hosts.FileFor(_pod),
        };
    }

    private string TerminationLog(ContainerRecord record) =>
        Path.Combine(_node.PodFolder(_pod), "containers", record.Name, record.RestartCount.ToString(CultureInfo.InvariantCulture) + ".termination");
}
