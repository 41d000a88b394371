using Hearth.History.EventLogs;
using Hearth.History.Model;
using Hearth.History.Sources;

namespace Hearth.Tests.History;

/// <summary>A log directory in memory.</summary>
internal sealed class MemoryLogStore : ILogStore
{
    private readonly Dictionary<string, (byte[] Content, DateTimeOffset Modified)> _files = new(StringComparer.Ordinal);

    private int _opened;

    public string Name => "memory";

    /// <summary>How often a file was opened.</summary>
    public int Opened => _opened;

    public void Put(string name, byte[] content, int second = 0) =>
        _files[name] = (content, DateTimeOffset.FromUnixTimeSeconds(1_800_000_000 + second));

    public void Remove(string name) => _files.Remove(name);

    public Task<List<StoredFile>> ListAsync(string? log, CancellationToken cancellation) =>
        Task.FromResult(_files
            .Where(f => log is null || f.Key == log || f.Key.StartsWith(log + "/", StringComparison.Ordinal))
            .Select(f => new StoredFile(f.Key, f.Value.Content.Length, f.Value.Modified))
            .ToList());

    public Stream Open(StoredFile file, long offset)
    {
        Interlocked.Increment(ref _opened);
        return _files.TryGetValue(file.Name, out var found)
            ? new MemoryStream(found.Content, (int)offset, found.Content.Length - (int)offset)
            : throw new FileNotFoundException("gone", file.Name);
    }

    /// <summary>The only log in the store, loaded.</summary>
    public Application Load(int workers = 2)
    {
        var log = EventLog.Find(ListAsync(null, CancellationToken.None).Result).Single();
        using var loaded = new LoadedApplication(log, this, workers);
        loaded.TryAdvance(log, CancellationToken.None);
        return loaded.Application;
    }
}

/// <summary>The recorded logs of the newest version, and small ones of a test's own.</summary>
internal static class Logs
{
    public static readonly string[] Codecs = ["none", "zstd", "lz4", "snappy", "lzf"];

    public static (string Name, byte[] Content) Mini(string codec)
    {
        var file = Directory.GetFiles(Testing.Shared.Path("golden", "history", "4.3.0", "logs", "mini-" + codec)).Single();
        return (Path.GetFileName(file), File.ReadAllBytes(file));
    }

    public static Application Load(string name, byte[] content)
    {
        var store = new MemoryLogStore();
        store.Put(name, content);
        return store.Load();
    }

    /// <summary>A log of the given events.</summary>
    public static Application OfEvents(params string[] lines) =>
        Load("local-1", System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));
}
