using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Spark.Api;
using Hearth.Testing;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Cli;

/// <summary><c>hearth operator</c> and <c>hearth node</c> with real Spark on a real API server.</summary>
[Collection("whole machine")]
public sealed class RealApiServerStories : IDisposable
{
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    [SkippableFact]
    public async Task Pi_completes_in_scala_and_python()
    {
        Skip.IfNot(Environment.UserName == "root", "needs root: pods get addresses outside of 127.0.0.0/8");
        var spark = await RealSpark.HomeAsync();
        var config = await StartServerAsync();
        try
        {
            var server = KubeConfigFile.Load(config);
            await using var client = new KubeClient(server);
            await using var node = HearthProcess.Start(_home.Home, "node", "--kubeconfig", config, "--spark-home", spark, "--pod-cidr", "10.244.0.0/16");
            await node.WaitForAsync("The node is ready");
            await using var sparkOperator = HearthProcess.Start(_home.Home, "operator", "--kubeconfig", config, "--install-crds", "--driver-master", server.Server.GetLeftPart(UriPartial.Authority));
            await sparkOperator.WaitForAsync("The operator watches");
            await SparkAccount.CreateAsync(client);

            foreach (var sample in new[] { "spark-pi", "python-pi" })
            {
                await Kubectl(config, "apply", "-f", Path.Combine(Shared.Repository, "samples", sample + ".yaml"));
                (await EndAsync(client, sample)).ShouldBe("COMPLETED", node.Text + sparkOperator.Text);
                await using var log = await client.OpenLogAsync("default", $"{sample}-driver", new LogOptions { Container = SparkLabels.DriverContainer }, CancellationToken.None);
                (await new StreamReader(log).ReadToEndAsync()).ShouldContain("Pi is roughly 3.1");
            }
        }
        finally
        {
            await RunAsync(Shared.Path("kubernetes", "stop"), _home.File("server"));
        }
    }

    private async Task<string> StartServerAsync() => (await RunAsync(Shared.Path("kubernetes", "start"), _home.File("server"), $"{FreePorts()}")).Trim().Split('\n')[^1];

    /// <summary>The first of three free ports in a row: the server's and its store's.</summary>
    private static int FreePorts()
    {
        for (var first = 21000 + (Environment.ProcessId % 5000); ; first += 3)
        {
            if (Enumerable.Range(first, 3).All(IsFree))
                return first;
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task<string> EndAsync(KubeClient client, string name)
    {
        using var limit = new CancellationTokenSource(HearthProcess.Patience);
        while (true)
        {
            var state = (await client.GetAsync(SparkResources.SparkApplications, "default", name, limit.Token)).Status?.ApplicationState.State;
            if (state is "COMPLETED" or "FAILED")
                return state;
            await Task.Delay(250, limit.Token);
        }
    }

    private static Task<string> Kubectl(string config, params string[] arguments) => RunAsync("kubectl", ["--kubeconfig", config, .. arguments]);

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}\n{text}");
        return text;
    }
}
