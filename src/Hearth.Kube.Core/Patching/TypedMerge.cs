using System.Text.Json.Nodes;

namespace Hearth.Kube.Core.Patching;

/// <summary>Merging an applied configuration into a live object, and taking fields out of an object.</summary>
internal static class TypedMerge
{
    /// <summary>A new object: <paramref name="live"/> with everything that <paramref name="config"/> states.</summary>
    public static JsonNode? Merge(TypeSchema schema, JsonNode? live, JsonNode? config)
    {
        if (live is JsonObject liveMap && config is JsonObject configMap && !schema.IsAtomic)
            return MergeObject(schema, liveMap, configMap);
        if (live is JsonArray liveList && config is JsonArray configList && FieldPaths.IsGranular(schema) && (liveList.Count > 0 || configList.Count > 0))
            return MergeList(schema, liveList, configList);
        if (config is null && (live is JsonObject && !schema.IsAtomic || live is JsonArray && FieldPaths.IsGranular(schema)))
            return live.DeepClone();
        return config?.DeepClone();
    }

    private static JsonObject MergeObject(TypeSchema schema, JsonObject live, JsonObject config)
    {
        var merged = new JsonObject();
        foreach (var (name, value) in live)
        {
            merged[name] = config.TryGetPropertyValue(name, out var stated)
                ? Merge(schema.FieldType(name) ?? TypeSchema.Any, value, stated)
                : value?.DeepClone();
        }

        foreach (var (name, value) in config)
        {
            if (!live.ContainsKey(name))
                merged[name] = value?.DeepClone();
        }

        return merged;
    }

    /// <summary>Items that both know take the order of the configuration; items that only the live list has keep their place.</summary>
    private static JsonArray MergeList(TypeSchema schema, JsonArray live, JsonArray config)
    {
        var liveNames = ListItems.Elements(schema, live);
        var configNames = ListItems.Elements(schema, config);
        var liveByName = First(liveNames, live);
        var configByName = First(configNames, config);
        var shared = new Queue<string>(configNames.Where(liveByName.ContainsKey));
        var nextShared = shared.Count > 0 ? shared.Dequeue() : null;
        var merged = new JsonArray();
        var done = new HashSet<string>(StringComparer.Ordinal);
        int l = 0, c = 0;

        void TakeConfig()
        {
            var name = configNames[c++];
            done.Add(name);
            merged.Add(liveByName.TryGetValue(name, out var old) ? Merge(schema.Element, old, configByName[name]) : configByName[name]?.DeepClone());
            if (nextShared == name)
                nextShared = shared.Count > 0 ? shared.Dequeue() : null;
        }

        while (l < liveNames.Count || c < configNames.Count)
        {
            if (l < liveNames.Count && c < configNames.Count)
            {
                if (liveNames[l] == configNames[c])
                {
                    nextShared = liveNames[l++];
                    TakeConfig();
                    continue;
                }

                if (configByName.ContainsKey(liveNames[l]) && nextShared is not null && nextShared != liveNames[l])
                {
                    l++;
                    continue;
                }
            }

            if (l < liveNames.Count)
            {
                if (!configByName.ContainsKey(liveNames[l]))
                {
                    merged.Add(live[l++]?.DeepClone());
                    continue;
                }

                if (done.Contains(liveNames[l]))
                    l++;
            }

            if (c < configNames.Count)
                TakeConfig();
        }

        return merged;
    }

    private static Dictionary<string, JsonNode?> First(List<string> names, JsonArray items)
    {
        var index = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
            index.TryAdd(names[i], items[i]);
        return index;
    }

    /// <summary>A copy of <paramref name="value"/> without the members of <paramref name="fields"/>; null where nothing is left.</summary>
    public static JsonNode? Remove(TypeSchema schema, JsonNode? value, FieldSet fields)
    {
        switch (value)
        {
            case JsonObject map when !schema.IsAtomic:
                return RemoveFields(schema, map, fields);
            case JsonArray list when FieldPaths.IsGranular(schema):
                return RemoveItems(schema, list, fields);
            default:
                return value is JsonObject or JsonArray ? null : value?.DeepClone();
        }
    }

    private static JsonObject? RemoveFields(TypeSchema schema, JsonObject map, FieldSet fields)
    {
        var kept = new JsonObject();
        foreach (var (name, value) in map)
        {
            var node = fields.Child("f:" + name);
            if (node is { IsMember: true })
                continue;
            kept[name] = node is null || node.IsEmpty ? value?.DeepClone() : Remove(schema.FieldType(name) ?? TypeSchema.Any, value, node);
        }

        return kept.Count == 0 ? null : kept;
    }

    private static JsonArray? RemoveItems(TypeSchema schema, JsonArray list, FieldSet fields)
    {
        var kept = new JsonArray();
        foreach (var item in list)
        {
            var node = fields.Child(ListItems.Element(schema, item));
            if (node is { IsMember: true })
                continue;
            kept.Add(node is null || node.IsEmpty ? item?.DeepClone() : Remove(schema.Element, item, node));
        }

        return kept.Count == 0 ? null : kept;
    }

    /// <summary>Declared fields on the way to a member count as members, so that emptied structs go away with their content.</summary>
    public static FieldSet WithNamedFields(TypeSchema schema, FieldSet set)
    {
        var result = new FieldSet { IsMember = set.IsMember };
        foreach (var (element, child) in set.Children)
        {
            var isField = element.StartsWith("f:", StringComparison.Ordinal);
            var name = isField ? element[2..] : element;
            var type = isField ? schema.FieldType(name) ?? TypeSchema.Any : schema.Element;
            var below = WithNamedFields(type, child);
            var into = result.Descend(element);
            into.IsMember = child.IsMember || isField && schema.Kind == ValueKind.Struct && schema.Fields.ContainsKey(name);
            foreach (var (key, value) in below.Children)
                into.Attach(key, value);
        }

        return result;
    }
}
