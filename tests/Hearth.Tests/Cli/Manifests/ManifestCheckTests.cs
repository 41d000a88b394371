using System.Text;
using System.Text.Json.Nodes;
using Hearth.Cli.Manifests;
using Hearth.Cli.Output;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Cli.Manifests;

public sealed class ManifestCheckTests
{
    private const string Definition = """
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"apps.x.io"},"spec":{"group":"x.io","scope":"Namespaced","names":{"plural":"apps","kind":"App"},
        "versions":[{"name":"v1","schema":{"openAPIV3Schema":{"type":"object","required":["spec"],"properties":{"apiVersion":{"type":"string"},"kind":{"type":"string"},"metadata":{"type":"object"},
        "spec":{"type":"object","required":["type"],"properties":{
          "type":{"type":"string","enum":["Java","Python","Scala","R"]},
          "conf":{"type":"object","additionalProperties":{"type":"string"}},
          "arguments":{"type":"array","items":{"type":"string"}},
          "port":{"x-kubernetes-int-or-string":true},
          "free":{"type":"object","x-kubernetes-preserve-unknown-fields":true},
          "driver":{"type":"object","properties":{"memory":{"type":"string","pattern":"^[0-9]+[mg]$"},"cores":{"type":"integer","minimum":1},"gpu":{"type":"object","required":["name"],"properties":{"name":{"type":"string"}}}}}
        }}}}}}]}}
        """;

    private const string Good = """
        apiVersion: x.io/v1
        kind: App
        metadata:
          name: good
          labels: {a: b}
        spec:
          type: Scala
          conf: {spark.ui.port: "4040"}
          arguments: ["1"]
          port: 80
          free: {anything: [1, {x: y}]}
          driver: {memory: 512m, cores: 1}
        """;

    [Fact]
    public void A_right_manifest_has_no_problem() => Problems(Good).ShouldBeEmpty();

    [Theory]
    [InlineData("512m, cores", "512m, coers", "m.yaml:12:26: spec.driver.coers", "unknown field \"coers\"", "did you mean \"cores\"?")]
    [InlineData("type: Scala", "type: scala", "m.yaml:7:9: spec.type", "not one of", "did you mean Scala?")]
    [InlineData("  type: Scala\n", "", "m.yaml:6:1: spec", "required field \"spec.type\" is missing", null)]
    [InlineData("cores: 1", "cores: 0", "m.yaml:12:33: spec.driver.cores", "the least is 1", null)]
    [InlineData("cores: 1", "cores: \"1\"", "m.yaml:12:33: spec.driver.cores", "must be a whole number", "leave the quotes away: 1")]
    [InlineData("cores: 1", "cores: 1.5", "m.yaml:12:33: spec.driver.cores", "must be a whole number", null)]
    [InlineData("\"4040\"", "4040", "m.yaml:8:25: spec.conf[spark.ui.port]", "must be a text, is the number 4040", "put it in quotes: \"4040\"")]
    [InlineData("[\"1\"]", "[\"1\", 2]", "m.yaml:9:20: spec.arguments[1]", "must be a text", "put it in quotes: \"2\"")]
    [InlineData("[\"1\"]", "1", "m.yaml:9:14: spec.arguments", "must be a list", "[\"1\"]")]
    [InlineData("memory: 512m", "memory: lots", "m.yaml:12:20: spec.driver.memory", "does not have the form", null)]
    [InlineData("  port: 80", "  memory: 80", "m.yaml:10:3: spec.memory", "unknown field", "it belongs at spec.driver.memory")]
    [InlineData("cores: 1}", "cores: 1, gpu: {}}", "m.yaml:12:36: spec.driver.gpu", "\"spec.driver.gpu.name\" is missing", null)]
    [InlineData("kind: App", "kind: Appp", "m.yaml:2:7: kind", "unknown kind", "did you mean App?")]
    [InlineData("x.io/v1", "x.io/v2", "m.yaml:1:13: apiVersion", "not served as x.io/v2", "write x.io/v1")]
    [InlineData("kind: App\n", "", "m.yaml:1:1", "\"kind\" is missing", null)]
    [InlineData("name: good", "name: Good_App", "m.yaml:4:9: metadata.name", "no valid name", "such as \"good-app\"")]
    [InlineData("name: good", "name: 5", "m.yaml:4:9: metadata.name", "must be a text", "\"5\"")]
    [InlineData("name: good", "nmae: good", "m.yaml:4:3: metadata.nmae", "unknown field", "did you mean \"name\"?")]
    [InlineData("{a: b}", "{a: 1}", "m.yaml:5:15: metadata.labels.a", "must be a text", "\"1\"")]
    public void A_mistake_is_told_with_its_place_and_what_was_meant(string right, string wrong, string where, string what, string? fix)
    {
        Good.ShouldContain(right);
        var problems = Problems(Good.Replace(right, wrong));
        var problem = problems.Find(p => p.What.Contains(what)).ShouldNotBeNull(string.Join('\n', problems));
        problem.Where.ShouldBe(where);
        if (fix is not null)
            problem.Fix.ShouldNotBeNull().ShouldContain(fix);
    }

    [Fact]
    public void All_mistakes_are_told_at_once() =>
        Problems(Good.Replace("512m, cores: 1", "5, coers: 0").Replace("Scala", "scala").Replace("name: good", "name: GOOD")).Count.ShouldBe(4);

    [Fact]
    public void Two_objects_of_one_name_are_refused() =>
        Problems(Good + "\n---\n" + Good).ShouldHaveSingleItem().Where.ShouldBe("m.yaml:17:9: metadata.name");

    [Fact]
    public void A_kind_whose_definition_comes_along_is_known()
    {
        var problems = new List<Problem>();
        var documents = ManifestFile.Parse(Encoding.UTF8.GetBytes(Definition + "\n---\n" + Good), "m.yaml", problems);
        problems.ShouldBeEmpty();
        new ManifestCheck([]).Check(documents).Count.ShouldBe(2);
    }

    private static List<Problem> Problems(string yaml)
    {
        var problems = new List<Problem>();
        var documents = ManifestFile.Parse(Encoding.UTF8.GetBytes(yaml), "m.yaml", problems);
        problems.ShouldBeEmpty();
        try
        {
            new ManifestCheck([(JsonObject)JsonNode.Parse(Definition)!]).Check(documents);
            return [];
        }
        catch (UserError error)
        {
            return [.. error.Problems];
        }
    }
}
