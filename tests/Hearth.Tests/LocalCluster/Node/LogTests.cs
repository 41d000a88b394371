using System.Text;
using Hearth.LocalCluster.Nodes;
using Hearth.Testing;
using Shouldly;
using Xunit;

namespace Hearth.Tests.LocalCluster.Nodes;

public sealed class LogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hearth-logs-").FullName;

    private string File => Path.Combine(_folder, "0.log");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_is_written_is_read_back()
    {
        await WriteAsync("one\ntwo\n\nlast without end");
        (await ReadAsync(new())).ShouldBe("one\ntwo\n\nlast without end\n");
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "c\n")]
    [InlineData(2, "b\nc\n")]
    [InlineData(9, "a\nb\nc\n")]
    public async Task The_tail_has_so_many_lines(int lines, string expected)
    {
        await WriteAsync("a\nb\nc\n");
        (await ReadAsync(new() { TailLines = lines })).ShouldBe(expected);
    }

    [Fact]
    public async Task A_long_line_is_one_line()
    {
        var line = new string('x', 100_000);
        await WriteAsync(line + "\nend\n");
        (await ReadAsync(new())).ShouldBe(line + "\nend\n");
    }

    [Fact]
    public async Task Bytes_are_limited()
    {
        await WriteAsync("abc\ndef\n");
        (await ReadAsync(new() { LimitBytes = 5 })).ShouldBe("abc\nd");
    }

    [Fact]
    public async Task Each_line_can_carry_its_time()
    {
        await WriteAsync("a\n");
        (await ReadAsync(new() { Timestamps = true })).ShouldMatch("^20..-..-..T..:..:..\\.\\d{9}Z a\n$");
    }

    [Fact]
    public async Task Only_lines_since_a_time_are_read()
    {
        await WriteAsync("a\n");
        (await ReadAsync(new() { Since = TimeProvider.System.GetUtcNow().AddMinutes(1) })).ShouldBe("");
        (await ReadAsync(new() { Since = TimeProvider.System.GetUtcNow().AddMinutes(-1) })).ShouldBe("a\n");
    }

    [Fact]
    public async Task A_rotated_log_is_read_from_its_oldest_file()
    {
        await using (var log = new ContainerLog(File, 200, TimeProvider.System))
        {
            for (var i = 0; i < 12; i++)
                await log.CopyAsync(new MemoryStream(Encoding.UTF8.GetBytes($"line {i}\n")), "stdout", CancellationToken.None);
        }

        Directory.GetFiles(_folder).Length.ShouldBeInRange(2, 5);
        (await ReadAsync(new())).ShouldEndWith("line 9\nline 10\nline 11\n");
    }

    [Fact]
    public async Task A_follower_sees_what_comes_until_the_end()
    {
        var log = new ContainerLog(File, 1 << 20, TimeProvider.System);
        using var output = new MemoryStream();
        var following = new LogReader(File, new() { Follow = true }).CopyToAsync(output, log, CancellationToken.None);
        await log.CopyAsync(new MemoryStream("one\n"u8.ToArray()), "stdout", CancellationToken.None);
        await log.CopyAsync(new MemoryStream("two\n"u8.ToArray()), "stderr", CancellationToken.None);
        await log.DisposeAsync();
        await following;
        Encoding.UTF8.GetString(output.ToArray()).ShouldBe("one\ntwo\n");
    }

    [Fact]
    public async Task A_long_line_carries_its_time_once()
    {
        await WriteAsync(new string('x', 40_000) + "\nend\n");
        (await ReadAsync(new() { Timestamps = true })).ShouldMatch("^20\\S+Z x{40000}\n20\\S+Z end\n$");
    }

    [Fact]
    public async Task A_follower_misses_nothing_where_the_log_turns_over_several_times_between_two_looks()
    {
        var log = new ContainerLog(File, 300, TimeProvider.System);
        using var output = new HeldStream();
        var following = new LogReader(File, new() { Follow = true }).CopyToAsync(output, log, CancellationToken.None);
        var expected = "";
        for (var round = 0; round < 20; round++)
        {
            // While the follower cannot write, up to three files are put aside; five are kept.
            output.Hold();
            for (var i = 0; i < 12; i++)
            {
                var line = $"round {round} line {i}\n";
                expected += line;
                await log.CopyAsync(new MemoryStream(Encoding.UTF8.GetBytes(line)), "stdout", CancellationToken.None);
            }

            await output.ReleaseUntilAsync(expected.Length);
        }

        log.Rotations.ShouldBeGreaterThan(20);
        await log.DisposeAsync();
        await following;
        output.Text.ShouldBe(expected);
    }

    [Fact]
    public async Task The_tail_and_the_lines_since_a_time_reach_across_files_that_were_put_aside()
    {
        var time = new FakeTime();
        await using (var log = new ContainerLog(File, 200, time))
        {
            for (var i = 0; i < 12; i++)
            {
                await log.CopyAsync(new MemoryStream(Encoding.UTF8.GetBytes($"line {i}\n")), "stdout", CancellationToken.None);
                time.Advance(TimeSpan.FromSeconds(1));
            }
        }

        (await ReadAsync(new() { TailLines = 5 })).ShouldBe("line 7\nline 8\nline 9\nline 10\nline 11\n");
        (await ReadAsync(new() { Since = time.GetUtcNow().AddSeconds(-4) })).ShouldBe("line 8\nline 9\nline 10\nline 11\n");
        (await ReadAsync(new() { Since = time.GetUtcNow().AddSeconds(-6), TailLines = 2 })).ShouldBe("line 10\nline 11\n");
        (await ReadAsync(new() { TailLines = 5, LimitBytes = 9 })).ShouldBe("line 7\nli");
    }

    [Fact]
    public async Task Who_is_attached_gets_every_byte_at_once_and_by_stream()
    {
        var log = new ContainerLog(File, 1 << 20, TimeProvider.System);
        using var copy = log.CopyOutput();
        await log.CopyAsync(new MemoryStream("prompt> "u8.ToArray()), "stdout", CancellationToken.None);
        await log.CopyAsync(new MemoryStream("oh\n"u8.ToArray()), "stderr", CancellationToken.None);
        await log.DisposeAsync();
        var parts = new List<string>();
        await foreach (var (stream, data) in copy.ReadAllAsync(CancellationToken.None))
            parts.Add($"{stream} {Encoding.UTF8.GetString(data)}");
        parts.ShouldBe(["stdout prompt> ", "stderr oh\n"]);
    }

    private async Task WriteAsync(string text)
    {
        await using var log = new ContainerLog(File, 1 << 20, TimeProvider.System);
        await log.CopyAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), "stdout", CancellationToken.None);
    }

    private async Task<string> ReadAsync(LogQuery query)
    {
        using var output = new MemoryStream();
        await new LogReader(File, query).CopyToAsync(output, null, CancellationToken.None);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    /// <summary>Takes what is written, but not while it is held.</summary>
    private sealed class HeldStream : MemoryStream
    {
        private readonly SemaphoreSlim _grown = new(0);
        private TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string Text { get; private set; } = "";

        public void Hold() => Interlocked.Exchange(ref _open, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

        public async Task ReleaseUntilAsync(int length)
        {
            _open.TrySetResult();
            while (Text.Length < length)
                await _grown.WaitAsync();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Volatile.Read(ref _open).Task;
            Text += Encoding.UTF8.GetString(buffer.Span);
            _grown.Release();
        }

        protected override void Dispose(bool disposing)
        {
            _grown.Dispose();
            base.Dispose(disposing);
        }
    }
}
