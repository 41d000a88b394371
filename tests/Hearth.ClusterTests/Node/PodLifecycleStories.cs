using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Quantities;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Nodes;

/// <summary>What happens to pods while they run: hooks, changes of what they see, neighbours of higher priority, limits of their disk.</summary>
public sealed class PodLifecycleStories(ClusterFixture fixture) : IClassFixture<ClusterFixture>
{
    [Fact]
    public async Task A_volume_follows_its_ConfigMap_Secret_and_labels_while_the_pod_runs()
    {
        var story = await fixture.StoryAsync();
        await story.ConfigMapAsync("settings", ("mode", "old"));
        await story.RunAsync(
            "p",
            "touch /tmp/up; until grep -q new /etc/app/mode && grep -q 'color=\"blue\"' /etc/me/labels; do sleep 0.05; done; echo seen",
            c => c with { ReadinessProbe = Up, VolumeMounts = [new() { Name = "v", MountPath = "/etc/app" }, new() { Name = "me", MountPath = "/etc/me" }] },
            s => s with
            {
                Volumes =
                [
                    new() { Name = "v", ConfigMap = new() { Name = "settings" } },
                    new() { Name = "me", DownwardAPI = new() { Items = [new() { Path = "labels", FieldRef = new() { FieldPath = "metadata.labels" } }] } },
                ],
            });
        await story.ReadyAsync("p");
        await PatchAsync(story, ResourceTypes.ConfigMaps, "settings", new JsonObject { ["data"] = new JsonObject { ["mode"] = "new" } });
        await PatchAsync(story, ResourceTypes.Pods, "p", new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["color"] = "blue" } } });
        await story.EndedAsync("p");
        (await story.LogAsync("p")).ShouldBe("seen\n");
    }

    [Fact]
    public async Task Hooks_run_after_the_start_and_before_the_stop()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync(
            "p",
            "until [ -e /tmp/after-start ]; do sleep 0.05; done; echo started; trap 'cat /tmp/before-stop; exit 0' TERM; touch /tmp/up; while :; do sleep 0.05; done",
            c => c with
            {
                ReadinessProbe = Up,
                Lifecycle = new()
                {
                    PostStart = new() { Exec = new() { Command = ["touch", "/tmp/after-start"] } },
                    PreStop = new() { Exec = new() { Command = ["sh", "-c", "echo hook was first > /tmp/before-stop"] } },
                },
            },
            s => s with { TerminationGracePeriodSeconds = 60 });
        await story.ReadyAsync("p");
        var following = await story.FollowAsync("p");
        await story.Client.DeleteAsync(ResourceTypes.Pods, story.Namespace, "p", null, CancellationToken.None);
        (await following).ShouldBe("started\nhook was first\n");
        await story.GoneAsync(ResourceTypes.Pods, "p");
    }

    [Fact]
    public async Task A_container_whose_start_hook_fails_is_ended()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", "sleep 1000", c => c with { Lifecycle = new() { PostStart = new() { Exec = new() { Command = ["sh", "-c", "echo no; exit 5"] } } } }, s => s with { TerminationGracePeriodSeconds = 0 });
        (await story.EndedAsync("p")).Status!.Phase.ShouldBe("Failed");
        (await story.EventAsync("FailedPostStartHook")).Message!.ShouldContain("PostStartHook failed");
    }

    [Fact]
    public async Task A_sidecar_must_have_started_before_the_main_container_starts_and_is_restarted_while_it_runs()
    {
        var story = await fixture.StoryAsync();
        VolumeMount[] mounts = [new() { Name = "v", MountPath = "/work" }];
        const string Side = "n=$(cat /work/runs 2>/dev/null | wc -l); echo run >> /work/runs; sleep 0.3; touch /work/up; [ $n -gt 0 ] || exit 3; sleep 1000";
        await story.RunAsync("p", "cat /work/up && until [ $(wc -l < /work/runs) -ge 2 ]; do sleep 0.05; done; echo done", c => c with { VolumeMounts = mounts }, s => s with
        {
            TerminationGracePeriodSeconds = 0,
            Volumes = [new() { Name = "v", EmptyDir = new() }],
            InitContainers =
            [
                new()
                {
                    Name = "side",
                    Image = "test:1",
                    RestartPolicy = "Always",
                    Command = ["sh", "-c", Side],
                    VolumeMounts = mounts,
                    StartupProbe = new() { Exec = new() { Command = ["test", "-e", "/work/up"] }, PeriodSeconds = 1, FailureThreshold = 30 },
                },
            ],
        });
        var pod = await story.EndedAsync("p");
        pod.Status!.Phase.ShouldBe("Succeeded", await story.LogAsync("p", new() { Container = "c" }));
        pod.Status.InitContainerStatuses![0].RestartCount.ShouldBeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public async Task OnFailure_restarts_until_it_succeeds_and_always_shows_how_long_it_waits()
    {
        var story = await fixture.StoryAsync();
        VolumeMount[] mounts = [new() { Name = "v", MountPath = "/work" }];
        await story.RunAsync("p", "[ -e /work/again ] && exit 0; touch /work/again; exit 9", c => c with { VolumeMounts = mounts }, s => s with { RestartPolicy = "OnFailure", Volumes = [new() { Name = "v", EmptyDir = new() }] });
        var pod = await story.EndedAsync("p");
        pod.Status!.Phase.ShouldBe("Succeeded");
        pod.Status.ContainerStatuses![0].ShouldSatisfyAllConditions(
            s => s.RestartCount.ShouldBe(1),
            s => s.LastState!.Terminated!.ExitCode.ShouldBe(9));

        await story.RunAsync("crash", "exit 1", spec: s => s with { RestartPolicy = "Always" });
        var waiting = await story.UntilAsync("crash", p => p.Status?.ContainerStatuses?[0].State?.Waiting?.Reason == "CrashLoopBackOff");
        waiting.Status!.ContainerStatuses![0].State!.Waiting!.Message.ShouldBe($"back-off 10s restarting failed container=c pod=crash_{story.Namespace}({waiting.Metadata.Uid})");
    }

    [Fact]
    public async Task A_pod_of_higher_priority_takes_the_place_of_others()
    {
        var story = await fixture.StoryAsync();
        var important = new JsonObject { ["apiVersion"] = "scheduling.k8s.io/v1", ["kind"] = "PriorityClass", ["metadata"] = new JsonObject { ["name"] = "important" }, ["value"] = 1000 };
        await story.Client.PatchAsync(ResourceTypes.Untyped("scheduling.k8s.io", "v1", "priorityclasses", "PriorityClass", namespaced: false), null, "important", Patch.Apply(important, "story", force: true), CancellationToken.None);
        Container Asks(Container c) => c with { Resources = new() { Requests = new Dictionary<string, Quantity> { ["cpu"] = "900" } } };
        PodSpec OnOne(PodSpec s) => s with { TerminationGracePeriodSeconds = 0, NodeSelector = new Dictionary<string, string> { ["kubernetes.io/hostname"] = "hearth-1" } };
        await story.RunAsync("low", "sleep 1000", Asks, OnOne);
        await story.ReadyAsync("low");
        await story.RunAsync("high", "true", Asks, s => OnOne(s) with { PriorityClassName = "important" });
        (await story.EndedAsync("high")).Status!.Phase.ShouldBe("Succeeded");
        await story.GoneAsync(ResourceTypes.Pods, "low");
        (await story.EventAsync("Preempted")).Message!.ShouldStartWith("Preempted by pod ");
    }

    [Fact]
    public async Task A_pod_beyond_its_disk_is_evicted()
    {
        var story = await fixture.StoryAsync();
        static Container Limited(Container c, string limit) => c with { Resources = new() { Limits = new Dictionary<string, Quantity> { ["ephemeral-storage"] = limit } } };
        await story.RunAsync(
            "volume",
            "head -c 3000000 /dev/zero > /work/x; sleep 1000",
            c => c with { VolumeMounts = [new() { Name = "v", MountPath = "/work" }] },
            s => s with { Volumes = [new() { Name = "v", EmptyDir = new() { SizeLimit = "1Mi" } }] });
        await story.RunAsync("pod", "head -c 3000000 /dev/zero > /tmp/x; sleep 1000", c => Limited(c, "1Mi"));
        await story.RunAsync("container", "head -c 3000000 /dev/zero > /tmp/x; sleep 1000", c => Limited(c, "1Mi"), s => s with { Containers = [s.Containers![0], Limited(s.Containers[0], "1Gi") with { Name = "d", Command = ["sleep", "1000"] }] });
        foreach (var (name, words) in new Dictionary<string, string>
        {
            ["volume"] = "Usage of EmptyDir volume \"v\" exceeds the limit \"1Mi\". ",
            ["pod"] = "Pod ephemeral local storage usage exceeds the total limit of containers 1Mi. ",
            ["container"] = "Container c exceeded its local ephemeral storage limit \"1Mi\". ",
        })
        {
            var pod = await story.EndedAsync(name);
            (pod.Status!.Phase, pod.Status.Reason, pod.Status.Message).ShouldBe(("Failed", "Evicted", words));
        }
    }

    [Fact]
    public async Task Paths_within_volumes_are_mounted_alone()
    {
        var story = await fixture.StoryAsync();
        await story.ConfigMapAsync("settings", ("a.conf", "alpha"), ("b.conf", "beta"));
        await story.RunAsync(
            "p",
            "cat /opt/only.conf; ls /opt | wc -l; echo x > /logs/file; ls /all",
            c => c with
            {
                Env = [new() { Name = "ME", ValueFrom = new() { FieldRef = new() { FieldPath = "metadata.name" } } }],
                VolumeMounts =
                [
                    new() { Name = "v", MountPath = "/opt/only.conf", SubPath = "a.conf" },
                    new() { Name = "e", MountPath = "/logs", SubPathExpr = "of-$(ME)" },
                    new() { Name = "e", MountPath = "/all" },
                ],
            },
            s => s with { Volumes = [new() { Name = "v", ConfigMap = new() { Name = "settings" } }, new() { Name = "e", EmptyDir = new() }] });
        (await story.EndedAsync("p")).Status!.Phase.ShouldBe("Succeeded");
        (await story.LogAsync("p")).ShouldContain("alpha");
        (await story.LogAsync("p")).ShouldEndWith("of-p\n");
    }

    [SkippableFact]
    public async Task A_pod_runs_as_its_user_and_its_group_reads_and_writes_its_volumes()
    {
        Skip.IfNot(Environment.IsPrivilegedProcess, "only root can be others");
        var story = await fixture.StoryAsync();
        await story.Client.CreateAsync(ResourceTypes.Secrets, story.Namespace, new Secret { Metadata = new() { Name = "key" }, Data = new Dictionary<string, string> { ["k"] = Convert.ToBase64String("opened"u8) } }, CancellationToken.None);
        await story.RunAsync(
            "p",
            "id -u; id -g; cat /key/k; echo; touch /work/x; stat -c %g /work/x; touch /tmp/up; while :; do sleep 0.05; done",
            c => c with
            {
                // Probes and hooks are the container's user too, with none of root's rights.
                ReadinessProbe = new() { Exec = new() { Command = ["sh", "-c", "[ $(id -u) = 1234 ] && grep -q 'CapEff:.0*$' /proc/self/status && test -e /tmp/up"] }, PeriodSeconds = 1 },
                VolumeMounts = [new() { Name = "k", MountPath = "/key" }, new() { Name = "e", MountPath = "/work" }],
            },
            s => s with
            {
                TerminationGracePeriodSeconds = 0,
                SecurityContext = Json("""{"runAsUser": 1234, "runAsGroup": 2345, "fsGroup": 3456, "runAsNonRoot": true}"""),
                Volumes = [new() { Name = "k", Secret = new() { SecretName = "key", DefaultMode = 0b100_000_000 } }, new() { Name = "e", EmptyDir = new() }],
            });
        await story.ReadyAsync("p");
        (await story.LogAsync("p")).ShouldBe("1234\n2345\nopened\n3456\n");
    }

    [Theory]
    [InlineData("Bad/Name:1", "InvalidImageName", "must be lowercase")]
    [InlineData("no spaces", "InvalidImageName", "invalid reference format")]
    public async Task An_image_name_that_is_none_is_told(string image, string reason, string words)
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", "true", c => c with { Image = image });
        var pod = await story.UntilAsync("p", p => p.Status?.ContainerStatuses?[0].State?.Waiting?.Reason == reason);
        pod.Status!.ContainerStatuses![0].State!.Waiting!.Message!.ShouldContain(words);
    }

    [Fact]
    public async Task Root_is_refused_where_it_is_forbidden()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", "true", spec: s => s with { SecurityContext = Json("""{"runAsUser": 0, "runAsNonRoot": true}""") });
        var pod = await story.UntilAsync("p", p => p.Status?.ContainerStatuses?[0].State?.Waiting?.Reason == "CreateContainerConfigError");
        pod.Status!.ContainerStatuses![0].State!.Waiting!.Message!.ShouldStartWith("container's runAsUser breaks non-root policy (pod: \"p_");
    }

    [Fact]
    public async Task The_end_of_the_log_is_the_last_word_where_it_is_asked_for()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", "echo first; echo last; exit 2", c => c with { TerminationMessagePolicy = "FallbackToLogsOnError" });
        (await story.EndedAsync("p")).Status!.ContainerStatuses![0].State!.Terminated!.Message.ShouldBe("first\nlast\n");
    }

    private static Probe Up { get; } = new() { Exec = new() { Command = ["test", "-e", "/tmp/up"] }, PeriodSeconds = 1 };

    private static JsonElement Json(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    private static Task<T> PatchAsync<T>(PodStory story, ResourceType<T> type, string name, JsonObject patch)
        where T : KubeObject => story.Client.PatchAsync(type, story.Namespace, name, Patch.Merge(patch), CancellationToken.None);
}
