using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Cli;

/// <summary><c>hearth dev</c> with the real kubectl, and the commands that find it by themselves.</summary>
public sealed class DevStories : IDisposable
{
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    [SkippableFact]
    public async Task Kubectl_does_its_daily_work()
    {
        Kubectl.ShouldBeInstalled();
        var config = _home.File("kubeconfig");
        await using var dev = HearthProcess.Start(_home.Home, "dev", "--kubeconfig", config);
        await dev.WaitForAsync("Ctrl-C ends it");
        TemporaryHome.ModeOf(config).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        using var watch = Kubectl.Start(config, "get", "sparkapplications", "-w", "-o", "custom-columns=S:.status.applicationState.state");
        (await RunAsync(config, "apply -f samples/spark-pi.yaml")).ShouldContain("spark-pi created");
        (await RunAsync(config, "wait --for=jsonpath={.status.applicationState.state}=COMPLETED sparkapplication/spark-pi --timeout=290s")).ShouldContain("condition met");

        (await RunAsync(config, "get sparkapplications")).ShouldMatch(@"NAME +SUSPEND +STATUS +ATTEMPTS +START +FINISH +AGE\s+spark-pi +COMPLETED +1 ");
        (await RunAsync(config, "get sparkapp -A")).ShouldStartWith("NAMESPACE");
        (await RunAsync(config, "get pods -l spark-role=driver -o wide")).ShouldContain("hearth-1");
        (await RunAsync(config, "get pods -l spark-role=executor")).ShouldContain("No resources found");
        (await RunAsync(config, "get sparkapp spark-pi -o yaml")).ShouldContain("kind: SparkApplication");
        (await RunAsync(config, "get sparkapp spark-pi -o json")).ShouldContain("\"state\": \"COMPLETED\"");
        (await RunAsync(config, "describe sparkapplication spark-pi")).ShouldContain("State:");
        (await RunAsync(config, "describe pod spark-pi-driver")).ShouldContain("Events:");
        (await RunAsync(config, "logs -f spark-pi-driver")).ShouldContain("Pi is roughly 3.1");
        (await RunAsync(config, "get events")).ShouldContain("Scheduled");
        (await RunAsync(config, "api-resources --api-group=sparkoperator.k8s.io")).ShouldContain("sparkapp");
        (await RunAsync(config, "explain sparkapplication.spec.driver.memory")).ShouldContain("FIELD: memory <string>");
        await ShouldShowAsync(watch, "COMPLETED");
        (await RunAsync(config, "delete sparkapplication spark-pi --cascade=foreground --timeout=290s")).ShouldContain("deleted");
        (await RunAsync(config, "get pods")).ShouldContain("No resources found");
        watch.Kill();
    }

    private static async Task ShouldShowAsync(System.Diagnostics.Process watch, string words)
    {
        using var limit = new CancellationTokenSource(HearthProcess.Patience);
        while (await watch.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Contains(words, StringComparison.Ordinal))
                return;
        }

