using Hearth.Testing;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Cli;

/// <summary>Bad manifests given to <c>hearth run</c>: exit code 2, file, line and field path, and nothing is created.</summary>
public sealed class RunInputTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hearth-input-");
    private readonly string _good = File.ReadAllText(Path.Combine(Shared.Repository, "samples", "spark-pi.yaml"));

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("memory: 512m", "memry: 512m", "app.yaml:20:5: spec.driver.memry", "did you mean \"memory\"?")]
    [InlineData("instances: 2", "instances: two", "app.yaml:23:16: spec.executor.instances", "must be a whole number")]
    [InlineData("type: Scala", "type: scala", "app.yaml:8:9: spec.type", "did you mean Scala?")]
    [InlineData("  sparkVersion: 4.3.0\n", "", "app.yaml:7:1: spec", "\"spec.sparkVersion\" is missing")]
    [InlineData("name: spark-pi", "name: Spark_Pi", "app.yaml:5:9: metadata.name", "such as \"spark-pi\"")]
    [InlineData("kind: SparkApplication", "kind: SparkAplication", "app.yaml:3:7: kind", "did you mean SparkApplication?")]
    [InlineData("/v1beta2", "/v1beta1", "app.yaml:2:13: apiVersion", "write sparkoperator.k8s.io/v1beta2")]
    [InlineData("  driver:\n", "\tdriver:\n", "app.yaml:18:", "tab")]
    [InlineData("[\"20\"]", "[20]", "app.yaml:14:15: spec.arguments[0]", "put it in quotes")]
    [InlineData("  mode: cluster\n", "  mode: cluster\n  mode: cluster\n", "app.yaml:10:3: spec.mode", "given twice")]
    public async Task A_mistake_ends_with_2_and_its_place(string right, string wrong, string place, string words)
    {
        _good.ShouldContain(right);
        var at = _good.IndexOf(right, StringComparison.Ordinal);
        var run = await RunAsync(_good[..at] + wrong + _good[(at + right.Length)..]);
        run.ExitCode.ShouldBe(2, run.Error);
        run.Error.ShouldContain(place);
        run.Error.ShouldContain(words);
    }

    [Fact]
    public async Task Two_applications_need_a_name()
    {
        var two = _good + "\n---\n" + _good.Replace("name: spark-pi", "name: other");
        var run = await RunAsync(two);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("2 applications: spark-pi (app.yaml:2:1), other (app.yaml:29:1)");
        run.Error.ShouldContain("--name spark-pi");

        run = await RunAsync(two, "--name", "othr");
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("did you mean --name other?");
    }

    [Fact]
    public async Task A_manifest_without_application_says_what_to_do_with_it()
    {
        var run = await RunAsync("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n");
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("no SparkApplication");
    }

    [Fact]
    public async Task A_spark_home_that_is_none_is_refused()
    {
        var run = await RunAsync(_good, "--spark-home", _folder.FullName);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("no Spark distribution");
    }

    [Theory]
    [InlineData("x")]
    [InlineData("x=")]
    [InlineData("x=/no/such/folder")]
    public async Task An_image_setting_that_is_none_is_refused(string setting)
    {
        var run = await RunAsync(_good, "--image", setting);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("--image");
    }

    private async Task<CliRun> RunAsync(string manifest, params string[] options)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "app.yaml"), manifest);
        var home = Path.Combine(_folder.FullName, "home");
        var run = await CliRun.Of(["run", "app.yaml", .. options], workingDirectory: _folder.FullName, environment: new Dictionary<string, string> { ["HEARTH_HOME"] = home });
        if (Directory.Exists(Path.Combine(home, "runs")))
            Directory.GetDirectories(Path.Combine(home, "runs")).ShouldBeEmpty();
        return run;
    }
}
