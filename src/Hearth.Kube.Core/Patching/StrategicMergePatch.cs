using System.Text.Json.Nodes;

namespace Hearth.Kube.Core.Patching;

/// <summary>
/// Kubernetes' strategic merge patch: a merge patch that merges lists by key where the type says so, with the directives
/// <c>$patch</c>, <c>$retainKeys</c>, <c>$deleteFromPrimitiveList</c> and <c>$setElementOrder</c>. What the target does not have is taken
/// from the patch as it is, without its nulls.
/// </summary>
public static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string DeleteFrom = "$deleteFromPrimitiveList/";
    private const string ElementOrder = "$setElementOrder/";

    /// <summary>A new object: <paramref name="target"/> with the patch applied.</summary>
    /// <exception cref="PatchException">A directive is unknown or does not fit, or an item of a keyed list has no key.</exception>
    public static JsonObject Apply(TypeSchema schema, JsonObject target, JsonObject patch) =>
        MergeObject(schema, (JsonObject)target.DeepClone(), (JsonObject)patch.DeepClone());

    private static JsonObject MergeObject(TypeSchema schema, JsonObject target, JsonObject patch)
    {
        if (patch.TryGetPropertyValue(Directive, out var directive))
        {
            patch.Remove(Directive);
            return Text(directive) switch
            {
                "replace" => patch,
                "delete" => [],
                _ => throw new PatchException($"unknown patch type found in: map[{Directive}:{GoText.Of(directive)}{string.Concat(patch.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $" {field.Key}:{GoText.Of(field.Value)}"))}]", isMalformed: false),
            };
        }

        Retain(target, patch);
        MergeOrderedLists(schema, target, patch);
        foreach (var (name, value) in patch.ToArray())
        {
            patch.Remove(name);
            MergeField(schema, target, name, value);
        }

        return target;
    }

    private static void Retain(JsonObject target, JsonObject patch)
    {
        if (!patch.TryGetPropertyValue(RetainKeys, out var stated))
            return;
        patch.Remove(RetainKeys);
        var names = (stated as JsonArray ?? throw Malformed("retainKeys")).Select(Text).ToHashSet(StringComparer.Ordinal);
        if (patch.Any(field => !names.Contains(field.Key)))
            throw Malformed("retainKeys");
        foreach (var name in target.Select(field => field.Key).Where(name => !names.Contains(name)).ToArray())
            target.Remove(name);
    }

    private static PatchException Malformed(string what) => new($"invalid patch format of {what}", isMalformed: true);

    private static void MergeField(TypeSchema schema, JsonObject target, string key, JsonNode? value)
    {
        var isDeletion = key.StartsWith(DeleteFrom, StringComparison.Ordinal);
        var name = isDeletion ? key[DeleteFrom.Length..] : key;
        var present = target[name];
        if (value is null)
        {
            target.Remove(name);
            return;
        }

        if (present is JsonObject map && value is JsonObject nested && !isDeletion && !(schema.Fields.TryGetValue(name, out var known) && known.PatchReplaces))
        {
            target.Remove(name);
            target[name] = MergeObject(schema.FieldType(name) ?? TypeSchema.Any, map, nested);
        }
        else if (present is JsonArray list && value is JsonArray items)
        {
            target.Remove(name);
            target[name] = schema.Fields.TryGetValue(name, out var field) && (field.PatchMerges || isDeletion) ? MergeList(field, list, items, isDeletion) : items;
        }
        else if (!isDeletion)
        {
            DropNulls(value);
            if (WithoutDirectives(value) is { } taken)
                target[name] = taken;
            else
                target.Remove(name);
        }
    }

    /// <summary>A part that the target lacks; null where a directive says that it is to be gone or replaced.</summary>
    private static JsonNode? WithoutDirectives(JsonNode? value)
    {
        if (value is JsonObject map)
        {
            if (map.ContainsKey(Directive))
                return null;
            foreach (var (name, child) in map.ToArray())
            {
                if (child is not null && WithoutDirectives(child) is null)
                    map.Remove(name);
            }
        }
        else if (value is JsonArray list)
        {
            for (var i = list.Count - 1; i >= 0; i--)
            {
                if (list[i] is not null && WithoutDirectives(list[i]) is null)
                    list.RemoveAt(i);
            }
        }

        return value;
    }

    private static void DropNulls(JsonNode? value)
    {
        if (value is JsonObject map)
        {
            foreach (var (name, child) in map.ToArray())
            {
                if (child is null)
                    map.Remove(name);
                else
                    DropNulls(child);
            }
        }
        else if (value is JsonArray list)
        {
            foreach (var item in list)
                DropNulls(item);
        }
    }

    private static JsonArray MergeList(FieldSchema field, JsonArray target, JsonArray patch, bool isDeletion)
    {
        var before = Take(target);
        var changes = Take(patch);
        if (!before.Concat(changes).Any(item => item is JsonObject))
        {
            return isDeletion
                ? [.. before.Where(item => !changes.Exists(gone => JsonNode.DeepEquals(gone, item)))]
                : [.. Sorted(Distinct(before.Concat(changes)), [.. changes.Select(Show)], [.. before.Select(Show)], Show)];
        }

        var key = field.PatchMergeKey ?? throw new PatchException($"cannot merge lists without merge key for {field.Name}", isMalformed: false);
        var items = before.Select(Item).ToList();
        changes = ApplySpecial(items, changes.ConvertAll(Item), key).ConvertAll(JsonNode? (item) => item);
        var original = items.ConvertAll(item => KeyOf(item, key));
        var order = changes.ConvertAll(change => KeyOf(Item(change), key));
        foreach (var change in changes.Select(Item))
        {
            var value = RequiredKey(change, key);
            var at = items.FindIndex(item => KeyOf(item, key) == value);
            if (at >= 0)
                items[at] = MergeObject(field.Type.Element, items[at], change);
            else
                items.Add(change);
        }

        return [.. Sorted(items, order, original, item => KeyOf(item, key))];
    }

    /// <summary>Carries out the items that are directives.</summary>
    /// <returns>The others: those to merge; none where they have replaced everything.</returns>
    private static List<JsonObject> ApplySpecial(List<JsonObject> items, List<JsonObject> changes, string key)
    {
        var plain = changes.Where(change => !change.ContainsKey(Directive)).ToList();
        var replaces = false;
        foreach (var change in changes.Where(change => change.ContainsKey(Directive)))
        {
            switch (Text(change[Directive]))
            {
                case "delete":
                    var value = RequiredKey(change, key);
                    items.RemoveAll(item => KeyOf(item, key) == value);
                    break;
                case "replace":
                    replaces = true;
                    break;
                case "merge":
                    throw new PatchException("merging lists cannot yet be specified in the patch", isMalformed: false);
                default:
                    throw new PatchException($"unknown patch type found in: {GoText.Of(change)}", isMalformed: false);
            }
        }

        if (!replaces)
            return plain;
        items.Clear();
        items.AddRange(plain);
        return [];
    }

    /// <summary>Lists whose order the patch states.</summary>
    private static void MergeOrderedLists(TypeSchema schema, JsonObject target, JsonObject patch)
    {
        foreach (var (directive, value) in patch.Where(field => field.Key.StartsWith(ElementOrder, StringComparison.Ordinal)).ToArray())
        {
            var name = directive[ElementOrder.Length..];
            patch.Remove(directive);
            var order = value as JsonArray ?? throw Malformed("setElementOrder list");
            var change = patch[name] as JsonArray;
            schema.Fields.TryGetValue(name, out var field);
            var key = field?.PatchMergeKey;
            CheckOrder(change, order, key);
            patch.Remove(name);
            var before = target[name] as JsonArray;
            if (before is null && change is null)
                continue;
            target.Remove(name);
            var names = before?.Select(Name).ToList() ?? [];
            var merged = change is null ? before! : field is { PatchMerges: true } ? MergeList(field, before ?? [], change, isDeletion: false) : change;
            target[name] = new JsonArray([.. Sorted(Take(merged), [.. order.Select(Name)], names, Name)]);

            string? Name(JsonNode? item) => key is not null && item is JsonObject map ? KeyOf(map, key) : Show(item);
        }
    }

    /// <summary>The items of the patch must come in the stated order.</summary>
    private static void CheckOrder(JsonArray? change, JsonArray order, string? key)
    {
        var stated = (change ?? []).Where(item => item is not JsonObject map || !map.ContainsKey(Directive)).ToList();
        string? Name(JsonNode? item) => key is not null && item is JsonObject map ? RequiredKey(map, key) : Show(item);
        var at = 0;
        foreach (var item in order)
        {
            var name = Name(item);
            if (at < stated.Count && Name(stated[at]) == name)
                at++;
        }

        if (at < stated.Count)
            throw new PatchException($"The order in patch list:\n{GoText.Of(change)}\n doesn't match $setElementOrder list:\n{GoText.Of(order)}\n", isMalformed: false);
    }

    /// <summary>Items named by the order come in that order; the others keep their place before the items they stood before.</summary>
    private static List<T> Sorted<T>(List<T> items, List<string?> order, List<string?> before, Func<T, string?> name)
    {
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

    private static List<JsonNode?> Distinct(IEnumerable<JsonNode?> items)
    {
        var distinct = new List<JsonNode?>();
        foreach (var item in items)
        {
            if (!distinct.Exists(known => JsonNode.DeepEquals(known, item)))
                distinct.Add(item);
        }

        return distinct;
    }

    /// <summary>The items, free to be put elsewhere.</summary>
    private static List<JsonNode?> Take(JsonArray list)
    {
        var items = list.ToList();
        list.Clear();
        return items;
    }

    private static JsonObject Item(JsonNode? item) => item as JsonObject ?? throw new PatchException("invalid type: a list merged by key holds objects only", isMalformed: false);

    private static string? KeyOf(JsonObject item, string key) => item.TryGetPropertyValue(key, out var value) ? Show(value) : null;

    private static string RequiredKey(JsonObject item, string key) =>
        KeyOf(item, key) ?? throw new PatchException($"map: {GoText.Of(item)} does not contain declared merge key: {key}", isMalformed: false);

    private static string Show(JsonNode? item) => item?.ToJsonString() ?? "null";

    private static string? Text(JsonNode? value) => value is JsonValue known && known.TryGetValue<string>(out var text) ? text : null;
}
