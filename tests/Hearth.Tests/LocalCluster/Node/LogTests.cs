using System.Text;
using Hearth.LocalCluster.Nodes;
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
}
