using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.CustomResources;
using Hearth.LocalCluster.ApiServer.Validation;
using Shouldly;
using Xunit;

namespace Hearth.Tests.LocalCluster.CustomResources;

public sealed class SchemaValidationTests
{
    [Theory]
    [InlineData("""{"type":"string","enum":["a"],"maxLength":3}""", "true", "f: Invalid value: \"boolean\": f in body must be of type string: \"boolean\"; f: Unsupported value: true: supported values: \"a\"")]
    [InlineData("""{"type":"integer","enum":[7]}""", "7.0", "")]
    [InlineData("""{"type":"integer","multipleOf":2}""", "9007199254740993", "f: Invalid value: 9007199254740993: f in body should be a multiple of 2")]
    [InlineData("""{"type":"integer","maximum":7.5}""", "7", "")]
    [InlineData("""{"type":"string","format":"date"}""", "{}", "f: Invalid value: \"\": f in body must be of type date: \"\"")]
    [InlineData("""{"type":"string","format":"date"}""", "[]", "")]
    [InlineData("""{"type":"string","format":"duration"}""", "\"in 3 weeks\"", "")]
    [InlineData("""{"anyOf":[{"type":"integer"},{"minimum":5}]}""", "1.5", "<nil>: Invalid value: \"\": \"f\" must validate at least one schema (anyOf); f: Invalid value: \"number\": f in body must be of type integer: \"number\"")]
    [InlineData("""{"type":"array","items":{"type":"integer"},"x-kubernetes-list-type":"set"}""", "[1,2,1,1]", "f[2]: Duplicate value: 1")]
    public void Each_word_of_a_schema_is_checked_for_itself(string schema, string value, string problems)
    {
        var root = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject { ["f"] = JsonNode.Parse(schema) } };
        string.Join("; ", SchemaValidation.Validate(root, new JsonObject { ["f"] = JsonNode.Parse(value) }, null)).ShouldBe(problems);
    }

    [Theory]
    [InlineData(".spec.a", null)]
    [InlineData(".spec.m['x y']", null)]
    [InlineData(".spec.m.x", null)]
    [InlineData("spec.a", "expected [ or . but got: spec")]
    [InlineData(".spec.none", "does not refer to a valid field")]
    [InlineData(".spec.m[x]", "expected single quoted string but got x")]
    [InlineData(".spec.", "unexpected end of JSON path")]
    public void A_path_leads_to_what_the_schema_describes(string path, string? problem)
    {
        var schema = (JsonObject)JsonNode.Parse("""{"properties":{"spec":{"properties":{"a":{"type":"string"},"m":{"additionalProperties":{"type":"string"}}}}}}""")!;
        FieldPaths.Find(schema, path, mayIndex: true).Problem.ShouldBe(problem);
    }
}
