using System.Text.Json.Nodes;

namespace Hearth.Kube.Core.Patching;

/// <summary>Which fields an object states, and how two objects differ, in terms of field sets.</summary>
public static class FieldPaths
{
    /// <summary>The fields that <paramref name="value"/> states: what an applied configuration owns.</summary>
    public static FieldSet Of(TypeSchema schema, JsonNode? value)
    {
        var set = new FieldSet();
        Collect(schema, value, set);
        return set;
    }

    private static void Collect(TypeSchema schema, JsonNode? value, FieldSet at)
    {
        switch (value)
        {
            case JsonObject map when !schema.IsAtomic:
                foreach (var (name, child) in map)
                    CollectField(schema, name, child, at.Descend("f:" + name));
                break;
            case JsonArray list when IsGranular(schema):
                foreach (var item in list)
                {
                    var below = at.Descend(ListItems.Element(schema, item));
                    Collect(schema.Element, item, below);
                    below.IsMember = true;
                }

                break;
            case null when schema.Kind is ValueKind.Struct or ValueKind.Map && !schema.IsAtomic:
                break;
            default:
                at.IsMember = true;
                break;
        }
    }

    private static void CollectField(TypeSchema parent, string name, JsonNode? value, FieldSet at)
    {
        Collect(parent.FieldType(name) ?? TypeSchema.Any, value, at);
        if (value is null or JsonObject { Count: 0 } || parent.Kind != ValueKind.Struct || !parent.Fields.ContainsKey(name))
            at.IsMember = true;
    }

    internal static bool IsGranular(TypeSchema schema) => schema.Kind == ValueKind.List && schema.ListType != ListType.Atomic;

    /// <summary>How <paramref name="after"/> differs from <paramref name="before"/>.</summary>
    public static FieldChanges Compare(TypeSchema schema, JsonObject before, JsonObject after)
    {
        var changes = new FieldChanges(new FieldSet(), new FieldSet(), new FieldSet());
        Compare(schema, new Sides(before, after, true, true), new Path(changes), inLeaf: false);
        return changes;
    }

    private readonly record struct Sides(JsonNode? Before, JsonNode? After, bool HasBefore, bool HasAfter);

    /// <summary>A place in all three sets; nodes are made only when something is recorded.</summary>
    private sealed class Path(FieldChanges changes, Path? parent = null, string element = "")
    {
        public FieldChanges Changes => changes;

        public Path Below(string name) => new(changes, this, name);

        public FieldSet In(FieldSet root) => parent is null ? root : parent.In(root).Descend(element);
    }

    private static void Compare(TypeSchema schema, Sides sides, Path path, bool inLeaf)
    {
        if (sides.HasBefore && sides.HasAfter && ReferenceEquals(sides.Before, sides.After) && sides.Before is not null)
            return;
        var before = sides.Before as JsonObject;
        var after = sides.After as JsonObject;
        if (before is not null || after is not null)
        {
            if (schema.IsAtomic || before is not { Count: > 0 } && after is not { Count: > 0 } || before is null && sides.Before is not null || after is null && sides.After is not null)
                Leaf(sides, path);
            else
                CompareFields(schema, before, after, path);
        }
        else if (IsGranular(schema) && sides.Before is JsonArray or null && sides.After is JsonArray or null
            && (sides.Before is JsonArray { Count: > 0 } || sides.After is JsonArray { Count: > 0 }))
        {
            CompareItems(schema, sides.Before as JsonArray, sides.After as JsonArray, path);
        }
        else
        {
            Leaf(sides, path);
        }

        if (!inLeaf && !sides.HasBefore)
            path.In(path.Changes.Added).IsMember = true;
        else if (!inLeaf && !sides.HasAfter)
            path.In(path.Changes.Removed).IsMember = true;
    }

    private static void Leaf(Sides sides, Path path)
    {
        if (!sides.HasBefore)
            path.In(path.Changes.Added).IsMember = true;
        else if (!sides.HasAfter)
            path.In(path.Changes.Removed).IsMember = true;
        else if (!JsonNode.DeepEquals(sides.Before, sides.After))
            path.In(path.Changes.Modified).IsMember = true;
    }

    private static void CompareFields(TypeSchema schema, JsonObject? before, JsonObject? after, Path path)
    {
        if (before is not null)
        {
            foreach (var (name, value) in before)
            {
                JsonNode? other = null;
                var has = after is not null && after.TryGetPropertyValue(name, out other);
                Compare(schema.FieldType(name) ?? TypeSchema.Any, new Sides(value, other, true, has), path.Below("f:" + name), false);
            }
        }

        if (after is null)
            return;
        foreach (var (name, value) in after)
        {
            if (before is null || !before.ContainsKey(name))
                Compare(schema.FieldType(name) ?? TypeSchema.Any, new Sides(null, value, false, true), path.Below("f:" + name), false);
        }
    }

    private static void CompareItems(TypeSchema schema, JsonArray? before, JsonArray? after, Path path)
    {
        var old = Index(schema, before);
        var now = Index(schema, after);
        foreach (var (element, items) in old)
        {
            now.TryGetValue(element, out var others);
            CompareItem(schema, items, others, path.Below(element));
        }

        foreach (var (element, items) in now)
        {
            if (!old.ContainsKey(element))
                CompareItem(schema, null, items, path.Below(element));
        }
    }

    private static void CompareItem(TypeSchema schema, List<JsonNode?>? before, List<JsonNode?>? after, Path path)
    {
        // Items that share their keys are compared as one: the list broke its own rule, and such items have a single owner.
        if (before is { Count: > 1 } || after is { Count: > 1 })
        {
            var same = before?.Count == after?.Count && before!.Zip(after!).All(pair => JsonNode.DeepEquals(pair.First, pair.Second));
            if (!same)
                path.In(before is null ? path.Changes.Added : after is null ? path.Changes.Removed : path.Changes.Modified).IsMember = true;
            return;
        }

        Compare(schema.Element, new Sides(before?[0], after?[0], before is not null, after is not null), path, false);
    }

    private static Dictionary<string, List<JsonNode?>> Index(TypeSchema schema, JsonArray? items)
    {
        var index = new Dictionary<string, List<JsonNode?>>(StringComparer.Ordinal);
        foreach (var item in items ?? [])
        {
            var element = ListItems.Element(schema, item);
            if (!index.TryGetValue(element, out var same))
                index[element] = same = new(1);
            same.Add(item);
        }

        return index;
    }
}

/// <summary>The fields by which two objects differ.</summary>
public sealed record FieldChanges(FieldSet Added, FieldSet Modified, FieldSet Removed)
{
    public bool IsEmpty => Added.IsEmpty && Modified.IsEmpty && Removed.IsEmpty;
}
