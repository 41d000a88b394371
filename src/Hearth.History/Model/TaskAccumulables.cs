using System.Text;
using Hearth.History.Snapshots;

namespace Hearth.History.Model;

/// <summary>
/// The accumulables that tasks reported for themselves, as bytes in pages: a stage of a million tasks may hold millions of them, and
/// only those on a page of the task list are ever looked at.
/// </summary>
internal sealed class TaskAccumulables
{
    private const int PageSize = 64 * 1024;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly SnapshotDraft? _draft;
    private readonly List<StoredBytes> _pages = [];
    private MemoryStream? _open;

    /// <param name="draft">Where full pages go; null: they stay in memory.</param>
    public TaskAccumulables(SnapshotDraft? draft = null) => _draft = draft;

    private TaskAccumulables(IEnumerable<string> names, IEnumerable<StoredBytes> pages)
    {
        _names.AddRange(names);
        _pages.AddRange(pages);
    }

    public long Bytes => _pages.Sum(p => (long)p.Here) + (_open?.Length ?? 0);

    /// <summary>Keeps a task's accumulables; the result, never 0, finds them again.</summary>
    public long Add(Accumulable[] accumulables)
    {
        _open ??= new MemoryStream(1024);
        var begin = _open.Length;
        using (var writer = new BinaryWriter(_open, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write7BitEncodedInt(accumulables.Length);
            foreach (var accumulable in accumulables)
            {
                writer.Write7BitEncodedInt64(accumulable.Id);
                writer.Write7BitEncodedInt(accumulable.Name is null ? 0 : NumberOf(accumulable.Name));
                Write(writer, accumulable.Update);
                Write(writer, accumulable.Value);
            }
        }

        var reference = (((long)_pages.Count << 16) | begin) + 1;
        if (_open.Length >= PageSize)
            Close();
        return reference;
    }

    public Accumulable[] Get(long reference)
    {
        var (page, begin) = ((int)((reference - 1) >> 16), (int)((reference - 1) & 0xFFFF));
        var bytes = page < _pages.Count ? _pages[page].All() : _open!.ToArray();
        using var reader = new BinaryReader(new MemoryStream(bytes, begin, bytes.Length - begin), Encoding.UTF8);
        var accumulables = new Accumulable[reader.Read7BitEncodedInt()];
        for (var i = 0; i < accumulables.Length; i++)
        {
            var id = reader.Read7BitEncodedInt64();
            var name = reader.Read7BitEncodedInt();
            accumulables[i] = new Accumulable(id, name == 0 ? null : _names[name - 1], Read(reader), Read(reader));
        }

        return accumulables;
    }

    /// <summary>No more will come: what is open takes only the room that it needs.</summary>
    public void Seal()
    {
        if (_open is not null)
            Close();
    }

    public void Write(PartWriter writer, SnapshotFile.Writer file)
    {
        Seal();
        writer.Texts(_names);
        writer.Count(_pages.Count);
        foreach (var page in _pages)
            page.Store(file).Write(writer);
    }

    public static TaskAccumulables Read(PartReader reader, SnapshotFile file)
    {
        var names = reader.Texts();
        var places = reader.Array(PartPlace.Read);
        return new TaskAccumulables(names, places.Select(place => new StoredBytes(file, place)));
    }

    private void Close()
    {
        _pages.Add(StoredBytes.Keep(_open!.ToArray(), _draft));
        _open = null;
    }

    private int NumberOf(string name)
    {
        if (_numbers.TryGetValue(name, out var number))
            return number;
        _names.Add(name);
        _numbers.Add(name, _names.Count);
        return _names.Count;
    }

    private static void Write(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
            writer.Write(text);
    }

    private static string? Read(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;
}
