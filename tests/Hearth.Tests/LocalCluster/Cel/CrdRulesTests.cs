using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Cel;
using Shouldly;
using Xunit;

namespace Hearth.Tests.LocalCluster.Cel;

public sealed class CrdRulesTests
{
    private static readonly CrdRules s_rules = CrdRules.Compile(Parse("""
        {"type": "object", "properties": {"spec": {"type": "object",
          "x-kubernetes-validations": [
            {"rule": "!has(self.min) || !has(self.max) || self.min <= self.max", "messageExpression": "'min ' + string(self.min) + ' is above ' + string(self.max)", "fieldPath": ".min"},
            {"rule": "!has(oldSelf.max) || has(self.max)", "message": " max stays ", "reason": "FieldValueForbidden"}],
          "properties": {
            "min": {"type": "integer"}, "max": {"type": "integer"},
            "labels": {"type": "object", "additionalProperties": {"type": "string", "x-kubernetes-validations": [{"rule": "self.startsWith('v')"}]}},
            "ports": {"type": "array", "x-kubernetes-list-type": "map", "x-kubernetes-list-map-keys": ["name"], "items": {"type": "object",
              "x-kubernetes-validations": [{"rule": "self.port == oldSelf.port", "message": "a port stays"}], "properties": {"name": {"type": "string"}, "port": {"type": "integer"}}}},
            "mode": {"type": "string", "x-kubernetes-validations": [{"rule": "oldSelf.orValue(self) == self", "optionalOldSelf": true, "message": "immutable"}]}}}}}
        """));

    [Theory]
    [InlineData("""{"spec": {"min": 1, "max": 2, "labels": {"a": "v"}, "ports": [{"name": "a", "port": 1}]}}""", null, "")]
    [InlineData("""{"spec": {"min": 3, "max": 2}}""", null, "spec.min: min 3 is above 2 (FieldValueInvalid)")]
    [InlineData("""{"spec": {"labels": {"a": "x"}}}""", null, "spec.labels[a]: failed rule: self.startsWith('v') (FieldValueInvalid)")]
    [InlineData("""{"spec": {}}""", """{"spec": {"max": 1}}""", "spec: max stays (FieldValueForbidden)")]
    [InlineData("""{"spec": {"ports": [{"name": "b", "port": 9}, {"name": "a", "port": 2}]}}""", """{"spec": {"ports": [{"name": "a", "port": 1}]}}""", "spec.ports[1]: a port stays (FieldValueInvalid)")]
    [InlineData("""{"spec": {"mode": "b"}}""", """{"spec": {"mode": "a"}}""", "spec.mode: immutable (FieldValueInvalid)")]
    [InlineData("""{"spec": {"mode": "b"}}""", """{"spec": {}}""", "")]
    [InlineData("""{"spec": {"min": 3, "max": 2, "labels": {"a": "x"}}}""", """{"spec": {"min": 3, "max": 2, "labels": {"a": "x"}}}""", "spec.min: min 3 is above 2 (FieldValueInvalid), passed over\nspec.labels[a]: failed rule: self.startsWith('v') (FieldValueInvalid), passed over")]
    [InlineData("""{"spec": {"min": 4, "max": 2, "labels": {"a": "x"}}}""", """{"spec": {"min": 3, "max": 2, "labels": {"a": "x"}}}""", "spec.min: min 4 is above 2 (FieldValueInvalid)\nspec.labels[a]: failed rule: self.startsWith('v') (FieldValueInvalid), passed over")]
    public void Each_violation_has_its_path_message_and_reason(string value, string? old, string violations) =>
        string.Join('\n', s_rules.Validate(Parse(value), old is null ? null : Parse(old)).Select(v => $"{v.Path}: {v.Message} ({v.Reason}){(v.IsPassedOver ? ", passed over" : "")}")).ShouldBe(violations);

    [Fact]
    public void Rules_that_do_not_compile_are_problems_and_the_others_still_run()
    {
        var rules = CrdRules.Compile(Parse("""
            {"type": "object", "properties": {"spec": {"type": "object", "properties": {"x": {"type": "integer", "x-kubernetes-validations": [
              {"rule": "self.y"}, {"rule": "self"}, {"rule": "self > 1", "messageExpression": "1"}]}}}}}
            """));
        rules.Problems.Select(problem => problem.Path).ShouldBe(
        [
            "properties[spec].properties[x].x-kubernetes-validations[0].rule",
            "properties[spec].properties[x].x-kubernetes-validations[1].rule",
            "properties[spec].properties[x].x-kubernetes-validations[2].messageExpression",
        ]);
        rules.Validate(Parse("""{"spec": {"x": 1}}"""), null).ShouldHaveSingleItem().Path.ShouldBe("spec.x");
    }

    [Fact]
    public void A_schema_full_of_costly_rules_ends_at_the_budget_of_the_object()
    {
        var rule = new JsonObject { ["rule"] = "self.all(a, self.all(b, a + b >= 0))" };
        var list = new JsonObject
        {
            ["type"] = "array",
            ["items"] = new JsonObject { ["type"] = "integer" },
            ["x-kubernetes-validations"] = new JsonArray([.. Enumerable.Range(0, 500).Select(_ => rule.DeepClone())]),
        };
        var schema = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["x"] = list } };
        var value = new JsonObject { ["x"] = new JsonArray([.. Enumerable.Range(0, 400).Select(i => (JsonNode)i)]) };
        CrdRules.Compile(schema).Validate(value, null)[^1].Message.ShouldContain("running out of cost budget");
    }

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
