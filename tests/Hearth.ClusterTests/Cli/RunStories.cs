using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Cli;

/// <summary><c>hearth run</c> as a user sees it: a process, a manifest, an exit code.</summary>
public sealed class RunStories : IDisposable
{
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    [Theory]
    [InlineData("samples/spark-pi.yaml")]
    [InlineData("samples/python-pi.yaml")]
    public async Task A_sample_completes_and_leaves_its_logs_and_nothing_else(string sample)
    {
        await using var run = await HearthProcess.RunAsync(_home.Home, "run", "-o", "json", sample);
        run.ExitCode.ShouldBe(0, run.Text);
        run.Error[0].ShouldContain("the simulator stands in");
        run.Error[0].ShouldContain("hearth spark install");

        var result = JsonNode.Parse(string.Join('\n', run.Out))!;
        result["state"]!.GetValue<string>().ShouldBe("COMPLETED");
        File.ReadAllText(result["driverLog"]!.GetValue<string>()).ShouldMatch(@"Pi is roughly 3\.1\d+");
        Path.Exists(result["eventLog"]!.GetValue<string>()).ShouldBeTrue();
        await _home.ShouldHaveNoProcessesAsync();
        Directory.GetDirectories(Path.Combine(_home.Home, "runs")).ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            folder => Directory.Exists(Path.Combine(folder, "cluster")).ShouldBeFalse(),
            folder => TemporaryHome.ModeOf(folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));
    }

    [Fact]
    public async Task The_log_is_streamed_on_request()
    {
        await using var run = await HearthProcess.RunAsync(_home.Home, "run", "--logs", "samples/spark-pi.yaml");
        run.ExitCode.ShouldBe(0, run.Text);
        run.Out.ShouldContain(line => line.StartsWith("Pi is roughly 3.1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("exit 3", "exit code 3")]
    [InlineData("throw", "java.lang.IllegalStateException: thrown as asked")]
    [InlineData("oom", "java.lang.OutOfMemoryError")]
    [InlineData("task-fail", "three is bad")]
    public async Task A_failing_application_ends_with_1_and_its_reason(string arguments, string reason)
    {
        await using var run = await HearthProcess.RunAsync(_home.Home, "run", _home.Workload("failing", arguments.Split(' ')));
        run.ExitCode.ShouldBe(1, run.Text);
        run.Out[0].ShouldStartWith("failing: FAILED after");
        run.Out[1].ShouldContain(reason);
        run.Out.ShouldContain(line => line.Contains("driver log:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lost_executor_is_replaced()
    {
        await using var run = await HearthProcess.RunAsync(_home.Home, "run", "--logs", _home.Workload("executor-exit", "executor-exit"));
        run.ExitCode.ShouldBe(0, run.Text);
        run.Text.ShouldContain("exited with exit code 53", customMessage: run.Text);
    }

    [Fact]
    public async Task An_image_that_nobody_knows_ends_the_run_instead_of_hanging_it()
    {
        var manifest = _home.Workload("no-image", "exit", "0");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("docker.io/apache/spark:4.3.0", "registry.example.com/other:1"));
        await using var run = await HearthProcess.RunAsync(_home.Home, "run", manifest);
        run.ExitCode.ShouldBe(1, run.Text);
        run.Out[1].ShouldContain("registry.example.com/other:1");
        run.Out[2].ShouldContain("--image NAME=FOLDER");
    }

    [Fact]
    public async Task Objects_of_the_same_file_are_applied_with_the_application()
    {
        var manifest = _home.Workload("with-config", "env", "GREETING");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace(
            "driver: {",
            "driver: {env: [{name: GREETING, valueFrom: {configMapKeyRef: {name: words, key: greeting}}}], ") + """

            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: words, namespace: default}
            data: {greeting: hello}
            """);
        await using var run = await HearthProcess.RunAsync(_home.Home, "run", "--logs", manifest);
        run.ExitCode.ShouldBe(0, run.Text);
        run.Out.ShouldContain("GREETING=hello");
    }

    [Fact]
    public async Task An_interrupted_run_stops_its_application_and_leaves_nothing()
    {
        await using var run = HearthProcess.Start(_home.Home, "run", _home.Workload("sleeper", "sleep", "1000"));
        await run.WaitForAsync("2 running");
        await run.SignalAsync("INT");
        (await run.ExitAsync()).ShouldBe(130, run.Text);
        run.Text.ShouldContain("Stopping the application");
        await _home.ShouldHaveNoProcessesAsync();
    }

    [Fact]
    public async Task A_driver_that_fits_nowhere_says_why_and_ends_the_run()
    {
        var manifest = _home.Workload("homeless", "exit", "0");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("driver: {", "driver: {nodeSelector: {disk: golden}, "));
        await using var run = await HearthProcess.RunAsync(_home.Home, "run", "--pending-timeout", "15s", manifest);
        run.ExitCode.ShouldBe(1, run.Text);
        run.Error.ShouldContain(line => line.Contains("homeless-driver waits for a node: 0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector", StringComparison.Ordinal));
        run.Out[1].ShouldContain("the driver did not start within 15 s");
        run.Out[1].ShouldContain("didn't match Pod's node affinity/selector");
        run.Out[2].ShouldContain("nodeSelector");
    }

    [Fact]
    public async Task A_driver_whose_volume_is_missing_says_so_in_the_end()
    {
        var manifest = _home.Workload("bare", "exit", "0");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("driver: {", "volumes: [{name: v, configMap: {name: nowhere}}]\n  driver: {volumeMounts: [{name: v, mountPath: /v}], "));
        await using var run = await HearthProcess.RunAsync(_home.Home, "run", "--pending-timeout", "15", manifest);
        run.ExitCode.ShouldBe(1, run.Text);
        run.Out[1].ShouldContain("configmap \"nowhere\" not found");
    }

    [Fact]
    public async Task A_time_that_is_none_is_refused()
    {
        await using var run = await HearthProcess.RunAsync(_home.Home, "run", "--pending-timeout", "soon", "samples/spark-pi.yaml");
        run.ExitCode.ShouldBe(2, run.Text);
        run.Text.ShouldContain("\"soon\" is no time: write for example 90s, 5m or 1h");
    }

    [Fact]
    public async Task A_second_interruption_ends_at_once_what_does_not_want_to_end()
    {
        var image = Directory.CreateDirectory(_home.File("image")).FullName;
        File.WriteAllText(Path.Combine(image, "image.json"), "{\"name\": \"stubborn\", \"entrypoint\": [\"bash\", \"-c\", \"trap '' TERM; echo up; while :; do sleep 0.1; done\"]}");
        var manifest = _home.Workload("stubborn", "exit", "0");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("driver: {", "driver: {terminationGracePeriodSeconds: 3000, "));
        await using var run = HearthProcess.Start(_home.Home, "run", "--logs", "--image", $"docker.io/apache/spark:4.3.0={image}", manifest);
        await run.WaitForAsync("\nup");
        await run.SignalAsync("INT");
        await run.WaitForAsync("press Ctrl-C again");
        await run.SignalAsync("INT");
        (await run.ExitAsync()).ShouldBe(130, run.Text);
        run.Text.ShouldContain("Ending it at once");
        run.Text.ShouldNotContain("does not end");
        await _home.ShouldHaveNoProcessesAsync();
    }

    [Fact]
    public async Task What_a_killed_run_left_is_ended_by_the_next()
    {
        await using (var killed = HearthProcess.Start(_home.Home, "run", _home.Workload("sleeper", "sleep", "1000")))
        {
            await killed.WaitForAsync("2 running");
            await killed.SignalAsync("KILL");
            await killed.ExitAsync();
        }

        await using var next = await HearthProcess.RunAsync(_home.Home, "run", "samples/spark-pi.yaml");
        next.ExitCode.ShouldBe(0, next.Text);
        await _home.ShouldHaveNoProcessesAsync();
        Directory.GetDirectories(Path.Combine(_home.Home, "runs")).ShouldAllBe(folder => !Directory.Exists(Path.Combine(folder, "cluster")));
    }

    /// <summary>Of a machine behind a company's proxy whose exceptions do not name loopback; kubectl bears it too.</summary>
    [Fact]
    public async Task A_proxy_is_not_asked_for_this_machine()
    {
        var proxies = new[] { "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy" }.ToDictionary(name => name, _ => "http://127.0.0.1:9");
        await using var run = HearthProcess.Start(_home.Home, proxies, "run", "samples/spark-pi.yaml");
        (await run.ExitAsync()).ShouldBe(0, run.Text);
    }

    [Fact]
    public async Task Two_runs_at_once_do_not_disturb_each_other()
    {
        await using var first = HearthProcess.Start(_home.Home, "run", "samples/spark-pi.yaml");
        await using var second = HearthProcess.Start(_home.Home, "run", "samples/spark-pi.yaml");
        (await first.ExitAsync()).ShouldBe(0, first.Text);
        (await second.ExitAsync()).ShouldBe(0, second.Text);
    }
}
