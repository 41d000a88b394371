using Hearth.Simulator.Driver;
using Hearth.Simulator.Wire;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Simulator;

public sealed class SparkPropertiesTests
{
    [Theory]
    [InlineData("a=b", "a", "b")]
    [InlineData("a = b ", "a", "b ")]
    [InlineData("a:b", "a", "b")]
    [InlineData("a b", "a", "b")]
    [InlineData("a", "a", "")]
    [InlineData("spark.master=k8s\\://https\\://x\\:443", "spark.master", "k8s://https://x:443")]
    [InlineData("a\\ b=c", "a b", "c")]
    [InlineData("a=b\\\n   c", "a", "bc")]
    [InlineData("a=\\u00e9\\t", "a", "é\t")]
    [InlineData("#x=y\n!z\na=b", "a", "b")]
    [InlineData("a==b", "a", "=b")]
    public void Properties_read_as_in_java(string text, string key, string value) =>
        SparkProperties.Read(text).ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create(key, value));

    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("tab\there")]
    [InlineData("line\nand\\back\r")]
    public void A_message_survives_the_wire(string field)
    {
        var message = Message.Decode(new Message("failed", "1", field).Encode());
        (message.Verb, message[0], message[1], message[2]).ShouldBe(("failed", "1", field, ""));
    }
}
