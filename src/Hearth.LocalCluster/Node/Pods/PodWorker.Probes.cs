using Hearth.Kube.Core.Objects;

namespace Hearth.LocalCluster.Nodes;

internal sealed partial class PodWorker
{
    /// <summary>Runs the probes of one run of a container: startup first, then liveness and readiness side by side.</summary>
    private static class ContainerProbing
    {
        public static void Start(PodWorker pod, ContainerRecord record, ContainerRun run)
        {
            if (record.Spec is { StartupProbe: null, LivenessProbe: null, ReadinessProbe: null } || record.Kind == ContainerKind.Init)
                return;
            _ = RunAsync(pod, record, run);
        }

        private static async Task RunAsync(PodWorker pod, ContainerRecord record, ContainerRun run)
        {
            try
            {
                if (record.Spec.StartupProbe is { } startup && !await StartupAsync(pod, record, run, startup))
                    return;
                var both = new List<Task>();
                if (record.Spec.LivenessProbe is { } liveness)
                    both.Add(LivenessAsync(pod, record, run, liveness));
                if (record.Spec.ReadinessProbe is { } readiness)
                    both.Add(ReadinessAsync(pod, record, run, readiness));
                await Task.WhenAll(both);
            }
            catch (OperationCanceledException)
            {
                // The container ended.
            }
        }

        private static async Task<bool> StartupAsync(PodWorker pod, ContainerRecord record, ContainerRun run, Probe probe)
        {
            var passed = await UntilDecidedAsync(pod, record, run, probe, "Startup", until: true);
            if (passed)
                pod.Change(record.Name, run, r => r with { Started = true, Ready = r.Spec.ReadinessProbe is null });
            else
                pod.Unhealthy(record, run, probe, "startup");
            return passed;
        }

        private static async Task LivenessAsync(PodWorker pod, ContainerRecord record, ContainerRun run, Probe probe)
        {
            await UntilDecidedAsync(pod, record, run, probe, "Liveness", until: false);
            pod.Unhealthy(record, run, probe, "liveness");
        }

        private static async Task ReadinessAsync(PodWorker pod, ContainerRecord record, ContainerRun run, Probe probe)
        {
            for (var ready = true; ; ready = !ready)
            {
                var wanted = ready;
                await UntilDecidedAsync(pod, record, run, probe, "Readiness", until: wanted, delayed: !ready);
                pod.Change(record.Name, run, r => r with { Ready = wanted });
            }
        }

        /// <summary>Asks until enough answers in a row say <paramref name="until"/>, or, for a startup probe, the other.</summary>
        private static async Task<bool> UntilDecidedAsync(
            PodWorker pod, ContainerRecord record, ContainerRun run, Probe probe, string name, bool until, bool delayed = false)
        {
            var (successes, failures) = (0, 0);
            var period = TimeSpan.FromSeconds(Math.Max(1, probe.PeriodSeconds ?? 10));
            // The delay counts from the start of the container, not from the end of its startup probe.
            var begin = run.StartedAt.AddSeconds(probe.InitialDelaySeconds ?? 0) - pod._node.Time.GetUtcNow();
            var wait = delayed ? period : begin > TimeSpan.Zero ? begin : TimeSpan.Zero;
            while (true)
            {
                await Task.Delay(wait.ForTimer(), pod._node.Time, run.Lifetime);
                wait = period;
                // Whether one that was asked to end is alive is no question any more.
                if (run.StopBy is not null && name != "Readiness")
                    continue;
                var trouble = await Probes.AskAsync(pod._node, run, record.Spec, pod.PodIP ?? "", probe, run.Lifetime);
                (successes, failures) = trouble is null ? (successes + 1, 0) : (0, failures + 1);
                if (trouble is not null)
                    pod.Post(() => pod.Event("Warning", "Unhealthy", $"{name} probe failed: {trouble}", record));
                if (until && successes >= Math.Max(1, probe.SuccessThreshold ?? 1))
                    return true;
                if ((!until || name == "Startup") && failures >= Math.Max(1, probe.FailureThreshold ?? 3))
                    return false;
            }
        }
    }

    private void Change(string name, ContainerRun run, Func<ContainerRecord, ContainerRecord> change) => Post(() =>
    {
        if (_runs.GetValueOrDefault(name) == run)
            Set(change(Get(name)));
    });

    private void Unhealthy(ContainerRecord record, ContainerRun run, Probe probe, string name) => Post(() =>
    {
        if (_runs.GetValueOrDefault(record.Name) != run || run.StopBy is not null)
            return;
        var grace = probe.TerminationGracePeriodSeconds is { } seconds ? LongTimes.OfSeconds(seconds) : Grace();
        Stop(Get(record.Name), _node.Time.GetUtcNow(), grace, Task.CompletedTask, WhyKilled(record, name));
    });

    private string WhyKilled(ContainerRecord record, string probe) => record.Kind == ContainerKind.Sidecar
        ? $"Init container {record.Name} failed {probe} probe"
        : $"Container {record.Name} failed {probe} probe" + (_pod.Spec?.RestartPolicy == "Never" ? "" : ", will be restarted");
}
