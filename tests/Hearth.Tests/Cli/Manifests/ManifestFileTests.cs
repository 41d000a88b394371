using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Hearth.Cli.Manifests;
using Hearth.Cli.Output;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Cli.Manifests;

public sealed class ManifestFileTests
{
    [Theory]
    [InlineData("a: 1", """{"a":1}""")]
    [InlineData("a: 0644", """{"a":420}""")]
    [InlineData("a: 0o644", """{"a":420}""")]
    [InlineData("a: 0x1F", """{"a":31}""")]
    [InlineData("a: -0b101", """{"a":-5}""")]
    [InlineData("a: 1_000", """{"a":1000}""")]
    [InlineData("a: 1e3", """{"a":1000}""")]
    [InlineData("a: .5", """{"a":0.5}""")]
    [InlineData("a: 1.2.3", """{"a":"1.2.3"}""")]
    [InlineData("a: 2026-11-21", """{"a":"2026-11-21"}""")]
    [InlineData("a: 08", """{"a":8}""")]
    [InlineData("a: 1Gi", """{"a":"1Gi"}""")]
    [InlineData("a: yes", """{"a":true}""")]
    [InlineData("a: Off", """{"a":false}""")]
    [InlineData("a: y", """{"a":"y"}""")]
    [InlineData("a: 'yes'", """{"a":"yes"}""")]
    [InlineData("a: !!str 5", """{"a":"5"}""")]
    [InlineData("a: ~", """{"a":null}""")]
    [InlineData("a:", """{"a":null}""")]
    [InlineData("8080: x", """{"8080":"x"}""")]
    [InlineData("a: |\n  x\n  y\n", """{"a":"x\ny\n"}""")]
    [InlineData("b: &b {x: 1, y: 2}\na: {<<: *b, y: 3}", """{"b":{"x":1,"y":2},"a":{"y":3,"x":1}}""")]
    [InlineData("a: [*b]\n---\nx: 1", "")]
    [InlineData("a: \"\\u00e9\"", """{"a":"é"}""")]
    public void Yaml_means_what_it_means_to_kubectl(string yaml, string json)
    {
        var problems = new List<Problem>();
        var documents = ManifestFile.Parse(Encoding.UTF8.GetBytes(yaml), "m.yaml", problems);
        if (json.Length == 0)
        {
            problems.ShouldNotBeEmpty();
            return;
        }

        problems.ShouldBeEmpty();
        JsonNode.DeepEquals(documents.ShouldHaveSingleItem().Json, JsonNode.Parse(json)).ShouldBeTrue(documents[0].Json.ToJsonString());
    }

