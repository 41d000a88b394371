using System.Globalization;
using System.Text.Json.Nodes;

namespace Hearth.ClusterTests.ApiServers.Differential;

/// <summary>
/// Random objects, and what several managers do to them: server-side apply with and without force, strategic merge with its
/// directives, merge patches, updates. The requests depend on the seed alone.
/// </summary>
internal sealed class PatchCases(int seed)
{
    public const string Definition = """
        {"metadata":{"name":"things.props.example.com"},"spec":{"group":"props.example.com","scope":"Namespaced","names":{"plural":"things","kind":"Thing"},"versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","properties":{
        "size":{"type":"integer"},"mode":{"type":"string","default":"A"},
        "items":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["k"],"items":{"type":"object","required":["k"],"properties":{"k":{"type":"string"},"v":{"type":"integer"},"tags":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}}}}},
        "ports":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["port","protocol"],"items":{"type":"object","required":["port"],"properties":{"port":{"type":"integer"},"protocol":{"type":"string","default":"TCP"},"name":{"type":"string"}}}},
        "set":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}},
        "atomic":{"type":"array","x-kubernetes-list-type":"atomic","items":{"type":"string"}},
        "plain":{"type":"array","items":{"type":"object","properties":{"a":{"type":"integer"}}}},
        "map":{"type":"object","additionalProperties":{"type":"string"}},
        "whole":{"type":"object","x-kubernetes-map-type":"atomic","additionalProperties":{"type":"string"}},
        "nested":{"type":"object","properties":{"x":{"type":"string"},"y":{"type":"object","properties":{"z":{"type":"integer"}}}}},
        "free":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}}}}]}}
        """;

    private static readonly string[] s_managers = ["ann", "ben", "cho"];
    private static readonly string[] s_keys = ["a", "b", "c"];
    private readonly Random _random = new(seed);

    /// <summary>So many objects, each with a handful of writes.</summary>
    public IEnumerable<StoryRequest> Requests(int count)
    {
        for (var i = 0; i < count; i++)
        {
            foreach (var request in Case(i))
                yield return request;
        }
    }

    private IEnumerable<StoryRequest> Case(int number)
    {
        var kind = Pick<Kind>([
            new("v1", "ConfigMap", "/api/v1/namespaces/default/configmaps", ConfigMap),
            new("v1", "Service", "/api/v1/namespaces/default/services", Service),
            new("v1", "Pod", "/api/v1/namespaces/default/pods", Pod),
            new("apps/v1", "Deployment", "/apis/apps/v1/namespaces/default/deployments", Deployment),
            new("props.example.com/v1", "Thing", "/apis/props.example.com/v1/namespaces/default/things", Thing),
        ]);
        var name = string.Create(CultureInfo.InvariantCulture, $"p-{number}");
        if (Chance(50))
            yield return Request(number, "POST", kind.Path, "application/json", Complete(kind, name), "?fieldManager=" + Pick(s_managers));
        var writes = _random.Next(3, 7);
        for (var i = 0; i < writes; i++)
            yield return Write(number, kind, name);
        yield return Request(number, "GET", $"{kind.Path}/{name}", "application/json", null);
    }

    private StoryRequest Write(int number, Kind kind, string name)
    {
        var path = $"{kind.Path}/{name}";
        var query = "?fieldManager=" + Pick(s_managers);
        var isCustom = kind.Name == "Thing";
        switch (_random.Next(10))
        {
            case < 5:
                return Request(number, "PATCH", path, "application/apply-patch+yaml", Complete(kind, name), query + (Chance(50) ? "&force=true" : ""));
            case < 8 when !isCustom:
                return Request(number, "PATCH", path, "application/strategic-merge-patch+json", new PatchDirectives(_random).Spoil(Patch(kind)), query);
            case 8 when !isCustom && kind.Name != "Pod":
                return Request(number, "PUT", path, "application/json", Complete(kind, name), query);
            default:
                return Request(number, "PATCH", path, "application/merge-patch+json", Patch(kind), query);
        }
    }