        throw new InvalidOperationException($"the watch ended without {words}");
    }

    [Fact]
    public async Task A_second_one_is_told_of_the_first_and_commands_find_it()
    {
        await using var dev = HearthProcess.Start(_home.Home, "dev");
        await dev.WaitForAsync("Ctrl-C ends it");

        await using (var second = await HearthProcess.RunAsync(_home.Home, "dev"))
        {
            second.ExitCode.ShouldBe(2, second.Text);
            second.Text.ShouldContain($"a 'hearth dev' is running already (process {dev.Id}");
            second.Text.ShouldContain("export KUBECONFIG=");
        }

        await using (var status = await HearthProcess.RunAsync(_home.Home, "status"))
        {
            status.ExitCode.ShouldBe(0, status.Text);
            status.Text.ShouldContain("no applications");
        }

        await using (var logs = await HearthProcess.RunAsync(_home.Home, "logs", "nothing"))
        {
            logs.ExitCode.ShouldBe(2, logs.Text);
            logs.Text.ShouldContain("no SparkApplication \"nothing\"");
        }

        await dev.SignalAsync("INT");
        (await dev.ExitAsync()).ShouldBe(130, dev.Text);
        await _home.ShouldHaveNoProcessesAsync();
    }

    [Fact]
    public async Task Equal_seeds_of_faults_give_a_program_equal_answers()
    {
        var first = await AnswersAsync("429=0.2,500=0.3,seed=7");
        first.ShouldContain(200);
        first.ShouldContain(429);
        first.ShouldContain(500);
        (await AnswersAsync("429=0.2,500=0.3,seed=7")).ShouldBe(first);
        (await AnswersAsync("429=0.2,500=0.3,seed=8")).ShouldNotBe(first);
    }

    /// <summary>The status codes of forty equal requests to a cluster that is spoiled so.</summary>
    private async Task<List<int>> AnswersAsync(string faults)
    {
        var config = _home.File("kubeconfig");
        await using var dev = HearthProcess.Start(_home.Home, "dev", "--no-operator", "--kubeconfig", config, "--fault", faults);
        await dev.WaitForAsync("Ctrl-C ends it");
        using var client = new KubeClient(KubeConfigFile.Load(config));
        var answers = new List<int>();
        for (var i = 0; i < 40; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/namespaces/default/configmaps") { Headers = { { "User-Agent", "story/1.0" } } };
            using var answer = await client.SendAsync(request, CancellationToken.None);
            answers.Add((int)answer.StatusCode);
        }

        await dev.SignalAsync("INT");
        (await dev.ExitAsync()).ShouldBe(130, dev.Text);
        return answers;
    }

    [SkippableFact]
    public async Task Nodes_are_as_large_as_asked_and_carry_labels()
    {
        Kubectl.ShouldBeInstalled();
        var config = _home.File("kubeconfig");
        await using var dev = HearthProcess.Start(_home.Home, "dev", "--no-operator", "--kubeconfig", config, "--node", "big,cpu=16,memory=64Gi", "--node", "spot,cpu=500m,pods=3,kind=spot");
        await dev.WaitForAsync("Ctrl-C ends it");
        (await RunAsync(config, "get nodes --no-headers -o custom-columns=N:.metadata.name,C:.status.allocatable.cpu,M:.status.allocatable.memory,P:.status.allocatable.pods,K:.metadata.labels.kind"))
            .ShouldMatch(@"^big +16 +64Gi +5k? *[0-9]* +<none>\s+spot +500m +4Ti +3 +spot\s*$");
    }

    [SkippableFact]
    public async Task Nodes_that_are_not_there_any_more_go_with_their_pods_and_what_was_kept_stays()
    {
        Kubectl.ShouldBeInstalled();
        var config = _home.File("kubeconfig");
        string[] common = ["dev", "--no-operator", "--data", _home.File("data"), "--kubeconfig", config, "--image", $"test:1={Image()}"];
        await using (var first = HearthProcess.Start(_home.Home, [.. common, "--nodes", "2"]))
        {
            await first.WaitForAsync("Ctrl-C ends it");
            await RunAsync(config, "label node hearth-1 disk=ssd");
            await RunAsync(config, "run lost --image=test:1 --restart=Never --overrides={\"spec\":{\"nodeName\":\"hearth-2\"}} --command -- sleep 1000");
            await RunAsync(config, "wait --for=condition=Ready pod/lost --timeout=290s");
            await first.SignalAsync("KILL");
            await first.ExitAsync();
        }

        await using var second = HearthProcess.Start(_home.Home, [.. common, "--nodes", "1"]);
        await second.WaitForAsync("Ctrl-C ends it");
        (await RunAsync(config, "get nodes -o name -l disk=ssd")).ShouldBe("node/hearth-1\n");
        (await RunAsync(config, "get nodes,pods -o name")).ShouldBe("node/hearth-1\n");
    }

    private string Image()
    {
        var folder = Directory.CreateDirectory(_home.File("image")).FullName;
        File.WriteAllText(Path.Combine(folder, "image.json"), "{\"name\": \"tools\"}");
        return folder;
    }

    [Fact]
    public async Task A_node_that_cannot_be_understood_is_refused()
    {
        await using var dev = await HearthProcess.RunAsync(_home.Home, "dev", "--node", "big,cpu=many");
        dev.ExitCode.ShouldBe(2, dev.Text);
        dev.Text.ShouldContain("\"many\" is no amount of cpu");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_told()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        await using var dev = await HearthProcess.RunAsync(_home.Home, "dev", "--port", $"{port}");
        dev.ExitCode.ShouldBe(2, dev.Text);
        dev.Text.ShouldContain($"port {port} is in use");
    }

    [Fact]
    public async Task Without_a_cluster_commands_end_with_3_and_say_what_to_do()
    {
        await using var status = HearthProcess.Start(_home.Home, new Dictionary<string, string> { ["HOME"] = _home.Home }, "status");
        (await status.ExitAsync()).ShouldBe(3, status.Text);
        status.Text.ShouldContain("hearth dev");
    }

    private static Task<string> RunAsync(string config, string arguments) => Kubectl.RunAsync(config, arguments.Split(' '));
}