    [Theory]
    [InlineData("m.yaml", "a: 1\n\tb: 2", "m.yaml:2:", "tab")]
    [InlineData("m.yaml", "a: 1\na: 2", "m.yaml:2:1: a", "given twice")]
    [InlineData("m.yaml", "spec:\n  x: 1\n  x: 2", "m.yaml:3:3: spec.x", "given twice")]
    [InlineData("m.yaml", "a: [1, 2", "m.yaml:", "not YAML")]
    [InlineData("m.yaml", "a: b: c", "m.yaml:1:", "not YAML")]
    [InlineData("m.yaml", "", "m.yaml", "no object")]
    [InlineData("m.yaml", "---\n# nothing\n---\n", "m.yaml", "no object")]
    [InlineData("m.yaml", "hello", "m.yaml:1:1", "a single value")]
    [InlineData("m.yaml", "- a\n- b", "m.yaml:1:1", "a list")]
    [InlineData("m.yaml", "? [a]\n: b", "m.yaml:1:", "key")]
    [InlineData("m.yaml", "a: .inf", "m.yaml:1:4: a", "number")]
    [InlineData("m.yaml", "a: !!python/object:os.system x", "m.yaml:1:", "tag")]
    [InlineData("m.yaml", "a: *missing", "m.yaml:1:", "anchor")]
    [InlineData("m.yaml", "a: &a [*a]", "m.yaml:1:", "anchor")]
    [InlineData("m.json", "{\"a\": 1,}", "m.json:1:", "not JSON")]
    [InlineData("m.json", "{\"a\": 1, \"a\": 2}", "m.json:1:10: a", "given twice")]
    [InlineData("m.json", "{\"a\":\n  \"b", "m.json:2:", "not JSON")]
    public void A_mistake_is_told_with_its_place(string file, string text, string place, string what)
    {
        var problems = new List<Problem>();
        ManifestFile.Parse(Encoding.UTF8.GetBytes(text), file, problems);
        problems.ShouldContain(p => p.Where!.StartsWith(place, StringComparison.Ordinal) && p.What.Contains(what), string.Join('\n', problems));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused_with_their_line()
    {
        var problems = new List<Problem>();
        ManifestFile.Parse([.. "a: 1\nb: "u8, 0xff, 0xfe], "m.yaml", problems);
        problems.ShouldHaveSingleItem().Where.ShouldBe("m.yaml:2");
    }

    [Fact]
    public void A_byte_order_mark_and_windows_line_ends_are_read_over()
    {
        var problems = new List<Problem>();
        var document = ManifestFile.Parse([0xEF, 0xBB, 0xBF, .. "a: 1\r\nb:\r\n  c: 2\r\n"u8], "m.yaml", problems).ShouldHaveSingleItem();
        problems.ShouldBeEmpty();
        document.Json.ToJsonString().ShouldBe("""{"a":1,"b":{"c":2}}""");
    }

    [Fact]
    public void Documents_and_lists_are_taken_apart_and_keep_their_places()
    {
        const string Yaml = """
            apiVersion: v1
            kind: List
            items:
            - kind: ConfigMap
              metadata: {name: a}
            - kind: Secret
              metadata:
                name: b
            ---
            kind: Service
            """;
        var problems = new List<Problem>();
        var documents = ManifestFile.Parse(Encoding.UTF8.GetBytes(Yaml), "m.yaml", problems);
        documents.Select(d => d.Kind).ShouldBe(["ConfigMap", "Secret", "Service"]);
        documents[1].OfValue("metadata.name").ShouldBe("m.yaml:8:11: items[1].metadata.name");
        documents[1].OfValue("spec.driver").ShouldStartWith("m.yaml:6:");
        documents[2].OfKey("kind").ShouldBe("m.yaml:10:1: kind");
    }

    [Fact]
    public void A_bomb_of_anchors_is_refused_before_it_grows()
    {
        var yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 30; i++)
            yaml.Append($"a{i}: &a{i} [*a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}, *a{i - 1}]\n");
        var problems = new List<Problem>();
        var before = GC.GetAllocatedBytesForCurrentThread();
        ManifestFile.Parse(Encoding.UTF8.GetBytes(yaml.ToString()), "m.yaml", problems);
        problems.ShouldHaveSingleItem().What.ShouldContain("anchors");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1L << 30);
    }

    [Theory]
    [InlineData("m.yaml", "[")]
    [InlineData("m.yaml", "{a: ")]
    [InlineData("m.yaml", "- ")]
    [InlineData("m.json", "[")]
    [InlineData("m.json", "{\"a\":")]
    public void Endless_nesting_is_refused(string file, string open)
    {
        var problems = new List<Problem>();
        ManifestFile.Parse(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(open, 20_000))), file, problems);
        problems.ShouldNotBeEmpty();
    }

    [Fact]
    public void No_input_crashes_the_reader()
    {
        string[] pieces = ["a", ":", " ", "\n", "- ", "{", "}", "[", "]", "\"", "'", "&x ", "*x", "<<: ", "? ", "|", ">", "!!int ", "#", "---\n", "\t", "%", "@", "\u0000", "é", "0x", "1e", ",", "\\u"];
        var text = Gen.ArrayOf(Gen.Elements(pieces)).Select(string.Concat);
        Prop.ForAll(text.ToArbitrary(), candidate =>
        {
            foreach (var file in new[] { "m.yaml", "m.json" })
            {
                var problems = new List<Problem>();
                var documents = ManifestFile.Parse(Encoding.UTF8.GetBytes(candidate), file, problems);
                if (problems.Count == 0 && documents.Count == 0)
                    return false;
            }

            return true;
        }).Check(Seeded.Cases(3000));
    }
}
