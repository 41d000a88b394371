using FsCheck;
using FsCheck.Fluent;
using Hearth.Spark.Diagnosis;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.Tests.Spark.Diagnosis;

public sealed class FailureDiagnosisTests(ITestOutputHelper output)
{
    private const string HealthyLog = """
        WARNING: Using incubator modules: jdk.incubator.vector
        26/11/21 05:05:11 WARN NativeCodeLoader: Unable to load native-hadoop library for your platform... using builtin-java classes where applicable
        26/11/21 05:05:11 INFO SparkContext: Running Spark version 4.3.0
        26/11/21 05:05:11 INFO ResourceUtils: No custom resources configured for spark.driver.
        26/11/21 05:05:11 INFO SecurityManager: SecurityManager: authentication disabled; ui acls disabled; users with view permissions: root
        26/11/21 05:05:12 INFO SparkKubernetesClientFactory: Auto-configuring K8S client using current context from users K8S config file
        26/11/21 05:05:13 INFO ExecutorPodsAllocator: Going to request 2 executors from Kubernetes for ResourceProfile Id: 0, target: 2, known: 0, sharedSlotFromPendingPods: 2147483647.
        26/11/21 05:05:19 INFO KubernetesClusterSchedulerBackend$KubernetesDriverEndpoint: Registered executor NettyRpcEndpointRef(spark-client://Executor) (10.0.0.5:41002) with ID 1, ResourceProfileId 0
        26/11/21 05:05:19 INFO BlockManagerMasterEndpoint: Registering block manager 10.0.0.5:38013 with 413.9 MiB RAM, BlockManagerId(1, 10.0.0.5, 38013, None)
        26/11/21 05:05:22 INFO DAGScheduler: Job 0 finished: reduce at SparkPi.scala:38, took 2.145 s
        Pi is roughly 3.1412751412751412
        26/11/21 05:05:22 INFO KubernetesClusterSchedulerBackend: Shutting down all executors
        26/11/21 05:05:22 WARN ExecutorPodsWatchSnapshotSource: Kubernetes client has been closed.
        26/11/21 05:05:23 INFO SparkContext: Successfully stopped SparkContext
        """;

    public static TheoryData<SignatureCase> Cases => new(SignatureCases.All);

    [Theory, MemberData(nameof(Cases))]
    public void Each_known_failure_is_named(SignatureCase known)
    {
        var finding = FailureDiagnosis.Find(known.Evidence).ShouldNotBeNull();
        finding.Signature.ShouldBe(known.Signature);
        finding.Retryable.ShouldBe(known.Retryable);
        finding.Evidence.ShouldNotBeNullOrWhiteSpace();
        finding.Fix.ShouldEndWith(".");
        finding.ToStatus().Cause.ShouldBe(known.Signature);
    }

    [Fact]
    public void Every_row_of_the_catalogue_and_every_signature_has_a_case()
    {
        var rows = SignatureCases.All.Select(known => known.Row).Distinct().ToList();
        output.WriteLine($"failure catalogue: {rows.Count} of 53 rows");
        rows.Order().ShouldBe(Enumerable.Range(1, 53));
        var beyond = new[] { "node-pressure", "driver-taken-away", "driver-result-size", "driver-timeout" };
        Signatures.All.Select(signature => signature.Id).Except(SignatureCases.All.Select(known => known.Signature)).ShouldBe(beyond, ignoreOrder: true);
        Signatures.All.Select(signature => signature.Id).ShouldBeUnique();
    }

    [Fact]
    public void A_healthy_run_has_nothing_to_diagnose() =>
        FailureDiagnosis.FindAll(new FailureEvidence
        {
            DriverLog = HealthyLog,
            Driver = new ContainerEvidence { Pod = "pi-driver", ExitCode = 0, Reason = "Completed" },
            Executors = [new ContainerEvidence { Pod = "pi-exec-1", ExitCode = 0, Reason = "Completed" }],
            Events = ["Scheduled: Successfully assigned spark/pi-driver to node-1", "Pulled: Container image \"spark:4.3.0\" already present on machine", "Started: Started container spark-kubernetes-driver"],
        }).ShouldBeEmpty();

    [Fact]
    public void Nothing_known_is_no_diagnosis() => FailureDiagnosis.Find(new FailureEvidence()).ShouldBeNull();

    [Theory]
    [InlineData("executor-oom-killed", "Max number of executor failures (4) reached\nFetchFailedException", "OOMKilled", 137)]
    [InlineData("ephemeral-storage", "Lost executor 1: FetchFailedException\nThe executor with id 1 was deleted by a user or the framework.", "Evicted: The node was low on resource: ephemeral-storage.", 137)]
    [InlineData("executors-taken-away", "Missing an output location for shuffle 1\nMax number of executor failures (3) reached", "Error", 143)]
    public void The_cause_leads_its_symptoms(string signature, string log, string reason, int code) =>
        FailureDiagnosis.Find(new FailureEvidence
        {
            DriverLog = log + "\nException in thread \"main\" org.apache.spark.SparkException: Job aborted due to stage failure: Task 1 failed",
            Driver = new ContainerEvidence { ExitCode = 1, Reason = "Error" },
            Executors = [new ContainerEvidence { Pod = "pi-exec-1", Reason = reason, ExitCode = code }],
        })!.Signature.ShouldBe(signature);

