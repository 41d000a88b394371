using System.Text.Json.Nodes;

namespace Hearth.Kube.Core.Patching;

/// <summary>
/// Kubernetes' strategic merge patch: a merge patch that merges lists by key where the type says so, with the directives
/// <c>$patch</c>, <c>$retainKeys</c>, <c>$deleteFromPrimitiveList</c> and <c>$setElementOrder</c>.
/// </summary>
public static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string DeleteFrom = "$deleteFromPrimitiveList/";
    private const string ElementOrder = "$setElementOrder/";

    /// <summary>A new object: <paramref name="target"/> with the patch applied.</summary>
    /// <exception cref="PatchException">A directive is unknown, or an item of a keyed list has no key.</exception>
    public static JsonObject Apply(TypeSchema schema, JsonObject target, JsonObject patch) =>
        MergeObject(schema, (JsonObject)target.DeepClone(), patch);

    private static JsonObject MergeObject(TypeSchema schema, JsonObject target, JsonObject patch)
    {
        switch (Text(patch, Directive))
        {
            case "replace":
                var replacement = (JsonObject)patch.DeepClone();
                replacement.Remove(Directive);
                return replacement;
            case "delete":
                return [];
            case null or "merge":
                break;
            case { } unknown:
                throw new PatchException($"Unknown patch type: {unknown}");
        }

        if (patch[RetainKeys] is JsonArray retained)
            Retain(target, retained);
        foreach (var (name, value) in patch)
        {
            if (name.StartsWith(DeleteFrom, StringComparison.Ordinal))
                DeletePrimitives(target, name[DeleteFrom.Length..], value as JsonArray);
        }

        foreach (var (name, value) in patch)
        {
            if (name is not (Directive or RetainKeys) && !name.StartsWith(DeleteFrom, StringComparison.Ordinal) && !name.StartsWith(ElementOrder, StringComparison.Ordinal))
                MergeField(schema, target, name, value, patch[ElementOrder + name] as JsonArray);
        }

        foreach (var (name, value) in patch)
        {
            if (name.StartsWith(ElementOrder, StringComparison.Ordinal) && !patch.ContainsKey(name[ElementOrder.Length..]))
                OrderOnly(schema, target, name[ElementOrder.Length..], value as JsonArray);
        }

        return target;
    }

    private static void Retain(JsonObject target, JsonArray retained)
    {
        var names = retained.Select(name => name?.ToString()).ToHashSet(StringComparer.Ordinal);
        foreach (var name in target.Select(field => field.Key).Where(name => !names.Contains(name)).ToArray())
            target.Remove(name);
    }

    private static void DeletePrimitives(JsonObject target, string name, JsonArray? values)
    {
        if (target[name] is not JsonArray list)
            return;
        foreach (var value in values ?? [])
        {
            for (var i = list.Count - 1; i >= 0; i--)
            {
                if (JsonNode.DeepEquals(list[i], value))
                    list.RemoveAt(i);
            }
        }
    }

    private static void MergeField(TypeSchema schema, JsonObject target, string name, JsonNode? value, JsonArray? order)
    {
        schema.Fields.TryGetValue(name, out var field);
        var type = schema.FieldType(name) ?? TypeSchema.Any;
        switch (value)
        {
            case null:
                target.Remove(name);
                break;
            case JsonObject patch when target[name] is JsonObject nested:
                target.Remove(name);
                target[name] = MergeObject(type, nested, patch);
                break;
            case JsonObject patch:
                target[name] = MergeObject(type, [], patch);
                break;
            case JsonArray patch when field is { PatchMerges: true }:
                target[name] = MergeList(field, target[name] as JsonArray ?? [], patch, order);
                break;
            default:
                target[name] = value.DeepClone();
                break;
        }
    }

    private static JsonArray MergeList(FieldSchema field, JsonArray target, JsonArray patch, JsonArray? order)
    {
        if (field.PatchMergeKey is not { } key)
            return MergePrimitives(target, patch, order);
        var items = target.Select(item => item?.DeepClone() as JsonObject).OfType<JsonObject>().ToList();
        var before = items.Select(item => Key(item, key)).ToList();
        if (patch.OfType<JsonObject>().Any(item => Text(item, Directive) == "replace"))
            items.Clear();
        var stated = new List<string>();
        foreach (var item in patch)
        {
            if (item is not JsonObject change)
                throw new PatchException("invalid type: a list merged by key holds objects only");
            var directive = Text(change, Directive);
            if (directive == "replace")
            {
                var replacement = (JsonObject)change.DeepClone();
                replacement.Remove(Directive);
                if (replacement.Count > 0)
                    items.Add(replacement);
                continue;
            }

            var name = Key(change, key) ?? throw new PatchException($"map: {change.ToJsonString()} does not contain declared merge key: {key}");
            if (directive == "delete")
            {
                items.RemoveAll(candidate => Key(candidate, key) == name);
                continue;
            }

            stated.Add(name);
            var at = items.FindIndex(candidate => Key(candidate, key) == name);
            if (at >= 0)
                items[at] = MergeObject(field.Type.Element, items[at], change);
            else
                items.Add(MergeObject(field.Type.Element, [], change));
        }

        var wanted = order?.OfType<JsonObject>().Select(item => Key(item, key)).ToList();
        return [.. Sorted(items, wanted, before, item => Key(item, key))];
    }

    private static JsonArray MergePrimitives(JsonArray target, JsonArray patch, JsonArray? order)
    {
        var items = new List<JsonNode?>();
        foreach (var item in target.Concat(patch))
        {
            if (!items.Exists(known => JsonNode.DeepEquals(known, item)))
                items.Add(item?.DeepClone());
        }

        static string? Name(JsonNode? item) => item?.ToJsonString();
        return [.. Sorted(items, order?.Select(Name).ToList(), [.. target.Select(Name)], Name)];
    }

    private static void OrderOnly(TypeSchema schema, JsonObject target, string name, JsonArray? order)
    {
        if (order is null || target[name] is not JsonArray list || !schema.Fields.TryGetValue(name, out var field))
            return;
        target[name] = MergeList(field, list, [], order);
    }

    /// <summary>Items named by the order come in that order; the others keep their place before the items they stood before.</summary>
    private static List<T> Sorted<T>(List<T> items, List<string?>? order, List<string?> before, Func<T, string?> name)
    {
        if (order is null)
            return items;
        var named = items.Where(item => order.Contains(name(item))).OrderBy(item => order.IndexOf(name(item))).ToList();
        var rest = items.Where(item => !order.Contains(name(item))).OrderBy(item => before.IndexOf(name(item))).ToList();
        var sorted = new List<T>(items.Count);
        int r = 0, n = 0;
        while (r < rest.Count || n < named.Count)
        {
            if (n == named.Count)
                sorted.Add(rest[r++]);
            else if (r == rest.Count)
                sorted.Add(named[n++]);
            else if (before.IndexOf(name(rest[r])) is >= 0 and var place && before.IndexOf(name(named[n])) is >= 0 and var other && place < other)
                sorted.Add(rest[r++]);
            else
                sorted.Add(named[n++]);
        }

        return sorted;
    }

    private static string? Key(JsonObject item, string key) => item[key]?.ToJsonString();

    private static string? Text(JsonObject item, string name) =>
        item[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
