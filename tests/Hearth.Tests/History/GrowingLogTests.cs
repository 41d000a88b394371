using System.Text;
using Hearth.History.EventLogs;
using Hearth.History.Sources;
using Shouldly;
using Xunit;

namespace Hearth.Tests.History;

/// <summary>Logs that are still being written are followed, not read again.</summary>
public class GrowingLogTests
{
    [SkippableTheory]
    [InlineData("none")]
    [InlineData("zstd")]
    [InlineData("lz4")]
    [InlineData("snappy")]
    [InlineData("lzf")]
    public async Task A_log_read_piece_by_piece_equals_the_log_read_at_once(string codec)
    {
        var (name, content) = Logs.Mini(codec);
        var whole = Logs.Load(name, content);
        var random = new Random(3);
        var store = new MemoryLogStore();
        LoadedApplication? loaded = null;
        for (var length = 1000; ; length = Math.Min(content.Length, length + random.Next(1, 20_000)))
        {
            var done = length == content.Length;
            store.Remove(name + ".inprogress");
            store.Put(done ? name : name + ".inprogress", content[..length], length);
            var log = EventLog.Find(await store.ListAsync(null, CancellationToken.None)).Single();
            loaded ??= new LoadedApplication(log, store, workers: 2);
            loaded.TryAdvance(log, CancellationToken.None).ShouldBeTrue();
            if (done)
                break;
        }

        using var _ = loaded;
        loaded.Application.Lines.ShouldBe(whole.Lines);
        loaded.Application.TaskCount.ShouldBe(whole.TaskCount);
        loaded.Application.Problems.Any.ShouldBeFalse();
        loaded.Application.Completed.ShouldBeTrue();
    }

    [Fact]
    public async Task A_replaced_log_is_not_continued()
    {
        var store = new MemoryLogStore();
        store.Put("app.inprogress", Encoding.UTF8.GetBytes("""{"Event":"SparkListenerLogStart","Spark Version":"3.5.1"}""" + "\n"));
        var log = EventLog.Find(await store.ListAsync(null, CancellationToken.None)).Single();
        using var loaded = new LoadedApplication(log, store, workers: 1);
        loaded.TryAdvance(log, CancellationToken.None).ShouldBeTrue();
        store.Put("app.inprogress", "{}\n"u8.ToArray(), second: 1);
        loaded.TryAdvance(EventLog.Find(await store.ListAsync(null, CancellationToken.None)).Single(), CancellationToken.None).ShouldBeFalse();
    }

    [Theory]
    [InlineData(new[] { "appstatus_a", "events_1_a", "events_2_a" }, new[] { "events_1_a", "events_2_a" }, true, false)]
    [InlineData(new[] { "appstatus_a.inprogress", "events_1_a.zstd", "events_10_a.zstd", "events_2_a.zstd" }, new[] { "events_1_a.zstd", "events_2_a.zstd" }, false, true)]
    [InlineData(new[] { "appstatus_a", "events_3_a.compact", "events_1_a", "events_4_a", ".events_1_a.crc" }, new[] { "events_3_a.compact", "events_4_a" }, true, false)]
    public void Rolling_files_are_read_from_the_newest_compacted_one_to_the_first_gap(string[] files, string[] read, bool complete, bool gap)
    {
        var log = EventLog.Find(files.Select(f => new StoredFile("eventlog_v2_a/" + f, f.StartsWith("appstatus", StringComparison.Ordinal) ? 0 : 5, DateTimeOffset.UnixEpoch))).Single();
        log.Files.Select(f => f.FileName).ShouldBe(read);
        log.IsComplete.ShouldBe(complete);
        log.HasGap.ShouldBe(gap);
    }

    [Fact]
    public void Other_files_and_folders_are_no_logs()
    {
        StoredFile[] files =
        [
            new(".hidden", 5, DateTimeOffset.UnixEpoch), new("empty", 0, DateTimeOffset.UnixEpoch), new("folder/app", 5, DateTimeOffset.UnixEpoch),
            new("eventlog_v2_x/events_1_x", 5, DateTimeOffset.UnixEpoch), new("eventlog_v2_y/appstatus_y", 0, DateTimeOffset.UnixEpoch),
        ];
        EventLog.Find(files).ShouldBeEmpty();
    }
}
