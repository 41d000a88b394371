using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;
using Hearth.Spark.Submission;

namespace Hearth.Benchmarks;

/// <summary>From a manifest to the objects of its driver, on one core. The bar: 5,000 a second, that is 200 microseconds each.</summary>
[MemoryDiagnoser]
public class SubmissionBenchmarks
{
    private static readonly ApplicationContext s_context = new("k8s://https://10.0.0.1:443", "5c5e7a2e-0000-4000-8000-000000000000");

    private static readonly byte[] s_manifest = JsonSerializer.SerializeToUtf8Bytes(
        new SparkApplication
        {
            ApiVersion = "sparkoperator.k8s.io/v1beta2",
            Kind = "SparkApplication",
            Metadata = new ObjectMeta { Name = "nightly-report", Namespace = "jobs", Uid = "2a1f8f0e-0000-4000-8000-000000000000" },
            Spec = new SparkApplicationSpec
            {
                Type = "Scala",
                SparkVersion = "4.3.0",
                Image = "apache/spark:4.3.0",
                MainClass = "org.example.Report",
                MainApplicationFile = "local:///opt/app/report.jar",
                Arguments = ["--day", "2026-11-20"],
                SparkConf = Enumerable.Range(0, 25).ToDictionary(i => $"spark.sql.option{i}", i => $"value {i}"),
                HadoopConf = new Dictionary<string, string> { ["fs.s3a.endpoint"] = "s3.example", ["fs.s3a.path.style.access"] = "true" },
                Volumes = [new Volume { Name = "data", EmptyDir = new EmptyDirVolume() }],
                Driver = new DriverSpec
                {
                    Cores = 2,
                    Memory = "4g",
                    ServiceAccount = "spark",
                    Env = [new EnvVar { Name = "A", Value = "1" }],
                    VolumeMounts = [new VolumeMount { Name = "data", MountPath = "/data" }],
                    Tolerations = [new Toleration { Key = "spot", Operator = "Exists" }],
                },
                Executor = new ExecutorSpec { Cores = 4, Memory = "8g", Instances = 10, VolumeMounts = [new VolumeMount { Name = "data", MountPath = "/data" }] },
            },
        },
        SparkJson.Default.SparkApplication);

    private int _attempt;

    public static Task SmokeAsync(TextWriter output) =>
        output.WriteLineAsync($"{new SubmissionBenchmarks().ManifestToObjects()} characters of JSON");

    /// <summary>Parse, plan, and write every object as JSON: all that a submission is, without the network.</summary>
    [Benchmark]
    public int ManifestToObjects()
    {
        var application = JsonSerializer.Deserialize(s_manifest, SparkJson.Default.SparkApplication)!;
        var identity = SubmissionIdentity.FromAttempt($"attempt-{_attempt++}", DateTimeOffset.UnixEpoch);
        var plan = ApplicationSubmission.Plan(application, identity, s_context).Value!;
        return plan.Resources.Append(plan.Driver).Sum(resource => SubmissionObjects.ToJson(resource).Length);
    }
}
