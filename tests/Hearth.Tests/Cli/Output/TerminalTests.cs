using Hearth.Cli.Output;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Cli.Output;

public sealed class TerminalTests
{
    [Theory]
    [InlineData("plain, \u00e4\u4e16\ud83d\ude00\n\tand more", "plain, \u00e4\u4e16\ud83d\ude00\n\tand more")]
    [InlineData("\u001b[2Jgone\u001b]0;title\u0007", "^[[2Jgone^[]0;title^G")]
    [InlineData("over\rwritten\b", "over^Mwritten^H")]
    [InlineData("\u009b31m\u007f", "\\u009b31m\\u007f")]
    public void What_others_say_moves_no_cursor(string text, string shown) => Terminal.Harmless(text).ShouldBe(shown);

    [Fact]
    public void Tables_and_messages_are_harmless()
    {
        using var output = new StringWriter();
        TextTable.Write(output, ["NAME"], [["a\u001b[31m"]]);
        new Terminal(output, output, isInteractive: false).Say("error: \u001b[31m");
        output.ToString().ShouldNotContain('\u001b');
    }

    [Theory]
    [InlineData("one two three", 7, "one two|three")]
    [InlineData("a-word-that-is-long b", 5, "a-word-that-is-long|b")]
    [InlineData("first\nsecond third", 80, "first|second third")]
    [InlineData("", 10, "")]
    public void Words_stay_whole_in_lines_of_a_width(string text, int width, string lines) => string.Join('|', WordWrap.Lines(text, width)).ShouldBe(lines);
}
