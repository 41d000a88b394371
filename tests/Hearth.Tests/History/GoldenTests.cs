using System.Text.Json;
using Hearth.History;
using Hearth.History.EventLogs;
using Hearth.History.Rest;
using Hearth.History.Snapshots;
using Hearth.History.Sources;
using Hearth.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.Tests.History;

/// <summary>Every answer of the recorded History Servers, compared as JSON values.</summary>
public class GoldenTests(ITestOutputHelper output)
{
    private static readonly string[] s_masked = ["lastUpdated", "lastUpdatedEpoch", "logSourceFullPath", "logSourceName"];

    [SkippableTheory]
    [InlineData("3.5.9", false)]
    [InlineData("4.0.5", false)]
    [InlineData("4.1.4", false)]
    [InlineData("4.2.1", false)]
    [InlineData("4.3.0", false)]
    [InlineData("3.5.9", true)]
    [InlineData("4.0.5", true)]
    [InlineData("4.1.4", true)]
    [InlineData("4.2.1", true)]
    [InlineData("4.3.0", true)]
    public async Task Every_recorded_answer_is_equal(string version, bool fromSnapshots)
    {
        var root = Shared.Path("golden", "history", version);
        var clock = new SetTime();
        var stores = Directory.GetDirectories(Path.Combine(root, "logs")).Select(d => new RecordedStore(d, TimesOf(root))).ToArray();
        using var catalog = new ApplicationCatalog(stores, clock, NullLogger.Instance);
        using var folder = new TemporaryFolder();
        var snapshots = fromSnapshots ? new SnapshotFolder(folder.Path, 1L << 30, clock, NullLogger.Instance) : null;
        if (fromSnapshots)
            await StoreAllAsync(catalog, snapshots!);
        using var cache = new ApplicationCache(1L << 30, workers: 2, snapshots, worthSnapshot: 0);
        var options = new HistoryOptions { LogDirectories = [], UpdateInterval = TimeSpan.FromDays(1) };
        var api = new RestApi(catalog, cache, options, clock);
        using var index = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(root, "rest", "index.json")));
        var failures = new List<string>();
        var total = 0;
        foreach (var request in index.RootElement.EnumerateArray())
        {
            total++;
            var difference = await DifferenceAsync(api, root, request, clock);
            if (difference is not null)
                failures.Add($"{request.GetProperty("path").GetString()}: {difference}");
        }

        output.WriteLine($"{version}: {total - failures.Count} of {total} equal");
        failures.Count.ShouldBe(0, $"{total - failures.Count} of {total} equal\n" + string.Join('\n', failures.Take(400)));
    }

    private static async Task StoreAllAsync(ApplicationCatalog catalog, SnapshotFolder snapshots)
    {
        using var first = new ApplicationCache(1L << 30, workers: 2, snapshots, worthSnapshot: 0);
        foreach (var attempt in (await catalog.GetAsync(TimeSpan.Zero, CancellationToken.None)).Applications.SelectMany(a => a.Attempts))
            await first.GetAsync(attempt, CancellationToken.None);
        await first.Settled;
    }

    /// <summary>When the logs were last written, as the server said; copies have other times.</summary>
    private static Dictionary<string, DateTimeOffset> TimesOf(string root)
    {
        using var applications = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(root, "rest", "000.json")));
        return applications.RootElement.EnumerateArray().ToDictionary(
            a => a.GetProperty("id").GetString()!,
            a => DateTimeOffset.FromUnixTimeMilliseconds(a.GetProperty("attempts")[0].GetProperty("lastUpdatedEpoch").GetInt64()));
    }

    private static async Task<string?> DifferenceAsync(RestApi api, string root, JsonElement request, SetTime clock)
    {
        var path = request.GetProperty("path").GetString()!;
        var question = path.IndexOf('?', StringComparison.Ordinal);
        byte[]? expected = request.TryGetProperty("file", out var file) ? await File.ReadAllBytesAsync(Path.Combine(root, "rest", file.GetString()!)) : null;
        if (expected is not null && path.EndsWith("executors", StringComparison.Ordinal))
            await SetClockAsync(api, path, expected, clock);
        var answer = await api.AnswerAsync(question < 0 ? path : path[..question], question < 0 ? "" : path[question..], CancellationToken.None);
        var body = new MemoryStream();
        await answer.Body(body, CancellationToken.None);
        if (answer.Status != request.GetProperty("status").GetInt32())
            return $"status {answer.Status}: {System.Text.Encoding.UTF8.GetString(body.ToArray().AsSpan(0, (int)Math.Min(200, body.Length)))}";
        var contentType = request.GetProperty("contentType").GetString()!;
        if (answer.ContentType != contentType)
            return $"content type {answer.ContentType} instead of {contentType}";
        if (expected is null)
            return ZipDifference(answer, body, request);
        if (contentType.StartsWith("text/html", StringComparison.Ordinal))
            return null;
        if (answer.Status != 200)
            return System.Text.Encoding.UTF8.GetString(body.ToArray()) is var text && text == System.Text.Encoding.UTF8.GetString(expected) ? null : $"text '{text}'";
        using var actual = JsonDocument.Parse(body.ToArray());
        using var wanted = JsonDocument.Parse(expected);
        return Difference(wanted.RootElement, actual.RootElement, "");
    }

    private static string? ZipDifference(RestAnswer answer, MemoryStream body, JsonElement request)
    {
        if (answer.Disposition != request.GetProperty("disposition").GetString())
            return $"disposition {answer.Disposition}";
        body.Position = 0;
        using var zip = new System.IO.Compression.ZipArchive(body);
        var wanted = request.GetProperty("zipEntries").EnumerateArray().Select(e => e.GetString()).Order().ToArray();
        var entries = zip.Entries.Select(e => e.FullName).Order().ToArray();
        return entries.SequenceEqual(wanted) ? null : "entries " + string.Join(", ", entries);
    }

    /// <summary>A driver that still ran shows the time since its start: the recording tells when it was made.</summary>
    private static async Task SetClockAsync(RestApi api, string path, byte[] expected, SetTime clock)
    {
        using var executors = JsonDocument.Parse(expected);
        var app = await api.AnswerAsync("/applications/" + path.Split('/')[2], "", CancellationToken.None);
        var body = new MemoryStream();
        await app.Body(body, CancellationToken.None);
        using var application = JsonDocument.Parse(body.ToArray());
        var start = application.RootElement.GetProperty("attempts")[0].GetProperty("startTimeEpoch").GetInt64();
        foreach (var executor in executors.RootElement.EnumerateArray())
        {
            if (executor.GetProperty("id").GetString() == "driver")
                clock.Set(DateTimeOffset.FromUnixTimeMilliseconds(start + executor.GetProperty("totalDuration").GetInt64()));
        }
    }

    private static string? Difference(JsonElement wanted, JsonElement actual, string path)
    {
        if (wanted.ValueKind != actual.ValueKind)
            return $"{path}: {Short(actual)} instead of {Short(wanted)}";
        switch (wanted.ValueKind)
        {
            case JsonValueKind.Object:
                return ObjectDifference(wanted, actual, path);
            case JsonValueKind.Array:
                for (var i = 0; i < Math.Min(wanted.GetArrayLength(), actual.GetArrayLength()); i++)
                {
                    if (Difference(wanted[i], actual[i], $"{path}[{i}]") is { } difference)
                        return difference;
                }

                return wanted.GetArrayLength() == actual.GetArrayLength() ? null : $"{path}: {actual.GetArrayLength()} instead of {wanted.GetArrayLength()} elements";
            case JsonValueKind.Number:
                return wanted.GetDecimal() == actual.GetDecimal() ? null : $"{path}: {actual} instead of {wanted}";
            default:
                return wanted.ToString() == actual.ToString() ? null : $"{path}: {Short(actual)} instead of {Short(wanted)}";
        }
    }

    private static string? ObjectDifference(JsonElement wanted, JsonElement actual, string path)
    {
        foreach (var property in wanted.EnumerateObject())
        {
            if (!actual.TryGetProperty(property.Name, out var value))
                return $"{path}.{property.Name}: missing, should be {Short(property.Value)}";
            if (s_masked.Contains(property.Name) || (property.Name == "duration" && wanted.TryGetProperty("completed", out var completed) && !completed.GetBoolean()))
                continue;
            if (Difference(property.Value, value, $"{path}.{property.Name}") is { } difference)
                return difference;
        }

        foreach (var property in actual.EnumerateObject())
        {
            if (!wanted.TryGetProperty(property.Name, out _))
                return $"{path}.{property.Name}: should not be there, is {Short(property.Value)}";
        }

        return null;
    }

    private static string Short(JsonElement value) => value.GetRawText() is { Length: > 200 } text ? text[..200] : value.GetRawText();

    private sealed class RecordedStore(string folder, Dictionary<string, DateTimeOffset> times) : ILogStore
    {
        private readonly FolderLogStore _files = new("logs", folder);

        public string Name => folder;

        public async Task<List<StoredFile>> ListAsync(string? log, CancellationToken cancellation) =>
            [.. (await _files.ListAsync(log, cancellation)).Select(f => f with { Modified = times.First(t => f.Name.Contains(t.Key, StringComparison.Ordinal)).Value })];

        public Stream Open(StoredFile file, long offset) => _files.Open(file, offset);
    }

    private sealed class SetTime : TimeProvider
    {
        private DateTimeOffset _now = new(2026, 11, 21, 3, 0, 0, TimeSpan.Zero);

        public void Set(DateTimeOffset now) => _now = now;

        public override DateTimeOffset GetUtcNow() => _now;
    }
}
