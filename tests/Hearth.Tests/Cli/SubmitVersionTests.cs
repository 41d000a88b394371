using Hearth.Cli.Commands;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Cli;

public sealed class SubmitVersionTests
{
    [Theory]
    [InlineData("apache/spark:4.0.1-scala2.13-java21", "4.0.1")]
    [InlineData("registry:5000/team/report:v3.5.9", "3.5.9")]
    [InlineData("registry:5000/team/report:1.2.3", null)]
    [InlineData("apache/spark:5.1.0", "5.1.0")]
    [InlineData("apache/spark:4.2.0-preview5", "4.2.0-preview5")]
    [InlineData("apache/spark@sha256:0000", null)]
    [InlineData("apache/spark", null)]
    public void The_tag_of_an_image_tells_its_Spark(string image, string? version) => SubmitVersion.OfTag(image)?.Text.ShouldBe(version);
}
