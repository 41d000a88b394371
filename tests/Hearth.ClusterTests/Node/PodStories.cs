using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Quantities;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Nodes;

public sealed class PodStories(ClusterFixture fixture) : IClassFixture<ClusterFixture>
{
    /// <summary>A script that made this file has set its traps.</summary>
    private static Probe Up { get; } = new() { Exec = new() { Command = ["test", "-e", "/tmp/up"] }, PeriodSeconds = 1 };

    [Fact]
    public async Task A_pod_runs_to_its_end_and_its_log_can_be_read()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", "echo hello; echo bye >&2");
        var pod = await story.EndedAsync("p");
        pod.Status!.Phase.ShouldBe("Succeeded");
        var ended = pod.Status.ContainerStatuses![0].State!.Terminated!;
        (ended.ExitCode, ended.Reason).ShouldBe((0, "Completed"));
        (await story.LogAsync("p")).Split('\n').ShouldBe(["hello", "bye", ""], ignoreOrder: true);
    }

    [Fact]
    public async Task A_failing_pod_leaves_its_exit_code_and_its_last_words()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", "echo gone wrong > /dev/termination-log; exit 3");
        var pod = await story.EndedAsync("p");
        pod.Status!.Phase.ShouldBe("Failed");
        var ended = pod.Status.ContainerStatuses![0].State!.Terminated!;
        (ended.ExitCode, ended.Reason, ended.Message).ShouldBe((3, "Error", "gone wrong\n"));
    }

    [Fact]
    public async Task A_pod_waits_for_a_ConfigMap_that_comes_later()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", "cat /etc/app/a", c => c with { VolumeMounts = [new() { Name = "v", MountPath = "/etc/app" }] }, s => s with { Volumes = [new() { Name = "v", ConfigMap = new() { Name = "late" } }] });
        (await story.EventAsync("FailedMount")).Message.ShouldBe("MountVolume.SetUp failed for volume \"v\" : configmap \"late\" not found");
        await story.ConfigMapAsync("late", ("a", "now"));
        await story.EndedAsync("p");
        (await story.LogAsync("p")).ShouldBe("now\n");
    }

    [Fact]
    public async Task A_variable_from_a_ConfigMap_that_comes_later_heals_too()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", "echo $A", c => c with { Env = [new() { Name = "A", ValueFrom = new() { ConfigMapKeyRef = new() { Name = "late", Key = "a" } } }] });
        var waiting = await story.UntilAsync("p", p => p.Status?.ContainerStatuses?[0].State?.Waiting?.Reason == "CreateContainerConfigError");
        waiting.Status!.ContainerStatuses![0].State!.Waiting!.Message.ShouldBe("configmap \"late\" not found");
        await story.ConfigMapAsync("late", ("a", "now"));
        await story.EndedAsync("p");
        (await story.LogAsync("p")).ShouldBe("now\n");
    }

    [Fact]
    public async Task A_deleted_pod_may_end_gracefully()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", "trap 'echo asked; exit 0' TERM; touch /tmp/up; while :; do sleep 0.05; done", c => c with { ReadinessProbe = Up }, s => s with { TerminationGracePeriodSeconds = 60 });
        await story.ReadyAsync("p");
        var following = await story.FollowAsync("p");
        await story.Client.DeleteAsync(ResourceTypes.Pods, story.Namespace, "p", null, CancellationToken.None);
        (await following).ShouldEndWith("asked\n");
        await story.GoneAsync(ResourceTypes.Pods, "p");
    }

    [Fact]
    public async Task A_deleted_pod_that_does_not_end_is_killed_after_its_grace()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", "trap '' TERM; touch /tmp/up; while :; do sleep 0.05; done", c => c with { ReadinessProbe = Up }, spec: s => s with { TerminationGracePeriodSeconds = 1 });
        await story.ReadyAsync("p");
        await story.Client.DeleteAsync(ResourceTypes.Pods, story.Namespace, "p", null, CancellationToken.None);
        await story.GoneAsync(ResourceTypes.Pods, "p");
    }

    [Fact]
    public async Task Init_containers_prepare_what_main_containers_find()
    {
        var story = await fixture.StoryAsync();
        VolumeMount[] mounts = [new() { Name = "v", MountPath = "/work" }];
        await story.RunAsync("p", "cat /work/x", c => c with { VolumeMounts = mounts }, s => s with
        {
            Volumes = [new() { Name = "v", EmptyDir = new() }],
            InitContainers = [new() { Name = "i", Image = "test:1", Command = ["sh", "-c", "echo made > /work/x"], VolumeMounts = mounts }],
        });
        (await story.EndedAsync("p")).Status!.Phase.ShouldBe("Succeeded");
        (await story.LogAsync("p", new() { Container = "c" })).ShouldBe("made\n");
    }

    [Fact]
    public async Task A_sidecar_ends_after_the_main_container()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", "echo main", spec: s => s with
        {
            InitContainers = [new() { Name = "side", Image = "test:1", RestartPolicy = "Always", Command = ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 0.05; done"] }],
        });
        var pod = await story.EndedAsync("p");
        pod.Status!.Phase.ShouldBe("Succeeded");
        pod.Status.InitContainerStatuses![0].State!.Terminated.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_crashing_container_is_restarted_and_its_previous_log_kept()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", "echo run; exit 1", spec: s => s with { RestartPolicy = "Always" });
        var pod = await story.UntilAsync("p", p => p.Status?.ContainerStatuses?[0] is { RestartCount: >= 1, State.Waiting.Reason: "CrashLoopBackOff" });
        pod.Status!.Phase.ShouldBe("Running");
        pod.Status.ContainerStatuses![0].LastState!.Terminated!.ExitCode.ShouldBe(1);
        (await story.LogAsync("p", new() { Previous = true })).ShouldBe("run\n");
        (await story.EventAsync("BackOff")).Message!.ShouldStartWith("Back-off restarting failed container c in pod p_");
    }

    [Fact]
    public async Task An_image_that_nobody_knows_shows_as_a_failed_pull()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", "true", c => c with { Image = "nope:1" });
        var pod = await story.UntilAsync("p", p => p.Status?.ContainerStatuses?[0].State?.Waiting?.Reason == "ErrImagePull");
        pod.Status!.ContainerStatuses![0].State!.Waiting!.Message!.ShouldContain("nope:1");
        await story.UntilAsync("p", p => p.Status?.ContainerStatuses?[0].State?.Waiting?.Reason == "ImagePullBackOff");
    }

    [Fact]
    public async Task A_program_that_is_missing_is_a_start_error()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", "", c => c with { Command = ["no-such-program"] });
        var ended = (await story.EndedAsync("p")).Status!.ContainerStatuses![0].State!.Terminated!;
        (ended.ExitCode, ended.Reason).ShouldBe((128, "StartError"));
    }

    [Fact]
    public async Task A_pod_past_its_deadline_fails()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", "sleep 100", spec: s => s with { ActiveDeadlineSeconds = 1, TerminationGracePeriodSeconds = 1 });
        var pod = await story.EndedAsync("p");
        (pod.Status!.Phase, pod.Status.Reason).ShouldBe(("Failed", "DeadlineExceeded"));
    }

    [Fact]
    public async Task A_pod_that_is_not_alive_is_restarted_and_one_that_is_not_ready_is_no_backend()
    {
        var story = await fixture.StoryAsync();
        Probe Ask(string command) => new() { Exec = new() { Command = ["sh", "-c", command] }, PeriodSeconds = 1, FailureThreshold = 1 };
        await story.RunAsync("p", "sleep 100", c => c with { LivenessProbe = Ask("exit 1"), ReadinessProbe = Ask("exit 1") }, s => s with { RestartPolicy = "Always", TerminationGracePeriodSeconds = 1 });
        var pod = await story.UntilAsync("p", p => p.Status?.ContainerStatuses?[0].RestartCount > 0);
        pod.Status!.ContainerStatuses![0].Ready.ShouldBeFalse();
        (await story.EventAsync("Unhealthy")).Message!.ShouldContain("probe failed");
    }

    [SkippableFact]
    public async Task A_container_beyond_its_memory_is_killed()
    {
        Skip.IfNot(fixture.Cluster.HasMemoryLimits, "needs permission for control groups");
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", "head -c 200000000 /dev/zero | tail", c => c with { Resources = new() { Limits = new Dictionary<string, Quantity> { ["memory"] = "20Mi" } } });
        var ended = (await story.EndedAsync("p")).Status!.ContainerStatuses![0].State!.Terminated!;
        (ended.ExitCode, ended.Reason).ShouldBe((137, "OOMKilled"));
    }

    [Fact]
    public async Task Each_pod_has_its_own_address_name_and_temporary_files()
    {
        var story = await fixture.StoryAsync();
        foreach (var name in (string[])["a", "b"])
            await story.RunAsync(name, "hostname; ls /tmp | wc -l; touch /tmp/x; echo $IP", c => c with { Env = [new() { Name = "IP", ValueFrom = new() { FieldRef = new() { FieldPath = "status.podIP" } } }] });
        var (a, b) = (await story.EndedAsync("a"), await story.EndedAsync("b"));
        a.Status!.PodIP.ShouldNotBe(b.Status!.PodIP);
        (await story.LogAsync("b")).ShouldBe($"b\n0\n{b.Status.PodIP}\n");
    }

    [Fact]
    public async Task A_service_leads_to_its_pod_by_name_and_port()
    {
        var story = await fixture.StoryAsync();
        var labels = new Dictionary<string, string> { ["app"] = "web" };
        await story.Client.CreateAsync(ResourceTypes.Services, story.Namespace, new Service { Metadata = new() { Name = "web" }, Spec = new() { Selector = labels, Ports = [new() { Port = 8000, TargetPort = "http" }] } }, CancellationToken.None);
        await story.RunAsync(
            "server",
            "exec python3 -m http.server 8080 --bind $IP",
            c => c with
            {
                Env = [new() { Name = "IP", ValueFrom = new() { FieldRef = new() { FieldPath = "status.podIP" } } }],
                Ports = [new() { Name = "http", Port = 8080 }],
                ReadinessProbe = new() { HttpGet = new() { Port = "http" }, PeriodSeconds = 1 },
            },
            labels: labels);
        await story.ReadyAsync("server");
        await story.RunAsync("client", $"python3 -c \"import urllib.request; print(urllib.request.urlopen('http://web.{story.Namespace}.svc:8000/etc/hostname').status)\"");
        (await story.EndedAsync("client")).Status!.Phase.ShouldBe("Succeeded", await story.LogAsync("client"));
        (await story.LogAsync("client")).ShouldBe("200\n");
    }

    [Fact]
    public async Task A_pod_sees_neither_the_cluster_s_keys_nor_other_pods_processes()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", $"cat {fixture.Cluster.KubeconfigPath} && echo LEAK; ls /proc | grep -c '^[0-9]'; touch /usr/x && echo LEAK");
        await story.EndedAsync("p");
        (await story.LogAsync("p")).ShouldNotContain("LEAK");
    }

    [Fact]
    public async Task A_pod_that_fits_nowhere_says_why_and_starts_when_there_is_room()
    {
        var story = await fixture.StoryAsync();
        Container Asks(Container c) => c with { Resources = new() { Requests = new Dictionary<string, Quantity> { ["cpu"] = "900" } } };
        PodSpec OnOne(PodSpec s) => s with { NodeSelector = new Dictionary<string, string> { ["kubernetes.io/hostname"] = "hearth-2" } };
        await story.RunAsync("first", "sleep 100", Asks, OnOne);
        await story.ReadyAsync("first");
        await story.RunAsync("second", "true", Asks, OnOne);
        (await story.EventAsync("FailedScheduling")).Message.ShouldBe(
            "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.");
        await story.Client.DeleteAsync(ResourceTypes.Pods, story.Namespace, "first", new() { GracePeriodSeconds = 0 }, CancellationToken.None);
        (await story.EndedAsync("second")).Status!.Phase.ShouldBe("Succeeded");
    }

    [Fact]
    public async Task A_claim_is_bound_to_a_folder_that_outlives_its_pod()
    {
        var story = await fixture.StoryAsync();
        await story.Client.CreateAsync(
            ResourceTypes.PersistentVolumeClaims,
            story.Namespace,
            new PersistentVolumeClaim { Metadata = new() { Name = "data" }, Spec = new() { AccessModes = ["ReadWriteOnce"], Resources = new() { Requests = new Dictionary<string, Quantity> { ["storage"] = "1Gi" } } } },
            CancellationToken.None);
        Container Mounts(Container c) => c with { VolumeMounts = [new() { Name = "v", MountPath = "/data" }] };
        PodSpec Claims(PodSpec s) => s with { Volumes = [new() { Name = "v", PersistentVolumeClaim = new() { ClaimName = "data" } }] };
        await story.RunAsync("writer", "echo kept > /data/x", Mounts, Claims);
        await story.EndedAsync("writer");
        await story.RunAsync("reader", "cat /data/x", Mounts, Claims);
        await story.EndedAsync("reader");
        (await story.LogAsync("reader")).ShouldBe("kept\n");
    }

    [Fact]
    public async Task What_a_pod_owns_goes_with_it()
    {
        var story = await fixture.StoryAsync();
        var pod = await story.RunAsync("p", "true");
        var owned = new ConfigMap { Metadata = new() { Name = "owned", OwnerReferences = [new() { ApiVersion = "v1", Kind = "Pod", Name = "p", Uid = pod.Metadata.Uid! }] } };
        await story.Client.CreateAsync(ResourceTypes.ConfigMaps, story.Namespace, owned, CancellationToken.None);
        await story.EndedAsync("p");
        await story.Client.DeleteAsync(ResourceTypes.Pods, story.Namespace, "p", null, CancellationToken.None);
        await story.GoneAsync(ResourceTypes.ConfigMaps, "owned");
    }

    [Fact]
    public async Task A_deleted_namespace_takes_everything_along()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", "trap 'exit 0' TERM; while :; do sleep 0.05; done");
        await story.ReadyAsync("p");
        await story.Client.DeleteAsync(ResourceTypes.Namespaces, null, story.Namespace, null, CancellationToken.None);
        await story.GoneAsync(ResourceTypes.Pods, "p");
        for (var i = 0; i < 6000 && await story.Client.FindAsync(ResourceTypes.Namespaces, null, story.Namespace, CancellationToken.None) is not null; i++)
            await Task.Delay(20);
        (await story.Client.FindAsync(ResourceTypes.Namespaces, null, story.Namespace, CancellationToken.None)).ShouldBeNull();
    }
}
