using System.Text.Json;
using Hearth.Spark.Api;
using Hearth.Spark.Submission;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Spark.Submission;

/// <summary>Each field of a manifest as the configuration that the peer gives spark-submit, from its documentation.</summary>
public sealed class ApplicationSettingsTests
{
    [Theory]
    [InlineData("""{"image":"i"}""", "spark.kubernetes.container.image=i;spark.kubernetes.driver.container.image=i;spark.kubernetes.executor.container.image=i")]
    [InlineData("""{"imagePullPolicy":"Always"}""", "spark.kubernetes.container.image.pullPolicy=Always")]
    [InlineData("""{"imagePullSecrets":["a","b"]}""", "spark.kubernetes.container.image.pullSecrets=a,b")]
    [InlineData("""{"hadoopConf":{"fs.s3a.path.style.access":"true"}}""", "spark.hadoop.fs.s3a.path.style.access=true")]
    [InlineData("""{"hadoopConf":{"spark.hadoop.x":"y"}}""", "spark.hadoop.spark.hadoop.x=y")]
    [InlineData("""{"memoryOverheadFactor":"0.3"}""", "spark.kubernetes.memoryOverheadFactor=0.3")]
    [InlineData("""{"nodeSelector":{"disk":"ssd"}}""", "spark.kubernetes.node.selector.disk=ssd")]
    [InlineData("""{"sparkConf":{"spark.driver.cores":"7"},"driver":{"cores":2}}""", "spark.driver.cores=2")]
    [InlineData("""{"sparkConf":{"spark.executor.cores":"7","spark.executor.memory":"3g"}}""", "spark.executor.cores=7;spark.executor.memory=3g")]
    [InlineData("""{"sparkConf":{"spark.executor.extraJavaOptions":"-Da"},"executor":{"javaOptions":"-Db"}}""", "spark.executor.extraJavaOptions=-Db")]
    [InlineData("""{"driver":{"coreRequest":"500m","coreLimit":"1200m"}}""", "spark.kubernetes.driver.request.cores=500m;spark.kubernetes.driver.limit.cores=1200m")]
    [InlineData("""{"driver":{"memoryOverhead":"300m"},"executor":{"memoryOverhead":"400m"}}""", "spark.driver.memoryOverhead=300m;spark.executor.memoryOverhead=400m")]
    [InlineData("""{"driver":{"serviceAccount":"d"},"executor":{"serviceAccount":"e"}}""", "spark.kubernetes.authenticate.driver.serviceAccountName=d;spark.kubernetes.authenticate.executor.serviceAccountName=e")]
    [InlineData("""{"driver":{"envVars":{"A":"1"}},"executor":{"envVars":{"B":"2"}}}""", "spark.kubernetes.driverEnv.A=1;spark.executorEnv.B=2")]
    [InlineData("""{"driver":{"envSecretKeyRefs":{"A":{"name":"s","key":"k"}}}}""", "spark.kubernetes.driver.secretKeyRef.A=s:k")]
    [InlineData("""{"driver":{"secrets":[{"name":"s","path":"/p","secretType":"GCPServiceAccount"}]}}""", "spark.kubernetes.driver.secrets.s=/p;spark.kubernetes.driverEnv.GOOGLE_APPLICATION_CREDENTIALS=/p/key.json")]
    [InlineData("""{"executor":{"secrets":[{"name":"s","path":"/p","secretType":"HadoopDelegationToken"}]}}""", "spark.kubernetes.executor.secrets.s=/p;spark.executorEnv.HADOOP_TOKEN_FILE_LOCATION=/p/hadoop.token")]
    [InlineData("""{"driver":{"labels":{"l":"1"},"annotations":{"a":"2"}}}""", "spark.kubernetes.driver.label.l=1;spark.kubernetes.driver.annotation.a=2")]
    [InlineData("""{"driver":{"kubernetesMaster":"https://api:6443"}}""", "spark.kubernetes.driver.master=https://api:6443")]
    [InlineData("""{"driver":{"serviceLabels":{"l":"1"},"serviceAnnotations":{"a":"2"}}}""", "spark.kubernetes.driver.service.label.l=1;spark.kubernetes.driver.service.annotation.a=2")]
    [InlineData("""{"driver":{"podName":"own"}}""", "spark.kubernetes.driver.pod.name=own")]
    [InlineData("""{"sparkConf":{"spark.kubernetes.driver.pod.name":"set"}}""", "spark.kubernetes.driver.pod.name=set")]
    [InlineData("""{"driver":{"podName":"own"},"sparkConf":{"spark.kubernetes.driver.pod.name":"set"}}""", "spark.kubernetes.driver.pod.name=own")]
    [InlineData("""{}""", "spark.kubernetes.driver.pod.name=pi-driver;spark.executor.instances=1;spark.driver.cores=1;spark.executor.memory=1g;spark.kubernetes.submission.waitAppCompletion=false")]
    [InlineData("""{"executor":{"instances":4,"deleteOnTermination":false}}""", "spark.executor.instances=4;spark.kubernetes.executor.deleteOnTermination=false")]
    [InlineData("""{"dynamicAllocation":{"enabled":true,"initialExecutors":2,"minExecutors":1,"maxExecutors":9,"shuffleTrackingTimeout":60000}}""",
        "spark.dynamicAllocation.enabled=true;spark.dynamicAllocation.initialExecutors=2;spark.dynamicAllocation.minExecutors=1;spark.dynamicAllocation.maxExecutors=9;spark.dynamicAllocation.shuffleTracking.enabled=true;spark.dynamicAllocation.shuffleTracking.timeout=60000;!spark.executor.instances")]
    [InlineData("""{"sparkConf":{"spark.dynamicAllocation.enabled":"true"}}""", "!spark.executor.instances")]
    [InlineData("""{"dynamicAllocation":{"enabled":false,"maxExecutors":9}}""", "!spark.dynamicAllocation.enabled;!spark.dynamicAllocation.maxExecutors")]
    [InlineData("""{"deps":{"jars":["local:///a","local:///b"],"packages":["g:a:1"],"excludePackages":["g:x"],"repositories":["https://r"]}}""", "spark.jars.packages=g:a:1;spark.jars.excludes=g:x;spark.jars.repositories=https://r")]
    [InlineData("""{"volumes":[{"name":"spark-local-dir-1","emptyDir":{"medium":"Memory","sizeLimit":"1Gi"}}],"driver":{"volumeMounts":[{"name":"spark-local-dir-1","mountPath":"/tmp/l","readOnly":false}]}}""",
        "spark.kubernetes.driver.volumes.emptyDir.spark-local-dir-1.mount.path=/tmp/l;spark.kubernetes.driver.volumes.emptyDir.spark-local-dir-1.options.medium=Memory;spark.kubernetes.driver.volumes.emptyDir.spark-local-dir-1.options.sizeLimit=1Gi;!spark.kubernetes.driver.volumes.emptyDir.spark-local-dir-1.mount.readOnly")]
    [InlineData("""{"volumes":[{"name":"spark-local-dir-1","persistentVolumeClaim":{"claimName":"c"}}],"executor":{"volumeMounts":[{"name":"spark-local-dir-1","mountPath":"/l","subPath":"s"}]}}""",
        "spark.kubernetes.executor.volumes.persistentVolumeClaim.spark-local-dir-1.options.claimName=c;spark.kubernetes.executor.volumes.persistentVolumeClaim.spark-local-dir-1.mount.subPath=s")]
    [InlineData("""{"monitoring":{"exposeDriverMetrics":true,"exposeExecutorMetrics":false,"prometheus":{"jmxExporterJar":"/j.jar"}},"driver":{"javaOptions":"-Da"}}""",
        "spark.metrics.namespace=jobs.pi;spark.metrics.conf=/etc/metrics/conf/metrics.properties;spark.driver.extraJavaOptions=-Da -javaagent:/j.jar=8090:/etc/metrics/conf/prometheus.yaml;spark.kubernetes.driver.annotation.prometheus.io/scrape=true;spark.kubernetes.driver.annotation.prometheus.io/port=8090;spark.kubernetes.driver.annotation.prometheus.io/path=/metrics;!spark.executor.extraJavaOptions;!spark.kubernetes.executor.annotation.prometheus.io/scrape")]
    [InlineData("""{"monitoring":{"exposeDriverMetrics":true,"exposeExecutorMetrics":true,"metricsPropertiesFile":"/m","prometheus":{"jmxExporterJar":"/j.jar","port":9999,"configFile":"/c"}}}""",
        "spark.metrics.conf=/m;spark.executor.extraJavaOptions=-javaagent:/j.jar=9999:/c")]
    [InlineData("""{"monitoring":{"exposeDriverMetrics":true,"exposeExecutorMetrics":true}}""", "!spark.metrics.namespace;!spark.metrics.conf")]
    public void A_field_is_this_configuration(string spec, string wanted)
    {
        var settings = Settings(spec, null);

        foreach (var one in wanted.Split(';'))
        {
            if (one[0] == '!')
                settings.Keys.ShouldNotContain(one[1..]);
            else
                settings.GetValueOrDefault(one[..one.IndexOf('=', StringComparison.Ordinal)]).ShouldBe(one[(one.IndexOf('=', StringComparison.Ordinal) + 1)..], one);
        }
    }