    private static StoryRequest Request(int number, string method, string path, string type, JsonObject? body, string query = "") => new(
        "case", number, method, path + query, new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["Content-Type"] = type }, body?.ToJsonString());

    private JsonObject Complete(Kind kind, string name)
    {
        var value = kind.Make();
        value["apiVersion"] = kind.Version;
        value["kind"] = kind.Name;
        if (value["metadata"] is not JsonObject metadata)
            value["metadata"] = metadata = Metadata();
        metadata["name"] = name;
        return value;
    }

    private JsonObject Patch(Kind kind)
    {
        var value = kind.Make();
        if (Chance(50))
            value["metadata"] = Metadata();
        foreach (var (field, _) in value.Where(_ => Chance(25)).ToList())
            value.Remove(field);
        return value;
    }

    private JsonObject Metadata()
    {
        var metadata = new JsonObject();
        if (Chance(60))
            metadata["labels"] = Map();
        if (Chance(40))
            metadata["annotations"] = Map();
        if (Chance(10))
            metadata["finalizers"] = new JsonArray([.. Some(s_keys).Select(key => (JsonNode)("example.com/" + key))]);
        return metadata;
    }

    private JsonObject ConfigMap()
    {
        var value = new JsonObject { ["data"] = Map() };
        if (Chance(20))
            value["binaryData"] = new JsonObject { ["bin"] = "AAEC" };
        return value;
    }

    private JsonObject Service()
    {
        var ports = new JsonArray();
        foreach (var (key, i) in Some(s_keys, 1).Select((key, i) => (key, i)))
            ports.Add((JsonNode)new JsonObject { ["name"] = key, ["port"] = 80 + (Chance(80) ? i : 0), ["targetPort"] = Chance(50) ? 8080 : "http", ["protocol"] = Chance(20) ? "UDP" : "TCP" });
        var spec = new JsonObject { ["ports"] = ports };
        Sometimes(spec, "selector", 60, Map);
        Sometimes(spec, "sessionAffinity", 20, () => Chance(50) ? "ClientIP" : "None");
        Sometimes(spec, "externalIPs", 20, () => new JsonArray([.. Some(["192.0.2.1", "192.0.2.2"], 1).Select(address => (JsonNode)address)]));
        return new JsonObject { ["spec"] = spec };
    }

    private JsonObject Pod() => new() { ["spec"] = PodSpec(few: true) };

    private JsonObject Deployment()
    {
        var spec = new JsonObject
        {
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = "p" } },
            ["template"] = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = "p" } }, ["spec"] = PodSpec(few: false) },
        };
        Sometimes(spec, "replicas", 50, () => _random.Next(3));
        Sometimes(spec, "strategy", 20, () => Chance(50)
            ? new JsonObject { ["type"] = "Recreate" }
            : new JsonObject { ["type"] = "RollingUpdate", ["rollingUpdate"] = new JsonObject { ["maxSurge"] = Chance(50) ? 1 : "30%" } });
        return new JsonObject { ["spec"] = spec };
    }

    private JsonObject PodSpec(bool few)
    {
        var spec = new JsonObject { ["containers"] = new JsonArray([.. (few ? ["a"] : Some(s_keys, 1)).Select(name => (JsonNode)Container(name, few))]) };
        Sometimes(spec, "tolerations", 20, () => new JsonArray(new JsonObject { ["key"] = Pick(s_keys), ["operator"] = "Exists" }));
        Sometimes(spec, "activeDeadlineSeconds", few ? 15 : 0, () => 100 - _random.Next(3));
        if (few)
            return spec;
        Sometimes(spec, "nodeSelector", 30, Map);
        Sometimes(spec, "terminationGracePeriodSeconds", 20, () => _random.Next(60));
        Sometimes(spec, "imagePullSecrets", 20, () => new JsonArray([.. Some(s_keys, 1).Select(name => (JsonNode)new JsonObject { ["name"] = name })]));
        Sometimes(spec, "hostAliases", 20, () => new JsonArray([.. Some(s_keys, 1).Select((name, i) => (JsonNode)new JsonObject { ["ip"] = "127.0.0." + (i + 2), ["hostnames"] = new JsonArray(name) })]));
        Sometimes(spec, "volumes", 50, () => new JsonArray([.. Some(s_keys, 1).Select(name => (JsonNode)(Chance(50)
            ? new JsonObject { ["name"] = name, ["emptyDir"] = new JsonObject() }
            : new JsonObject { ["name"] = name, ["configMap"] = new JsonObject { ["name"] = "cm" } }))]));
        return spec;
    }

    private JsonObject Container(string name, bool few)
    {
        var container = new JsonObject { ["name"] = name, ["image"] = "x:" + _random.Next(1, 4) };
        if (few)
            return container;
        Sometimes(container, "env", 50, () => new JsonArray([.. Some(s_keys, 1).Select(key => (JsonNode)new JsonObject { ["name"] = key.ToUpperInvariant(), ["value"] = Value() })]));
        Sometimes(container, "args", 30, () => new JsonArray([.. Some(s_keys, 1).Select(key => (JsonNode)key)]));
        Sometimes(container, "ports", 40, () => new JsonArray([.. Some(["80", "81", "82"], 1).Select(port => (JsonNode)Port(int.Parse(port, CultureInfo.InvariantCulture)))]));
        Sometimes(container, "resources", 30, () => new JsonObject { [Chance(50) ? "limits" : "requests"] = new JsonObject { ["cpu"] = Chance(50) ? "1" : "500m", ["memory"] = "1Gi" } });
        Sometimes(container, "imagePullPolicy", 20, () => Chance(50) ? "Always" : "Never");
        Sometimes(container, "securityContext", 15, () => new JsonObject { ["capabilities"] = new JsonObject { ["drop"] = new JsonArray("ALL") } });
        return container;
    }

    private JsonObject Port(int number)
    {
        var port = new JsonObject { ["containerPort"] = number };
        Sometimes(port, "protocol", 40, () => Chance(50) ? "UDP" : "TCP");
        Sometimes(port, "name", 30, () => "n" + number);
        return port;
    }

    private JsonObject Thing()
    {
        var spec = new JsonObject();
        Sometimes(spec, "size", 50, () => _random.Next(3));
        Sometimes(spec, "mode", 30, () => Pick(s_keys));
        Sometimes(spec, "items", 50, () => new JsonArray([.. Some(s_keys, 1).Select(key => (JsonNode)Item(key))]));
        Sometimes(spec, "ports", 30, () => new JsonArray([.. Some(["1", "2"], 1).Select(port => (JsonNode)CustomPort(int.Parse(port, CultureInfo.InvariantCulture)))]));
        Sometimes(spec, "set", 40, Texts);
        Sometimes(spec, "atomic", 30, Texts);
        Sometimes(spec, "plain", 20, () => new JsonArray(new JsonObject { ["a"] = _random.Next(3) }));
        Sometimes(spec, "map", 40, Map);
        Sometimes(spec, "whole", 30, Map);
        Sometimes(spec, "nested", 40, () => Chance(50) ? new JsonObject { ["x"] = Value() } : new JsonObject { ["y"] = new JsonObject { ["z"] = _random.Next(3) } });
        Sometimes(spec, "free", 20, () => new JsonObject { [Pick(s_keys)] = Value() });
        return new JsonObject { ["spec"] = spec };
    }

    private JsonObject Item(string key)
    {
        var item = new JsonObject { ["k"] = key };
        Sometimes(item, "v", 60, () => _random.Next(3));
        Sometimes(item, "tags", 30, Texts);
        return item;
    }

    private JsonObject CustomPort(int number)
    {
        var port = new JsonObject { ["port"] = number };
        Sometimes(port, "protocol", 40, () => Chance(50) ? "UDP" : "TCP");
        Sometimes(port, "name", 30, () => "n");
        return port;
    }

    private JsonArray Texts() => new([.. Some(s_keys, 1).Select(key => (JsonNode)key)]);

    private JsonObject Map() => new(Some(s_keys).Select(key => KeyValuePair.Create<string, JsonNode?>(key, Value())));

    private JsonNode Value() => _random.Next(1, 4).ToString(CultureInfo.InvariantCulture);

    private void Sometimes(JsonObject value, string field, int percent, Func<JsonNode> make)
    {
        if (Chance(percent))
            value[field] = make();
    }

    private bool Chance(int percent) => _random.Next(100) < percent;

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];

    private string[] Some(string[] from, int least = 0)
    {
        var picked = from.Where(_ => Chance(55)).ToArray();
        if (picked.Length < least)
            picked = [Pick(from)];
        if (Chance(30))
            Array.Reverse(picked);
        return picked;
    }

    private sealed record Kind(string Version, string Name, string Path, Func<JsonObject> Make);
}

