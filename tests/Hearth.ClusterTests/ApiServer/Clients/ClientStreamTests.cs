using Hearth.ClusterTests.Nodes;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.ApiServers.Clients;

/// <summary>What client libraries do with pods that run on a local node: commands, logs, files, ports, each over its own kind of stream.</summary>
public sealed class ClientStreamTests(ClusterFixture fixture) : IClassFixture<ClusterFixture>
{
    private const string Common = """
        exec: ["out\n","err\n",7]
        input: "piped\n"
        terminal: "terminal\r\n"
        log: "one\ntwo\n"
        tail: "two\n"
        followed: ["1","2","3"]
        forwarded: "hello\n"

        """;

    [SkippableFact]
    public async Task The_Python_client_streams()
    {
        var (said, _) = await RunAsync(await ClientProgram.PythonAsync("streams.py"));
        said.Replace(", ", ",", StringComparison.Ordinal).ShouldBe(Common + """
            nobody listens: ""

            """);
    }

    [SkippableFact]
    public async Task The_JavaScript_client_streams()
    {
        var (said, address) = await RunAsync(await ClientProgram.JavaScriptAsync("streams.mjs"));
        said.ShouldBe(Common + $"""
            nobody listens: "dial tcp4 {address}:9: connect: connection refused"

            """);
    }

    [SkippableFact]
    public async Task Sparks_client_streams()
    {
        var (said, _) = await RunAsync(await ClientProgram.JavaAsync("Streams.java"));
        said.ShouldBe(Common + """
            uploaded: true
            copied: true
            the same: true
            read: "hello\n"

            """);
    }

    private async Task<(string Said, string Address)> RunAsync(ClientProgram program)
    {
        var story = await fixture.StoryAsync();
        await story.RunAsync(
            "p",
            "echo one; echo two; mkdir /tmp/www; cd /tmp/www; echo hello > page; exec python3 -m http.server 8080 --bind $IP > /dev/null 2>&1",
            container => container with
            {
                Env = [new() { Name = "IP", ValueFrom = new() { FieldRef = new() { FieldPath = "status.podIP" } } }],
                ReadinessProbe = new() { TcpSocket = new() { Port = 8080 }, PeriodSeconds = 1 },
            },
            spec => spec with { TerminationGracePeriodSeconds = 0 });
        await story.RunAsync("talker", "for i in 1 2 3; do echo $i; sleep 0.1; done; sleep 1");
        var pod = await story.ReadyAsync("p");
        await story.UntilAsync("talker", talker => talker.Status?.Phase is "Running" or "Succeeded");
        return (await program.RunAsync(fixture.Cluster.KubeconfigPath, story.Namespace), pod.Status!.PodIP!);
    }
}