    [Fact]
    public void Labels_of_the_resource_are_on_both_pods_but_Kueue_s_are_not()
    {
        var settings = Settings("""{"driver":{"labels":{"team":"driver"}}}""", new() { ["team"] = "a", ["kueue.x-k8s.io/queue-name"] = "q" });

        settings["spark.kubernetes.driver.label.team"].ShouldBe("driver", "the role's own label wins");
        settings["spark.kubernetes.executor.label.team"].ShouldBe("a");
        settings.Keys.ShouldNotContain(key => key.Contains("kueue", StringComparison.Ordinal));
        settings["spark.kubernetes.driver.label.sparkoperator.k8s.io/app-name"].ShouldBe("pi");
        settings["spark.kubernetes.executor.label.sparkoperator.k8s.io/submission-id"].ShouldBe("attempt-1");
        settings["spark.kubernetes.executor.label.sparkoperator.k8s.io/mutated-by-spark-operator"].ShouldBe("true");
    }

    [Fact]
    public void A_local_directory_of_no_known_kind_or_without_a_volume_is_a_problem()
    {
        Problems("""{"driver":{"volumeMounts":[{"name":"spark-local-dir-1","mountPath":"/l"}]}}""").ShouldContain("volume spark-local-dir-1 not found");
        Problems("""{"volumes":[{"name":"spark-local-dir-1","configMap":{"name":"c"}}],"driver":{"volumeMounts":[{"name":"spark-local-dir-1","mountPath":"/l"}]}}""").ShouldContain("unsupported volume type");
    }

    private static Dictionary<string, string> Settings(string spec, Dictionary<string, string>? labels)
    {
        var request = From(spec, labels);
        request.Problems.ShouldBeEmpty();
        return request.Value!.Conf.Settings.GroupBy(s => s.Key).ToDictionary(g => g.Key, g => g.Last().Value);
    }

    private static string Problems(string spec) => string.Join('\n', From(spec, null).Problems);

    private static SubmissionResult<SubmissionRequest> From(string spec, Dictionary<string, string>? labels)
    {
        var given = JsonSerializer.Deserialize(spec, SparkJson.Default.SparkApplicationSpec)!;
        var application = new SparkApplication
        {
            Metadata = new() { Name = "pi", Namespace = "jobs", Uid = "u-1", Labels = labels },
            Spec = given with { Type = given.Type ?? "Scala", SparkVersion = "4.0.1", Image = given.Image ?? "spark", MainClass = "Main", MainApplicationFile = "local:///a.jar" },
        };
        return ApplicationSubmission.From(ApplicationDefaults.Apply(application), SubmissionIdentity.FromAttempt("attempt-1", DateTimeOffset.UnixEpoch), new("k8s://https://api:6443", "attempt-1"));
    }
}
