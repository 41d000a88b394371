using System.Text;
using Hearth.LocalCluster.Nodes;
using Hearth.Testing;
using Shouldly;
using Xunit;

namespace Hearth.Tests.LocalCluster.Nodes;

public sealed class TerminationMessageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hearth-last-words-").FullName;

    private string Words => Path.Combine(_folder, "words");

    private string Log => Path.Combine(_folder, "0.log");

    public void Dispose() => TemporaryFolder.Delete(_folder);

    [Fact]
    public void The_last_4096_bytes_of_the_file_count()
    {
        File.WriteAllText(Words, new string('a', 1000) + new string('b', 4090) + "é....");
        var message = TerminationMessage.Read(Words, null, 0, Log)!;
        message.ShouldBe(new string('b', 4090) + "é....");
        Encoding.UTF8.GetByteCount(message).ShouldBe(4096);
    }

    [Theory]
    [InlineData(3, 4096)]
    [InlineData(4, 3072)]
    [InlineData(12, 1024)]
    public void The_containers_of_a_pod_share_12_KiB(int containers, int bytes)
    {
        File.WriteAllText(Words, new string('a', 2000) + new string('b', 3000));
        TerminationMessage.Read(Words, null, 1, Log, containers).ShouldBe((new string('a', 1096) + new string('b', 3000))[..bytes]);
    }

    [Theory]
    [InlineData("FallbackToLogsOnError", 1, "", true)]
    [InlineData("FallbackToLogsOnError", 1, "own", false)]
    [InlineData("FallbackToLogsOnError", 0, "", false)]
    [InlineData("File", 1, "", false)]
    public void The_log_speaks_for_one_that_failed_without_a_word(string policy, int exitCode, string words, bool fromLog)
    {
        File.WriteAllText(Words, words);
        File.WriteAllText(Log, "2026-01-01T00:00:00.000000000Z stdout P hel\n2026-01-01T00:00:00.000000000Z stderr F lo\n");
        TerminationMessage.Read(Words, policy, exitCode, Log).ShouldBe(fromLog ? "hello\n" : words.Length > 0 ? words : null);
    }

    [Fact]
    public void Of_the_log_80_lines_count_and_2048_bytes()
    {
        File.WriteAllText(Words, "");
        File.WriteAllLines(Log, Enumerable.Range(0, 200).Select(i => $"2026-01-01T00:00:00.000000000Z stdout F {i}"));
        TerminationMessage.Read(Words, "FallbackToLogsOnError", 1, Log)!.Split('\n')[..^1].ShouldBe(Enumerable.Range(120, 80).Select(i => $"{i}"));
        File.WriteAllLines(Log, Enumerable.Range(0, 200).Select(i => $"2026-01-01T00:00:00.000000000Z stdout F {new string('x', 99)}"));
        TerminationMessage.Read(Words, "FallbackToLogsOnError", 1, Log)!.Length.ShouldBe(2048);
    }
}
