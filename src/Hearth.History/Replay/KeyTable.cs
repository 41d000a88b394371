using System.Text;

namespace Hearth.History.Replay;

/// <summary>
/// Finds keys of an object that Spark always writes in the same order: the key after the last one found is tried first,
/// so a usual line costs one comparison per key and an unusual one is still right.
/// </summary>
internal sealed class KeyTable
{
    private readonly byte[][] _keys;
    private readonly int[] _slots;

    /// <param name="keys">Key and what it stands for, in the order in which Spark writes them.</param>
    public KeyTable(params (string Key, int Slot)[] keys)
    {
        _keys = [.. keys.Select(k => Encoding.UTF8.GetBytes(k.Key))];
        _slots = [.. keys.Select(k => k.Slot)];
    }

    /// <summary>What <paramref name="key"/> stands for; -1 when it is unknown.</summary>
    public int Find(ReadOnlySpan<byte> key, ref int hint)
    {
        var keys = _keys;
        if ((uint)hint < (uint)keys.Length && key.SequenceEqual(keys[hint]))
            return _slots[hint++];
        for (var i = 0; i < keys.Length; i++)
        {
            if (key.SequenceEqual(keys[i]))
            {
                hint = i + 1;
                return _slots[i];
            }
        }

        return -1;
    }
}
