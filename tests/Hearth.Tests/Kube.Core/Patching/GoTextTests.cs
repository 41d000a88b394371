using Hearth.Kube.Core.Patching;
using Shouldly;
using Xunit;

namespace Hearth.Tests.KubeCore.Patching;

public sealed class GoTextTests
{
    /// <summary>As Go's <c>strconv.Quote</c> answered.</summary>
    [Theory]
    [InlineData("plain é 😀", "\"plain é 😀\"")]
    [InlineData("\"\\\a\b\f\n\r\t\v", "\"\\\"\\\\\\a\\b\\f\\n\\r\\t\\v\"")]
    [InlineData("\0\u001f\u007f", "\"\\x00\\x1f\\x7f\"")]
    [InlineData("\u00a0\u200b\u2028\ue000", "\"\\u00a0\\u200b\\u2028\\ue000\"")]
    [InlineData("\U000e0001", "\"\\U000e0001\"")]
    [InlineData("\\u0001", "\"\\\\u0001\"")]
    public void What_cannot_be_printed_is_escaped(string text, string quoted) => GoText.Quote(text).ShouldBe(quoted);
}
