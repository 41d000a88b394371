using System.Net;
using Hearth.Kube.Core.Objects;
using Hearth.Operator;
using Hearth.Operator.Applications;
using Hearth.Spark.Api;
using Hearth.Testing;
using Hearth.Tests.Kube;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Operator;

/// <summary>What only a driver itself can tell: through its REST API and its log.</summary>
public sealed class DriverInquiryTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly SparkApplication s_application = new() { Metadata = new() { Name = "pi", Namespace = "default" }, Status = new() { SubmissionId = "one" } };

    private static readonly PodFacts s_driver = new()
    {
        Namespace = "default", Name = "pi-driver", Uid = "driver", Application = "pi", ApplicationId = "spark-1", SubmissionId = "one", IsDriver = true,
        Phase = PodPhase.Running, Started = s_now, Ip = "10.0.0.7",
    };

    private static readonly PodFacts s_executor = s_driver with { Name = "pi-exec-1", Uid = "executor", IsDriver = false };

    [Fact]
    public async Task The_first_task_is_asked_of_the_driver_until_it_tells()
    {
        using var server = new Answers()
            .Then(HttpStatusCode.NotFound, "unknown stage: 0")
            .Then(HttpStatusCode.OK, """[{"stageId":0,"firstTaskLaunchedTime":"2026-01-01T00:00:09.307GMT"},{"stageId":0,"firstTaskLaunchedTime":"2026-01-01T00:00:07.948GMT"}]""");
        using var tasks = new FirstTasks(server);
        var now = s_now;

        tasks.Of(s_application, s_driver, [], now, _ => { }).ShouldBe(default, "no executor runs: there is nothing to ask");
        now += tasks.Of(s_application, s_driver, [s_executor], now, _ => { }).Again.ShouldNotBeNull();
        now += await AskAsync(tasks, now);
        await AskAsync(tasks, now);

        tasks.Of(s_application, s_driver with { Phase = PodPhase.Succeeded }, [], now, _ => { }).At.ShouldBe(s_now.AddSeconds(7), "it may have ended meanwhile");
        server.Asked.ShouldBe(["GET /api/v1/applications/spark-1/stages/0?details=false", "GET /api/v1/applications/spark-1/stages/0?details=false"]);
    }

    [Theory]
    [InlineData("spark.ui.enabled", "false", "10.0.0.7")]
    [InlineData("spark.ui.port", "0", "10.0.0.7")]
    [InlineData("spark.app.name", "pi", null)]
    [InlineData("spark.app.name", "pi", "kubernetes.default.svc")]
    public void A_driver_without_a_UI_or_an_address_is_not_asked(string key, string value, string? ip)
    {
        using var tasks = new FirstTasks(new Answers());
        var application = s_application with { Spec = new() { SparkConf = new Dictionary<string, string> { [key] = value } } };

        tasks.Of(application, s_driver with { Ip = ip }, [s_executor], s_now, _ => { }).ShouldBe(default);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("{}")]
    [InlineData("""[1,{"firstTaskLaunchedTime":7},{"firstTaskLaunchedTime":"soon"}]""")]
    public async Task What_is_no_answer_is_none(string answer)
    {
        using var server = new Answers().Then(HttpStatusCode.OK, answer);
        using var tasks = new FirstTasks(server);
        var now = s_now;
        now += tasks.Of(s_application, s_driver, [s_executor], now, _ => { }).Again.ShouldNotBeNull();
        var wait = await AskAsync(tasks, now);
        tasks.Of(s_application, s_driver, [s_executor], now, _ => { }).ShouldBe(new(null, wait));
    }

    [Fact]
    public async Task Why_no_executor_comes_is_read_in_the_driver_s_log()
    {
        using var server = new Answers().Then(HttpStatusCode.OK, """
            26/01/01 00:00:05 INFO ExecutorPodsAllocator: Going to request 2 executors from Kubernetes for ResourceProfile Id: 0, target: 2, known: 0
            26/01/01 00:00:06 WARN ExecutorPodsSnapshotsStoreImpl: Exception when notifying snapshot subscriber.
            io.fabric8.kubernetes.client.KubernetesClientException: Failure executing: POST at: https://10.96.0.1:443/api/v1/namespaces/default/pods. Message: pods "pi-exec-1" is forbidden: exceeded quota: team-a, requested: pods=1, used: pods=1, limited: pods=1.
            """);
        await using var client = server.Client();
        var time = new FakeTime();
        var missing = new MissingExecutors(new DriverLog(client, time, NullLogger.Instance), time);
        var snapshot = new ApplicationSnapshot { Application = s_application, Driver = s_driver, Now = s_now, Options = new OperatorOptions(), NextSubmissionId = "two" };

        (await missing.ExplainAsync(snapshot, CancellationToken.None)).ShouldBeNull("it has just started");
        MissingExecutors.LookAgain(snapshot, s_driver).ShouldBe(TimeSpan.FromSeconds(15));
        snapshot = snapshot with { Now = s_now.AddSeconds(15) };
        snapshot = snapshot with { NoExecutors = await missing.ExplainAsync(snapshot, CancellationToken.None) };

        var status = Observation.Decide(snapshot with { Application = s_application with { Status = new() { SubmissionId = "one", ApplicationState = new() { State = ApplicationStates.Running }, DriverInfo = new() { WebUIServiceName = "pi-ui-svc" } } } }).Status;
        status.Hearth!.Diagnosis!.Cause.ShouldBe("quota-exceeded");
        var condition = ApplicationConditions.Of(status, snapshot).Single(c => c.Type == "ExecutorsReady");
        (condition.Status, condition.Reason).ShouldBe(("False", "ExecutorsRefused"));
        condition.Message.ShouldNotBeNull().ShouldContain("0 of 1 executors run: ");
        condition.Message.ShouldContain("exceeded quota: team-a");
    }

    /// <summary>Looks once and waits for the answer.</summary>
    private static async Task<TimeSpan> AskAsync(FirstTasks tasks, DateTimeOffset now)
    {
        var again = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        tasks.Of(s_application, s_driver, [s_executor], now, wait => again.TrySetResult(wait));
        return await again.Task.WaitAsync(TimeSpan.FromMinutes(5));
    }
}
