namespace Hearth.LocalCluster.Store;

/// <summary>One version of one object, encoded once and never changed.</summary>
/// <param name="Namespace">Empty for cluster-wide objects.</param>
/// <param name="Json">The object without <c>kind</c> and <c>apiVersion</c>: <c>{"metadata":{"resourceVersion":"..."...</c>, UTF-8.</param>
/// <param name="Labels">Names and values in turn.</param>
/// <param name="Fields">Values of the kind's selectable fields, in the kind's order.</param>
internal sealed record StoredObject(
    string Namespace, string Name, string Uid, long ResourceVersion, byte[] Json, string[] Labels, string[] Fields)
{
    public string? Label(string name)
    {
        for (var i = 0; i < Labels.Length; i += 2)
        {
            if (Labels[i] == name)
                return Labels[i + 1];
        }

        return null;
    }

    /// <summary>The same state under another version.</summary>
    public StoredObject At(long resourceVersion)
    {
        var head = Draft.Head.Length;
        var rest = Json.AsSpan(head + Json.AsSpan(head).IndexOf((byte)'"')).ToArray();
        return new Draft(Namespace, Name, Uid, rest, Labels, Fields).At(resourceVersion);
    }
}

/// <summary>An object about to be stored; the store gives it its resource version.</summary>
/// <param name="Json">As <see cref="StoredObject.Json"/>, but what follows the version: <c>"...</c>.</param>
internal sealed record Draft(string Namespace, string Name, string Uid, byte[] Json, string[] Labels, string[] Fields)
{
    public static ReadOnlySpan<byte> Head => "{\"metadata\":{\"resourceVersion\":\""u8;

    public StoredObject At(long resourceVersion)
    {
        Span<byte> digits = stackalloc byte[20];
        resourceVersion.TryFormat(digits, out var length);
        var json = new byte[Head.Length + length + Json.Length];
        Head.CopyTo(json);
        digits[..length].CopyTo(json.AsSpan(Head.Length));
        Json.CopyTo(json.AsSpan(Head.Length + length));
        return new StoredObject(Namespace, Name, Uid, resourceVersion, json, Labels, Fields);
    }
}

internal enum ChangeType
{
    Added,
    Modified,
    Deleted,
}

/// <summary>One write. A deletion carries the last state, at the version of the deletion.</summary>
internal sealed record Change(ChangeType Type, StoredObject Object, StoredObject? Before)
{
    public long ResourceVersion => Object.ResourceVersion;
}
