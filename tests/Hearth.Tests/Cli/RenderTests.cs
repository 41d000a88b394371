using Shouldly;
using Xunit;

namespace Hearth.Tests.Cli;

public sealed class RenderTests
{
    private const string Manifest = """
        apiVersion: sparkoperator.k8s.io/v1beta2
        kind: SparkApplication
        metadata: {name: report, namespace: jobs}
        spec:
          type: Python
          sparkVersion: 4.1.1
          image: apache/spark:4.1.1
          mainApplicationFile: local:///opt/report.py
          sparkConf: {spark.executor.memory: 2g, spark.hadoop.fs.s3a.secret.key: s3cr3t}
          driver: {memory: 2g}
          executor: {memory: 3g}
        """;

    [Fact]
    public async Task A_manifest_gives_its_objects_as_YAML()
    {
        var run = await CliRun.Of(["render", "-"], Manifest);
        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldContain("kind: Pod");
        run.Out.ShouldContain("name: report-driver");
        run.Out.ShouldContain("memory: \"2867Mi\"");
        run.Out.ShouldContain("kind: Service");
        run.Out.ShouldNotContain("kind: NetworkPolicy");
    }

    [Fact]
    public async Task Explain_tells_who_won_and_who_lost_and_hides_secrets()
    {
        var run = await CliRun.Of(["render", "--explain", "-"], Manifest);
        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldContain("spark.executor.memory = 3g\n    from spec.executor.memory\n    over 2g from spec.sparkConf.spark.executor.memory");
        run.Out.ShouldNotContain("s3cr3t");
    }

    [Fact]
    public async Task A_client_pod_comes_with_all_that_it_needs()
    {
        var run = await CliRun.Of(["render", "--client-pod", "--output", "json", "-"], Manifest);
        run.ExitCode.ShouldBe(0, run.Error);
        foreach (var kind in (string[])["ServiceAccount", "Role", "RoleBinding", "Service", "ConfigMap", "Pod"])
            run.Out.ShouldContain($"\"kind\": \"{kind}\"");
        run.Out.ShouldContain("spark.submit.deployMode=client");
        run.Out.ShouldContain("spark.kubernetes.driver.pod.name=report-driver");
        run.Out.ShouldNotContain("spark.kubernetes.submitInDriver");
        run.Out.ShouldNotContain("launched-by-spark-operator");
    }

    [Fact]
    public async Task The_options_of_spark_submit_work_too()
    {
        var run = await CliRun.Of(["render", "--class", "a.B", "--conf", "spark.kubernetes.container.image=apache/spark:3.5.9", "local:///a.jar", "--class", "not-ours"]);
        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldContain("spark-version: \"3.5.9\"");
        run.Out.ShouldContain("not-ours");
    }

    [Fact]
    public async Task Problems_of_a_manifest_name_its_fields()
    {
        var run = await CliRun.Of(["render", "-"], Manifest.Replace("memory: 3g", "memory: 3.5g", StringComparison.Ordinal));
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("spec.executor.memory");
        run.Error.ShouldContain("Executor memory must be a positive number");
    }

    [Fact]
    public async Task All_mistakes_of_a_manifest_are_told_at_once_with_their_lines()
    {
        var run = await CliRun.Of(["render", "-"], Manifest.Replace("driver: {memory: 2g}", "driver: {cores: zero, memroy: 2g}", StringComparison.Ordinal));
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("standard input:10:19: spec.driver.cores: error: must be a whole number, is the text \"zero\"");
        run.Error.ShouldContain("did you mean \"memory\"?");
        run.Error.ShouldContain("2 problems");
    }

    [Fact]
    public async Task Options_may_follow_the_manifest()
    {
        var run = await CliRun.Of(["render", "-", "--explain"], Manifest);
        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldContain("spark.executor.memory = 3g");
        run.Out.ShouldContain("spark.driver.port = 7078\n    written by the submission");
    }

    [Theory]
    [InlineData("did you mean --explain?", "--explian")]
    [InlineData("write it into the manifest's spec.sparkConf", "--conf", "spark.a=b")]
    [InlineData("one file too many", "other.yaml")]
    [InlineData("ask for one of them at a time", "--explain", "--client-pod")]
    public async Task What_would_be_passed_over_in_silence_is_refused(string hint, params string[] options)
    {
        foreach (var args in (string[][])[["render", .. options, "-"], ["render", "-", .. options]])
        {
            if (args is [_, "other.yaml", _])
                continue;
            var run = await CliRun.Of(args, Manifest);
            run.ExitCode.ShouldBe(2, run.Out);
            run.Error.ShouldContain(hint);
            run.Out.ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("spark.kubernetes.driver.memory", "spark.driver.memory")]
    [InlineData("spark.executor.request.cores", "spark.kubernetes.executor.request.cores")]
    [InlineData("spark.exectuor.memory", "spark.executor.memory")]
    public async Task A_key_that_Spark_does_not_know_names_the_one_meant(string written, string meant)
    {
        var run = await CliRun.Of(["render", "--class", "a.B", "--conf", "spark.kubernetes.container.image=apache/spark:4.3.0", "--conf", written + "=1", "local:///a.jar"]);
        run.ExitCode.ShouldBe(0, run.Error);
        run.Error.ShouldContain($"{written} (from --conf): Spark knows no such key and passes over it (did you mean {meant}?)");
    }
}
