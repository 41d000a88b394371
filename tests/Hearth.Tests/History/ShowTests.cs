using Hearth.History.Web;
using Shouldly;
using Xunit;

namespace Hearth.Tests.History;

/// <summary>Numbers, times and failures as people read them.</summary>
public class ShowTests
{
    [Theory]
    [InlineData(-1, "–")]
    [InlineData(999, "999 ms")]
    [InlineData(1_500, "1.5 s")]
    [InlineData(61_000, "1 min 1 s")]
    [InlineData(3_660_000, "1 h 1 min")]
    [InlineData(200_000_000, "2 d 7 h")]
    public void Durations_have_one_or_two_units(long ms, string text) => Show.Duration(ms).ShouldBe(text);

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1_000, "0.98 KiB")]
    [InlineData(123_456_789, "118 MiB")]
    public void Sizes_have_three_digits(double bytes, string text) => Show.Size(bytes).ShouldBe(text);

    [Theory]
    [InlineData("boom", "boom")]
    [InlineData("org.apache.spark.SparkRuntimeException: [X] it is not true\n\tat a.b.C(D.scala:1)\n\tat e", "SparkRuntimeException: [X] it is not true")]
    [InlineData(
        "Job aborted due to stage failure: Task 3 in stage 5.0 failed 4 times, most recent failure: Lost task 3.3 in stage 5.0 (TID 9) (10.0.0.1 executor 4): java.io.IOException: disk full\n\tat x\nDriver stacktrace:",
        "IOException: disk full")]
    [InlineData(
        "Job aborted due to stage failure: \nAborting TaskSet.\nMost recent failure:\nLost task 1.1 in stage 12.0 (TID 57) (host executor 0): org.apache.spark.api.python.PythonException: Traceback (most recent call last):\n  File \"a.py\", line 1, in f\n    1 / 0\nZeroDivisionError: division by zero\n\n\tat org.x",
        "ZeroDivisionError: division by zero")]
    [InlineData("most recent failure: Lost task 1.0 in stage", "most recent failure: Lost task 1.0 in stage")]
    public void A_failure_is_told_by_its_cause(string text, string line) => Show.Reason(text, 160).ShouldBe(line);

    [Fact]
    public void A_cut_never_halves_a_character()
    {
        for (var most = 3; most < 12; most++)
            Show.Line("a🔥b🔥c🔥d🔥e🔥", most).Where(char.IsSurrogate).Count().ShouldBe(2 * Show.Line("a🔥b🔥c🔥d🔥e🔥", most).Count(char.IsHighSurrogate));
    }

    [Fact]
    public void A_huge_text_is_cut_at_once()
    {
        var huge = string.Concat(Enumerable.Repeat("most recent failure: Lost task 1.0 in stage 1.0 (", 20_000));
        Show.Reason(huge, 160).Length.ShouldBeLessThanOrEqualTo(160);
    }
}
