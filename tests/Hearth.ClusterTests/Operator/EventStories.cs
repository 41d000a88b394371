using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Operator;

/// <summary>Every event that the peer documents, when it says, as a sentence.</summary>
public sealed class EventStories
{
    [Fact]
    public async Task A_run_tells_its_steps()
    {
        await using var cluster = await OperatorCluster.StartAsync();
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("pi"));
        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Completed);

        await ShouldTellAsync(
            cluster.Client, "pi",
            "Normal SparkApplicationAdded SparkApplication pi was added, enqueuing it for submission",
            "Normal SparkApplicationSubmitted SparkApplication pi was submitted successfully",
            "Normal SparkDriverRunning Driver pi-driver is running",
            "Normal SparkDriverCompleted Driver pi-driver completed",
            "Normal SparkApplicationCompleted SparkApplication pi completed");
    }

    [Fact]
    public async Task A_failure_tells_its_retries_and_its_end()
    {
        await using var cluster = await OperatorCluster.StartAsync(_ => DriverRole.Fail);
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("pi", spec => spec with { RestartPolicy = new() { Type = "OnFailure", OnFailureRetries = 1, OnFailureRetryInterval = 1 } }));
        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Failed);

        await ShouldTellAsync(
            cluster.Client, "pi",
            "Warning SparkDriverFailed Driver pi-driver failed: driver container failed with ExitCode: 3, Reason: Error",
            "Warning SparkApplicationPendingRerun SparkApplication pi is pending rerun",
            "Warning SparkApplicationFailed SparkApplication pi failed: driver container failed with ExitCode: 3, Reason: Error (1 retries are used up)");
        var failed = (await EventsAsync(cluster.Client, "pi")).Single(e => e.Reason == "SparkDriverFailed");
        failed.Count.ShouldBe(2, "the same again is the same event");
    }

    [Fact]
    public async Task A_refused_submission_tells_why()
    {
        await using var cluster = await OperatorCluster.StartAsync();
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("pi", spec => spec with { Driver = new() { ServiceAccount = "nobody" } }));
        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Failed);

        await ShouldTellAsync(
            cluster.Client, "pi",
            "Warning SparkApplicationSubmissionFailed failed to submit SparkApplication pi: error looking up service account default/nobody: serviceaccount \"nobody\" not found",
            "Warning SparkApplicationFailed SparkApplication pi failed: failed to submit spark application: failed to run spark-submit: error looking up service account default/nobody: serviceaccount \"nobody\" not found");
    }

    [Fact]
    public async Task Suspending_resuming_and_a_vanished_driver_are_told()
    {
        await using var cluster = await OperatorCluster.StartAsync(_ => DriverRole.Run);
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("pi"));
        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Running);
        await cluster.Client.SetSuspendAsync("pi", true);
        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Suspended);
        await cluster.Client.SetSuspendAsync("pi", false);
        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Running);
        await cluster.Client.DeleteAsync(ResourceTypes.Pods, "default", "pi-driver", new() { GracePeriodSeconds = 0 }, CancellationToken.None);
        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Failed);

        await ShouldTellAsync(
            cluster.Client, "pi",
            "Warning SparkApplicationSuspending SparkApplication pi is suspending",
            "Warning SparkApplicationSuspended SparkApplication pi is suspended and its pods are deleted",
            "Warning SparkApplicationResuming SparkApplication pi is resuming",
            "Warning SparkDriverNotFound Driver pod pi-driver not found after grace period 10s, marking application as Failing");
    }

    [Fact]
    public async Task Executors_tell_how_they_fare()
    {
        await using var cluster = await OperatorCluster.StartAsync(_ => DriverRole.Run);
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("pi"));
        var pi = await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Running);
        foreach (var (id, phase, terminated) in new[] { (1, "Succeeded", """{"exitCode":0,"reason":"Completed"}"""), (2, "Failed", """{"exitCode":137,"reason":"OOMKilled","message":"too much"}""") })
        {
            var name = $"pi-exec-{id}";
            await cluster.Client.CreateAsync(ResourceTypes.Pods, "default", new Pod
            {
                Metadata = new()
                {
                    Name = name,
                    Labels = new Dictionary<string, string>
                    {
                        [SparkLabels.AppName] = "pi", [SparkLabels.LaunchedBy] = "true", [SparkLabels.Role] = "executor",
                        [SparkLabels.SubmissionId] = pi.Status!.SubmissionId!, [SparkLabels.ExecutorId] = $"{id}",
                    },
                },
                Spec = new() { Containers = [new() { Name = SparkLabels.ExecutorContainer, Image = "spark" }] },
            }, CancellationToken.None);
            await cluster.Client.WaitAsync("pi", a => a.Status?.ExecutorState?.GetValueOrDefault(name) == ExecutorStates.Running);
            var status = $$$"""{"status":{"phase":"{{{phase}}}","containerStatuses":[{"name":"spark-kubernetes-executor","image":"x","imageID":"","ready":false,"restartCount":0,"state":{"terminated":{{{terminated}}}}}]}}""";
            await cluster.Client.PatchAsync(ResourceTypes.Pods, "default", name, Patch.Merge(JsonNode.Parse(status)!), "status", CancellationToken.None);
        }

        await cluster.Client.WaitAsync("pi", a => a.Status?.ExecutorState?.GetValueOrDefault("pi-exec-2") == ExecutorStates.Failed);
        await ShouldTellAsync(
            cluster.Client, "pi",
            "Normal SparkExecutorRunning Executor pi-exec-1 is running",
            "Normal SparkExecutorCompleted Executor pi-exec-1 completed",
            "Warning SparkExecutorFailed Executor pi-exec-2 failed with ExitCode: 137, Reason: OOMKilled, Message: too much");
    }

    private static async Task ShouldTellAsync(KubeClient client, string name, params string[] wanted)
    {
        List<string> told = [];
        using var limit = new CancellationTokenSource(Stories.Patience);
        while (!limit.IsCancellationRequested)
        {
            told = [.. (await EventsAsync(client, name)).Select(e => $"{e.Type} {e.Reason} {e.Message}")];
            if (wanted.All(told.Contains))
                return;
            await Task.Delay(25, CancellationToken.None);
        }

        wanted.Except(told).ShouldBeEmpty($"told was:\n{string.Join('\n', told)}");
    }

    private static async Task<IReadOnlyList<Event>> EventsAsync(KubeClient client, string name) =>
        [.. (await client.ListAsync(ResourceTypes.Events, "default", null, CancellationToken.None)).Items.Where(e => e.InvolvedObject is { Kind: "SparkApplication" } about && about.Name == name)];
}
