using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Kube.Watching;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Operator;

/// <summary>When a run reached what, with real pods on a real node.</summary>
[Collection("whole machine")]
public sealed class TimelineStories : IDisposable
{
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_run_tells_when_it_reached_what_and_when_its_executors_are_ready()
    {
        var config = _home.File("kubeconfig");
        await using var dev = HearthProcess.Start(_home.Home, "dev", "--simulate", "--kubeconfig", config);
        await dev.WaitForAsync("Ctrl-C ends it");
        await using var client = new KubeClient(KubeConfigFile.Load(config));
        var ready = ReadyAsync(client);
        await client.CreateAsync(Stories.Application("pi", spec => spec with
        {
            MainClass = "hearth.examples.Workload",
            Arguments = ["sleep", "4"],
            Driver = new() { ServiceAccount = "spark" },
            Executor = new() { Instances = 2 },
        }));

        var ended = await client.WaitAsync("pi", a => ApplicationStates.IsTerminal(a.Status?.ApplicationState.State ?? ""));

        ended.Status!.ApplicationState.State.ShouldBe(ApplicationStates.Completed, ended.Status.ApplicationState.ErrorMessage);
        var timeline = ended.Status.Timeline.ShouldNotBeNull();
        List<DateTimeOffset?> steps =
        [
            timeline.Created, timeline.Submitted, timeline.DriverScheduled, timeline.ImagePulled, timeline.DriverRunning, timeline.FirstExecutor, timeline.AllExecutors, timeline.Ended,
        ];
        steps.ShouldAllBe(step => step != null, timeline.ToString());
        steps.SequenceEqual(steps.Order()).ShouldBeTrue(timeline.ToString());
        if (timeline.FirstTask is { } task)
            task.ShouldBeInRange(timeline.FirstExecutor!.Value, timeline.Ended!.Value);
        (await ready).ShouldBe("2 executors run");
        var last = ended.Status.Conditions!.Single(c => c.Type == "ExecutorsReady");
        (last.Status, last.Reason).ShouldBe(("False", "DriverNotRunning"));
    }

    /// <summary>What the condition says once it is true.</summary>
    private static async Task<string?> ReadyAsync(KubeClient client)
    {
        using var limit = new CancellationTokenSource(Stories.Patience);
        await foreach (var e in client.WatchAsync(SparkResources.SparkApplications, "default", null, limit.Token))
        {
            if (e.Type != WatchEventType.Bookmark && e.Object.Status?.Conditions?.FirstOrDefault(c => c is { Type: "ExecutorsReady", Status: "True" }) is { } condition)
                return condition.Message;
        }

        throw new TimeoutException("the executors are never ready");
    }
}
