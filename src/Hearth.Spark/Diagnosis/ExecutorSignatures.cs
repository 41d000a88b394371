using static Hearth.Spark.Diagnosis.FailureKind;
using static Hearth.Spark.Diagnosis.SignatureRank;

namespace Hearth.Spark.Diagnosis;

/// <summary>What executors suffer from, as the driver's log and their ends tell.</summary>
internal static class ExecutorSignatures
{
    public static IReadOnlyList<FailureSignature> All { get; } =
    [
        new("jvm-heap", Root, Application, false,
            "A JVM ran out of heap.",
            "Use more partitions, smaller broadcasts and collects, or raise spec.executor.memory.")
        {
            Patterns =
            [
                new("OutOfMemoryError: Java heap space"), new("OutOfMemoryError: GC overhead limit exceeded"), new("OutOfMemoryError: Metaspace"),
                new("exit code 52;") { From = EvidenceSource.Executor }, new("exited with exit code 52("), new("(JVM OOM)"),
            ],
        },

        new("shuffle-service-missing", Root, Setup, false,
            "spark.shuffle.service.enabled is true, and Kubernetes has no external shuffle service.",
            "Turn it off and set spark.dynamicAllocation.shuffleTracking.enabled to true.")
        { Patterns = ["Unable to register with external shuffle server"] },

        new("disk-full", Cause, Setup, false,
            "A disk is full: scratch space, upload buffers or a claim.",
            "Use larger or several local directories, and the magic committer instead of staging.")
        { Patterns = ["No space left on device", "java.io.IOException: Disk quota exceeded", new("exit code 53;") { From = EvidenceSource.Container }, new("exited with exit code 53(")] },

        new("driver-service-unreachable", Cause, Infrastructure, true,
            "Executors do not reach the driver: its headless Service resolves once the driver is ready, or the network forbids it.",
            "Set spark.kubernetes.allocation.driver.readinessTimeout to 60s, allow ports 7078 and 7079 by NetworkPolicy and mesh, and scale DNS.")
        {
            Patterns =
            [
                new("-driver-svc", "UnknownHostException"), new("-driver-svc", "Failed to connect"), new("-driver-svc", "Connection refused"),
                new("-driver-svc", "timed out"), new("-driver-svc", "Name or service not known"),
            ],
        },

        new("heartbeat", Cause, Infrastructure, true,
            "Executors fell silent: long garbage collection, CPU throttled by a limit, or the network.",
            "Lift the CPU limit, give more memory, and keep spark.network.timeout well above spark.executor.heartbeatInterval.")
        { Patterns = [new("heartbeat timed out after"), new("Executor heartbeat timed out"), new("exit code 56;") { From = EvidenceSource.Container }, new("exited with exit code 56(")] },

        new("executors-taken-away", Cause, Infrastructure, true,
            "Executor pods were taken away: spot instances reclaimed, nodes drained or scaled down, pods evicted.",
            "Turn on decommissioning (spark.decommission.enabled with storage.decommission), mark pods do-not-disrupt, and look at the nodes' events.")
        {
            Patterns =
            [
                new("was deleted by a user or the framework"), new("was not found in the cluster at the polling time"), new("was not found in the cluster but"),
                new("exit code 143;") { From = EvidenceSource.Executor }, new("exited with exit code 143("),
                new("reason NodeShutdown") { From = EvidenceSource.Executor }, new("reason Preempting") { From = EvidenceSource.Executor },
            ],
        },

        new("shuffle-lost", Symptom, Infrastructure, true,
            "Shuffle data went with an executor; its own end is the cause.",
            "Keep the data: fallback storage, claims that are reused, or a remote shuffle service such as Celeborn.")
        { Patterns = ["FetchFailedException", "Missing an output location for shuffle", "ExecutorDeadException"] },

        new("executor-failures", Symptom, Application, false,
            "More executors failed than spark.executor.maxNumFailures allows; what ended them is the cause.",
            "Look at the commonest end of the executors (exit code, reason, node) and mend that.")
        { Patterns = [new("Max number of executor failures"), new("exit code 11;") { From = EvidenceSource.Driver }] },

        new("no-executors", Symptom, Infrastructure, false,
            "No executor registered: they are pending, crash at their start, or ask for more than any node has.",
            "Look at the executor pods: quota, scheduling, the driver's Service, memory.")
        { Patterns = ["Initial job has not accepted any resources"] },
    ];
}