/// <summary>Puts the directives of strategic merge patches into a patch.</summary>
internal sealed class PatchDirectives(Random random)
{
    private static readonly string[] s_keys = ["containerPort", "port", "ip", "name"];

    public JsonObject Spoil(JsonObject patch)
    {
        foreach (var (name, value) in patch.ToList())
        {
            if (value is JsonObject map)
                patch[name] = Spoiled(map);
            else if (value is JsonArray list)
                SpoilList(patch, name, list);
            else if (random.Next(100) < 5 && !s_keys.Contains(name) && name[0] != '$' && name != "app")
                patch[name] = null;
        }

        return patch;
    }

    private JsonObject Spoiled(JsonObject map)
    {
        // Directives are no amounts, and labels must go on matching their selector.
        var copy = (JsonObject)map.DeepClone();
        if (copy.ContainsKey("cpu") || copy.ContainsKey("app"))
            return copy;
        Spoil(copy);
        switch (random.Next(40))
        {
            case 0:
                copy["$patch"] = "replace";
                break;
            case 1:
                copy["$patch"] = "delete";
                break;
            case 2 when copy.ContainsKey("name") || copy.ContainsKey("type") || copy.ContainsKey("containers"):
                copy["$retainKeys"] = new JsonArray([.. copy.Select(field => (JsonNode)field.Key)]);
                break;
            case 3:
                if (copy.Select(field => field.Key).LastOrDefault() is { } last && !s_keys.Contains(last) && last[0] != '$')
                    copy[last] = null;
                break;
        }

        return copy;
    }

    private void SpoilList(JsonObject patch, string name, JsonArray list)
    {
        var items = list.OfType<JsonObject>().ToList();
        if (items.Count == 0)
        {
            if (list.Count > 0 && random.Next(100) < 15)
            {
                patch["$deleteFromPrimitiveList/" + name] = list.DeepClone();
                patch.Remove(name);
            }

            return;
        }

        patch[name] = new JsonArray([.. items.Select(item => Spoiled(item))]);
        var key = s_keys.FirstOrDefault(items[0].ContainsKey);
        if (key is null)
            return;
        switch (random.Next(12))
        {
            case 0:
                patch[name] = new JsonArray(new JsonObject { [key] = items[0][key]!.DeepClone(), ["$patch"] = "delete" });
                break;
            case 1:
                ((JsonArray)patch[name]!).Add((JsonNode)new JsonObject { ["$patch"] = "replace" });
                break;
            case 2:
                patch["$setElementOrder/" + name] = new JsonArray([.. items.AsEnumerable().Reverse().Select(item => (JsonNode)new JsonObject { [key] = item[key]?.DeepClone() })]);
                break;
        }
    }
}
