using System.Text.Json.Nodes;

namespace Hearth.Kube.Core.Patching;

/// <summary>
/// Field ownership: what an apply merges, prunes and conflicts with, and what a plain write takes over. The rules are those of
/// <c>sigs.k8s.io/structured-merge-diff</c>. Objects come without <c>metadata.managedFields</c>.
/// </summary>
public static class ServerSideApply
{
    private const int MostUpdaters = 10;
    private static readonly string[] s_unowned =
        ["apiVersion", "kind", "metadata"];

    private static readonly string[] s_unownedMetadata =
        ["name", "namespace", "creationTimestamp", "selfLink", "uid", "clusterName", "generation", "managedFields", "resourceVersion"];

    /// <summary>Merges <paramref name="config"/> into <paramref name="live"/>, drops what this manager applied before and now leaves out.</summary>
    /// <param name="managed">The entries of the live object; changed in place.</param>
    /// <param name="ignored">Fields that this endpoint does not write: <c>status</c> on the main resource.</param>
    /// <param name="yielded">Fields that others own and would let go: none where null.</param>
    /// <exception cref="ApplyConflictException">Others own fields that would change, and <paramref name="force"/> is false.</exception>
    public static JsonObject Apply(
        TypeSchema schema, JsonObject live, JsonObject config, List<ManagedFieldsEntry> managed, FieldManager manager, bool force, string now, FieldSet? ignored = null, FieldSet? yielded = null)
    {
        var fields = Strip(FieldPaths.Of(schema, config));
        if (ignored is not null)
            fields = fields.RecursiveDifference(ignored);
        var entry = Entry(manager, "Apply", now, fields);
        var index = managed.FindIndex(entry.Is);
        var last = index < 0 ? null : managed[index];
        var others = managed.Where((_, i) => i != index).ToList();
        var merged = (JsonObject)TypedMerge.Merge(schema, live, config)!;
        if (last is not null && !last.Fields.IsEmpty)
            merged = Prune(schema, merged, [.. others, entry], last.Fields);

        var all = FieldPaths.Compare(schema, live, merged);
        var changes = Without(all, ignored);
        if (!force)
            ThrowOnConflicts(others, changes, yielded ?? new FieldSet());
        // An apply that changes nothing leaves no time of its own.
        if (all.IsEmpty)
            entry = entry with { Time = last?.Time };
        managed.Clear();
        managed.AddRange(Disown(others, changes));
        if (!fields.IsEmpty)
            managed.Add(entry);
        return merged;
    }

    /// <summary>A plain create, update or patch: the manager takes every field that it changed.</summary>
    public static void Update(
        TypeSchema schema, JsonObject live, JsonObject updated, List<ManagedFieldsEntry> managed, FieldManager manager, string? now, FieldSet? ignored = null)
    {
        var changes = Without(FieldPaths.Compare(schema, live, updated), ignored);
        var kept = Disown(managed, changes);
        managed.Clear();
        managed.AddRange(kept);
        var taken = Strip(changes.Modified.Union(changes.Added));
        if (taken.IsEmpty)
            return;
        var entry = Entry(manager, "Update", now, taken);
        var index = managed.FindIndex(entry.Is);
        if (index >= 0)
            managed[index] = entry with { Fields = taken.Union(managed[index].Fields) };
        else
            managed.Add(entry);
        Cap(managed);
    }

    /// <summary>What an endpoint cannot write it can neither own nor take from its owners.</summary>
    private static FieldChanges Without(FieldChanges changes, FieldSet? ignored) => ignored is null
        ? changes
        : new(changes.Added.RecursiveDifference(ignored), changes.Modified.RecursiveDifference(ignored), changes.Removed.RecursiveDifference(ignored));

    private static ManagedFieldsEntry Entry(FieldManager manager, string operation, string? now, FieldSet fields) => new()
    {
        Manager = manager.Name,
        Operation = operation,
        ApiVersion = manager.ApiVersion,
        Subresource = manager.Subresource,
        Time = now,
        Fields = fields,
    };

