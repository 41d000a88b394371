using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Admission;
using Hearth.LocalCluster.ApiServer.Cel;
using Shouldly;
using Xunit;

namespace Hearth.Tests.LocalCluster.Admission;

public sealed class AdmissionTypesTests
{
    private static readonly JsonObject s_schemas = JsonNode.Parse("""
        {"Meta": {"type": "object", "properties": {"name": {"type": "string"}, "generateName": {"type": "string"}, "labels": {"type": "object", "additionalProperties": {"type": "string"}}}},
         "Port": {"format": "int-or-string", "oneOf": [{"type": "integer"}, {"type": "string"}]},
         "Amount": {"oneOf": [{"type": "string"}, {"type": "number"}]},
         "Tree": {"type": "object", "properties": {"size": {"type": "integer"}, "below": {"type": "array", "items": {"$ref": "#/x/Tree"}}}},
         "Thing": {"type": "object", "properties": {"kind": {"type": "string"}, "apiVersion": {"type": "string"}, "metadata": {"allOf": [{"$ref": "#/x/Meta"}]},
           "spec": {"type": "object", "properties": {"port": {"$ref": "#/x/Port"}, "amount": {"$ref": "#/x/Amount"}, "tree": {"$ref": "#/x/Tree"}, "count": {"type": "integer"}}}}}}
        """)!.AsObject();

    [Theory]
    [InlineData("object.metadata.labels['a'] == 'b' && oldObject.spec.count > 1 && object.spec.port == 'a' && object.spec.port == 1", null)]
    [InlineData("object.spec.counts == 1", "1:12: undefined field 'counts'")]
    [InlineData("object.spec.amount == '1'", "1:12: undefined field 'amount'")]
    [InlineData("object.spec.count == 'a'", "1:19: found no matching overload for '_==_' applied to '(int, string)'")]
    [InlineData("object.spec == 1", "1:13: found no matching overload for '_==_' applied to '(Thing7.spec, int)'")]
    [InlineData("object.spec.tree.below == 1", "1:24: found no matching overload for '_==_' applied to '(list(Thing7.spec.tree.below.@idx), int)'")]
    [InlineData("object.spec.tree.below[0].size == 1", "1:26: undefined field 'size'")]
    [InlineData("request.userInfo.username == object.spec.count", "1:27: found no matching overload for '_==_' applied to '(string, int)'")]
    [InlineData("params.a == 1", "1:1: undeclared reference to 'params' (in container '')")]
    [InlineData("variables.spec.counts == 1 && variables.count == 1", null)]
    [InlineData("variables.count == 'a'", "1:17: found no matching overload for '_==_' applied to '(int, string)'")]
    public void Expressions_are_judged_by_the_type_of_the_kind(string expression, string? problem)
    {
        var type = CelType.OfSchema(s_schemas["Thing"]!.AsObject(), isResource: true, "Thing7", SchemaReferences.Of(s_schemas))!;
        var types = AdmissionTypes.For(type, null);
        types.Define("spec", "object.spec");
        types.Define("count", "object.spec.count");
        var found = types.Problem(expression);
        (found is null ? null : AdmissionTypes.Issues(found).Split('\n')[0]).ShouldBe(problem is null ? null : "ERROR: <input>:" + problem);
    }

    [Theory]
    [InlineData("object.anything.goes == 1", null)]
    [InlineData("authorizer.requestResource.check('get').allowed()", null)]
    [InlineData("authorizer.group('a') == 1", "compilation failed: ERROR: <input>:1:23: found no matching overload for '_==_' applied to '(kubernetes.authorization.GroupCheck, int)'")]
    [InlineData("namespaceObject.metadata.creationTimestamp", "must evaluate to bool but got google.protobuf.Timestamp")]
    [InlineData("request.userInfo", "must evaluate to bool but got kubernetes.UserInfo")]
    public void Before_it_is_stored_an_expression_may_be_about_any_object(string expression, string? problem) =>
        (AdmissionTypes.ForAll(hasParameters: false).Problem(expression, CelKind.Bool) ?? "").Split('\n')[0].ShouldBe(problem ?? "");
}
