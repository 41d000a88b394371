using System.Text.Json.Nodes;
using Hearth.Kube.Core.Patching;
using Shouldly;
using Xunit;

namespace Hearth.Tests.KubeCore.Patching;

public sealed class PatchTests
{
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", """{}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("""{}""", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void A_merge_patch_follows_the_examples_of_RFC_7386(string target, string patch, string expected)
    {
        var value = Object(target);
        MergePatch.Apply(value, Object(patch));
        JsonNode.DeepEquals(value, Object(expected)).ShouldBeTrue(value.ToJsonString());
    }

    [Theory]
    [InlineData("""{"foo":"bar"}""", """[{"op":"add","path":"/baz","value":"qux"}]""", """{"foo":"bar","baz":"qux"}""")]
    [InlineData("""{"foo":["bar","baz"]}""", """[{"op":"add","path":"/foo/1","value":"qux"}]""", """{"foo":["bar","qux","baz"]}""")]
    [InlineData("""{"foo":["bar"]}""", """[{"op":"add","path":"/foo/-","value":["abc"]}]""", """{"foo":["bar",["abc"]]}""")]
    [InlineData("""{"baz":"qux","foo":"bar"}""", """[{"op":"remove","path":"/baz"}]""", """{"foo":"bar"}""")]
    [InlineData("""{"foo":["bar","qux"]}""", """[{"op":"remove","path":"/foo/1"}]""", """{"foo":["bar"]}""")]
    [InlineData("""{"foo":{"bar":"baz","waldo":"fred"},"qux":{}}""", """[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]""", """{"foo":{"bar":"baz"},"qux":{"thud":"fred"}}""")]
    [InlineData("""{"a":{"b":1}}""", """[{"op":"copy","from":"/a","path":"/c"}]""", """{"a":{"b":1},"c":{"b":1}}""")]
    [InlineData("""{"a/b":1,"c~d":2}""", """[{"op":"replace","path":"/a~1b","value":3},{"op":"remove","path":"/c~0d"}]""", """{"a/b":3}""")]
    [InlineData("""{"a":1}""", """[{"op":"test","path":"/a","value":1},{"op":"replace","path":"","value":{"b":2}}]""", """{"b":2}""")]
    [InlineData("""{"a":1}""", """[{"op":"replace","path":"/missing","value":2}]""", """{"a":1,"missing":2}""")]
    [InlineData("""{"a":1}""", """[{"op":"copy","path":"/a","from":"/missing"},{"op":"test","path":"/missing","value":null}]""", """{"a":null}""")]
    public void A_JSON_patch_follows_RFC_6902_as_real_servers_read_it(string target, string patch, string expected)
    {
        var result = JsonPatch.Apply(Object(target), JsonNode.Parse(patch));
        JsonNode.DeepEquals(result, Object(expected)).ShouldBeTrue(result?.ToJsonString());
    }

    [Theory]
    [InlineData("""[{"op":"remove","path":"/missing"}]""")]
    [InlineData("""[{"op":"test","path":"/a","value":2}]""")]
    [InlineData("""[{"op":"add","path":"/missing/deep","value":2}]""")]
    [InlineData("""[{"op":"frobnicate","path":"/a"}]""")]
    [InlineData("""[{"op":"add"}]""")]
    [InlineData("""{"op":"add"}""")]
    [InlineData("""["x"]""")]
    public void A_JSON_patch_that_does_not_fit_changes_nothing(string patch)
    {
        var target = Object("""{"a":1}""");
        Should.Throw<PatchException>(() => JsonPatch.Apply(target, JsonNode.Parse(patch)));
        target.ToJsonString().ShouldBe("""{"a":1}""");
    }

    private static readonly TypeSchema s_item = new()
    {
        Kind = ValueKind.Struct,
        Fields = Fields(("name", new TypeSchema { Kind = ValueKind.String }), ("image", new TypeSchema { Kind = ValueKind.String })),
    };

    private static readonly TypeSchema s_spec = new()
    {
        Kind = ValueKind.Struct,
        Fields = new Dictionary<string, FieldSchema>(StringComparer.Ordinal)
        {
            ["items"] = new("items", () => new TypeSchema { Kind = ValueKind.List, Element = s_item, ListType = ListType.Map, ListKeys = ["name"] }) { PatchMerges = true, PatchMergeKey = "name" },
            ["finalizers"] = new("finalizers", () => new TypeSchema { Kind = ValueKind.List, Element = new TypeSchema { Kind = ValueKind.String }, ListType = ListType.Set }) { PatchMerges = true },
            ["atomic"] = new("atomic", () => new TypeSchema { Kind = ValueKind.List, Element = TypeSchema.Any }),
        },
    };

    private static Dictionary<string, FieldSchema> Fields(params (string Name, TypeSchema Type)[] fields) =>
        fields.ToDictionary(field => field.Name, field => new FieldSchema(field.Name, () => field.Type), StringComparer.Ordinal);

    /// <summary>Whoever walks down such a value has no stack left.</summary>
    [Fact]
    public void Values_moved_into_each_other_do_not_become_deeper_than_can_be_read()
    {
        const int Levels = 400;
        var (shell, end) = (string.Concat(Enumerable.Repeat("""{"k":""", Levels)) + "{}" + new string('}', Levels), string.Concat(Enumerable.Repeat("/k", Levels)));
        var operations = new JsonArray();
        for (var i = 0; i < 200; i++)
        {
            operations.Add(JsonNode.Parse($$"""{"op":"add","path":"/b","value":{{shell}}}""", documentOptions: new() { MaxDepth = 1000 }));
            operations.Add((JsonNode)new JsonObject { ["op"] = "move", ["from"] = "/a", ["path"] = $"/b{end}/x" });
            operations.Add((JsonNode)new JsonObject { ["op"] = "move", ["from"] = "/b", ["path"] = "/a" });
        }

        Should.Throw<PatchException>(() => JsonPatch.Apply(Object("""{"a":{}}"""), operations)).Message.ShouldContain("max depth");
    }

    [Fact]
    public void Copies_of_copies_are_refused_before_they_fill_the_memory()
    {
        var twice = new JsonArray([.. Enumerable.Range(0, 60).Select(i => (JsonNode)new JsonObject { ["op"] = "copy", ["from"] = "/a", ["path"] = $"/a/b{i}" })]);
        Should.Throw<PatchException>(() => JsonPatch.Apply(Object("""{"a":{}}"""), twice)).Message.ShouldContain("exceeding the limit 3145728");
    }

    [Theory]
    [InlineData("""{"items":[{"name":"b","image":"2"},{"name":"c","image":"3"}]}""", """{"items":[{"name":"a","image":"1"},{"name":"b","image":"2"},{"name":"c","image":"3"}]}""")]
    [InlineData("""{"items":[{"name":"a","$patch":"delete"}]}""", """{"items":[{"name":"b","image":"1"}]}""")]
    [InlineData("""{"items":[{"$patch":"replace"},{"name":"z"}]}""", """{"items":[{"name":"z"}]}""")]
    [InlineData("""{"items":[{"name":"a","image":null}]}""", """{"items":[{"name":"a"},{"name":"b","image":"1"}]}""")]
    [InlineData("""{"$setElementOrder/items":[{"name":"b"},{"name":"a"}],"items":[{"name":"a","image":"9"}]}""", """{"items":[{"name":"b","image":"1"},{"name":"a","image":"9"}]}""")]
    [InlineData("""{"finalizers":["x","y"]}""", """{"items":[{"name":"a","image":"1"},{"name":"b","image":"1"}],"finalizers":["x","y"]}""")]
    public void A_strategic_patch_merges_lists_by_their_key(string patch, string expected)
    {
        var start = Object("""{"items":[{"name":"a","image":"1"},{"name":"b","image":"1"}]}""");
        var result = StrategicMergePatch.Apply(s_spec, start, Object(patch));
        var wanted = Object(expected);
        foreach (var (name, value) in wanted)
            JsonNode.DeepEquals(result[name], value).ShouldBeTrue(result.ToJsonString());
    }

    [Fact]
    public void Primitives_are_deleted_by_directive()
    {
        var result = StrategicMergePatch.Apply(s_spec, Object("""{"finalizers":["a","b","c"]}"""), Object("""{"$deleteFromPrimitiveList/finalizers":["b"],"finalizers":["d"]}"""));
        // As a real server answers: what the patch brings stands first where nothing tells its place.
        result["finalizers"]!.ToJsonString().ShouldBe("""["d","a","c"]""");
    }

    [Fact]
    public void An_item_without_its_key_is_refused() =>
        Should.Throw<PatchException>(() => StrategicMergePatch.Apply(s_spec, Object("""{"items":[{"name":"a"}]}"""), Object("""{"items":[{"image":"x"}]}""")));

    private static JsonObject Object(string json) => (JsonObject)JsonNode.Parse(json)!;
}
