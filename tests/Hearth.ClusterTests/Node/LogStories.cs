using System.Net;
using System.Text.Json.Nodes;
using Hearth.ClusterTests.Cli;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Shouldly;
using Xunit;
using static Hearth.ClusterTests.Nodes.ClusterKubectl;

namespace Hearth.ClusterTests.Nodes;

/// <summary>What <c>kubectl logs</c> and other readers get of a container, at every moment of its life.</summary>
public sealed class LogStories(ClusterFixture fixture) : IClassFixture<ClusterFixture>
{
    private static readonly Probe s_up = new() { Exec = new() { Command = ["test", "-e", "/tmp/up"] }, PeriodSeconds = 1 };

    [Fact]
    public async Task A_log_that_turns_over_is_read_whole_by_who_follows_and_by_who_comes_later()
    {
        const int Lines = 30_000;
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", $"awk 'BEGIN {{ x = sprintf(\"%980s\", \"\"); for (i = 0; i < {Lines}; i++) print i x }}'");
        await story.UntilAsync("p", p => p.Status?.ContainerStatuses?[0].State is { Running: not null } or { Terminated: not null });
        (await FirstWordsAsync(story, new() { Follow = true })).ShouldBe(Enumerable.Range(0, Lines));
        await story.EndedAsync("p");
        (await FirstWordsAsync(story, new())).ShouldBe(Enumerable.Range(0, Lines));
        (await FirstWordsAsync(story, new() { TailLines = 15_000 })).ShouldBe(Enumerable.Range(Lines - 15_000, 15_000));
        (await FirstWordsAsync(story, new() { Since = TimeSpan.FromHours(1), TailLines = 3 })).ShouldBe([Lines - 3, Lines - 2, Lines - 1]);
        (await story.LogAsync("p", new() { LimitBytes = 12_000_000 })).Length.ShouldBe(12_000_000);
        (await story.LogAsync("p", new() { TailLines = 1, Timestamps = true })).ShouldMatch($@"^20\S+Z {Lines - 1} +\n$");
    }

