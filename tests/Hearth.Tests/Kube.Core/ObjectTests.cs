using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Quantities;
using Hearth.Kube.Core.Serialization;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Kube.Core;

public sealed class ObjectTests
{
    [Fact]
    public void Unknown_fields_survive_a_round_trip()
    {
        const string Text = """
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","managedFields":[{"manager":"x"}]},"spec":{"containers":[{"name":"c","image":"i","resizePolicy":[1],"resources":{"requests":{"cpu":"500m"}},"env":[{"name":"A","value":""}]}],"resourceClaims":[{"name":"r"}]},"status":{"phase":"Running","new":true},"top":1}
            """;
        var pod = JsonSerializer.Deserialize(Text, KubeJson.Default.Pod)!;
        pod.Spec!.Containers![0].Env![0].Value.ShouldBe("");
        var written = JsonSerializer.Serialize(pod, KubeJson.Default.Pod);
        JsonNode.DeepEquals(JsonNode.Parse(Text), JsonNode.Parse(written)).ShouldBeTrue(written);
    }

    [Fact]
    public void An_object_without_metadata_reads_as_one_with_empty_metadata() =>
        JsonSerializer.Deserialize("{}", KubeJson.Default.Pod)!.Metadata.Name.ShouldBeNull();

    [Fact]
    public void Times_are_written_as_Kubernetes_writes_them()
    {
        var meta = new ObjectMeta { CreationTimestamp = new DateTimeOffset(2026, 1, 31, 13, 0, 5, 250, TimeSpan.FromHours(1)) };
        JsonSerializer.Serialize(new KubeObject { Metadata = meta }, KubeJson.Default.KubeObject).ShouldContain("\"2026-01-31T12:00:05Z\"");
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("500m", 0.5)]
    [InlineData("1Ki", 1024)]
    [InlineData("1.5Gi", 1610612736)]
    [InlineData("1e3", 1000)]
    [InlineData("12E", 12e18)]
    [InlineData("+.5", 0.5)]
    public void A_quantity_has_the_value_of_its_text(string text, double value)
    {
        new Quantity(text).TryGetValue(out var actual).ShouldBeTrue();
        ((double)actual).ShouldBe(value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("1kb")]
    [InlineData("1 Gi")]
    [InlineData("e3")]
    public void A_text_that_is_no_quantity_is_refused(string text) => new Quantity(text).TryGetValue(out _).ShouldBeFalse();
}
