using static Hearth.Spark.Diagnosis.FailureKind;
using static Hearth.Spark.Diagnosis.SignatureRank;

namespace Hearth.Spark.Diagnosis;

/// <summary>What the API server, admission and the submitter refuse.</summary>
internal static class SubmissionSignatures
{
    public static IReadOnlyList<FailureSignature> All { get; } =
    [
        new("missing-service-account", Root, Setup, false,
            "The service account does not exist in the namespace of the application.",
            "Create it there with a Role and a RoleBinding, or set spec.driver.serviceAccount to one that exists.")
        { Patterns = ["error looking up service account", new("serviceaccount \"", "\" not found")] },

        new("rbac-forbidden", Root, Setup, false,
            "The account has no permission for the objects that Spark creates; often it is the account \"default\".",
            "Bind a Role that allows create, get, list, watch, delete and deletecollection on pods, services, configmaps and "
            + "persistentvolumeclaims to the account, and name it in spec.driver.serviceAccount.")
        { Patterns = [new("is forbidden: User ", " cannot ", " resource "), new("system:serviceaccount:", " cannot ", " resource ")] },

        new("quota-needs-limits", Root, Setup, false,
            "A ResourceQuota of the namespace demands limits, and Spark sets no CPU limit by itself.",
            "Set coreLimit of driver and executor (spark.kubernetes.{driver,executor}.limit.cores), or add a LimitRange with defaults.")
        { Patterns = [new("failed quota:", "must specify")] },

        new("quota-exceeded", Root, Infrastructure, false,
            "The quota of the namespace is used up.",
            "Lower instances or dynamicAllocation.maxExecutors, raise the ResourceQuota, or queue whole applications with Kueue.")
        { Patterns = [new("exceeded quota:", "requested:")] },

        new("request-above-limit", Root, Setup, false,
            "A request is above its limit: the default limit of a LimitRange applies where Spark sets none.",
            "Set coreLimit to at least cores (spark.kubernetes.{driver,executor}.limit.cores).")
        { Patterns = ["must be less than or equal to cpu limit", "must be less than or equal to memory limit"] },

        new("webhook-certificate", Root, Setup, false,
            "The API server does not trust the certificate of an admission webhook: it expired or does not fit the CA bundle.",
            "Renew the webhook's certificate, put its CA into caBundle of the webhook configuration, and restart the webhook.")
        { Patterns = [new("failed calling webhook", "x509:"), new("failed calling webhook", "certificate")] },

        new("webhook-unreachable", Root, Infrastructure, true,
            "The API server does not reach an admission webhook.",
            "Open the webhook's port to the control plane, keep the service mesh off its pod (sidecar.istio.io/inject=false), and give it CPU.")
        { Patterns = ["failed calling webhook"] },

        new("admission-denied", Root, Setup, false,
            "A policy of the cluster refuses the pod as Spark builds it.",
            "Set the securityContext that the policy asks for on driver and executor (runAsNonRoot, allowPrivilegeEscalation: false, "
            + "capabilities.drop: [ALL], seccompProfile: RuntimeDefault).")
        { Patterns = [new("violates PodSecurity"), new("admission webhook", "denied the request"), new("ValidatingAdmissionPolicy", "denied request")] },

        new("webhook-bypassed", Root, Setup, false,
            "The pod runs without what the spec asks for: the mutating webhook was down with failurePolicy Ignore, off, or not responsible for the namespace.",
            "Set failurePolicy: Fail and label the namespace, or use an operator that builds whole pods.")
        { Patterns = [new("the pod lacks what the spec asks for") { From = EvidenceSource.Pod }] },

        new("driver-pod-exists", Cause, Infrastructure, true,
            "A driver pod of that name exists: an earlier attempt is still there or is being deleted.",
            "Wait for its deletion or delete it; a retry then succeeds.")
        { Patterns = ["driver pod already exist", new("pods \"", "-driver\" already exists"), new("AlreadyExists", "-driver")] },

        new("submit-arguments-too-long", Root, Setup, false,
            "The configuration does not fit the command line of spark-submit.",
            "Move large values of sparkConf and arguments into a ConfigMap or a properties file.")
        { Patterns = [new("spark-submit: argument list too long"), new("spark-submit", "Argument list too long")] },

        new("service-links", Root, Setup, false,
            "The namespace has so many Services that their environment variables no longer fit the command line.",
            "Delete stale *-ui-svc Services and set enableServiceLinks: false in the pod templates.")
        { Patterns = [new("entrypoint.sh", "rgument list too long"), new("exec ", "rgument list too long")] },

        new("image-not-given", Root, Setup, false,
            "No container image is named.",
            "Set spec.image, or spark.kubernetes.container.image.")
        { Patterns = ["Must specify the driver container image", "Must specify the executor container image"] },

        new("name-too-long", Root, Setup, false,
            "A name derived from that of the application is longer than 63 characters.",
            "Give the application a shorter name (40 characters always fit).")
        { Patterns = ["must be no more than 63 characters"] },

        new("deploy-mode", Root, Setup, false,
            "spark-submit starts shells, Thrift and Connect servers in client mode only.",
            "Use mode: client inside a pod, a SparkConnect resource, or a main class of your own that starts the server.")
        { Patterns = [new("Cluster deploy mode is not applicable to Spark"), new("Cluster deploy mode is currently not supported")] },

        new("crd-too-large", Root, Setup, false,
            "Client-side apply keeps a copy of the CRD in an annotation, and it does not fit.",
            "Use kubectl apply --server-side, or kubectl create and replace.")
        { Patterns = [new("metadata.annotations: Too long")] },
    ];
}