    [Fact]
    public void Why_pods_are_pending_leads_that_there_are_none() =>
        FailureDiagnosis.FindAll(new FailureEvidence
        {
            DriverLog = "26/03/01 WARN TaskSchedulerImpl: Initial job has not accepted any resources; check your cluster UI",
            Events = ["FailedScheduling: 0/2 nodes are available: 2 Insufficient memory."],
        }).Select(finding => finding.Signature).ShouldBe(["unschedulable-capacity", "no-executors"]);

    [Fact]
    public void An_unknown_exception_is_shown_by_its_deepest_cause()
    {
        var finding = FailureDiagnosis.Find(Failed("""
            Exception in thread "main" org.apache.spark.SparkException: Exception thrown in awaitResult:
            	at org.example.Main.main(Main.scala:3)
            Caused by: org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 failed 4 times
            	at org.example.Main.inner(Main.scala:7)
            Caused by: java.lang.ArithmeticException: / by zero
            	... 12 more
            26/03/01 INFO ShutdownHookManager: Shutdown hook called
            """))!;
        (finding.Signature, finding.Evidence, finding.Kind).ShouldBe(("application-exception", "Caused by: java.lang.ArithmeticException: / by zero", FailureKind.Application));
    }

    [Fact]
    public void An_unknown_Python_error_is_shown_by_its_last_line() =>
        FailureDiagnosis.Find(Failed("Traceback (most recent call last):\n  File \"/app/job.py\", line 9, in <module>\n    main()\nKeyError: 'customer'\n26/03/01 INFO x"))!
            .Evidence.ShouldBe("KeyError: 'customer'");

    [Theory]
    [InlineData(137, "Error", true, "driver-killed", "killed (SIGKILL)")]
    [InlineData(1, "Error", false, "driver-ended", "exit code 1 (failure, see the log)")]
    [InlineData(139, "Error", false, "driver-ended", "segmentation fault")]
    [InlineData(77, "Error", false, "driver-ended", "exit code 77.")]
    [InlineData(null, "ContainerCreating", false, "driver-ended", "did not run: ContainerCreating")]
    public void Without_words_the_exit_code_speaks(int? code, string reason, bool retryable, string signature, string cause)
    {
        var finding = FailureDiagnosis.Find(new FailureEvidence { Driver = new ContainerEvidence { ExitCode = code, Reason = reason } })!;
        (finding.Signature, finding.Retryable).ShouldBe((signature, retryable));
        finding.Cause.ShouldContain(cause);
    }

    [Fact]
    public void An_unknown_refusal_is_shown_without_its_wrapper() =>
        FailureDiagnosis.Find(new FailureEvidence { SubmissionError = "failed to run spark-submit: ...\nthe moon is in the wrong phase\n\tat org.Foo\n" })!
            .Evidence.ShouldBe("the moon is in the wrong phase");

    [Theory]
    [InlineData("No space left on device: spark.hadoop.fs.s3a.secret.key=abcdefgh1234567890", "abcdefgh")]
    [InlineData("No space left on device Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.abc.def", "eyJ")]
    [InlineData("No space left on device jdbc://user:hunter22@host/db", "hunter22")]
    [InlineData("No space left on device \"password\": \"correct-horse\"", "correct-horse")]
    public void Secrets_never_reach_the_status(string line, string secret) => FailureDiagnosis.Find(Failed(line))!.Evidence.ShouldNotContain(secret);

    [Fact]
    public void A_long_line_is_cut_around_what_matters()
    {
        var evidence = FailureDiagnosis.Find(Failed(new string('x', 9000) + " No space left on device " + new string('y', 9000)))!.Evidence;
        evidence.ShouldContain("No space left on device");
        evidence.Length.ShouldBeLessThanOrEqualTo(400);
    }

    [Theory]
    [InlineData("PKIX path building failed SocketTimeoutException\n")]
    [InlineData("is forbidden: User cannot")]
    [InlineData("://password=://password=")]
    [InlineData("Caused by: Job aborted due to stage failure")]
    public void Millions_of_hostile_characters_are_read_once(string text)
    {
        var log = string.Concat(Enumerable.Repeat(text, 4_000_000 / text.Length));
        FailureDiagnosis.Find(Failed(log)).ShouldNotBeNull();
    }

    [Fact]
    public void No_text_breaks_it() =>
        Prop.ForAll<string?, string?, int?>((log, reason, code) =>
        {
            var findings = FailureDiagnosis.FindAll(new FailureEvidence
            {
                DriverLog = log,
                SubmissionError = reason,
                Events = [log ?? "", reason ?? ""],
                Driver = new ContainerEvidence { ExitCode = code, Reason = reason, Message = log },
            });
            findings.ShouldAllBe(finding => finding.Evidence.Length <= 400);
        }).Check(Seeded.Cases());

    private static FailureEvidence Failed(string log) =>
        new() { DriverLog = log, Driver = new ContainerEvidence { Pod = "pi-driver", ExitCode = 1, Reason = "Error" } };
}
