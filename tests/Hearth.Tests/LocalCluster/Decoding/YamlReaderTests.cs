using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;
using Shouldly;
using Xunit;

namespace Hearth.Tests.LocalCluster.Decoding;

public sealed class YamlReaderTests
{
    /// <summary>Whoever walks down such a value has no stack left.</summary>
    [Fact]
    public void Aliases_within_each_other_do_not_make_what_is_deeper_than_may_be_written()
    {
        static string Nested(string inner) => new string('[', 300) + inner + new string(']', 300);
        var text = string.Concat(Enumerable.Range(0, 50).Select(i => $"k{i}: &a{i} {Nested(i == 0 ? "x" : $"*a{i - 1}")}\n"));
        Should.Throw<JsonException>(() => YamlReader.Read(text)).Message.ShouldContain("exceeded max depth");
    }

    [Fact]
    public void Aliases_are_copies()
    {
        var read = YamlReader.Read("a: &x {b: [1]}\nc: *x\nd: {<<: *x, e: 2}\n");
        JsonNode.DeepEquals(read, JsonNode.Parse("""{"a":{"b":[1]},"c":{"b":[1]},"d":{"b":[1],"e":2}}""")).ShouldBeTrue(read?.ToJsonString());
    }

    [Fact]
    public void Aliases_that_explode_are_refused()
    {
        var text = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 9).Select(i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n"));
        Should.Throw<JsonException>(() => YamlReader.Read(text)).Message.ShouldContain("excessive aliasing");
    }
}
