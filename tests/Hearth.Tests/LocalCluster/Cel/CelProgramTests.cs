using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Hearth.LocalCluster.ApiServer.Cel;
using Shouldly;
using Xunit;

namespace Hearth.Tests.LocalCluster.Cel;

/// <summary>Hundreds of expressions are compared with the real API server in the cluster tests; these need none.</summary>
public sealed class CelProgramTests
{
    private static readonly CelType s_type = CelType.OfSchema(Parse("""
        {"type": "object", "properties": {
          "i": {"type": "integer"}, "s": {"type": "string"}, "ints": {"type": "array", "items": {"type": "integer"}},
          "m": {"type": "object", "additionalProperties": {"type": "integer"}}, "a-b": {"type": "string"}, "d": {"type": "string", "format": "duration"},
          "set": {"type": "array", "items": {"type": "string"}, "x-kubernetes-list-type": "set"}, "any": {"x-kubernetes-int-or-string": true}}}
        """))!;

    private static readonly object? s_self = CelJson.ToValue(
        Parse("""{"i": 7, "s": "wörld", "ints": [3, 1, 2], "m": {"one": 1}, "a-b": "ab", "d": "90m", "set": ["x", "y"], "any": "50%"}"""), s_type);

    [Theory]
    [InlineData("self.i + 1 == 8 && self.s.size() == 5")]
    [InlineData("self.ints.filter(x, x > 1).map(x, x * 2) == [6, 4]")]
    [InlineData("self.set == ['y', 'x'] && self.ints != [1, 2, 3]")]
    [InlineData("self.a__dash__b == 'ab'")]
    [InlineData("self.d == duration('1h30m') && self.d.getMinutes() == 90")]
    [InlineData("self.any.endsWith('%') && self.any != 5")]
    [InlineData("false && 1 / 0 == 1 || true")]
    [InlineData("1 / 0 == 1 || true")]
    [InlineData("[0, 1].exists(x, 1 / x == 1)")]
    [InlineData("!has(self.m.two) && has(self.m.one) && 'one' in self.m")]
    [InlineData("self.m[?'two'].orValue(5) == 5 && self.s.charAt(1) == 'ö'")]
    [InlineData("-9223372036854775808 < 0 && 0xff == 255 && 1e3 == 1000.0 && b'\\x41' == b'A' && r'\\d' == '\\\\d'")]
    [InlineData("'%s is %d'.format(['x', 5]) == 'x is 5' && string(1e7) == '1e+07'")]
    public void Holds(string expression) => CelProgram.Compile(expression, ("self", s_type)).Evaluate(("self", s_self)).ShouldBe(true);

    [Theory]
    [InlineData("self.m['two'] == 1", "no such key: two")]
    [InlineData("self.ints[3] == 1", "index out of bounds: 3")]
    [InlineData("1 / (self.i - 7) == 1", "division by zero")]
    [InlineData("self.i + 9223372036854775807 > 0", "integer overflow")]
    [InlineData("self.any + 1 == 2", "no such overload")]
    [InlineData("duration(self.s) > self.d", "type conversion error from 'string' to 'google.protobuf.Duration'")]
    public void Fails_with_an_error_that_is_a_value(string expression, string message) =>
        CelProgram.Compile(expression, ("self", s_type)).Evaluate(("self", s_self)).ShouldBe(new CelError(message));