    private static FieldSet Strip(FieldSet fields)
    {
        foreach (var name in s_unowned)
        {
            if (fields.Child("f:" + name) is { } child)
                child.IsMember = false;
        }

        fields.Remove("f:apiVersion");
        fields.Remove("f:kind");
        foreach (var name in s_unownedMetadata)
            fields.Child("f:metadata")?.Remove("f:" + name);
        return fields;
    }

    private static List<ManagedFieldsEntry> Disown(IEnumerable<ManagedFieldsEntry> managed, FieldChanges changes)
    {
        if (changes.IsEmpty)
            return [.. managed];
        var lost = changes.Modified.Union(changes.Added).Union(changes.Removed);
        return [.. managed.Select(entry => entry with { Fields = entry.Fields.Difference(lost) }).Where(entry => !entry.Fields.IsEmpty)];
    }

    private static void ThrowOnConflicts(List<ManagedFieldsEntry> others, FieldChanges changes, FieldSet yielded)
    {
        var changed = changes.Modified.Union(changes.Added);
        var conflicts = new List<FieldConflict>();
        foreach (var other in others)
        {
            foreach (var path in other.Fields.Intersection(changed).Difference(yielded).Paths())
                conflicts.Add(new FieldConflict(other, Describe(path)));
        }

        if (conflicts.Count > 0)
            throw new ApplyConflictException(conflicts);
    }

    /// <summary><c>.spec.containers[name="main"].image</c>.</summary>
    private static string Describe(IReadOnlyList<string> path)
    {
        var text = new System.Text.StringBuilder();
        foreach (var element in path)
        {
            if (element.StartsWith("f:", StringComparison.Ordinal))
                text.Append('.').Append(element, 2, element.Length - 2);
            else if (element.StartsWith("v:", StringComparison.Ordinal))
                text.Append("[=").Append(element, 2, element.Length - 2).Append(']');
            else if (JsonNode.Parse(element[2..]) is JsonObject keys)
                text.Append('[').AppendJoin(',', keys.Select(key => key.Key + "=" + key.Value?.ToJsonString())).Append(']');
        }

        return text.ToString();
    }

    private static JsonObject Prune(TypeSchema schema, JsonObject merged, List<ManagedFieldsEntry> managers, FieldSet last)
    {
        var pruned = RemoveFrom(schema, merged, TypedMerge.WithNamedFields(schema, last));
        var all = TypedMerge.WithNamedFields(schema, FieldPaths.Of(schema, merged));
        var owned = managers.Aggregate(new FieldSet(), (sum, entry) => sum.Union(entry.Fields));
        var left = TypedMerge.WithNamedFields(schema, FieldPaths.Of(schema, pruned));
        pruned = RemoveFrom(schema, merged, all.Difference(left.Union(TypedMerge.WithNamedFields(schema, owned))));
        left = TypedMerge.WithNamedFields(schema, FieldPaths.Of(schema, pruned));
        return RemoveFrom(schema, merged, all.Difference(left).Intersection(TypedMerge.WithNamedFields(schema, last)));
    }

    private static JsonObject RemoveFrom(TypeSchema schema, JsonObject value, FieldSet fields) =>
        TypedMerge.Remove(schema, value, fields) as JsonObject ?? [];

    /// <summary>Objects written by ever new updaters keep their oldest entries merged into one.</summary>
    private static void Cap(List<ManagedFieldsEntry> managed)
    {
        while (managed.Count(entry => entry.Operation == "Update") > MostUpdaters)
        {
            var oldest = managed.Where(entry => entry.Operation == "Update").OrderBy(entry => entry.Time, StringComparer.Ordinal).Take(2).ToArray();
            managed.RemoveAll(oldest.Contains);
            managed.Add(oldest[0] with { Manager = "ancient-changes", Fields = oldest[0].Fields.Union(oldest[1].Fields) });
        }
    }
}
