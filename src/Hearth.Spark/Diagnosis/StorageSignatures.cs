using static Hearth.Spark.Diagnosis.FailureKind;
using static Hearth.Spark.Diagnosis.SignatureRank;

namespace Hearth.Spark.Diagnosis;

/// <summary>Object stores: connectors, credentials, committers.</summary>
internal static class StorageSignatures
{
    public static IReadOnlyList<FailureSignature> All { get; } =
    [
        new("connector-missing", Root, Setup, false,
            "The connector of the file system is not in the image that opens the path.",
            "Put hadoop-aws (hadoop-azure, gcs-connector) of the same Hadoop version as Spark's, with its SDK bundle, into the image; write s3a://, not s3://.")
        {
            Patterns =
            [
                new("ClassNotFoundException: Class org.apache.hadoop.fs."), new("ClassNotFoundException: Class com.google.cloud.hadoop.fs."),
                new("ClassNotFoundException: org.apache.hadoop.fs.s3a"), new("No FileSystem for scheme"),
            ],
        },

        new("guava-clash", Root, Setup, false,
            "Two versions of Guava meet: hadoop-aws of another Hadoop version, or an unshaded Google connector.",
            "Use the connector of Spark's own Hadoop version, or the shaded one; spark.driver.userClassPathFirst only as a last resort.")
        { Patterns = [new("NoSuchMethodError", "com.google.common.base.Preconditions"), new("NoSuchMethodError", "com/google/common/base/Preconditions")] },

        new("aws-sdk-clash", Root, Setup, false,
            "AWS SDK version 1 and 2 are mixed: Hadoop 3.3 needs v1, 3.4 needs v2.",
            "Keep Spark, hadoop-aws and the SDK bundle of one Hadoop line, and name credential providers of that SDK.")
        {
            Patterns =
            [
                new("NoSuchMethodError", "AWSCredentialProviderList"), new("NoClassDefFoundError: com/amazonaws/"), new("NoClassDefFoundError: software/amazon/awssdk/"),
                new("ClassNotFoundException: com.amazonaws."), new("ClassNotFoundException: software.amazon.awssdk."),
            ],
        },

        new("sts-trust", Root, Setup, false,
            "The IAM role does not trust this service account.",
            "In the role's trust policy set the cluster's OIDC provider, audience sts.amazonaws.com and subject system:serviceaccount:NAMESPACE:ACCOUNT.")
        { Patterns = ["Not authorized to perform sts:AssumeRoleWithWebIdentity", "Not authorized to perform: sts:AssumeRoleWithWebIdentity"] },

        new("node-role-used", Root, Setup, false,
            "The request was signed by the role of the node, not of the pod: the credential chain passed by the pod's identity.",
            "Set fs.s3a.aws.credentials.provider to the web identity (or container) provider, and the service account on driver and executor.")
        {
            Patterns =
            [
                new("assumed-role/", "NodeInstanceRole"), new("assumed-role/", "is not authorized to perform", "/i-"),
                new("assumed-role/", "node-group"), new("assumed-role/", "KarpenterNodeRole"),
            ],
        },

        new("sdk-before-pod-identity", Root, Setup, false,
            "The AWS SDK is older than EKS Pod Identity.",
            "Use AWS SDK v2 from 2.21.30 or v1 from 1.12.746, or IRSA instead.")
        { Patterns = [new("169.254.170.23", "oopback"), new("Host should resolve to a loopback address")] },

        new("role-missing", Root, Setup, false,
            "The pod has no IAM role: its service account carries none, often because only the driver has one.",
            "Set the annotated service account on the executors too (spec.executor.serviceAccount).")
        { Patterns = ["You must specify a value for roleArn and roleSessionName"] },

        new("magic-committer-off", Root, Setup, false,
            "The magic committer is asked for and switched off for this bucket.",
            "Set fs.s3a.committer.magic.enabled to true and remove the override of the bucket.")
        { Patterns = [new("PathCommitException", "magic"), new("does not have support for 'magic' committer")] },

        new("committer-binding-missing", Root, Setup, false,
            "The class that binds Spark to the S3A committers is not in the image.",
            "Add spark-hadoop-cloud of Spark's version to the image (Spark 4.0.0 needs it even without S3: upgrade).")
        { Patterns = [new("BindingParquetOutputCommitter", "loadable"), new("ClassNotFoundException", "internal.io.cloud")] },

        new("output-path-exists", Root, Application, false,
            "The output exists and the conflict mode of the staging committer is \"fail\".",
            "Set fs.s3a.committer.staging.conflict-mode to append or replace, or use the magic committer.")
        { Patterns = [new("PathExistsException", "conflict resolution mode"), new("conflict resolution mode is \"fail\"")] },
    ];
}