    [Theory]
    [InlineData("self.nope", "compilation failed: ERROR: <input>:1:5: undefined field 'nope'\n | self.nope\n | ....^")]
    [InlineData("self.i + 1.0 > 2.0", "found no matching overload for '_+_' applied to '(int, double)'")]
    [InlineData("other", "undeclared reference to 'other' (in container '')")]
    [InlineData("self.s.nope()", "undeclared reference to 'nope' (in container '')")]
    [InlineData("self.s == null", "found no matching overload for '_==_' applied to '(string, null)'")]
    [InlineData("[1, 'a'].size() == 2", "expected type 'int' but found 'string'")]
    [InlineData("self.s.matches('(')", "invalid matches argument")]
    [InlineData("int('x') == 1", "instantiation failed: type conversion error from 'string' to 'int'")]
    [InlineData("true &&\n self.nope", "ERROR: <input>:2:6: undefined field 'nope'\n |  self.nope\n | .....^")]
    [InlineData("self.i.all(x, true)", "cannot be range of a comprehension")]
    [InlineData("'a", "token recognition error")]
    [InlineData("for", "reserved identifier: for")]
    [InlineData("self.`a-b` == 'ab'", "ERROR: <input>:1:6: unsupported syntax: '`'")]
    [InlineData("(self.i", "Syntax error: missing ')' at '<EOF>'")]
    [InlineData("self..i", "Syntax error: no viable alternative at input '..'")]
    [InlineData("== 1", "Syntax error: extraneous input '==' expecting {'['")]
    [InlineData("self.i && true", "ERROR: <input>:1:5: expected type 'bool' but found 'int'")]
    public void Mistakes_are_shown_with_their_place(string expression, string message) =>
        Should.Throw<CelCompileException>(() => CelProgram.Compile(expression, ("self", s_type))).Message.ShouldContain(message);

    [Fact]
    public void A_rule_that_multiplies_its_work_ends_at_its_budget()
    {
        var list = new JsonObject { ["ints"] = new JsonArray([.. Enumerable.Range(0, 5000).Select(i => (JsonNode)i)]) };
        var program = CelProgram.Compile("self.ints.all(a, self.ints.all(b, self.ints.all(c, a + b + c >= 0)))", ("self", s_type));
        program.Evaluate([("self", CelJson.ToValue(list, s_type))], CelProgram.CallBudget, out var cost).ShouldBe(CelEvaluation.OutOfBudget);
        cost.ShouldBeLessThanOrEqualTo(CelProgram.CallBudget + 1);
    }

    [Theory]
    [InlineData("""'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!'.matches('^(a+)+$')""")]
    [InlineData("""'x'.replace('x', 'xxxxxxxxxx').replace('x', 'xxxxxxxxxx').replace('x', 'xxxxxxxxxx').replace('x', 'xxxxxxxxxx').replace('x', 'xxxxxxxxxx').replace('x', 'xxxxxxxxxx').replace('x', 'xxxxxxxxxx').replace('x', 'xxxxxxxxxx').size() == 1""")]
    [InlineData("""'%.999999999f'.format([1.0]) == ''""")]
    public void Hostile_functions_are_harmless(string expression) => CelProgram.Compile(expression).Evaluate().ShouldNotBe(true);

    [Fact]
    public void Depth_is_bounded()
    {
        Should.Throw<CelCompileException>(() => CelProgram.Compile(new string('(', 100_000) + "1" + new string(')', 100_000))).Message.ShouldContain("recursion limit");
        var chain = string.Join(" + ", Enumerable.Repeat("1", 200_000)) + " > 0";
        Should.Throw<CelCompileException>(() => CelProgram.Compile(chain)).Message.ShouldContain("nested too deep");
    }

    [Fact]
    public void No_text_breaks_it() =>
        Prop.ForAll(
            Arb.From(Gen.Choose(0, 12).SelectMany(n => Gen.ArrayOf(
                Gen.Elements("self", ".", "i", "ints", "(", ")", "[", "]", "'a'", "1", "+", "==", "&&", "?", ":", "!", "-", "has(", ".all(x, ", "x", "{", "}", ",", "in", "1.5", "b'\\xff'", "?.", "'\\u00e9'", "u", "null")!, n))),
            parts =>
            {
                try
                {
                    CelProgram.Compile(string.Concat(parts), ("self", s_type)).Evaluate(("self", s_self));
                }
                catch (CelCompileException e)
                {
                    e.Message.ShouldNotBeNullOrEmpty();
                }
            }).Check(Seeded.Cases(3000));

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