    [SkippableFact]
    public async Task A_container_that_restarts_shows_this_run_and_the_one_before()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync(
            "p",
            "n=$(cat /work/n 2>/dev/null || echo 0); echo $((n + 1)) > /work/n; echo run $n; [ $n -gt 0 ] || { until [ -e /work/go ]; do sleep 0.05; done; exit 1; }; touch /tmp/up; sleep 1000",
            c => c with { VolumeMounts = [new() { Name = "v", MountPath = "/work" }], ReadinessProbe = s_up },
            s => s with { RestartPolicy = "Always", TerminationGracePeriodSeconds = 0, Volumes = [new() { Name = "v", EmptyDir = new() }] });
        await story.UntilAsync("p", p => p.Status?.ContainerStatuses?[0].State?.Running is not null);
        (await RefusedAsync(story, "p", new() { Previous = true })).ShouldBe("previous terminated container \"c\" in pod \"p\" not found");
        // Who follows the run that ends is done when it has ended, not when the pod has.
        var following = await story.FollowAsync("p");
        await ExecAsync(story, "touch /work/go");
        (await following).ShouldBe("run 0\n");
        await story.ReadyAsync("p");
        (await story.LogAsync("p")).ShouldBe("run 1\n");
        (await story.LogAsync("p", new() { Previous = true })).ShouldBe("run 0\n");
        // Longer ago than there is time.
        (await story.LogAsync("p", new() { Since = TimeSpan.MaxValue })).ShouldBe("run 1\n");
    }

    [Fact]
    public async Task While_it_waits_for_its_restart_the_run_that_ended_is_shown_with_and_without_previous()
    {
        var story = await fixture.StoryAsync();
        var created = await story.RunAsync("p", "date +run-%N; exit 1", spec: s => s with { RestartPolicy = "Always" });
        // Observers see the end itself before they see that it waits.
        await story.SeenAsync(
            created,
            p => p.Status?.ContainerStatuses?[0] is { RestartCount: 1, State.Terminated.ExitCode: 1 },
            p => p.Status?.ContainerStatuses?[0] is { RestartCount: 1, State.Waiting.Reason: "CrashLoopBackOff" });
        var (shown, before) = ("", "none");
        // The next run may begin between the two questions; each wait is longer than the one before.
        for (var tries = 0; tries < 3 && shown != before; tries++)
        {
            await story.UntilAsync("p", p => p.Status?.ContainerStatuses?[0].State?.Waiting?.Reason == "CrashLoopBackOff");
            (shown, before) = (await story.LogAsync("p"), await story.LogAsync("p", new() { Previous = true }));
        }

        shown.ShouldMatch(@"^run-\d+\n$");
        before.ShouldBe(shown);
    }

    [SkippableFact]
    public async Task Init_containers_and_those_that_wait_for_them_say_what_there_is()
    {
        var story = await fixture.StoryAsync();
        VolumeMount[] mounts = [new() { Name = "v", MountPath = "/work" }];
        await story.RunAsync("p", "echo main", c => c with { VolumeMounts = mounts }, s => s with
        {
            Volumes = [new() { Name = "v", EmptyDir = new() }],
            InitContainers = [new() { Name = "i", Image = "test:1", VolumeMounts = mounts, Command = ["sh", "-c", "echo preparing; until [ -e /work/go ]; do sleep 0.05; done"] }],
        });
        await story.UntilAsync("p", p => p.Status?.InitContainerStatuses?[0].State?.Running is not null);
        (await RefusedAsync(story, "p", new() { Container = "c" })).ShouldBe("container \"c\" in pod \"p\" is waiting to start: PodInitializing");
        (await RefusedAsync(story, "p", new())).ShouldBe("container \"c\" in pod \"p\" is waiting to start: PodInitializing");
        (await RefusedAsync(story, "p", new() { Container = "nobody" })).ShouldBe("container nobody is not valid for pod p");
        await ExecAsync(story, "touch /work/go", "i");
        await story.EndedAsync("p");
        (await story.LogAsync("p", new() { Container = "i" })).ShouldBe("preparing\n");
        (await story.LogAsync("p")).ShouldBe("main\n");
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_as_everywhere()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync("two", "true", spec: s => s with { Containers = [s.Containers![0], s.Containers[0] with { Name = "d" }], InitContainers = [new() { Name = "i", Image = "test:1", Command = ["true"] }] });
        await story.RunAsync("held", "true", c => c with { Env = [new() { Name = "A", ValueFrom = new() { ConfigMapKeyRef = new() { Name = "gone", Key = "a" } } }] });
        (await RefusedAsync(story, "two", new())).ShouldBe("a container name must be specified for pod two, choose one of: [i c d]");
        await story.UntilAsync("held", p => p.Status?.ContainerStatuses?[0].State?.Waiting?.Reason == "CreateContainerConfigError");
        (await RefusedAsync(story, "held", new())).ShouldBe("container \"c\" in pod \"held\" is waiting to start: CreateContainerConfigError");
        (await RawAsync(story, "two/log?container=c&tailLines=-1&limitBytes=0")).ShouldBe((422, "PodLogOptions \"two\" is invalid: [tailLines: Invalid value: -1: must be greater than or equal to 0, limitBytes: Invalid value: 0: must be greater than 0]"));
        (await RawAsync(story, "two/log?container=c&sinceSeconds=5&sinceTime=2020-01-01T00:00:00Z")).ShouldBe((422, "PodLogOptions \"two\" is invalid: []: Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified"));
        (await RawAsync(story, "two/log?container=c&tailLines=x")).ShouldBe((400, "strconv.ParseInt: parsing \"x\": invalid syntax"));
    }

    [Fact]
    public async Task A_pod_that_is_being_deleted_is_heard_to_its_last_word()
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", "trap 'echo asked; sleep 0.3; echo done; exit 0' TERM; touch /tmp/up; while :; do sleep 0.05; done", c => c with { ReadinessProbe = s_up }, s => s with { TerminationGracePeriodSeconds = 60 });
        await story.ReadyAsync("p");
        var following = await story.FollowAsync("p");
        await story.Client.DeleteAsync(ResourceTypes.Pods, story.Namespace, "p", null, CancellationToken.None);
        (await following).ShouldBe("asked\ndone\n");
    }

    private static async Task<IEnumerable<int>> FirstWordsAsync(PodStory story, LogOptions options) =>
        (await story.LogAsync("p", options)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => int.Parse(line.AsSpan(0, line.IndexOf(' ', StringComparison.Ordinal)), System.Globalization.CultureInfo.InvariantCulture));

    private static async Task<string> RefusedAsync(PodStory story, string pod, LogOptions options)
    {
        var error = await Should.ThrowAsync<KubeException>(story.LogAsync(pod, options));
        error.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        return error.Message;
    }

    private static async Task<(int Code, string? Message)> RawAsync(PodStory story, string path)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, new Uri($"/api/v1/namespaces/{story.Namespace}/pods/{path}", UriKind.Relative));
        using var answer = await story.Client.SendAsync(message, CancellationToken.None);
        return ((int)answer.StatusCode, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["message"]);
    }

    private async Task ExecAsync(PodStory story, string script, string container = "c")
    {
        Kubectl.ShouldBeInstalled();
        // The container may end before the command has: what the command did counts.
        await TellAsync(fixture.Cluster.KubeconfigPath, $"exec -n {story.Namespace} p -c {container} -- sh -c '{script}'", null);
    }
}
