using System.Runtime.InteropServices;
using System.Text;

namespace Hearth.History.Replay;

/// <summary>
/// One string object per distinct text of an application: hosts, executors, call sites and stack traces come thousands of times.
/// Safe for several threads.
/// </summary>
internal sealed class StringPool
{
    /// <summary>Beyond this a text is taken as it is: looking it up would cost more than it saves.</summary>
    private const int LongestPooled = 16 * 1024;

    private const int MostPooled = 200_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _strings = new(StringComparer.Ordinal);
    private readonly Entry?[] _byBytes = new Entry?[1024];

    /// <summary>The string of UTF-8 bytes that hold no escapes. Lock-free for texts seen before.</summary>
    public string Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
            return "";
        if (utf8.Length > 128)
            return Get(Encoding.UTF8.GetString(utf8));
        var hash = Hash(utf8);
        var table = _byBytes;
        var slot = hash & (uint)(table.Length - 1);
        var entry = Volatile.Read(ref table[slot]);
        if (entry is not null && utf8.SequenceEqual(entry.Bytes))
            return entry.Text;
        var text = Get(Encoding.UTF8.GetString(utf8));

        // A cache, not a map: the last one in a slot wins.
        Volatile.Write(ref table[slot], new Entry(utf8.ToArray(), text));
        return text;
    }

    public string Get(string text)
    {
        if (text.Length > LongestPooled)
            return text;
        lock (_lock)
        {
            if (_strings.Count >= MostPooled)
                return _strings.GetValueOrDefault(text, text);
            ref var pooled = ref CollectionsMarshal.GetValueRefOrAddDefault(_strings, text, out var exists);
            return exists ? pooled! : pooled = text;
        }
    }

    private static uint Hash(ReadOnlySpan<byte> utf8)
    {
        var hash = 2166136261u;
        foreach (var b in utf8)
            hash = (hash ^ b) * 16777619;
        return hash ^ (hash >> 15);
    }

    private sealed record Entry(byte[] Bytes, string Text);
}
