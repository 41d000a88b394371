using System.Diagnostics;
using System.Text.RegularExpressions;
using Hearth.ClusterTests.Cli;
using Shouldly;
using Xunit;
using static Hearth.ClusterTests.Nodes.ClusterKubectl;

namespace Hearth.ClusterTests.Nodes;

/// <summary>What people do to running pods, with the real kubectl.</summary>
public sealed class KubectlStories(ClusterFixture fixture) : IClassFixture<ClusterFixture>
{
    [SkippableFact]
    public async Task Exec_passes_streams_and_exit_codes_and_cp_files()
    {
        var (story, config) = await StoryAsync();
        await story.RunAsync("p", "echo started; sleep 1000", spec: s => s with { TerminationGracePeriodSeconds = 0 });
        await story.ReadyAsync("p");
        var pod = $"-n {story.Namespace} p";
        (await TellAsync(config, $"exec {pod} -- sh -c 'echo out; echo err >&2; exit 7'", null)).ShouldBe((7, "out\n", "err\ncommand terminated with exit code 7\n"));
        (await TellAsync(config, $"exec -i {pod} -- cat", "piped")).ShouldBe((0, "piped", ""));
        (await TellAsync(config, $"exec {pod} -- no-such-program", null)).Code.ShouldNotBe(0);

        var folder = Directory.CreateTempSubdirectory("hearth-cp-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "sent"), "content");
        (await TellAsync(config, $"cp {folder}/sent {story.Namespace}/p:/tmp/got", null)).Code.ShouldBe(0);
        (await TellAsync(config, $"cp {story.Namespace}/p:/tmp/got {folder}/back", null)).Code.ShouldBe(0);
        (await File.ReadAllTextAsync(Path.Combine(folder, "back"))).ShouldBe("content");
        Directory.Delete(folder, recursive: true);
    }

    [SkippableFact]
    public async Task A_terminal_has_the_size_of_the_window()
    {
        var (story, config) = await StoryAsync();
        Skip.IfNot(File.Exists("/usr/bin/script"), "needs script (bsdutils)");
        await story.RunAsync("p", "sleep 1000", spec: s => s with { TerminationGracePeriodSeconds = 0 });
        await story.ReadyAsync("p");
        // The size comes a moment after the program has begun.
        var exec = $"kubectl exec -it -n {story.Namespace} p -- sh -c \"test -t 0 && test -t 1 && until stty size | grep 33.101; do sleep 0.1; done && read line && echo said \\$line; exit 3\"";
        var start = new ProcessStartInfo("/usr/bin/script", ["--quiet", "--return", "--command", $"stty rows 33 cols 101; {exec}", "/dev/null"]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(OfThisCluster(config, start))!;
        var shown = "";
        while (!shown.Contains("33 101", StringComparison.Ordinal) && await process.StandardOutput.ReadLineAsync() is { } line)
            shown += line;
        await process.StandardInput.WriteLineAsync("hello");
        await process.StandardInput.FlushAsync();
        (await process.StandardOutput.ReadToEndAsync()).ShouldContain("said hello", customMessage: shown);
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(3);
    }

    [SkippableFact]
    public async Task Attach_talks_to_the_main_process()
    {
        var (story, config) = await StoryAsync();
        await story.RunAsync("p", "while read line; do echo \"got $line\"; done; echo end of input", c => c with { Stdin = true, StdinOnce = true });
        await story.ReadyAsync("p");
        var (_, output, _) = await TellAsync(config, $"attach -i -n {story.Namespace} p", "one\ntwo\n");
        output.ShouldContain("got two\n");
        (await story.EndedAsync("p")).Status!.Phase.ShouldBe("Succeeded");
    }

    [SkippableFact]
    public async Task A_container_is_added_to_look_into_a_pod_that_runs()
    {
        var (story, config) = await StoryAsync();
        await story.RunAsync("p", "sleep 1000", spec: s => s with { TerminationGracePeriodSeconds = 0 });
        await story.ReadyAsync("p");
        (await TellAsync(config, $"debug -n {story.Namespace} p --image=test:2 -c tools --attach=false -- sh -c 'echo looked; exit 3'", null)).Code.ShouldBe(0);
        var looked = await story.UntilAsync("p", p => p.Status?.EphemeralContainerStatuses?[0].State?.Terminated is not null);
        looked.Status!.EphemeralContainerStatuses![0].State!.Terminated!.ExitCode.ShouldBe(3);
        (looked.Status.Phase, looked.Status.Conditions!.Single(c => c.Type == "Ready").Status).ShouldBe(("Running", "True"));
        (await TellAsync(config, $"logs -n {story.Namespace} p -c tools", null)).Output.ShouldBe("looked\n");
        (await TellAsync(config, $"debug -n {story.Namespace} p --image=test:2 -c talk -i -- sh -c 'read line; echo got $line'", "hello\n")).Output.ShouldContain("got hello");
        (await TellAsync(config, $"debug -n {story.Namespace} p --image=nope:1 -c none --attach=false", null)).Code.ShouldBe(0);
        await story.UntilAsync("p", p => p.Status?.EphemeralContainerStatuses?.FirstOrDefault(s => s.Name == "none")?.State?.Waiting?.Reason is "ErrImagePull" or "ImagePullBackOff");
    }

    [SkippableFact]
    public async Task A_port_is_forwarded()
    {
        var (story, config) = await StoryAsync();
        await story.RunAsync(
            "p",
            "exec python3 -m http.server 8080 --bind $IP --directory /etc",
            c => c with
            {
                Env = [new() { Name = "IP", ValueFrom = new() { FieldRef = new() { FieldPath = "status.podIP" } } }],
                ReadinessProbe = new() { TcpSocket = new() { Port = 8080 }, PeriodSeconds = 1 },
            },
            s => s with { TerminationGracePeriodSeconds = 0 });
        await story.ReadyAsync("p");
        using var forward = Start(config, $"port-forward -n {story.Namespace} pod/p :8080");
        var port = Regex.Match(await forward.StandardOutput.ReadLineAsync() ?? "", @"127\.0\.0\.1:(?<port>\d+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["port"].Value;
        using var http = new HttpClient();
        (await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/hostname"))).ShouldNotBeEmpty();
        forward.Kill();
    }

    [SkippableFact]
    public async Task Logs_are_cut_as_asked()
    {
        var (story, config) = await StoryAsync();
        await story.RunAsync(
            "p",
            "seq 1 20; [ -e /work/again ] || { touch /work/again; exit 1; }; touch /work/up; sleep 1000",
            c => c with { VolumeMounts = [new() { Name = "v", MountPath = "/work" }], ReadinessProbe = new() { Exec = new() { Command = ["test", "-e", "/work/up"] }, PeriodSeconds = 1 } },
            s => s with { RestartPolicy = "Always", TerminationGracePeriodSeconds = 0, Volumes = [new() { Name = "v", EmptyDir = new() }] });
        await story.ReadyAsync("p");
        var logs = $"logs -n {story.Namespace} p";
        (await TellAsync(config, $"{logs} --tail=2", null)).Output.ShouldBe("19\n20\n");
        (await TellAsync(config, $"{logs} --previous --tail=1", null)).Output.ShouldBe("20\n");
        (await TellAsync(config, $"{logs} --limit-bytes=4", null)).Output.ShouldBe("1\n2\n");
        (await TellAsync(config, $"{logs} --since=1h --tail=1 --timestamps", null)).Output.ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z 20\n$");
        (await TellAsync(config, $"{logs} --since-time=2100-01-01T00:00:00Z", null)).Output.ShouldBe("");
        await story.RunAsync("no-image", "true", c => c with { Image = "nope:1" });
        await story.UntilAsync("no-image", p => p.Status?.ContainerStatuses?[0].State?.Waiting?.Reason == "ImagePullBackOff");
        (await TellAsync(config, $"logs -n {story.Namespace} no-image", null)).Error.ShouldContain("container \"c\" in pod \"no-image\" is waiting to start: trying and failing to pull image");
    }

    private async Task<(PodStory Story, string Config)> StoryAsync()
    {
        Kubectl.ShouldBeInstalled();
        return (await fixture.StoryAsync(), fixture.Cluster.KubeconfigPath);
    }
}
