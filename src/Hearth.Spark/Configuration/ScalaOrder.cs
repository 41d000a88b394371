namespace Hearth.Spark.Configuration;

/// <summary>
/// The order in which Spark finds the keys that it took out of its configuration: that of a Scala map filled from a
/// <c>ConcurrentHashMap</c>. It numbers on-demand claims.
/// </summary>
internal static class ScalaOrder
{
    private const int LargestSmallMap = 4;
    private const int Bits = 5;
    private const int FirstTable = 16;

    /// <summary>The keys in the order of the map that holds them.</summary>
    /// <param name="keys">As the map has them.</param>
    /// <param name="prefix">What stands before each in the configuration.</param>
    /// <param name="settings">How many keys the whole configuration has.</param>
    /// <param name="isTrie">Scala 2.12, whose nodes keep keys and children together; later ones keep the keys of a node first.</param>
    public static IEnumerable<string> Of(IReadOnlyList<string> keys, string prefix, int settings, bool isTrie) => keys.Count <= LargestSmallMap
        ? keys.OrderBy(key => Bin(prefix + key, settings))
        : Walk([.. keys.Select(key => (Improve(Hash(key)), key))], 0, isTrie);

    private static IEnumerable<string> Walk(IReadOnlyList<(uint Hash, string Key)> node, int shift, bool isTrie)
    {
        if (shift > 32)
            return node.Select(entry => entry.Key);
        var slots = node.GroupBy(entry => (entry.Hash >> shift) & ((1u << Bits) - 1)).OrderBy(slot => slot.Key).Select(slot => slot.ToArray()).ToArray();
        var ordered = isTrie ? slots : slots.OrderBy(slot => slot.Length > 1).AsEnumerable();
        return ordered.SelectMany(slot => slot.Length == 1 ? [slot[0].Key] : Walk(slot, shift + Bits, isTrie));
    }

    // The table doubles when it is three quarters full.
    private static uint Bin(string key, int settings)
    {
        var table = FirstTable;
        while (settings * 4 >= table * 3)
            table *= 2;
        var hash = Hash(key);
        return (hash ^ (hash >> 16)) & (uint)(table - 1);
    }

    private static uint Hash(string text) => text.Aggregate(0u, (hash, c) => unchecked((hash * 31) + c));

    private static uint Improve(uint hash) => unchecked(Fold(hash + ~(hash << 9)));

    private static uint Fold(uint hash)
    {
        hash ^= hash >> 14;
        hash = unchecked(hash + (hash << 4));
        return hash ^ (hash >> 10);
    }
}
