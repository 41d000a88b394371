using FsCheck;
using FsCheck.Fluent;
using Hearth.Kube.Core.Quantities;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Kube.Core;

public sealed class GoDurationTests
{
    [Theory]
    [InlineData("0", 0L, "0s")]
    [InlineData("1h30m", 5_400_000_000_000L, "1h30m0s")]
    [InlineData("90s", 90_000_000_000L, "1m30s")]
    [InlineData("-1.5h", -5_400_000_000_000L, "-1h30m0s")]
    [InlineData("+.5s", 500_000_000L, "500ms")]
    [InlineData("1.s", 1_000_000_000L, "1s")]
    [InlineData("1.0000000001s", 1_000_000_000L, "1s")]
    [InlineData("1500us", 1_500_000L, "1.5ms")]
    [InlineData("1µs2ns", 1_002L, "1.002µs")]
    [InlineData("3μs", 3_000L, "3µs")]
    [InlineData("9223372036854775807ns", long.MaxValue, "2562047h47m16.854775807s")]
    [InlineData("-9223372036854775808ns", long.MinValue, "-2562047h47m16.854775808s")]
    public void Reads_and_writes_as_Go_does(string text, long nanoseconds, string written)
    {
        GoDuration.TryParse(text, out var value, out var error).ShouldBeTrue(error);
        value.ShouldBe(nanoseconds);
        GoDuration.Format(value).ShouldBe(written);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("-", "it is empty")]
    [InlineData("3", "a number has no unit")]
    [InlineData("1h 30m", "unknown unit \"h \"")]
    [InlineData("1d", "unknown unit \"d\"")]
    [InlineData(".s", "a number is expected")]
    [InlineData("--1s", "a number is expected")]
    [InlineData("9223372036854775808ns", "longer than 292 years")]
    [InlineData("3000000h", "longer than 292 years")]
    [InlineData("99999999999999999999s", "longer than 292 years")]
    public void Says_what_is_wrong(string text, string message)
    {
        GoDuration.TryParse(text, out _, out var error).ShouldBeFalse();
        error.ShouldContain(message);
    }

    [Fact]
    public void What_is_written_reads_back() =>
        Prop.ForAll<long>(nanoseconds =>
        {
            GoDuration.TryParse(GoDuration.Format(nanoseconds), out var read, out var error).ShouldBeTrue(error);
            read.ShouldBe(nanoseconds);
        }).Check(Seeded.Cases());
}
