using System.Text.Json.Nodes;

namespace Hearth.Kube.Core.Patching;

/// <summary>
/// A set of field paths, in the form of <c>managedFields[].fieldsV1</c>: <c>f:name</c> is a field, <c>k:{...}</c> a list item by its
/// keys, <c>v:...</c> a list item by its value; <c>.</c> says that the path itself is a member, not only paths below it.
/// </summary>
public sealed class FieldSet
{
    private Dictionary<string, FieldSet>? _children;

    /// <summary>The path that leads here is itself a member.</summary>
    public bool IsMember { get; set; }

    public IEnumerable<KeyValuePair<string, FieldSet>> Children => _children ?? Enumerable.Empty<KeyValuePair<string, FieldSet>>();

    public bool IsEmpty => !IsMember && (_children is null || _children.Values.All(child => child.IsEmpty));

    public FieldSet? Child(string element) => _children is not null && _children.TryGetValue(element, out var child) ? child : null;

    /// <summary>The node of <paramref name="element"/>, made when missing.</summary>
    public FieldSet Descend(string element)
    {
        _children ??= new(StringComparer.Ordinal);
        if (!_children.TryGetValue(element, out var child))
            _children[element] = child = new FieldSet();
        return child;
    }

    public void Remove(string element) => _children?.Remove(element);

    public static FieldSet Parse(JsonObject? fields)
    {
        var set = new FieldSet();
        foreach (var (element, below) in fields ?? [])
        {
            if (element == ".")
                set.IsMember = true;
            else
                set.AddParsed(element, below as JsonObject);
        }

        return set;
    }

    private void AddParsed(string element, JsonObject? below)
    {
        var child = Parse(below);
        if (below is null || below.Count == 0)
            child.IsMember = true;
        (_children ??= new(StringComparer.Ordinal))[element] = child;
    }

    public JsonObject ToJson()
    {
        var json = new JsonObject();
        foreach (var (element, child) in Children.OrderBy(child => child.Key, StringComparer.Ordinal))
        {
            if (child.IsEmpty)
                continue;
            var below = child.ToJson();
            if (child.IsMember && below.Count > 0)
                below.Insert(0, ".", new JsonObject());
            json[element] = below;
        }

        return json;
    }

    public FieldSet Union(FieldSet other) => Combine(this, other, (a, b) => a || b);

    public FieldSet Intersection(FieldSet other) => Combine(this, other, (a, b) => a && b);

    /// <summary>The members of this set that <paramref name="other"/> has not.</summary>
    public FieldSet Difference(FieldSet other) => Combine(this, other, (a, b) => a && !b);

    /// <summary>As <see cref="Difference"/>, but a member of <paramref name="other"/> takes everything below it away too.</summary>
    public FieldSet RecursiveDifference(FieldSet other)
    {
        var result = new FieldSet { IsMember = IsMember && !other.IsMember };
        foreach (var (element, child) in Children)
        {
            var taken = other.Child(element);
            if (taken is null)
                (result._children ??= new(StringComparer.Ordinal))[element] = child;
            else if (!taken.IsMember)
                (result._children ??= new(StringComparer.Ordinal))[element] = child.RecursiveDifference(taken);
        }

        return result;
    }

    /// <summary>Every member path, as its elements: the members of a level before those below it.</summary>
    public IEnumerable<IReadOnlyList<string>> Paths()
    {
        var stack = new List<string>();
        return Walk(this);

        IEnumerable<IReadOnlyList<string>> Walk(FieldSet set)
        {
            var children = set.Children.OrderBy(child => child.Key, StringComparer.Ordinal).ToArray();
            foreach (var (element, child) in children)
            {
                if (child.IsMember)
                    yield return [.. stack, element];
            }

            foreach (var (element, child) in children)
            {
                stack.Add(element);
                foreach (var path in Walk(child))
                    yield return path;
                stack.RemoveAt(stack.Count - 1);
            }
        }
    }

    private static FieldSet Combine(FieldSet? a, FieldSet? b, Func<bool, bool, bool> keep)
    {
        var result = new FieldSet { IsMember = keep(a?.IsMember ?? false, b?.IsMember ?? false) };
        if (a is not null)
        {
            foreach (var (element, child) in a.Children)
                result.Attach(element, Combine(child, b?.Child(element), keep));
        }

        if (b is not null)
        {
            foreach (var (element, child) in b.Children)
            {
                if (a?.Child(element) is null)
                    result.Attach(element, Combine(null, child, keep));
            }
        }

        return result;
    }

    internal void Attach(string element, FieldSet child)
    {
        if (child.IsMember || child._children is not null)
            (_children ??= new(StringComparer.Ordinal))[element] = child;
    }
}
