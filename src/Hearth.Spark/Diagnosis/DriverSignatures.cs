using static Hearth.Spark.Diagnosis.FailureKind;
using static Hearth.Spark.Diagnosis.SignatureRank;

namespace Hearth.Spark.Diagnosis;

/// <summary>What ends a driver, or the submission that runs the same code.</summary>
internal static class DriverSignatures
{
    public static IReadOnlyList<FailureSignature> All { get; } =
    [
        new("ivy-home", Root, Setup, false,
            "Packages are resolved into the home directory, which cannot be written.",
            "Set spark.jars.ivy to /tmp/.ivy2, or bake the packages into the image.")
        { Patterns = [new(".ivy2", "FileNotFoundException"), new(".ivy2.5.2", "FileNotFoundException"), new("/nonexistent/.ivy2")] },

        new("uid-without-name", Root, Setup, false,
            "The user id of the container has no name in /etc/passwd, and the image's entrypoint could not add one.",
            "Run as user 185, add the user to the image, or make /etc/passwd writable for the group.")
        { Patterns = [new("invalid null input: name"), new("KerberosAuthException: failure to login")] },

        new("service-account-token-missing", Root, Setup, false,
            "The driver has no service account token or CA: automountServiceAccountToken is off.",
            "Set automountServiceAccountToken: true for the driver pod.")
        {
            Patterns =
            [
                new("PKIX path building failed") { Besides = ["External scheduler cannot be instantiated", "KubernetesClientException", "io.fabric8"] },
                new("/var/run/secrets/kubernetes.io/serviceaccount/", "NoSuchFileException"),
                new("/var/run/secrets/kubernetes.io/serviceaccount/", "No such file"),
            ],
        },

        new("token-expired", Root, Infrastructure, true,
            "The API server no longer takes the driver's token: it was read once and has been rotated since.",
            "Use Spark 3.5 or newer, and no spark.kubernetes.authenticate.*.oauthTokenFile.")
        { Patterns = [new("KubernetesClientException", "Unauthorized"), new("code=401", "Unauthorized")] },

        new("api-server-unreachable", Root, Infrastructure, true,
            "The driver does not reach the API server.",
            "Check DNS, NetworkPolicies and the start order of a service mesh; put the API server's address into NO_PROXY.")
        {
            Patterns =
            [
                new("UnknownHostException: kubernetes.default"), new("Failed to connect to kubernetes.default"), new("kubernetes.default.svc", "timed out"),
                new("kubernetes.default.svc", "Connection refused"),
                new("SocketTimeoutException") { Besides = ["External scheduler cannot be instantiated"] },
                new("ConnectException") { Besides = ["External scheduler cannot be instantiated"] },
            ],
        },

        new("stale-watch", Symptom, Infrastructure, true,
            "The driver's watch of its executors became too old and an old Kubernetes client did not recover.",
            "Run again; a newer Spark has a client that recovers.")
        { Patterns = [new("The resource version", "no longer exists"), new("too old resource version")] },

        new("main-class-or-file", Root, Setup, false,
            "The main class or file does not exist in the container.",
            "Check spec.mainClass and spec.mainApplicationFile: local:/// is a path in the image; files elsewhere need s3a:// or the like.")
        {
            Patterns =
            [
                new("Error: Failed to load class"), new("can't open file"), new("File file:", "does not exist"), new("File local:", "does not exist"),
                new("Cannot load main class from JAR"), new("No main class set in JAR"), new("Error: Could not find or load main class"),
                new("exit code 101;") { From = EvidenceSource.Container },
            ],
        },

        new("python-mismatch", Root, Setup, false,
            "Driver and executors run different Python versions.",
            "Use one image for both, or set PYSPARK_PYTHON and PYSPARK_DRIVER_PYTHON to the same version.")
        { Patterns = ["Python in worker has different version", "[PYTHON_VERSION_MISMATCH]"] },

        new("python-module", Root, Setup, false,
            "A Python package is missing where the code runs.",
            "Bake it into the image of driver and executors, or ship it by spec.deps.pyFiles or archives.")
        { Patterns = ["ModuleNotFoundError: No module named", "ImportError: No module named"] },

        new("java-too-new", Root, Setup, false,
            "Java 17 closes internals that this Spark uses: Spark before 3.3, or a JVM that spark-submit did not start.",
            "Use Spark 3.3 or newer, Java 11, or the --add-opens options that spark-submit sets.")
        { Patterns = ["cannot access class sun.nio.ch.DirectBuffer", new("InaccessibleObjectException", "does not \"opens"), new("IllegalAccessError", "module java.base")] },

        new("spark-build-mismatch", Root, Setup, false,
            "Driver and executors run different builds of Spark, Scala or the application.",
            "Use the same image for both, pinned by digest.")
        { Patterns = [new("InvalidClassException", "local class incompatible")] },

        new("driver-result-size", Root, Application, false,
            "An action brings more data to the driver than spark.driver.maxResultSize allows.",
            "Write the result instead of collecting it, or raise spark.driver.maxResultSize and the driver's memory.")
        { Patterns = ["is bigger than spark.driver.maxResultSize", "bigger than spark.driver.maxResultSize"] },

        new("driver-heap", Root, Application, false,
            "The driver's JVM ran out of heap.",
            "Avoid collect and large broadcasts, or raise spec.driver.memory.")
        { Patterns = [new("exit code 52;") { From = EvidenceSource.Driver }, new("Exception in thread \"main\" java.lang.OutOfMemoryError")] },

        new("driver-timeout", Root, Application, false,
            "The driver ran longer than spark.driver.timeout.",
            "Raise spark.driver.timeout, or find out what takes so long.")
        { Patterns = [new("exit code 124;") { From = EvidenceSource.Driver }] },
    ];
}
