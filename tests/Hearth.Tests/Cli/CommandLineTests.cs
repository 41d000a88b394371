using Shouldly;
using Xunit;

namespace Hearth.Tests.Cli;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Help_lists_commands_under_what_one_wants_to_do_and_hides_the_machinery()
    {
        var run = await CliRun.Of(["--help"]);
        run.ExitCode.ShouldBe(0);
        run.Out.ShouldContain("version");
        run.Out.ShouldContain("Examples:");
        run.Out.ShouldNotContain("simulate");
    }

    [Theory]
    [InlineData("versoin", "did you mean 'version'?")]
    [InlineData("completoin", "did you mean 'completion'?")]
    public async Task A_misspelt_command_names_the_one_meant(string word, string hint)
    {
        var run = await CliRun.Of([word]);
        run.ExitCode.ShouldBe(2);
        run.Error.ShouldContain(word);
        run.Error.ShouldContain(hint);
        run.Out.ShouldBeEmpty();
    }

    [Fact]
    public async Task Completion_asks_the_program_itself()
    {
        (await CliRun.Of(["completion", "bash"])).Out.ShouldContain("[suggest:");
        var run = await CliRun.Of(["[suggest:9]", "hearth ve"]);
        run.Out.ShouldContain("version");
    }

    [Theory]
    [InlineData("version")]
    [InlineData("--version")]
    public async Task Version_is_one_line(string how)
    {
        var run = await CliRun.Of([how]);
        run.ExitCode.ShouldBe(0);
        run.Out.ShouldStartWith("hearth ");
        run.Out.TrimEnd().ShouldNotContain("\n");
    }
}
