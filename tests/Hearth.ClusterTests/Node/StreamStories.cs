using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Hearth.ClusterTests.Cli;
using Hearth.Kube.Core.Objects;
using Shouldly;
using Xunit;
using static Hearth.ClusterTests.Nodes.ClusterKubectl;

namespace Hearth.ClusterTests.Nodes;

/// <summary>Exec, attach, cp and port-forward under load, with mistakes, and when one of both ends goes away.</summary>
public sealed class StreamStories(ClusterFixture fixture) : IClassFixture<ClusterFixture>
{
    private const string Server = """
        import os, socketserver, threading
        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                for line in self.rfile:
                    self.wfile.write(b"%d " % self.server.server_address[1] + line)
        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            request_queue_size = 200
        servers = [Server((os.environ["IP"], port), Handler) for port in (7001, 7002)]
        for server in servers:
            threading.Thread(target=server.serve_forever).start()
        open("/tmp/up", "w").close()
        """;

    private static readonly Probe s_up = new() { Exec = new() { Command = ["test", "-e", "/tmp/up"] }, PeriodSeconds = 1 };

    [SkippableTheory]
    [InlineData("")]
    [InlineData("KUBECTL_REMOTE_COMMAND_WEBSOCKETS=false ")]
    public async Task Exec_carries_any_bytes_both_ways_by_WebSocket_and_by_SPDY(string environment)
    {
        var (story, config) = await IdleAsync();
        var exec = $"{environment}kubectl exec -n {story.Namespace} p";
        var file = Path.Combine(Path.GetDirectoryName(config)!, "bytes-" + Guid.NewGuid().ToString("N"));
        await File.WriteAllBytesAsync(file, RandomNumberGenerator.GetBytes(20_000_000));
        var sum = Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(file)));
        // The end of the input is passed on: without it, cat would wait for ever.
        (await TellShellAsync(config, $"{exec} -i -- cat < {file} | sha256sum")).ShouldBe((0, $"{sum}  -\n", ""));
        (await TellShellAsync(config, $"{exec} -i -- sha256sum < {file}")).ShouldBe((0, $"{sum}  -\n", ""));
        (await TellShellAsync(config, $"{exec} -- sh -c 'head -c 5000000 /dev/zero >&2; echo told; exit 9' 2>&1 >/dev/null | tr -d '\\0'")).Output.ShouldBe("command terminated with exit code 9\n");
        (await TellShellAsync(config, $"{exec} -- sh -c 'kill -9 $$'")).Code.ShouldBe(137);
        // Who reads no more gets what it has read.
        (await TellShellAsync(config, $"{exec} -- sh -c 'echo first; exec sleep 0.1' | head -1")).Output.ShouldBe("first\n");
        File.Delete(file);
    }

    [SkippableFact]
    public async Task Mistakes_are_told_in_the_words_that_people_search_for()
    {
        var (story, config) = await IdleAsync(s => s with { InitContainers = [new() { Name = "i", Image = "test:1", Command = ["true"] }] });
        var exec = $"exec -n {story.Namespace} p";
        (await TellAsync(config, $"{exec} -c nobody -- true", null)).Error.ShouldContain("container nobody is not valid for pod p");
        (await TellAsync(config, $"{exec} -c i -- true", null)).Error.ShouldBe("error: Internal error occurred: unable to upgrade connection: container not found (\"i\")\n");
        (await TellShellAsync(config, $"KUBECTL_REMOTE_COMMAND_WEBSOCKETS=false kubectl {exec} -c i -- true")).Error.ShouldBe("error: unable to upgrade connection: container not found (\"i\")\n");
        (await TellAsync(config, $"{exec} -c c -- no-such-program", null)).Error.ShouldContain("exec: \"no-such-program\": executable file not found in $PATH");
        (await TellAsync(config, $"{exec} -c c -- /etc/passwd", null)).Error.ShouldContain("exec: \"/etc/passwd\": permission denied");
        (await TellAsync(config, $"{exec} -c c -- awk 'BEGIN {{ print 1 }}'", null)).Output.ShouldBe("1\n");
        await story.RunAsync("ended", "true");
        await story.EndedAsync("ended");
        (await TellAsync(config, $"exec -n {story.Namespace} ended -- true", null)).Error.ShouldContain("cannot exec into a container in a completed pod; current phase is Succeeded");
        (await TellAsync(config, $"port-forward -n {story.Namespace} pod/ended :80", null)).Error.ShouldContain("unable to forward port because pod is not running. Current status=Succeeded");
    }

    [SkippableFact]
    public async Task A_tree_is_copied_into_a_pod_and_back()
    {
        var (story, config) = await IdleAsync();
        var home = Directory.CreateTempSubdirectory("hearth-cp-").FullName;
        var make = $"cd {home} && mkdir -p tree/deep/er 'tree/with blank' && seq 1 20000 > tree/deep/er/numbers && : > tree/empty && echo x > 'tree/with blank/file' && head -c 300000 /dev/urandom > tree/random && chmod 750 tree/random";
        (await TellShellAsync(config, make)).Code.ShouldBe(0);
        (await TellAsync(config, $"cp {home}/tree {story.Namespace}/p:/tmp/there", null)).ShouldBe((0, "", ""));
        (await TellAsync(config, $"exec -n {story.Namespace} p -- stat -c %a /tmp/there/random", null)).Output.ShouldBe("750\n");
        (await TellAsync(config, $"cp {story.Namespace}/p:/tmp/there {home}/back", null)).Code.ShouldBe(0);
        (await TellShellAsync(config, $"diff -r {home}/tree {home}/back")).ShouldBe((0, "", ""));
        Directory.Delete(home, recursive: true);
    }

    [SkippableFact]
    public async Task A_pod_is_run_for_one_conversation_and_goes()
    {
        var (story, config) = await IdleAsync();
        var run = $"run once -n {story.Namespace} --image=test:1 -i --rm --restart=Never --quiet --command -- sh -c 'read line; printf \"got %s\" \"$line\"; echo oops >&2; exit 0'";
        (await TellAsync(config, run, "hello\n")).ShouldBe((0, "got hello", "oops\n"));
        await story.GoneAsync(ResourceTypes.Pods, "once");
    }

    [SkippableFact]
    public async Task A_shell_is_run_on_a_terminal_of_its_own()
    {
        var (story, config) = await IdleAsync();
        Skip.IfNot(File.Exists("/usr/bin/script"), "needs script (bsdutils)");
        // No line ends the question: it is seen at once all the same. The size of the window comes with the caller.
        const string Program = "tty >/dev/null && until stty size | grep -q 33.101; do sleep 0.05; done; printf \"your name? \"; read name; echo hello $name; exit 7";
        var run = $"kubectl run shell -n {story.Namespace} --image=test:1 -it --restart=Never --quiet --command -- sh -c '{Program}'";
        var start = new ProcessStartInfo("/usr/bin/script", ["--quiet", "--return", "--command", $"stty rows 33 cols 101; {run}", "/dev/null"]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(OfThisCluster(config, start))!;
        var shown = new StringBuilder();
        var buffer = new char[256];
        using var limit = new CancellationTokenSource(HearthProcess.Patience);
        while (!shown.ToString().Contains("your name? ", StringComparison.Ordinal) && await process.StandardOutput.ReadAsync(buffer, limit.Token) is var read and > 0)
            shown.Append(buffer, 0, read);
        await process.StandardInput.WriteAsync("Ada\n");
        await process.StandardInput.FlushAsync(limit.Token);
        shown.Append(await process.StandardOutput.ReadToEndAsync(limit.Token));
        shown.ToString().ShouldContain("hello Ada");
        await process.WaitForExitAsync(limit.Token);
        process.ExitCode.ShouldBe(7);
        (await story.EndedAsync("shell")).Status!.ContainerStatuses![0].State!.Terminated!.ExitCode.ShouldBe(7);
        (await story.LogAsync("shell")).ShouldBe("your name? Ada\r\nhello Ada\r\n");
    }

    [SkippableFact]
    public async Task A_command_outlives_its_caller_but_not_its_container()
    {
        var (story, config) = await IdleAsync();
        // What no other process of this machine has on its command line.
        var mark = RandomNumberGenerator.GetInt32(100_000_000, int.MaxValue).ToString(CultureInfo.InvariantCulture);
        using var exec = Start(config, $"exec -i -n {story.Namespace} p -- sh -c 'echo here; cat; echo $$ > /tmp/ended; exec sleep {mark}'");
        (await exec.StandardOutput.ReadLineAsync()).ShouldBe("here");
        exec.Kill();
        await exec.WaitForExitAsync();
        // The input has ended, the command has not.
        var look = $"exec -n {story.Namespace} p -- sh -c 'until grep -qs ^sleep /proc/$(cat /tmp/ended)/cmdline; do sleep 0.05; done; echo lives'";
        (await TellAsync(config, look, null)).Output.ShouldBe("lives\n");
        ProcessesWith(mark).ShouldNotBeEmpty();
        await story.Client.DeleteAsync(ResourceTypes.Pods, story.Namespace, "p", null, CancellationToken.None);
        using var limit = new CancellationTokenSource(HearthProcess.Patience);
        while (ProcessesWith(mark).Count > 0)
            await Task.Delay(20, limit.Token);
    }

    [SkippableFact]
    public async Task Who_sends_and_hangs_up_at_once_has_sent_everything_and_still_hears_the_end()
    {
        var (story, _) = await IdleAsync();
        var data = RandomNumberGenerator.GetBytes(3_000_000);
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("v4.channel.k8s.io");
        await ConnectAsync(socket, $"/api/v1/namespaces/{story.Namespace}/pods/p/exec?stdin=true&stdout=true&command=sh&command=-c&command=sleep+0.3;sha256sum;exit+3");
        foreach (var part in data.Chunk(30_000))
            await socket.SendAsync((byte[])[0, .. part], WebSocketMessageType.Binary, true, CancellationToken.None);
        // This version of the protocol has no other way to say that the input is over; fabric8 uploads files so.
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);
        var streams = await ReadStreamsAsync(socket);
        streams.GetValueOrDefault(1).ShouldBe($"{Convert.ToHexStringLower(SHA256.HashData(data))}  -\n");
        streams.GetValueOrDefault(3).ShouldNotBeNull().ShouldContain("exit status 3");
    }

    /// <summary>What came by each stream until the other side closed.</summary>
    private static async Task<Dictionary<int, string>> ReadStreamsAsync(ClientWebSocket socket)
    {
        using var limit = new CancellationTokenSource(HearthProcess.Patience);
        var streams = new Dictionary<int, string>();
        var buffer = new byte[64 * 1024];
        while (await socket.ReceiveAsync(buffer.AsMemory(), limit.Token) is { MessageType: not WebSocketMessageType.Close } read)
            streams[buffer[0]] = streams.GetValueOrDefault(buffer[0]) + Encoding.UTF8.GetString(buffer.AsSpan(1, read.Count - 1));
        return streams;
    }

    private static List<string> ProcessesWith(string mark)
    {
        var found = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "cmdline")).StartsWith("sleep\0" + mark, StringComparison.Ordinal))
                    found.Add(folder);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // No process, or one that has ended.
            }
        }

        return found;
    }

    [SkippableTheory]
    [InlineData("")]
    [InlineData("KUBECTL_PORT_FORWARD_WEBSOCKETS=false ")]
    public async Task Ports_carry_many_connections_at_once_and_a_refused_one_is_told(string environment)
    {
        var (story, config) = await ServerAsync();
        using var forward = Shell(config, $"{environment}exec kubectl port-forward -n {story.Namespace} pod/p :7001 :7002 :7003");
        var ports = new List<int> { await PortAsync(forward), await PortAsync(forward), await PortAsync(forward) };
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => AskAsync(ports[i % 2], $"line {i}\n")));
        answers.ShouldBe(Enumerable.Range(0, 50).Select(i => $"{7001 + (i % 2)} line {i}\n"));
        // kubectl ends with the first connection that nobody takes.
        (await AskAsync(ports[2], "x\n")).ShouldBe("");
        await forward.WaitForExitAsync().WaitAsync(HearthProcess.Patience);
        var told = await forward.StandardError.ReadToEndAsync();
        told.ShouldContain("error forwarding port 7003 to pod ");
        told.ShouldContain("connect: connection refused");
        told.ShouldContain("error: lost connection to pod");
    }

    [SkippableFact]
    public async Task A_port_is_forwarded_by_the_WebSockets_of_fabric8_and_Python()
    {
        var (story, _) = await ServerAsync();
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("v4.channel.k8s.io");
        await ConnectAsync(socket, $"/api/v1/namespaces/{story.Namespace}/pods/p/portforward?ports=7001&ports=7003");
        var parts = new Dictionary<int, MemoryStream>();
        await socket.SendAsync(Encoding.UTF8.GetBytes("\0hello\n"), WebSocketMessageType.Binary, true, CancellationToken.None);
        using var limit = new CancellationTokenSource(HearthProcess.Patience);
        var buffer = new byte[4096];
        while (!(parts.TryGetValue(0, out var data) && data.Length == 2 + "7001 hello\n".Length && parts.TryGetValue(3, out var error) && error.Length > 2))
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(), limit.Token);
            if (!parts.TryGetValue(buffer[0], out var part))
                parts[buffer[0]] = part = new();
            part.Write(buffer.AsSpan(1, read.Count - 1));
        }

        parts[0].ToArray().ShouldBe([7001 & 0xFF, 7001 >> 8, .. "7001 hello\n"u8]);
        parts[1].ToArray().ShouldBe([7001 & 0xFF, 7001 >> 8]);
        parts[2].ToArray().ShouldBe([7003 & 0xFF, 7003 >> 8]);
        Encoding.UTF8.GetString(parts[3].ToArray().AsSpan(2)).ShouldContain("connection refused");
    }

    private async Task ConnectAsync(ClientWebSocket socket, string path)
    {
        var configuration = fixture.Client.Configuration;
        socket.Options.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null;
        socket.Options.SetRequestHeader("Authorization", "Bearer " + TokenOf(fixture.Cluster.KubeconfigPath));
        await socket.ConnectAsync(new UriBuilder(new Uri(configuration.Server, path)) { Scheme = Uri.UriSchemeWss }.Uri, CancellationToken.None);
    }

    private static string TokenOf(string config) =>
        Regex.Match(File.ReadAllText(config), "token\"?: *\"?(?<token>[^\"\\s]+)", RegexOptions.None, TimeSpan.FromSeconds(1)).Groups["token"].Value;

    private async Task<(PodStory Story, string Config)> IdleAsync(Func<PodSpec, PodSpec>? spec = null)
    {
        Kubectl.ShouldBeInstalled();
        var story = await fixture.StoryAsync();
        await story.RunAsync("p", "while :; do sleep 1000; done", spec: s => (spec?.Invoke(s) ?? s) with { TerminationGracePeriodSeconds = 0 });
        await story.ReadyAsync("p");
        return (story, fixture.Cluster.KubeconfigPath);
    }

    private async Task<(PodStory Story, string Config)> ServerAsync()
    {
        Kubectl.ShouldBeInstalled();
        var story = await fixture.StoryAsync();
        await story.RunAsync(
            "p",
            "",
            c => c with
            {
                Command = ["python3", "-c", Server],
                Env = [new() { Name = "IP", ValueFrom = new() { FieldRef = new() { FieldPath = "status.podIP" } } }],
                ReadinessProbe = s_up,
            },
            s => s with { TerminationGracePeriodSeconds = 0 });
        await story.ReadyAsync("p");
        return (story, fixture.Cluster.KubeconfigPath);
    }

    // Forwarding from 127.0.0.1:41234 -> 7001; the same for [::1] where there is one.
    private static async Task<int> PortAsync(Process forward)
    {
        while (await forward.StandardOutput.ReadLineAsync().WaitAsync(HearthProcess.Patience) is { } line)
        {
            if (Regex.Match(line, @"127\.0\.0\.1:(?<port>\d+)", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } match)
                return int.Parse(match.Groups["port"].Value, CultureInfo.InvariantCulture);
        }

        throw new InvalidOperationException("no port was forwarded: " + await forward.StandardError.ReadToEndAsync());
    }

    private static async Task<string> AskAsync(int port, string text)
    {
        using var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", port);
        var stream = client.GetStream();
        using var reader = new StreamReader(stream);
        using var limit = new CancellationTokenSource(HearthProcess.Patience);
        try
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text), limit.Token);
            client.Client.Shutdown(SocketShutdown.Send);
            return await reader.ReadToEndAsync(limit.Token);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            return "";
        }
    }
}
