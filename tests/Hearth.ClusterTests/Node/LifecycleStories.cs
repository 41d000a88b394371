using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Quantities;
using Hearth.Kube.Watching;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Nodes;

/// <summary>The order in which the parts of a pod start and stop, and the words in which its node tells of it.</summary>
public sealed class LifecycleStories(ClusterFixture fixture) : IClassFixture<ClusterFixture>
{
    private static readonly VolumeMount[] s_work = [new() { Name = "v", MountPath = "/work" }];

    [Fact]
    public async Task Sidecars_start_in_order_before_the_main_container_and_stop_in_reverse_after_it()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", "until [ $(wc -l < /work/start) -ge 2 ]; do sleep 0.05; done; echo main >> /work/start; sleep 0.3; echo main >> /work/end", OnWork, s => Sidecars(s) with { TerminationGracePeriodSeconds = 20 });
        var pod = await story.EndedAsync("p");
        // What sidecars end with is their own affair.
        pod.Status!.Phase.ShouldBe("Succeeded");
        pod.Status.InitContainerStatuses!.Select(s => s.State!.Terminated!.ExitCode).ShouldBe([3, 4]);
        (await ReadAsync(story, "p")).ShouldBe("one two main | main two one");
        (await MessagesAsync(story, "p", "Killing", 2)).ShouldBe(["Stopping container one", "Stopping container two"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_deleted_pod_ends_its_sidecars_last_while_their_hooks_run_at_once()
    {
        var story = await fixture.StoryAsync();
        using var home = new TemporaryHome();
        var work = System.IO.Directory.CreateDirectory(home.File("work")).FullName;
        await story.RunAsync(
            "p",
            "trap 'until grep -q hook /work/start; do sleep 0.05; done; sleep 0.3; echo main >> /work/end; exit 0' TERM; touch /tmp/up; while :; do sleep 0.05; done",
            c => OnWork(c) with { ReadinessProbe = new() { Exec = new() { Command = ["test", "-e", "/tmp/up"] }, PeriodSeconds = 1 } },
            s => WithHook(Sidecars(s)) with { TerminationGracePeriodSeconds = 60, Volumes = [new() { Name = "v", HostPath = new() { Path = work } }] });
        await story.ReadyAsync("p");
        Pod? last = null;
        await foreach (var change in story.Client.WatchAsync(ResourceTypes.Pods, story.Namespace, new() { FieldSelector = "metadata.name=p", Bookmarks = false }, CancellationToken.None))
        {
            if (last is null)
                await story.Client.DeleteAsync(ResourceTypes.Pods, story.Namespace, "p", null, CancellationToken.None);
            last = change.Object;
            if (change.Type == WatchEventType.Deleted)
                break;
        }

        (last!.Status!.Phase, last.Status.ContainerStatuses![0].State!.Terminated!.ExitCode).ShouldBe(("Succeeded", 0));
        last.Status.InitContainerStatuses!.Select(s => s.State!.Terminated!.ExitCode).ShouldBe([3, 4]);
        (await File.ReadAllLinesAsync(Path.Combine(work, "end"))).ShouldBe(["main", "two", "one"]);
    }

    [Fact]
    public async Task A_pod_whose_start_hook_hangs_can_be_deleted_and_is_not_running_meanwhile()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync(
            "p",
            "sleep 1000",
            c => c with { Lifecycle = new() { PostStart = new() { Exec = new() { Command = ["sleep", "1000"] } } }, LivenessProbe = new() { Exec = new() { Command = ["false"] }, PeriodSeconds = 1, FailureThreshold = 1 } });
        (await story.EventAsync("Started")).Source!.ShouldBe(new() { Component = "kubelet", Host = (await story.Client.GetAsync(ResourceTypes.Pods, story.Namespace, "p", CancellationToken.None)).Spec!.NodeName });
        var pod = await story.UntilAsync("p", p => p.Status?.ContainerStatuses is not null);
        (pod.Status!.Phase, pod.Status.ContainerStatuses![0].State!.Waiting!.Reason).ShouldBe(("Pending", "ContainerCreating"));
        await story.Client.DeleteAsync(ResourceTypes.Pods, story.Namespace, "p", null, CancellationToken.None);
        await story.GoneAsync(ResourceTypes.Pods, "p");
    }

    [Fact]
    public async Task Hooks_that_fail_are_told_without_their_output()
    {
        var story = await fixture.StoryAsync();
        LifecycleHandler Fails(string secret) => new() { Exec = new() { Command = ["sh", "-c", $"echo {secret}; exit 5"] } };
        await story.RunAsync("start", "sleep 1000", c => c with { Lifecycle = new() { PostStart = Fails("hunter2") } }, s => s with { RestartPolicy = "Always", TerminationGracePeriodSeconds = 0 });
        var pod = await story.UntilAsync("start", p => p.Status?.ContainerStatuses?[0].State?.Waiting?.Reason == "PostStartHookError");
        pod.Status!.ContainerStatuses![0].State!.Waiting!.Message!.ShouldStartWith($"Exec lifecycle hook ([sh -c echo hunter2; exit 5]) for Container \"c\" in Pod \"start_{story.Namespace}({pod.Metadata.Uid})\" failed - error: ");
        pod.Status.ContainerStatuses[0].LastState!.Terminated.ShouldNotBeNull();
        (await MessagesAsync(story, "start", "FailedPostStartHook")).ShouldBe(["PostStartHook failed"]);
        (await MessagesAsync(story, "start", "Killing")).ShouldBe(["FailedPostStartHook"]);

        await story.RunAsync("stop", "trap 'exit 0' TERM; while :; do sleep 0.05; done", c => c with { Lifecycle = new() { PreStop = Fails("hunter2") } });
        await story.ReadyAsync("stop");
        await story.Client.DeleteAsync(ResourceTypes.Pods, story.Namespace, "stop", null, CancellationToken.None);
        (await story.EventAsync("FailedPreStopHook")).Message.ShouldBe("PreStopHook failed");
        await story.GoneAsync(ResourceTypes.Pods, "stop");
    }

    [Fact]
    public async Task A_hook_may_sleep_or_ask_the_pod_itself()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync(
            "p",
            "exec python3 -m http.server 8080 --bind $IP --directory /etc",
            c => c with
            {
                Env = [new() { Name = "IP", ValueFrom = new() { FieldRef = new() { FieldPath = "status.podIP" } } }],
                ReadinessProbe = new() { HttpGet = new() { Port = 8080, Path = "/hostname" }, PeriodSeconds = 1 },
                Lifecycle = new()
                {
                    PostStart = new() { Extra = Json("""{"sleep": {"seconds": 1}}""") },
                    PreStop = new() { HttpGet = new() { Port = 8080, Path = "/no-such-file" } },
                },
            });
        var pod = await story.ReadyAsync("p");
        (pod.Status!.Conditions!.Single(c => c.Type == "Ready").LastTransitionTime - pod.Status.ContainerStatuses![0].State!.Running!.StartedAt).ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(900));
        await story.Client.DeleteAsync(ResourceTypes.Pods, story.Namespace, "p", null, CancellationToken.None);
        (await story.EventAsync("FailedPreStopHook")).Message.ShouldBe("PreStopHook failed");
    }

    [Fact]
    public async Task Probes_that_fail_are_told_and_end_containers_as_the_pod_says()
    {
        var story = await fixture.StoryAsync();
        Probe Fails(string words) => new() { Exec = new() { Command = ["sh", "-c", $"echo {words}; exit 1"] }, PeriodSeconds = 1, TimeoutSeconds = 60, FailureThreshold = 1, TerminationGracePeriodSeconds = 1 };
        await story.RunAsync("never", "sleep 1000", c => c with { LivenessProbe = Fails("ill") });
        await story.RunAsync("always", "sleep 1000", c => c with { StartupProbe = Fails("slow"), LivenessProbe = Fails("unasked") }, s => s with { RestartPolicy = "Always" });
        await story.RunAsync("side", "sleep 1000", spec: s => s with { InitContainers = [new() { Name = "helper", Image = "test:1", RestartPolicy = "Always", Command = ["sleep", "1000"], LivenessProbe = Fails("lame") }] });
        await story.RunAsync("http", "sleep 1000", c => c with { ReadinessProbe = new() { HttpGet = new() { Port = 1, Path = "/healthz" }, PeriodSeconds = 1, TimeoutSeconds = 60 } });
        (await story.EndedAsync("never")).Status!.Phase.ShouldBe("Failed");
        await story.UntilAsync("always", p => p.Status?.ContainerStatuses?[0].RestartCount > 0);
        await story.UntilAsync("side", p => p.Status?.InitContainerStatuses?[0].RestartCount > 0);
        (await MessagesAsync(story, "never", "Unhealthy")).ShouldBe(["Liveness probe failed: ill\n"]);
        (await MessagesAsync(story, "never", "Killing")).ShouldBe(["Container c failed liveness probe"]);
        (await MessagesAsync(story, "always", "Unhealthy")).ShouldBe(["Startup probe failed: slow\n"]);
        (await MessagesAsync(story, "always", "Killing")).ShouldBe(["Container c failed startup probe, will be restarted"]);
        (await MessagesAsync(story, "side", "Killing")).ShouldBe(["Init container helper failed liveness probe"]);
        var address = (await story.UntilAsync("http", p => p.Status?.PodIP is not null)).Status!.PodIP;
        (await MessagesAsync(story, "http", "Unhealthy")).ShouldBe([$"Readiness probe failed: Get \"http://{address}:1/healthz\": dial tcp {address}:1: connect: connection refused"]);
    }

    /// <summary>Years: longer than timers run.</summary>
    [Fact]
    public async Task A_pod_that_is_given_all_the_time_in_the_world_starts_and_ends_as_any()
    {
        const int Long = int.MaxValue;
        var story = await fixture.StoryAsync();
        await story.RunAsync(
            "p",
            "trap 'exit 0' TERM; touch /tmp/up; while :; do sleep 0.05; done",
            c => c with
            {
                StartupProbe = new() { Exec = new() { Command = ["test", "-e", "/tmp/up"] }, PeriodSeconds = 1, TimeoutSeconds = Long },
                LivenessProbe = new() { Exec = new() { Command = ["false"] }, InitialDelaySeconds = Long },
                Lifecycle = new() { PostStart = new() { Exec = new() { Command = ["true"] } }, PreStop = new() { Exec = new() { Command = ["true"] } } },
            },
            s => s with { TerminationGracePeriodSeconds = long.MaxValue, ActiveDeadlineSeconds = Long, Tolerations = [new() { Key = "k", Operator = "Exists", Effect = "NoExecute", TolerationSeconds = long.MaxValue }] });
        await story.ReadyAsync("p");
        await story.Client.DeleteAsync(ResourceTypes.Pods, story.Namespace, "p", null, CancellationToken.None);
        await story.GoneAsync(ResourceTypes.Pods, "p");
    }

    [Fact]
    public async Task A_pod_past_its_deadline_shows_what_became_of_containers_that_never_ran()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", "true", c => c with { Image = "nope:1" }, s => s with { ActiveDeadlineSeconds = 2 });
        var pod = await story.EndedAsync("p");
        (pod.Status!.Phase, pod.Status.Reason, pod.Status.Message).ShouldBe(("Failed", "DeadlineExceeded", "Pod was active on the node longer than the specified deadline"));
        (pod.Status.ContainerStatuses![0].State!.Terminated!.Reason, pod.Status.ContainerStatuses[0].State!.Terminated!.ExitCode).ShouldBe(("ContainerStatusUnknown", 137));
        pod.Status.Conditions!.Single(c => c.Type == "Ready").Reason.ShouldBe("PodFailed");
    }

    [Fact]
    public async Task Images_that_cannot_be_had_are_told_step_by_step()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync("gone", "true", c => c with { Image = "team/nope:1" });
        await story.RunAsync("never", "true", c => c with { Image = "nope:2", ImagePullPolicy = "Never" });
        await story.RunAsync("always", "true", c => c with { ImagePullPolicy = "Always" });
        const string Why = "rpc error: code = NotFound desc = failed to pull and unpack image \"docker.io/team/nope:1\": failed to resolve reference \"docker.io/team/nope:1\": docker.io/team/nope:1: not found (no image of this cluster has that name)";
        var pod = await story.UntilAsync("gone", p => p.Status?.ContainerStatuses?[0].State?.Waiting?.Reason == "ImagePullBackOff");
        pod.Status!.ContainerStatuses![0].State!.Waiting!.Message.ShouldBe($"Back-off pulling image \"team/nope:1\": ErrImagePull: {Why}");
        (await MessagesAsync(story, "gone", "Pulling")).ShouldBe(["Pulling image \"team/nope:1\""]);
        (await MessagesAsync(story, "gone", "Failed", 3)).ShouldBe([$"Failed to pull image \"team/nope:1\": {Why}", "Error: ErrImagePull", "Error: ImagePullBackOff"], ignoreOrder: true);
        (await MessagesAsync(story, "gone", "BackOff")).ShouldBe(["Back-off pulling image \"team/nope:1\""]);
        await story.UntilAsync("never", p => p.Status?.ContainerStatuses?[0].State?.Waiting is { Reason: "ErrImageNeverPull", Message: "Container image \"nope:2\" is not present with pull policy of Never" });
        (await MessagesAsync(story, "never", "ErrImageNeverPull")).ShouldBe(["Container image \"nope:2\" is not present with pull policy of Never"]);
        (await MessagesAsync(story, "never", "Failed")).ShouldBe(["Error: ErrImageNeverPull"]);
        await story.EndedAsync("always");
        (await MessagesAsync(story, "always", "Pulled")).ShouldBe(["Successfully pulled image \"test:1\" in 0s (0s including waiting). Image size: 0 bytes."]);
    }

    [Fact]
    public async Task A_program_that_is_missing_is_tried_again_where_the_pod_restarts()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", "", c => c with { Command = ["no-such-program"] }, s => s with { RestartPolicy = "Always" });
        var pod = await story.UntilAsync("p", p => p.Status?.ContainerStatuses?[0].State?.Waiting?.Reason == "RunContainerError");
        pod.Status!.ContainerStatuses![0].ShouldSatisfyAllConditions(
            s => s.State!.Waiting!.Message!.ShouldContain("exec: \"no-such-program\": executable file not found in $PATH"),
            s => (s.LastState!.Terminated!.Reason, s.LastState.Terminated.ExitCode).ShouldBe(("StartError", 128)));
        pod.Status.Phase.ShouldBe("Running");
    }

    [Fact]
    public async Task Volumes_that_cannot_be_mounted_are_told_as_a_kubelet_tells_them()
    {
        var story = await fixture.StoryAsync();
        await story.Client.CreateAsync(ResourceTypes.Secrets, story.Namespace, new Secret { Metadata = new() { Name = "s" }, Data = new Dictionary<string, string> { ["a"] = "" } }, CancellationToken.None);
        (string Name, Volume Volume, string Words)[] cases =
        [
            ("secret", new() { Name = "v", Secret = new() { SecretName = "gone" } }, "secret \"gone\" not found"),
            ("key", new() { Name = "v", Secret = new() { SecretName = "s", Items = [new() { Key = "b", Path = "b" }] } }, "references non-existent secret key: b"),
            ("folder", new() { Name = "v", HostPath = new() { Path = "/etc/passwd", Type = "Directory" } }, "hostPath type check failed: /etc/passwd is not a directory"),
            ("socket", new() { Name = "v", HostPath = new() { Path = "/etc/passwd", Type = "Socket" } }, "hostPath type check failed: /etc/passwd is not a socket file"),
        ];
        foreach (var (name, volume, _) in cases)
            await story.RunAsync(name, "true", spec: s => s with { Volumes = [volume] });
        foreach (var (name, _, words) in cases)
            (await MessagesAsync(story, name, "FailedMount")).ShouldBe([$"MountVolume.SetUp failed for volume \"v\" : {words}"]);
    }

    [Fact]
    public async Task A_token_is_its_owners_alone_in_a_pod_with_a_group_and_names_its_audience()
    {
        var story = await fixture.StoryAsync();
        Volume token = new() { Name = "v", Projected = new() { Sources = [new() { ServiceAccountToken = new() { Path = "token", Audience = "vault", ExpirationSeconds = 600 } }] } };
        foreach (var (name, context) in ((string, string)[])[("plain", "{}"), ("group", """{"fsGroup": 3456}""")])
        {
            await story.RunAsync(
                name,
                "stat -L -c %a /work/token; stat -c %N /work/token; cut -d. -f2 /work/token | tr '_-' '/+' | base64 -d 2>/dev/null | grep -o '\"aud\":\\[[^]]*\\]'",
                OnWork,
                s => s with { Volumes = [token], SecurityContext = JsonSerializer.Deserialize<JsonElement>(context) });
            await story.EndedAsync(name);
            var mode = name == "plain" ? "644" : Environment.IsPrivilegedProcess ? "640" : "600";
            (await story.LogAsync(name)).ShouldBe($"{mode}\n'/work/token' -> '..data/token'\n\"aud\":[\"vault\"]\n");
        }
    }

    [Fact]
    public async Task A_status_says_what_containers_were_given()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", "true", c => OnWork(c) with { Resources = new() { Requests = new Dictionary<string, Quantity> { ["cpu"] = "100m" }, Limits = new Dictionary<string, Quantity> { ["cpu"] = "1" } } }, s => s with { Volumes = [new() { Name = "v", EmptyDir = new() }] });
        var pod = await story.EndedAsync("p");
        pod.Status!.ContainerStatuses![0].ShouldSatisfyAllConditions(
            s => s.AllocatedResources!["cpu"].Text.ShouldBe("100m"),
            s => s.Resources!.Limits!["cpu"].Text.ShouldBe("1"),
            s => s.User!.Linux!.Uid.ShouldBe(Environment.IsPrivilegedProcess ? 0 : s.User.Linux.Uid),
            s => s.VolumeMounts![0].MountPath.ShouldBe("/work"));
        pod.Status.Conditions!.Select(c => c.Type).ShouldBe(["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"]);
        pod.Status.Conditions!.ShouldAllBe(c => c.ObservedGeneration == 1);
        pod.Status.ObservedGeneration.ShouldBe(1);
    }

    [Fact]
    public async Task Containers_are_resized_while_they_run_and_restarted_where_they_ask_for_it()
    {
        var story = await fixture.StoryAsync();
        static ResourceRequirements Of(string cpu, string memory)
        {
            var amounts = new Dictionary<string, Quantity> { ["cpu"] = cpu, ["memory"] = memory };
            return new() { Requests = amounts, Limits = amounts };
        }

        await story.RunAsync("p", "touch /tmp/up; while :; do sleep 0.05; done", c => c with
        {
            Resources = Of("1", "100Mi"),
            ReadinessProbe = new() { Exec = new() { Command = ["test", "-e", "/tmp/up"] }, PeriodSeconds = 1 },
            Extra = Json("""{"resizePolicy": [{"resourceName": "cpu", "restartPolicy": "NotRequired"}, {"resourceName": "memory", "restartPolicy": "RestartContainer"}]}"""),
        }, s => s with { RestartPolicy = "Always" });
        await story.ReadyAsync("p");
        Task ResizeAsync(string cpu, string memory) => story.Client.PatchAsync(
            ResourceTypes.Pods,
            story.Namespace,
            "p",
            Patch.Strategic(JsonNode.Parse($$"""{"spec":{"containers":[{"name":"c","resources":{"requests":{"cpu":"{{cpu}}","memory":"{{memory}}"},"limits":{"cpu":"{{cpu}}","memory":"{{memory}}"} } }]} }""")!.AsObject()),
            "resize",
            CancellationToken.None);
        await ResizeAsync("2", "100Mi");
        var resized = await story.UntilAsync("p", p => p.Status?.ContainerStatuses?[0].Resources?.Limits?["cpu"].Text == "2");
        (resized.Status!.ContainerStatuses![0].RestartCount, resized.Status.ContainerStatuses[0].AllocatedResources!["cpu"].Text).ShouldBe((0, "2"));
        await ResizeAsync("2", "200Mi");
        await story.UntilAsync("p", p => p.Status?.ContainerStatuses?[0] is { RestartCount: 1, Ready: true, Resources.Limits: { } limits } && limits["memory"].Text == "200Mi");
        (await MessagesAsync(story, "p", "Killing")).ShouldBe(["Container c resize requires restart"]);
    }

    private static Container OnWork(Container container) => container with { VolumeMounts = s_work };

    private static PodSpec Sidecars(PodSpec spec) => spec with
    {
        Volumes = [new() { Name = "v", EmptyDir = new() }],
        InitContainers = [Sidecar("one", 3), Sidecar("two", 4)],
    };

    private static PodSpec WithHook(PodSpec spec) => spec with
    {
        InitContainers = [spec.InitContainers![0] with { Lifecycle = new() { PreStop = new() { Exec = new() { Command = ["sh", "-c", "echo hook >> /work/start"] } } } }, spec.InitContainers[1]],
    };

    private static Container Sidecar(string name, int exitCode) => new()
    {
        Name = name,
        Image = "test:1",
        RestartPolicy = "Always",
        Command = ["sh", "-c", $"trap 'sleep 0.1; echo {name} >> /work/end; exit {exitCode}' TERM; echo {name} >> /work/start; while :; do sleep 0.05; done"],
        VolumeMounts = s_work,
        StartupProbe = new() { Exec = new() { Command = ["grep", "-q", name, "/work/start"] }, PeriodSeconds = 1, TimeoutSeconds = 60, FailureThreshold = 60 },
    };

    private static Dictionary<string, JsonElement> Json(string text) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(text)!;

    // The sidecars' own words: the folder outlives the containers, not the pod.
    private async Task<string> ReadAsync(PodStory story, string name)
    {
        var pod = await story.Client.GetAsync(ResourceTypes.Pods, story.Namespace, name, CancellationToken.None);
        var folder = Directory.EnumerateDirectories(fixture.Directory, pod.Metadata.Uid!, SearchOption.AllDirectories).Single(d => Directory.Exists(Path.Combine(d, "volumes")));
        string Words(string file) => string.Join(' ', File.ReadAllLines(Path.Combine(folder, "volumes", "v", file)));
        return $"{Words("start")} | {Words("end")}";
    }

    /// <summary>The messages of the events of one pod with that reason, once there are so many.</summary>
    private static async Task<IReadOnlyList<string>> MessagesAsync(PodStory story, string pod, string reason, int atLeast = 1)
    {
        for (var deadline = TimeProvider.System.GetUtcNow() + HearthProcess.Patience; TimeProvider.System.GetUtcNow() < deadline; await Task.Delay(20))
        {
            var events = await story.Client.ListAsync(ResourceTypes.Events, story.Namespace, new() { FieldSelector = $"involvedObject.name={pod},reason={reason}" }, CancellationToken.None);
            if (events.Items.Count >= atLeast)
                return [.. events.Items.Select(e => e.Message ?? "").Distinct(StringComparer.Ordinal)];
        }

        throw new TimeoutException($"no event {reason} of {pod}");
    }
}
