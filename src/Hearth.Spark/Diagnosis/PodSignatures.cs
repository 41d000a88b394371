using static Hearth.Spark.Diagnosis.FailureKind;
using static Hearth.Spark.Diagnosis.SignatureRank;

namespace Hearth.Spark.Diagnosis;

/// <summary>Why pods of either role do not start or are taken away.</summary>
internal static class PodSignatures
{
    public static IReadOnlyList<FailureSignature> All { get; } =
    [
        new("image-pull", Root, Setup, false,
            "The image cannot be pulled: wrong name or tag, missing registry credentials, or a rate limit.",
            "Check spec.image, add spec.imagePullSecrets, or use a mirror.")
        {
            Patterns =
            [
                new("reason ErrImagePull") { From = EvidenceSource.Container }, new("reason ImagePullBackOff") { From = EvidenceSource.Container },
                new("reason InvalidImageName") { From = EvidenceSource.Container },
                new("Failed to pull image") { From = EvidenceSource.Cluster }, new("Back-off pulling image") { From = EvidenceSource.Cluster },
                new("ErrImagePull") { From = EvidenceSource.Event }, new("ErrImageNeverPull") { From = EvidenceSource.Cluster },
            ],
        },

        new("driver-config-map", Root, Infrastructure, true,
            "The ConfigMap of the driver was not there when its pod started: normal for seconds, else the submitter ended before creating it.",
            "Nothing if the pod starts within half a minute; else submit again, and give the operator more CPU and API requests.")
        { Patterns = [new("MountVolume.SetUp failed for volume \"spark-conf-volume", "not found"), new("MountVolume.SetUp failed", "-conf-map\" not found")] },

        new("missing-reference", Root, Setup, false,
            "A Secret, ConfigMap or key that the pod refers to does not exist.",
            "Create it in the namespace of the application, or correct its name in env, envFrom, secrets, configMaps or volumes.")
        {
            Patterns =
            [
                new("reason CreateContainerConfigError") { From = EvidenceSource.Container },
                new("secret \"", "\" not found") { From = EvidenceSource.Cluster }, new("configmap \"", "\" not found") { From = EvidenceSource.Cluster },
                new("couldn't find key") { From = EvidenceSource.Cluster }, new("references non-existent") { From = EvidenceSource.Cluster },
                new("persistentvolumeclaim \"", "\" not found") { From = EvidenceSource.Cluster },
            ],
        },

        new("volume-zone", Root, Setup, false,
            "A volume lives in another zone than the nodes that could run the pod.",
            "Use a storage class with WaitForFirstConsumer, keep the application in one zone, or one claim per executor (OnDemand).")
        { Patterns = [new("volume node affinity conflict")] },

        new("volume-attached", Cause, Infrastructure, true,
            "A ReadWriteOnce volume is still attached to another node.",
            "Wait for the detach; use one claim per executor (claimName: OnDemand) or a ReadWriteMany class.")
        { Patterns = ["Multi-Attach error for volume"] },

        new("unschedulable-capacity", Root, Infrastructure, true,
            "No node has room for the pod.",
            "Compare cores and memory plus overhead with the largest node, lower them or the executors, or raise the autoscaler's limit.")
        {
            Patterns =
            [
                new("nodes are available:", "Insufficient "), new("nodes are available:", "Too many pods"),
                new("pod didn't trigger scale-up", "max node group size reached"),
            ],
        },

        new("unschedulable-constraints", Root, Setup, false,
            "No node fits the pod's node selector, affinity or tolerations.",
            "Correct nodeSelector and affinity, or add tolerations for the taints that the message names.")
        { Patterns = ["nodes are available:", "pod didn't trigger scale-up"] },

        new("wrong-architecture", Root, Setup, false,
            "The image is built for another processor architecture than the node's, or its entrypoint may not be executed.",
            "Use a multi-architecture image, or a nodeSelector on kubernetes.io/arch.")
        { Patterns = ["exec format error", "cannot execute binary file", new("exit code 126;") { From = EvidenceSource.Container }, new("exited with exit code 126(")] },

        new("ephemeral-storage", Root, Setup, false,
            "The pod filled the disk of its node and was evicted: scratch space without a request or a limit.",
            "Request ephemeral-storage, or put spark.local.dir on a volume of its own (a PVC per executor or local NVMe).")
        {
            Patterns =
            [
                new("low on resource: ephemeral-storage"), new("ephemeral local storage usage exceeds"), new("exceeded its local ephemeral storage limit"),
                new("Usage of EmptyDir volume", "exceeds the limit"), new("exceeds its local ephemeral storage"),
            ],
        },

        new("node-pressure", Root, Infrastructure, true,
            "The node ran short and evicted the pod.",
            "Raise memory requests towards what is used (memoryOverhead), so that the pod is not the first to go; check the node.")
        { Patterns = ["The node was low on resource:", new("reason Evicted") { From = EvidenceSource.Container }] },

        new("driver-oom-killed", Root, Application, false,
            "The driver used more memory than its container may: heap, off-heap and Python together.",
            "Raise spec.driver.memoryOverhead (or memoryOverheadFactor; 0.4 for Python) before spec.driver.memory.")
        { Patterns = [new("reason OOMKilled") { From = EvidenceSource.Driver }] },

        new("executor-oom-killed", Root, Application, false,
            "Executors used more memory than their container may: heap, off-heap, Python and page cache together.",
            "Raise spec.executor.memoryOverhead (or memoryOverheadFactor; 0.4 for Python) first, and run fewer cores per executor.")
        {
            Patterns =
            [
                new("reason OOMKilled") { From = EvidenceSource.Executor }, new("termination reason: OOMKilled"), new("possible container OOM)"),
            ],
        },

        new("driver-taken-away", Root, Infrastructure, true,
            "The driver pod was taken away: node drained, spot instance reclaimed, scaled down or preempted.",
            "Run the driver on on-demand nodes with karpenter.sh/do-not-disrupt or a PodDisruptionBudget, and retry on infrastructure failures.")
        {
            Patterns =
            [
                new("exit code 143;") { From = EvidenceSource.Driver }, new("reason NodeShutdown") { From = EvidenceSource.Driver },
                new("reason Preempting") { From = EvidenceSource.Driver }, new("reason NodeLost") { From = EvidenceSource.Driver },
                new("reason Shutdown") { From = EvidenceSource.Driver }, new("reason Terminated") { From = EvidenceSource.Driver },
                new("driver pod not found") { From = EvidenceSource.Cluster }, new("node was shutdown") { From = EvidenceSource.Driver },
            ],
        },
    ];
}
