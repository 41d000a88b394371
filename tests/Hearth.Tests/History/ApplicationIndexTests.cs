using System.Text;
using Hearth.History.Sources;
using Hearth.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Hearth.Tests.History;

/// <summary>The list of applications after a restart: only what is new or has changed is read.</summary>
public sealed class ApplicationIndexTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MemoryLogStore _logs = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_restart_reads_no_log_that_is_as_it_was()
    {
        for (var i = 0; i < 20; i++)
            _logs.Put($"app-{i}", Log(i, ended: true));
        (await ScanAsync()).ShouldBe((20, 40));
        (await ScanAsync()).ShouldBe((20, 0));
    }

    [Fact]
    public async Task Logs_that_are_new_changed_or_gone_are_seen()
    {
        _logs.Put("app-1", Log(1, ended: true));
        _logs.Put("app-2.inprogress", Log(2, ended: false));
        _logs.Put("app-3", Log(3, ended: true));
        await ScanAsync();
        _logs.Remove("app-3");
        _logs.Put("app-1", Log(7, ended: true), second: 5);
        _logs.Put("app-4", Log(4, ended: true));
        var list = await ListAsync();
        list.Applications.Select(a => a.Id).Order().ShouldBe(["app-2", "app-4", "app-7"]);
        (await ScanAsync()).ShouldBe((3, 0));
    }

    [Fact]
    public async Task An_open_log_that_grew_keeps_its_head_and_a_finished_one_is_read_again()
    {
        _logs.Put("app-1.inprogress", Log(1, ended: false));
        await ScanAsync();
        _logs.Put("app-1.inprogress", [.. Log(1, ended: false), .. "{\"Event\":\"x\"}\n"u8], second: 3);
        (await ScanAsync()).ShouldBe((1, 0));
        _logs.Remove("app-1.inprogress");
        _logs.Put("app-1", Log(1, ended: true), second: 4);
        (await ListAsync()).Applications.Single().Newest.Summary.Completed.ShouldBeTrue();
    }

    [Fact]
    public async Task The_list_is_there_before_the_first_scan_for_who_does_not_ask_for_news()
    {
        _logs.Put("app-1", Log(1, ended: true));
        await ScanAsync();
        _logs.Put("app-2", Log(2, ended: true));
        using var catalog = new ApplicationCatalog([_logs], new FakeTime(), NullLogger.Instance, new ApplicationIndex(_folder.Path, ["memory"]));
        var recalled = await catalog.GetAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
        recalled.Find("app-1", null)!.Log.Files.Single().Name.ShouldBe("app-1");
        (await catalog.GetAsync(TimeSpan.FromSeconds(1), CancellationToken.None)).Applications.Length.ShouldBe(2);
        (await catalog.GetAsync(TimeSpan.FromSeconds(10), CancellationToken.None)).Applications.Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_server_that_remembers_answers_first_and_scans_a_second_later()
    {
        _logs.Put("app-1", Log(1, ended: true));
        await ScanAsync();
        _logs.Put("app-2", Log(2, ended: true));
        var time = new FakeTime();
        using var catalog = new ApplicationCatalog([_logs], time, NullLogger.Instance, new ApplicationIndex(_folder.Path, ["memory"]));
        catalog.Begin();
        SpinWait.SpinUntil(() => time.Waiting == 1, TimeSpan.FromMinutes(1)).ShouldBeTrue("the scan waits for its second");
        (await catalog.GetAsync(TimeSpan.FromSeconds(10), CancellationToken.None)).Applications.Length.ShouldBe(1);
        catalog.Snapshot.Applications.ShouldBeEmpty("nothing was scanned for that answer");

        time.Advance(TimeSpan.FromSeconds(1));
        SpinWait.SpinUntil(() => catalog.Snapshot.Applications.Length == 2, TimeSpan.FromMinutes(1)).ShouldBeTrue("the scan found what is new");
    }

    [Fact]
    public async Task A_damaged_index_is_made_again()
    {
        _logs.Put("app-1", Log(1, ended: true));
        await ScanAsync();
        var path = Directory.GetFiles(_folder.Path).Single();
        var good = await File.ReadAllBytesAsync(path);
        for (var at = 0; at < good.Length; at += 3)
        {
            var bad = (byte[])good.Clone();
            bad[at] ^= 0x55;
            await File.WriteAllBytesAsync(path, bad);
            (await ScanAsync()).Applications.ShouldBe(1);
            await File.WriteAllBytesAsync(path, bad[..at]);
            (await ScanAsync()).Applications.ShouldBe(1);
        }

        (await ScanAsync()).ShouldBe((1, 0));
    }

    private static byte[] Log(int id, bool ended) => Encoding.UTF8.GetBytes(
        "{\"Event\":\"SparkListenerLogStart\",\"Spark Version\":\"4.3.0\"}\n"
        + $"{{\"Event\":\"SparkListenerApplicationStart\",\"App Name\":\"n\",\"App ID\":\"app-{id}\",\"Timestamp\":{id},\"User\":\"u\"}}\n"
        + (ended ? $"{{\"Event\":\"SparkListenerApplicationEnd\",\"Timestamp\":{id + 10}}}\n" : ""));

    private async Task<CatalogSnapshot> ListAsync()
    {
        using var catalog = new ApplicationCatalog([_logs], new FakeTime(), NullLogger.Instance, new ApplicationIndex(_folder.Path, ["memory"]));
        return await catalog.GetAsync(TimeSpan.Zero, CancellationToken.None);
    }

    private async Task<(int Applications, int Reads)> ScanAsync()
    {
        var before = _logs.Opened;
        return ((await ListAsync()).Applications.Length, _logs.Opened - before);
    }
}
