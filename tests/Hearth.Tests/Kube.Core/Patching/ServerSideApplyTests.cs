using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Hearth.Kube.Core.Patching;
using Shouldly;
using Xunit;

namespace Hearth.Tests.KubeCore.Patching;

public sealed class ServerSideApplyTests
{
    private static readonly TypeSchema s_text = new() { Kind = ValueKind.String };

    private static readonly TypeSchema s_schema = new()
    {
        Kind = ValueKind.Struct,
        Fields = new Dictionary<string, FieldSchema>(StringComparer.Ordinal)
        {
            ["data"] = new("data", () => new TypeSchema { Kind = ValueKind.Map, Element = s_text }),
            ["set"] = new("set", () => new TypeSchema { Kind = ValueKind.List, Element = s_text, ListType = ListType.Set }),
            ["atomic"] = new("atomic", () => new TypeSchema { Kind = ValueKind.List, Element = s_text }),
            ["items"] = new("items", () => new TypeSchema
            {
                Kind = ValueKind.List,
                ListType = ListType.Map,
                ListKeys = ["name"],
                Element = new TypeSchema
                {
                    Kind = ValueKind.Struct,
                    Fields = new Dictionary<string, FieldSchema>(StringComparer.Ordinal) { ["name"] = new("name", () => s_text), ["value"] = new("value", () => s_text) },
                },
            }),
        },
    };

    [Fact]
    public void Another_managers_field_is_a_conflict_unless_the_value_is_the_same_or_forced()
    {
        var world = new World();
        world.Apply("one", """{"data":{"a":"1"}}""");
        world.Apply("two", """{"data":{"a":"1"}}""");
        var conflict = Should.Throw<ApplyConflictException>(() => world.Apply("two", """{"data":{"a":"2"}}"""));
        conflict.Conflicts.ShouldHaveSingleItem().Path.ShouldBe(".data.a");
        world.Apply("two", """{"data":{"a":"2"}}""", force: true);
        world.Live.ToJsonString().ShouldBe("""{"data":{"a":"2"}}""");
        world.Owners("data", "a").ShouldBe(["two"]);
    }

    [Fact]
    public void What_a_manager_no_longer_states_goes_away_unless_somebody_else_owns_it()
    {
        var world = new World();
        world.Apply("one", """{"data":{"a":"1","b":"1"},"items":[{"name":"x","value":"1"},{"name":"y"}]}""");
        world.Apply("two", """{"data":{"b":"1"},"items":[{"name":"y"}]}""");
        world.Apply("one", """{"data":{}}""");
        world.Live.ToJsonString().ShouldBe("""{"data":{"b":"1"},"items":[{"name":"y"}]}""");
    }

    [Fact]
    public void An_update_takes_what_it_changes()
    {
        var world = new World();
        world.Apply("one", """{"data":{"a":"1","b":"1"}}""");
        world.Update("editor", """{"data":{"a":"2","b":"1"}}""");
        world.Owners("data", "a").ShouldBe(["editor"]);
        world.Owners("data", "b").ShouldBe(["one"]);
    }

    [Fact]
    public void Items_that_both_know_come_in_the_order_of_the_configuration()
    {
        var world = new World();
        world.Update("server", """{"set":["a","b","c"]}""");
        world.Apply("one", """{"set":["c","x","a"]}""");
        world.Live.ToJsonString().ShouldBe("""{"set":["b","c","x","a"]}""");
    }

    [Fact]
    public void Field_sets_survive_a_round_trip()
    {
        const string Fields = """{"f:data":{".":{},"f:a":{}},"f:items":{"k:{\"name\":\"x\"}":{".":{},"f:value":{}}},"f:set":{"v:\"a\"":{}}}""";
        FieldSet.Parse((JsonObject)JsonNode.Parse(Fields)!).ToJson().ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }).ShouldBe(Fields);
    }

    /// <summary>Random configurations by random managers, by force: what was applied last is in the object, and is owned.</summary>
    [Fact]
    public void After_a_forced_apply_the_object_holds_the_configuration_and_applying_again_changes_nothing()
    {
        var names = Gen.Elements("a", "b", "c", "d");
        var data = from keys in names.ArrayOf() from value in Gen.Elements("1", "2", "3") select (Keys: keys.Distinct(StringComparer.Ordinal).ToArray(), Value: value);
        var step = from manager in Gen.Elements("one", "two", "three") from map in data from items in data from isUpdate in Gen.Elements(true, false, false) select (manager, map, items, isUpdate);
        Prop.ForAll(step.ListOf().ToArbitrary(), steps =>
        {
            var world = new World();
            foreach (var (manager, map, items, isUpdate) in steps)
            {
                var config = Config(map, items);
                if (isUpdate)
                    world.Update(manager, config);
                else
                    world.Apply(manager, config, force: true);
                Holds(world.Live, (JsonObject)JsonNode.Parse(config)!).ShouldBeTrue($"{world.Live.ToJsonString()} should hold {config}");
                var before = world.Live.ToJsonString();
                if (!isUpdate)
                    world.Apply(manager, config);
                world.Live.ToJsonString().ShouldBe(before);
            }
        }).Check(Seeded.Cases());
    }

    private static string Config((string[] Keys, string Value) map, (string[] Keys, string Value) items)
    {
        var config = new JsonObject();
        if (map.Keys.Length > 0)
            config["data"] = new JsonObject(map.Keys.Select(key => KeyValuePair.Create<string, JsonNode?>(key, map.Value)));
        if (items.Keys.Length > 0)
            config["items"] = new JsonArray([.. items.Keys.Select(key => new JsonObject { ["name"] = key, ["value"] = items.Value })]);
        return config.ToJsonString();
    }

    private static bool Holds(JsonNode? live, JsonNode? config) => config switch
    {
        JsonObject map => live is JsonObject target && map.All(pair => Holds(target[pair.Key], pair.Value)),
        JsonArray list => live is JsonArray target && list.All(item => target.Any(candidate => Holds(candidate, item))),
        _ => JsonNode.DeepEquals(live, config),
    };

    private sealed class World
    {
        private readonly List<ManagedFieldsEntry> _managed = [];

        public JsonObject Live { get; private set; } = [];

        public void Apply(string manager, string config, bool force = false) =>
            Live = ServerSideApply.Apply(s_schema, Live, (JsonObject)JsonNode.Parse(config)!, _managed, new FieldManager(manager, "v1"), force, "2026-01-01T00:00:00Z");

        public void Update(string manager, string value)
        {
            var updated = (JsonObject)JsonNode.Parse(value)!;
            ServerSideApply.Update(s_schema, Live, updated, _managed, new FieldManager(manager, "v1"), "2026-01-01T00:00:00Z");
            Live = updated;
        }

        public IEnumerable<string> Owners(string map, string key) =>
            _managed.Where(entry => entry.Fields.Child("f:" + map)?.Child("f:" + key) is { IsMember: true }).Select(entry => entry.Manager);
    }
}
