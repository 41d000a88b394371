namespace Hearth.History.Replay;

/// <summary>
/// The order in which Scala's collections give their elements, where the REST API shows it: small immutable maps and sets keep
/// insertion order, larger ones are tries of hashes.
/// </summary>
internal static class ScalaOrder
{
    private const int SmallCollection = 4;

    /// <summary>The order of an immutable <c>Map</c> or <c>Set</c> of ints, given in order of insertion.</summary>
    public static IReadOnlyList<int> Of(IReadOnlyCollection<int> inserted)
    {
        if (inserted.Count <= SmallCollection)
            return [.. inserted];
        var ordered = new List<int>(inserted.Count);
        Walk([.. inserted], 0, ordered);
        return ordered;
    }

    /// <summary>The same in Scala 2.12, whose tries visit shared slots in place.</summary>
    public static IReadOnlyList<int> OfTrie(IReadOnlyCollection<int> inserted) =>
        inserted.Count <= SmallCollection
            ? [.. inserted]
            : [.. inserted.OrderBy(e => ReverseDigits(Improve(e)))];

    /// <summary>The order of a <c>mutable.HashMap</c> with string keys.</summary>
    public static IReadOnlyList<string> OfMutable(IReadOnlyCollection<string> keys) =>
        OfMutable(keys, Java.StringHash);

    /// <summary>The order of a <c>mutable.HashMap</c> with long keys.</summary>
    public static IReadOnlyList<long> OfMutable(IReadOnlyCollection<long> keys) =>
        OfMutable(keys, key => key is >= int.MinValue and <= int.MaxValue ? (int)key : (int)(key ^ (key >>> 32)));

    private static List<T> OfMutable<T>(IReadOnlyCollection<T> keys, Func<T, int> hash)
    {
        // Scala 2.13: a table of at least 16, at most three quarters full; buckets in ascending order of improved hashes.
        var size = 16u;
        while (keys.Count + 1 > size * 0.75)
            size *= 2;
        return [.. keys
            .Select((key, i) => (key, i, Hash: Improve2(hash(key))))
            .OrderBy(k => (uint)k.Hash & (size - 1)).ThenBy(k => k.Hash).ThenBy(k => k.i)
            .Select(k => k.key)];
    }

    private static void Walk(List<int> elements, int shift, List<int> ordered)
    {
        // CHAMP: the elements that stand alone in their slot first, then the slots that are shared, each by slot number.
        var slots = elements.GroupBy(e => shift < 32 ? (Improve(e) >>> shift) & 31 : 0).OrderBy(g => g.Key).Select(g => g.ToList()).ToList();
        foreach (var slot in slots.Where(s => s.Count == 1))
            ordered.Add(slot[0]);
        foreach (var slot in slots.Where(s => s.Count > 1))
        {
            if (shift >= 30)
                ordered.AddRange(slot);
            else
                Walk(slot, shift + 5, ordered);
        }
    }

    private static int Improve(int hash)
    {
        var h = hash + ~(hash << 9);
        h ^= h >>> 14;
        h += h << 4;
        return h ^ (h >>> 10);
    }

    /// <summary>A trie compares hashes by groups of five bits, the lowest first.</summary>
    private static long ReverseDigits(int hash)
    {
        long reversed = 0;
        for (var shift = 0; shift < 35; shift += 5)
            reversed = (reversed << 5) | (shift < 32 ? (hash >>> shift) & 31L : 0);
        return reversed;
    }

    private static int Improve2(int hash) => hash ^ (hash >>> 16);
}

internal static class Java
{
    /// <summary><c>String.hashCode</c>.</summary>
    public static int StringHash(string text)
    {
        var hash = 0;
        foreach (var c in text)
            hash = unchecked((31 * hash) + c);
        return hash;
    }
}
