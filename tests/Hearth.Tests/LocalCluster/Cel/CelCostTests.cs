using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Cel;
using Shouldly;
using Xunit;

namespace Hearth.Tests.LocalCluster.Cel;

public sealed class CelCostTests
{
    private const double Limit = 10_000_000;

    [Theory]
    [InlineData("""{"type":"array","items":{"type":"string"}}""", "self.all(x, self.all(y, x == y))")]
    [InlineData("""{"type":"string"}""", "self.contains(self)")]
    [InlineData("""{"type":"array","items":{"type":"integer"}}""", "self.all(x, self.all(y, x == y))")]
    public void What_only_the_size_of_a_request_bounds_is_too_much(string schema, string rule) => Cost(schema, rule).ShouldBeGreaterThan(Limit);

    [Theory]
    [InlineData("""{"type":"array","maxItems":64,"items":{"type":"string","maxLength":64}}""", "self.all(x, self.all(y, x == y))")]
    [InlineData("""{"type":"string","maxLength":1000}""", "self.contains(self)")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}}}""", "self.a == self.b")]
    public void What_the_schema_bounds_is_not(string schema, string rule) => Cost(schema, rule).ShouldBeLessThan(Limit);

    [Fact]
    public void A_rule_in_a_list_costs_as_often_as_the_list_has_items()
    {
        static double In(int items)
        {
            var list = Parse("""{"type":"array","items":{"type":"string","maxLength":10,"x-kubernetes-validations":[{"rule":"self != 'a'"}]}}""");
            list["maxItems"] = items;
            return CrdRules.Compile(new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["l"] = list } }).Costs().Single().Cost;
        }

        In(50).ShouldBe(5 * In(10));
    }

    private static double Cost(string schema, string rule)
    {
        var inner = Parse(schema);
        inner["x-kubernetes-validations"] = new JsonArray(new JsonObject { ["rule"] = rule });
        return CrdRules.Compile(new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["f"] = inner } }).Costs().Single().Cost;
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
