using Hearth.Spark.Diagnosis;

namespace Hearth.Tests.Spark.Diagnosis;

/// <summary>One failure as a user meets it, and the signature that names it.</summary>
public sealed record SignatureCase(int Row, string Signature, bool Retryable, FailureEvidence Evidence)
{
    public override string ToString() => $"{Row} {Signature}";
}

/// <summary>Excerpts of what clusters, submitters and drivers say, a case or more for every row of the failure catalogue.</summary>
public static class SignatureCases
{
    private const string Wrapped = "Exception in thread \"main\" io.fabric8.kubernetes.client.KubernetesClientException: Failure executing: POST at: "
        + "https://10.96.0.1:443/api/v1/namespaces/spark/pods. Message: ";

    private const string Initializing = """
        26/03/01 10:00:04 INFO SparkContext: Running Spark version 4.0.1
        26/03/01 10:00:05 ERROR SparkContext: Error initializing SparkContext.
        org.apache.spark.SparkException: External scheduler cannot be instantiated
        	at org.apache.spark.SparkContext$.createTaskScheduler(SparkContext.scala:3204)
        Caused by: java.lang.reflect.UndeclaredThrowableException

        """;

    public static IReadOnlyList<SignatureCase> All { get; } =
    [
        new(1, "missing-service-account", false, Submission(Wrapped + "Forbidden!Configured service account doesn't have access. Service account may have been revoked. pods \"pi-driver\" is forbidden: error looking up service account spark/spark-sa: serviceaccount \"spark-sa\" not found.")),
        new(2, "rbac-forbidden", false, Log(Initializing + "Caused by: io.fabric8.kubernetes.client.KubernetesClientException: Failure executing: GET at: https://kubernetes.default.svc/api/v1/namespaces/spark/pods/pi-driver. Message: pods \"pi-driver\" is forbidden: User \"system:serviceaccount:spark:default\" cannot get resource \"pods\" in API group \"\" in the namespace \"spark\".")),
        new(2, "rbac-forbidden", false, Log("26/03/01 ERROR Watcher: configmaps is forbidden: User \"system:serviceaccount:jobs:runner\" cannot list resource \"configmaps\" in API group \"\" in the namespace \"jobs\"")),
        new(3, "quota-needs-limits", false, Submission("pods \"pi-driver\" is forbidden: failed quota: team-a: must specify limits.cpu for: spark-kubernetes-driver")),
        new(4, "quota-exceeded", false, Log("26/03/01 WARN ExecutorPodsAllocator: pods \"pi-exec-3\" is forbidden: exceeded quota: team-a, requested: requests.cpu=4, used: requests.cpu=38, limited: requests.cpu=40")),
        new(5, "request-above-limit", false, Submission("Pod \"pi-exec-1\" is invalid: spec.containers[0].resources.requests: Invalid value: \"1\": must be less than or equal to cpu limit of 500m")),
        new(6, "admission-denied", false, Submission("pods \"pi-driver\" is forbidden: violates PodSecurity \"restricted:latest\": allowPrivilegeEscalation != false (container \"spark-kubernetes-driver\" must set securityContext.allowPrivilegeEscalation=false)")),
        new(6, "admission-denied", false, Submission("admission webhook \"validation.gatekeeper.sh\" denied the request: [psp-readonly] only read-only root filesystem container is allowed")),
        new(7, "webhook-certificate", false, Submission("Internal error occurred: failed calling webhook \"mutate-pod.sparkoperator.k8s.io\": failed to call webhook: Post \"https://spark-operator-webhook-svc.spark.svc:9443/mutate--v1-pod?timeout=10s\": tls: failed to verify certificate: x509: certificate signed by unknown authority")),
        new(7, "webhook-certificate", false, Submission("failed calling webhook \"x\": x509: certificate has expired or is not yet valid")),
        new(8, "webhook-unreachable", true, Submission("Internal error occurred: failed calling webhook \"mutate-pod.sparkoperator.k8s.io\": failed to call webhook: Post \"https://svc:443/mutate\": context deadline exceeded")),
        new(8, "webhook-unreachable", true, Submission("failed calling webhook \"validate.sparkoperator.k8s.io\": Post \"https://svc:443/\": EOF")),
        new(9, "webhook-bypassed", false, new FailureEvidence { MissingFromPod = ["volume data", "toleration dedicated=spark"], Driver = new ContainerEvidence { Pod = "pi-driver", ExitCode = 1, Reason = "Error" } }),
        new(10, "driver-pod-exists", true, Submission("failed to run spark-submit: driver pod already exist")),
        new(10, "driver-pod-exists", true, Submission("Message: pods \"pi-driver\" already exists. Received status: Status(apiVersion=v1, code=409, reason=AlreadyExists)")),
        new(11, "submit-arguments-too-long", false, Submission("failed to run spark-submit: fork/exec /opt/spark/bin/spark-submit: argument list too long")),
        new(12, "service-links", false, Driver("StartError", 128, "failed to create containerd task: failed to start container: exec /opt/entrypoint.sh: argument list too long")),
        new(13, "image-not-given", false, Submission("Exception in thread \"main\" org.apache.spark.SparkException: Must specify the driver container image")),
        new(14, "name-too-long", false, Submission("Service \"a-very-long-name-indeed-driver-svc\" is invalid: metadata.labels: Invalid value: must be no more than 63 characters")),
        new(15, "ivy-home", false, Log("Exception in thread \"main\" java.io.FileNotFoundException: /nonexistent/.ivy2/cache/resolved-org.apache.spark-spark-submit-parent-1.0.xml (No such file or directory)")),
        new(16, "deploy-mode", false, Submission("Exception in thread \"main\" org.apache.spark.SparkException: Cluster deploy mode is not applicable to Spark Connect server.")),
        new(17, "connector-missing", false, Log("Exception in thread \"main\" java.lang.RuntimeException: java.lang.ClassNotFoundException: Class org.apache.hadoop.fs.s3a.S3AFileSystem not found\n\tat org.apache.hadoop.conf.Configuration.getClass(Configuration.java:2688)\nCaused by: java.lang.ClassNotFoundException: Class org.apache.hadoop.fs.s3a.S3AFileSystem not found")),
        new(17, "connector-missing", false, Log("org.apache.hadoop.fs.UnsupportedFileSystemException: No FileSystem for scheme \"s3\"")),
        new(17, "connector-missing", false, Log("java.lang.ClassNotFoundException: Class org.apache.hadoop.fs.azurebfs.SecureAzureBlobFileSystem not found")),
        new(18, "guava-clash", false, Log("Exception in thread \"main\" java.lang.NoSuchMethodError: 'void com.google.common.base.Preconditions.checkArgument(boolean, java.lang.String, java.lang.Object)'")),
        new(19, "aws-sdk-clash", false, Log("java.lang.NoSuchMethodError: 'org.apache.hadoop.fs.s3a.auth.AWSCredentialProviderList.getCredentials()'")),
        new(19, "aws-sdk-clash", false, Log("Exception in thread \"main\" java.lang.NoClassDefFoundError: com/amazonaws/auth/AWSCredentialsProvider")),
        new(19, "aws-sdk-clash", false, Log("java.lang.NoClassDefFoundError: software/amazon/awssdk/transfer/s3/S3TransferManager")),
        new(20, "sts-trust", false, Log("Caused by: software.amazon.awssdk.services.sts.model.StsException: Not authorized to perform sts:AssumeRoleWithWebIdentity (Service: Sts, Status Code: 403)")),
        new(21, "node-role-used", false, Log("java.nio.file.AccessDeniedException: s3a://data/in: getFileStatus: S3Exception: User: arn:aws:sts::123456789012:assumed-role/eksctl-lake-NodeInstanceRole-1ABC/i-0abc is not authorized to perform: s3:GetObject (Status Code: 403)")),
        new(22, "sdk-before-pod-identity", false, Log("java.lang.IllegalArgumentException: The full URI (http://169.254.170.23/v1/credentials) contained within environment variable AWS_CONTAINER_CREDENTIALS_FULL_URI has an invalid host. Host should resolve to a loopback address or have the full URI be HTTPS.")),
        new(23, "role-missing", false, Log("org.apache.spark.SparkException: Job aborted due to stage failure: Lost task 0.3 in stage 0.0: java.lang.IllegalArgumentException: You must specify a value for roleArn and roleSessionName")),
        new(24, "uid-without-name", false, Log("Exception in thread \"main\" org.apache.hadoop.security.KerberosAuthException: failure to login: javax.security.auth.login.LoginException: java.lang.NullPointerException: invalid null input: name")),
        new(25, "api-server-unreachable", true, Log(Initializing + "Caused by: java.net.UnknownHostException: kubernetes.default.svc: Name or service not known")),
        new(25, "api-server-unreachable", true, Log(Initializing + "Caused by: io.fabric8.kubernetes.client.KubernetesClientException: An error has occurred.\nCaused by: java.net.SocketTimeoutException: connect timed out")),
        new(26, "service-account-token-missing", false, Log(Initializing + "Caused by: javax.net.ssl.SSLHandshakeException: sun.security.validator.ValidatorException: PKIX path building failed: unable to find valid certification path to requested target")),
        new(27, "token-expired", true, Log("26/03/01 11:02:11 ERROR ExecutorPodsPollingSnapshotSource: io.fabric8.kubernetes.client.KubernetesClientException: Failure executing: GET at: https://kubernetes.default.svc/api/v1/namespaces/spark/pods. Message: Unauthorized. Received status: Status(apiVersion=v1, code=401)")),
        new(28, "stale-watch", true, Log("26/03/01 WARN WatchConnectionManager: The resource version 1234567 no longer exists. Scheduling a reconnect.")),
        new(29, "image-pull", false, Driver("ImagePullBackOff", null, "Back-off pulling image \"registry.example/spark:typo\"")),
        new(29, "image-pull", false, Events("Failed: Failed to pull image \"spark:typo\": rpc error: code = NotFound desc = failed to pull and unpack image")),
        new(30, "missing-reference", false, Driver("CreateContainerConfigError", null, "secret \"db-password\" not found")),
        new(30, "missing-reference", false, Events("Failed: Error: couldn't find key user in Secret spark/db")),
        new(31, "driver-config-map", true, Events("FailedMount: MountVolume.SetUp failed for volume \"spark-conf-volume-driver\" : configmap \"spark-drv-3f21cca1-conf-map\" not found")),
        new(32, "unschedulable-capacity", true, Events("FailedScheduling: 0/3 nodes are available: 1 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 2 Insufficient cpu. preemption: 0/3 nodes are available.")),
        new(32, "unschedulable-constraints", false, Events("PodScheduled: 0/3 nodes are available: 3 node(s) didn't match Pod's node affinity/selector.")),
        new(33, "volume-zone", false, Events("FailedScheduling: 0/6 nodes are available: 6 node(s) had volume node affinity conflict.")),
        new(33, "volume-attached", true, Events("FailedAttachVolume: Multi-Attach error for volume \"pvc-1\" Volume is already used by pod(s) pi-exec-1")),
        new(34, "wrong-architecture", false, Log("exec /opt/entrypoint.sh: exec format error")),
        new(34, "wrong-architecture", false, Driver("ContainerCannotRun", 126, "")),
        new(35, "main-class-or-file", false, Log("Error: Failed to load class org.example.Main.\n26/03/01 INFO ShutdownHookManager: Shutdown hook called")),
        new(35, "main-class-or-file", false, Log("python3: can't open file '/opt/spark/work-dir/job.py': [Errno 2] No such file or directory")),
        new(35, "main-class-or-file", false, Driver("Error", 101, "")),
        new(36, "python-mismatch", false, Log("RuntimeError: Python in worker has different version 3.8 than that in driver 3.11, PySpark cannot run with different minor versions.")),
        new(36, "python-module", false, Log("Traceback (most recent call last):\n  File \"/app/job.py\", line 3, in <module>\n    import pandas\nModuleNotFoundError: No module named 'pandas'")),
        new(37, "java-too-new", false, Log("Exception in thread \"main\" java.lang.IllegalAccessError: class org.apache.spark.storage.StorageUtils$ (in unnamed module @0x1) cannot access class sun.nio.ch.DirectBuffer (in module java.base)")),
        new(38, "spark-build-mismatch", false, Log("Caused by: java.io.InvalidClassException: org.apache.spark.rdd.RDD; local class incompatible: stream classdesc serialVersionUID = 1, local class serialVersionUID = 2")),
        new(39, "no-executors", false, Log("26/03/01 WARN TaskSchedulerImpl: Initial job has not accepted any resources; check your cluster UI to ensure that workers are registered and have sufficient resources")),
        new(40, "driver-service-unreachable", true, Log("Caused by: java.io.IOException: Failed to connect to pi-7b2f-driver-svc.spark.svc/10.1.2.3:7078")),
        new(40, "driver-service-unreachable", true, Executor("Error", 1, "java.net.UnknownHostException: pi-7b2f-driver-svc.spark.svc")),
        new(41, "executor-oom-killed", false, Executor("OOMKilled", 137, "")),
        new(41, "executor-oom-killed", false, Log("26/03/01 ERROR TaskSchedulerImpl: Lost executor 3 on 10.0.0.7: The executor with id 3 exited with exit code 137(SIGKILL, possible container OOM).")),
        new(41, "driver-oom-killed", false, Driver("OOMKilled", 137, "")),
        new(42, "jvm-heap", false, Executor("Error", 52, "")),
        new(42, "jvm-heap", false, Log("26/03/01 WARN TaskSetManager: Lost task 3.0 in stage 1.0 (TID 9): java.lang.OutOfMemoryError: Java heap space")),
        new(42, "driver-heap", false, Driver("Error", 52, "")),
        new(43, "ephemeral-storage", false, Executor("Evicted", 137, "The node was low on resource: ephemeral-storage. Threshold quantity: 1Gi, available: 200Mi. Container spark-kubernetes-executor was using 30Gi, request is 0, has larger consumption of ephemeral-storage.")),
        new(44, "disk-full", false, Log("Caused by: java.io.IOException: No space left on device")),
        new(45, "executors-taken-away", true, Executor("Error", 143, "")),
        new(45, "executors-taken-away", true, Log("26/03/01 ERROR TaskSchedulerImpl: Lost executor 4 on 10.0.0.9: The executor with id 4 was deleted by a user or the framework.")),
        new(45, "executors-taken-away", true, Log("The executor with ID 4 (registered at 1 ms) was not found in the cluster at the polling time (2 ms) which is after the accepted detect delta time")),
        new(46, "shuffle-lost", true, Log("26/03/01 WARN TaskSetManager: Lost task: org.apache.spark.shuffle.MetadataFetchFailedException: Missing an output location for shuffle 2 partition 7")),
        new(47, "shuffle-service-missing", false, Log("org.apache.spark.SparkException: Unable to register with external shuffle server due to : Failed to connect to /10.0.0.3:7337")),
        new(48, "heartbeat", true, Log("26/03/01 WARN HeartbeatReceiver: Removing executor 2 with no recent heartbeats\nExecutorLostFailure (executor 2 exited caused by one of the running tasks) Reason: Executor heartbeat timed out after 127823 ms")),
        new(49, "executor-failures", false, Log("26/03/01 ERROR ExecutorPodsLifecycleManager: Max number of executor failures (6) reached")),
        new(50, "magic-committer-off", false, Log("org.apache.hadoop.fs.s3a.commit.PathCommitException: `s3a://data/out': Filesystem does not have support for 'magic' committer enabled in configuration option fs.s3a.committer.magic.enabled")),
        new(51, "committer-binding-missing", false, Log("java.lang.IllegalArgumentException: requirement failed: Class org.apache.spark.internal.io.cloud.BindingParquetOutputCommitter. Class must be loadable")),
        new(52, "output-path-exists", false, Log("org.apache.hadoop.fs.PathExistsException: `s3a://data/out': Setting job as Task committer: Destination path exists and committer conflict resolution mode is \"fail\"")),
        new(53, "crd-too-large", false, Submission("The CustomResourceDefinition \"sparkapplications.sparkoperator.k8s.io\" is invalid: metadata.annotations: Too long: must have at most 262144 bytes")),
    ];

    private static FailureEvidence Submission(string text) => new() { SubmissionError = text };

    private static FailureEvidence Log(string text) => new() { DriverLog = text, Driver = new ContainerEvidence { Pod = "pi-driver", ExitCode = 1, Reason = "Error" } };

    private static FailureEvidence Events(params string[] events) => new() { Events = events };

    private static FailureEvidence Driver(string reason, int? code, string message) =>
        new() { Driver = new ContainerEvidence { Pod = "pi-driver", Reason = reason, ExitCode = code, Message = message } };

    private static FailureEvidence Executor(string reason, int? code, string message) =>
        new() { Executors = [new ContainerEvidence { Pod = "pi-exec-1", Reason = reason, ExitCode = code, Message = message }] };
}
