using System.CommandLine;
using Hearth.Cli.Commands;
using Hearth.Cli.Output;
using Hearth.Operator;
using Hearth.Spark.Schedules;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Cli;

/// <summary>The flags of the peer's controller, as its Deployment writes them.</summary>
public sealed class OperatorFlagTests
{
    [Fact]
    public void The_defaults_are_the_peer_s()
    {
        var (read, own) = (Read(), new OperatorOptions());

        (read.EnableUIService, read.IngressUrlFormat, read.IngressClassName, read.EnableBatchScheduler, read.DefaultBatchScheduler)
            .ShouldBe((own.EnableUIService, own.IngressUrlFormat, own.IngressClassName, own.EnableBatchScheduler, own.DefaultBatchScheduler));
        (read.EnableDriverPodDisruptionBudget, read.MaxTrackedExecutors, read.DefaultTimeToLiveSeconds, read.DriverGracePeriod, read.TimestampPrecision, read.Metrics)
            .ShouldBe((own.EnableDriverPodDisruptionBudget, own.MaxTrackedExecutors, own.DefaultTimeToLiveSeconds, own.DriverGracePeriod, own.TimestampPrecision, own.Metrics));
    }

    [Fact]
    public void Each_flag_says_what_it_says_to_the_peer()
    {
        var options = Read(
            "--enable-ui-service=false", "--ingress-url-format={{$appName}}.example.com", "--ingress-class-name=nginx",
            """--ingress-tls=[{"hosts":["*.example.com"],"secretName":"cert"}]""", """--ingress-annotations={"a":"b"}""",
            "--enable-batch-scheduler=true", "--kube-scheduler-names=one,two", "--default-batch-scheduler=volcano", "--enable-driver-pdb",
            "--max-tracked-executor-per-app=5", "--default-time-to-live-seconds=60", "--driver-pod-creation-grace-period=1m30s",
            "--scheduled-spark-application-timestamp-precision=seconds", "--enable-metrics=true", "--metrics-bind-address=127.0.0.1:9090",
            "--metrics-prefix=x_", "--metrics-labels=app_type,namespace", "--metrics-job-submit-latency-buckets=2,1");

        options.EnableUIService.ShouldBeFalse();
        options.IngressUrlFormat.ShouldBe("{{$appName}}.example.com");
        options.IngressClassName.ShouldBe("nginx");
        options.IngressTls.Single().SecretName.ShouldBe("cert");
        options.IngressAnnotations["a"].ShouldBe("b");
        options.EnableBatchScheduler.ShouldBeTrue();
        options.KubeSchedulerNames.ShouldBe(["one", "two"]);
        options.DefaultBatchScheduler.ShouldBe("volcano");
        options.EnableDriverPodDisruptionBudget.ShouldBeTrue();
        options.MaxTrackedExecutors.ShouldBe(5);
        options.DefaultTimeToLiveSeconds.ShouldBe(60);
        options.DriverGracePeriod.ShouldBe(TimeSpan.FromSeconds(90));
        options.TimestampPrecision.ShouldBe(TimestampPrecision.Seconds);
        options.Metrics!.Endpoint.ToString().ShouldBe("127.0.0.1:9090");
        options.Metrics.Prefix.ShouldBe("x_");
        options.Metrics.Labels.ShouldBe(["app_type", "namespace"]);
        options.Metrics.SubmitLatencyBuckets.ShouldBe([1, 2]);
        options.Metrics.StartLatencyBuckets.Count.ShouldBe(10);
    }

    [Theory]
    [InlineData("--ingress-tls={}", "--ingress-tls")]
    [InlineData("--ingress-annotations=[1", "--ingress-annotations")]
    [InlineData("--driver-pod-creation-grace-period=soon", "--driver-pod-creation-grace-period")]
    public void A_value_that_is_none_is_refused_by_its_flag(string flag, string name) =>
        Should.Throw<UserError>(() => Read(flag)).Problems.Single().Where.ShouldBe(name);

    private static OperatorOptions Read(params string[] arguments)
    {
        var flags = new OperatorFlags();
        var command = new Command("operator");
        foreach (var option in flags.All)
            command.Add(option);
        var parsed = command.Parse(arguments);
        parsed.Errors.ShouldBeEmpty();
        return flags.Read(parsed);
    }
}
