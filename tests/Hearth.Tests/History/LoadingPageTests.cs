using System.Text;
using Hearth.History;
using Hearth.History.Access;
using Hearth.History.EventLogs;
using Hearth.History.Sources;
using Hearth.History.Web;
using Hearth.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Hearth.Tests.History;

/// <summary>What a page says while its log is still being read.</summary>
public class LoadingPageTests
{
    private const string Id = "app-slow";

    [Fact]
    public async Task A_log_that_takes_long_shows_how_far_it_is_and_then_the_page()
    {
        using var store = new SlowStore();
        var time = new FakeTime();
        using var catalog = new ApplicationCatalog([store], time, NullLogger.Instance);
        using var cache = new ApplicationCache(1 << 20, 1);
        var pages = new WebUi(catalog, cache, new HistoryOptions { LogDirectories = [] }, time);
        await catalog.GetAsync(TimeSpan.FromDays(1), CancellationToken.None);
        store.Hold();

        var waiting = AskAsync();
        await store.HalfRead;
        while (!waiting.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        var loading = await waiting;
        loading.Status.ShouldBe(202);
        Encoding.UTF8.GetString(loading.Body.Span).ShouldContain("<progress max=\"100\" value=\"50\"");

        store.Release();
        WebAnswer page;
        do
        {
            var again = AskAsync();
            page = await again;
        }
        while (page.Status == 202);
        page.Status.ShouldBe(200);
        Encoding.UTF8.GetString(page.Body.Span).ShouldContain("slow &lt;app&gt;");

        Task<WebAnswer> AskAsync() => pages.AnswerAsync(new Site(""), Viewer.Anyone, $"/history/{Id}/jobs/", "", CancellationToken.None);
    }

    /// <summary>Gives half of its only log, and the rest when it is released.</summary>
    private sealed class SlowStore : ILogStore, IDisposable
    {
        private static readonly byte[] s_log = Encoding.UTF8.GetBytes(
            """
            {"Event":"SparkListenerLogStart","Spark Version":"4.3.0"}
            {"Event":"SparkListenerApplicationStart","App Name":"slow <app>","App ID":"app-slow","Timestamp":1,"User":"u"}
            {"Event":"SparkListenerApplicationEnd","Timestamp":5}

            """);

        private readonly ManualResetEventSlim _open = new(true);
        private readonly TaskCompletionSource _half = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Name => "slow";

        public Task HalfRead => _half.Task;

        public void Hold() => _open.Reset();

        public void Release() => _open.Set();

        public void Dispose() => _open.Dispose();

        public Task<List<StoredFile>> ListAsync(string? log, CancellationToken cancellation) =>
            Task.FromResult(new List<StoredFile> { new(Id, s_log.Length / 2 * 2, DateTimeOffset.FromUnixTimeSeconds(1_800_000_000)) });

        public Stream Open(StoredFile file, long offset) => new Slow(this, offset);

        private sealed class Slow(SlowStore store, long offset) : MemoryStream(s_log, (int)offset, s_log.Length - (int)offset)
        {
            public override int Read(byte[] buffer, int start, int count)
            {
                var half = (s_log.Length / 2) - offset;
                if (store._open.IsSet || half <= 0)
                    return base.Read(buffer, start, count);
                if (Position < half)
                    return base.Read(buffer, start, (int)Math.Min(count, half - Position));
                store._half.TrySetResult();
                store._open.Wait(TimeSpan.FromMinutes(5));
                return base.Read(buffer, start, count);
            }
        }
    }
}
