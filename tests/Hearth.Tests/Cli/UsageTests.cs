using Shouldly;
using Xunit;

namespace Hearth.Tests.Cli;

/// <summary>What people type wrong, and what they are told.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("rnu x.yaml", "error: there is no command 'rnu'\n  did you mean 'run'?\n  'hearth --help' shows what it takes")]
    [InlineData("run --lgos x.yaml", "error: there is no option '--lgos'\n  did you mean '--logs'?\n  'hearth run --help' shows what it takes")]
    [InlineData("run --lgos", "error: there is no option '--lgos'\n  did you mean '--logs'?\n  'hearth run --help' shows what it takes")]
    [InlineData("run x.yaml --lgos", "error: there is no option '--lgos'\n  did you mean '--logs'?\n  'hearth run --help' shows what it takes")]
    [InlineData("run", "error: FILE is missing\n  'hearth run --help' shows what it takes")]
    [InlineData("run a.yaml b.yaml", "error: 'b.yaml' is one argument too many\n  'hearth run --help' shows what it takes")]
    [InlineData("status -o jsn --nmaespace x", "error: there is no option '--nmaespace'\n  did you mean '--namespace'?\nerror: --output takes text, json or yaml, not \"jsn\"\n  did you mean 'json'?\n  'hearth status --help' shows what it takes")]
    [InlineData("logs x --tail many", "error: --tail takes a whole number, not \"many\"\n  'hearth logs --help' shows what it takes")]
    [InlineData("spark", "error: say what to do: install or list\n  'hearth spark --help' shows what it takes")]
    [InlineData("spark instal", "error: there is no command 'instal'\n  did you mean 'install'?\n  'hearth spark --help' shows what it takes")]
    [InlineData("spark install", "error: VERSION is missing\n  'hearth spark install --help' shows what it takes")]
    [InlineData("completion tcsh", "error: shell takes bash, zsh or fish, not \"tcsh\"\n  'hearth completion --help' shows what it takes")]
    [InlineData("dev --nodes 0 --port 99999", "error: --nodes must be from 1 to 250\nerror: --port must be from 0 to 65535, is 99999\n  'hearth dev --help' shows what it takes")]
    [InlineData("operator --metrics-labels", "error: --metrics-labels needs a value\n  'hearth operator --help' shows what it takes")]
    public async Task Every_mistake_is_told_once_with_what_was_meant(string line, string told)
    {
        var run = await CliRun.Of(line.Split(' '));
        run.ExitCode.ShouldBe(2);
        run.Error.ReplaceLineEndings("\n").TrimEnd().ShouldBe(told);
        run.Out.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("help", "Usage: hearth <command>")]
    [InlineData("help run", "Usage: hearth run")]
    [InlineData("help submit", "Usage: hearth submit")]
    [InlineData("help spark install", "Usage: hearth spark install")]
    public async Task Help_is_a_command_too(string line, string usage)
    {
        var run = await CliRun.Of(line.Split(' '));
        run.ExitCode.ShouldBe(0, run.Error);
        run.Out.ShouldContain(usage);
    }

    [Fact]
    public async Task A_submission_without_a_cluster_hears_of_its_other_mistakes_too()
    {
        var run = await CliRun.Of(["submit", "--clas", "Main", "local:///app.jar"]);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain("--clas");
        run.Error.ShouldContain("--class");
    }

    [Theory]
    [InlineData("run", "-")]
    [InlineData("dev", "--no-operator")]
    public async Task A_home_that_cannot_be_made_is_told(string command, string argument)
    {
        const string Manifest = """
            apiVersion: sparkoperator.k8s.io/v1beta2
            kind: SparkApplication
            metadata: {name: pi}
            spec: {type: Scala, sparkVersion: 4.3.0, image: "spark:4.3.0", mainClass: Pi, mainApplicationFile: "local:///pi.jar", driver: {}, executor: {}}
            """;
        var file = Path.GetTempFileName();
        var run = await CliRun.Of([command, argument], Manifest, environment: new Dictionary<string, string> { ["HEARTH_HOME"] = file });
        File.Delete(file);
        run.ExitCode.ShouldBe(2, run.Error);
        run.Error.ShouldContain($"{file} cannot be made");
        run.Error.ShouldContain("set HEARTH_HOME to a folder that you may write to");
    }

    [Theory]
    [InlineData("status", 3)]
    [InlineData("spark list", 0)]
    public async Task Who_only_looks_makes_no_home(string line, int exitCode)
    {
        var home = Path.Combine(Path.GetTempPath(), $"hearth-none-{Guid.NewGuid():N}");
        var run = await CliRun.Of(line.Split(' '), environment: new Dictionary<string, string> { ["HEARTH_HOME"] = home, ["HOME"] = home });
        run.ExitCode.ShouldBe(exitCode, run.Error);
        Directory.Exists(home).ShouldBeFalse();
    }
}
