using System.Globalization;

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
            Event("Normal", "Pulled", $"Container image \"{spec.Image}\" already present on machine", record);
            Event("Normal", "Created", $"Created container: {spec.Name}", record);
            var id = Guid.NewGuid().ToString("N");
            record = record with { RestartCount = restart, ContainerId = "hearth://" + id, ImageId = image.Name, LastState = record.Terminated is null ? record.LastState : record.State };
            var log = new ContainerLog(_node.LogFile(_pod, spec.Name!, restart), _node.Options.LogFileSize, _node.Time);
            var limit = spec.Resources?.Limits is { } limits && limits.TryGetValue("memory", out var memory) ? memory.RoundedUp() : 0;
            var run = await ContainerRun.StartAsync(_node, command, log, limit > 0 ? _node.Memory.Create(id, limit) : null);
            Started(record, run);
            await PostStartAsync(record, run);
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
        ContainerProbing.Start(this, record, run);
    }

    private async Task ReportExitAsync(string name, ContainerRun run)
    {
        var exit = await run.Exited;
        Post(() => OnExited(name, run, exit));
    }

    private async Task PostStartAsync(ContainerRecord record, ContainerRun run)
    {
        if (record.Spec.Lifecycle?.PostStart is not { } hook)
            return;
        try
        {
            if (await Probes.RunAsync(_node, run, record.Spec, PodIP ?? "", hook, run.Lifetime) is not { } failure)
                return;
            Event("Warning", "FailedPostStartHook", $"PostStartHook failed: {failure}", record);
            Stop(Get(record.Name), _node.Time.GetUtcNow(), Grace());
        }
        catch (OperationCanceledException)
        {
            // The container ended before its hook did.
        }
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
            : ("ErrImagePull", $"rpc error: code = NotFound desc = failed to pull and unpack image \"{image}\": {image}: not found (no image of this cluster has that name)");
        if (never)
            Event("Warning", reason, message, record);
        else
            Event("Warning", "Failed", $"Failed to pull image \"{image}\": {message}", record);
        Event("Warning", "Failed", $"Error: {reason}", record);
        var wait = NextBackoff(record.Backoff);
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
        Set(record with
        {
            State = new() { Terminated = new() { ExitCode = error.ExitCode, Reason = error.Reason, Message = error.Message, StartedAt = DateTimeOffset.UnixEpoch, FinishedAt = now, ContainerID = record.ContainerId } },
            NotBefore = record.Backoff is { } wait ? now + wait : null,
            Backoff = NextBackoff(record.Backoff),
        });
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
            StdinOnce = spec.StdinOnce == true,
            HostsFile = _node.Hosts.FileFor(_pod),
        };
    }

    private string TerminationLog(ContainerRecord record) =>
        Path.Combine(_node.PodFolder(_pod), "containers", record.Name, record.RestartCount.ToString(CultureInfo.InvariantCulture) + ".termination");
}
