using System.Diagnostics;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Nodes;

/// <summary>The kubectl of Debian 12 (1.20) speaks SPDY to pods, as all before 1.31 do.</summary>
public sealed class OldKubectlStories(ClusterFixture fixture) : IClassFixture<ClusterFixture>
{
    private static readonly string? s_program = Find();

    [SkippableFact]
    public async Task Commands_run_over_SPDY()
    {
        var story = await StoryAsync("read line; echo main got $line; sleep 1000");
        var pod = $"-n {story.Namespace} p";
        (await TellAsync($"exec {pod} -- sh -c 'echo out; echo err >&2; exit 7'")).ShouldBe((7, "out\n", "err\ncommand terminated with exit code 7\n"));
        (await TellAsync($"exec -i {pod} -- cat", "piped")).ShouldBe((0, "piped", ""));
        (await TellAsync($"exec -i {pod} -- head -c 5", new string('x', 1_000_000))).ShouldBe((0, "xxxxx", ""));
        (await TellAsync($"exec {pod} -c none -- true")).Error.ShouldBe("Error from server (BadRequest): container none is not valid for pod p\n");
        (await TellAsync($"attach -i {pod}", "hello\n", "main got hello")).Output.ShouldContain("main got hello\n");
    }

    [SkippableFact]
    public async Task Files_are_copied_over_SPDY()
    {
        var story = await StoryAsync("sleep 1000");
        using var home = new TemporaryHome();
        var content = new byte[2_000_000];
        new Random(1).NextBytes(content);
        await File.WriteAllBytesAsync(home.File("sent"), content);
        (await TellAsync($"cp {home.File("sent")} {story.Namespace}/p:/tmp/got")).Code.ShouldBe(0);
        (await TellAsync($"cp {story.Namespace}/p:/tmp/got {home.File("back")}")).Code.ShouldBe(0);
        (await File.ReadAllBytesAsync(home.File("back"))).ShouldBe(content);
    }

    [SkippableFact]
    public async Task A_terminal_over_SPDY_has_the_size_of_the_window()
    {
        Skip.IfNot(File.Exists("/usr/bin/script"), "needs script (bsdutils)");
        var story = await StoryAsync("sleep 1000");
        // The size comes a moment after the program has begun.
        var exec = $"{s_program} exec -it -n {story.Namespace} p -- sh -c \"until stty size | grep 33.101; do sleep 0.1; done; sleep 100\"";
        (await RunAsync("script", ["--quiet", "--return", "--command", $"stty rows 33 cols 101; {exec}", "/dev/null"], null, "33 101")).Output.ShouldContain("33 101");
    }

    [SkippableFact]
    public async Task Ports_are_forwarded_over_SPDY()
    {
        var story = await StoryAsync("mkdir /tmp/www; cd /tmp/www; echo hello > page; exec python3 -m http.server 8080 --bind $IP", 8080);
        using var forward = Start(s_program!, ["port-forward", "-n", story.Namespace, "pod/p", ":8080"]);
        var port = Regex.Match(await forward.StandardOutput.ReadLineAsync() ?? "", @"127\.0\.0\.1:(?<port>\d+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["port"].Value;
        // Python's server ends each connection; .NET would send the next request on one whose end is still on its way through kubectl.
        using var http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });
        for (var i = 0; i < 20; i++)
            (await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/page"))).ShouldBe("hello\n");
        forward.Kill();
    }

    private static string? Find()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } named ? named : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return new[] { Environment.GetEnvironmentVariable("HEARTH_OLD_KUBECTL") ?? "", Path.Combine(cache, "hearth-test-kubectl", "usr", "bin", "kubectl") }.FirstOrDefault(File.Exists);
    }

    private async Task<PodStory> StoryAsync(string script, int? port = null)
    {
        Skip.If(s_program is null, "needs kubectl 1.20 (HEARTH_OLD_KUBECTL; .ci/run fetches Debian's)");
        var story = await fixture.StoryAsync();
        await story.RunAsync(
            "p",
            script,
            container => container with
            {
                Stdin = true,
                Env = [new() { Name = "IP", ValueFrom = new() { FieldRef = new() { FieldPath = "status.podIP" } } }],
                ReadinessProbe = port is { } open ? new() { TcpSocket = new() { Port = open }, PeriodSeconds = 1 } : null,
            },
            spec => spec with { TerminationGracePeriodSeconds = 0 });
        await story.ReadyAsync("p");
        return story;
    }

    private Task<(int Code, string Output, string Error)> TellAsync(string line, string? input = null, string? until = null) => RunAsync("sh", ["-c", $"exec {s_program} {line}"], input, until);

    /// <param name="until">It is ended when it has printed this; else it ends by itself.</param>
    private async Task<(int Code, string Output, string Error)> RunAsync(string program, string[] arguments, string? input, string? until)
    {
        using var process = Start(program, arguments);
        using var limit = new CancellationTokenSource(HearthProcess.Patience);
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        var typing = TypeAsync(process, input, close: until is null);
        var output = "";
        if (until is null)
        {
            output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        }
        else
        {
            while (!output.Contains(until, StringComparison.Ordinal) && await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
                output += line + "\n";
            process.Kill();
        }

        await process.WaitForExitAsync(limit.Token);
        await typing;
        return (process.ExitCode, output, await error);
    }

    private static async Task TypeAsync(Process process, string? input, bool close)
    {
        try
        {
            await process.StandardInput.WriteAsync(input);
            await process.StandardInput.FlushAsync();
            if (close)
                process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended without reading all.
        }
    }

    private Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["KUBECONFIG"] = fixture.Cluster.KubeconfigPath;
        start.Environment["HOME"] = Path.GetDirectoryName(fixture.Cluster.KubeconfigPath)!;
        return Process.Start(start)!;
    }
}
