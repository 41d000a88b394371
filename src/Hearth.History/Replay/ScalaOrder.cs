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

    /// <summary>The order of a <c>mutable.HashMap</c> with string keys, given in order of insertion.</summary>
    public static IReadOnlyList<string> OfMutable(IReadOnlyCollection<string> keys, bool scala212) => OfMutable(keys, Java.StringHash, scala212);

    /// <summary>The order of a <c>mutable.HashMap</c> with long keys, given in order of insertion.</summary>
    public static IReadOnlyList<long> OfMutable(IReadOnlyCollection<long> keys, bool scala212) =>
        OfMutable(keys, key => key is >= int.MinValue and <= int.MaxValue ? (int)key : (int)(key ^ (key >>> 32)), scala212);

    private static List<T> OfMutable<T>(IReadOnlyCollection<T> keys, Func<T, int> hash, bool scala212)
    {
        // A table of at least 16, at most three quarters full.
        var size = 16;
        while (scala212 ? keys.Count > size * 3 / 4 : keys.Count + 1 > size * 3 / 4)
            size *= 2;
        if (!scala212)
        {
            // Buckets ascending, each in order of improved hashes.
            return [.. keys
                .Select((key, i) => (Key: key, Position: i, Hash: Improve2(hash(key))))
                .OrderBy(k => k.Hash & (size - 1)).ThenBy(k => k.Hash).ThenBy(k => k.Position)
                .Select(k => k.Key)];
        }

        // Buckets descending, the newest of each first.
        var bits = int.PopCount(size - 1);
        return [.. keys
            .Select((key, i) => (Key: key, Position: i, Bucket: (int.RotateRight(ByteSwap(hash(key)), bits) >>> (32 - bits)) & (size - 1)))
            .OrderByDescending(k => k.Bucket).ThenByDescending(k => k.Position)
            .Select(k => k.Key)];
    }

    private static int ByteSwap(int value) =>
        unchecked(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value * (int)0x9e3775cd) * (int)0x9e3775cd);

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
