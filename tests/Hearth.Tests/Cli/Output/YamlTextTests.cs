using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Hearth.Cli.Manifests;
using Hearth.Cli.Output;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Cli.Output;

public sealed class YamlTextTests
{
    [Fact]
    public void Yaml_looks_as_people_write_it()
    {
        var json = JsonNode.Parse("""{"kind":"Pod","metadata":{"name":"a","labels":{"on":"true","n":"1"}},"spec":{"list":[{"a":1,"b":[]},"x"],"script":"one\ntwo\n","empty":{},"none":null}}""");
        YamlText.Of(json).ShouldBe("""
            kind: Pod
            metadata:
              name: a
              labels:
                "on": "true"
                "n": "1"
            spec:
              list:
              - a: 1
                b: []
              - x
              script: |
                one
                two
              empty: {}
              none: null

            """);
    }

    [Fact]
    public void Every_text_reads_back_the_same()
    {
        var texts = Gen.ArrayOf(Gen.Elements("a", "B", " ", "\n", ":", "#", "-", "'", "\"", "\\", "{", "&", "*", "!", "0", "1", "e", ".", "~", "yes", "null", "\t", "é", "😀", "%", "@", "|", ">", "\u0001"))
            .Select(string.Concat);
        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var written = YamlText.Of(new JsonObject { ["k"] = text, ["list"] = new JsonArray(text), [text + "x"] = 1 });
            var problems = new List<Problem>();
            var read = ManifestFile.Parse(Encoding.UTF8.GetBytes(written), "m.yaml", problems);
            return problems.Count == 0
                && read[0].Json["k"]!.GetValue<string>() == text
                && read[0].Json["list"]![0]!.GetValue<string>() == text
                && read[0].Json.ContainsKey(text + "x");
        }).Check(Seeded.Cases(2000));
    }
}
