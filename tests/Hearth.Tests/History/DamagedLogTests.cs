using System.Text;
using Hearth.History.EventLogs;
using Hearth.History.Sources;
using Shouldly;
using Xunit;

namespace Hearth.Tests.History;

/// <summary>Logs as the world makes them: cut, corrupted, hostile.</summary>
public class DamagedLogTests
{
    public static TheoryData<string> AllCodecs => [.. Logs.Codecs];

    /// <summary>Spark's server compacts with the codec of its own settings, whatever the files' names say.</summary>
    [SkippableTheory]
    [InlineData("none", ".zstd")]
    [InlineData("zstd", "")]
    [InlineData("lz4", "")]
    [InlineData("snappy", ".zstd")]
    [InlineData("lzf", "")]
    public void A_compacted_file_is_read_by_its_content(string codec, string extension)
    {
        var (_, content) = Logs.Mini(codec);
        var store = new MemoryLogStore();
        store.Put("eventlog_v2_local-1/appstatus_local-1", []);
        store.Put($"eventlog_v2_local-1/events_2_local-1{extension}.compact", content);
        var log = EventLog.Find(store.ListAsync(null, CancellationToken.None).Result).Single();
        LogSummaryReader.Read(log, store)!.Completed.ShouldBeTrue();
        store.Load().TaskCount.ShouldBeGreaterThan(0);
    }

    [SkippableTheory]
    [MemberData(nameof(AllCodecs))]
    public void All_codecs_give_the_same_application(string codec)
    {
        var (name, content) = Logs.Mini(codec);
        var application = Logs.Load(name, content);
        application.Problems.Any.ShouldBeFalse();
        application.Jobs.Count.ShouldBe(4);
        application.TaskCount.ShouldBe(Logs.Load(Logs.Mini("none").Name, Logs.Mini("none").Content).TaskCount);
        application.Completed.ShouldBeTrue();
    }

    [SkippableTheory]
    [MemberData(nameof(AllCodecs))]
    public void A_log_cut_at_any_byte_gives_everything_before_the_cut(string codec)
    {
        var (name, content) = Logs.Mini(codec);
        var whole = Decode(name, content);
        var random = new Random(7);
        for (var i = 0; i < 60; i++)
        {
            var cut = content[..random.Next(1, content.Length)];
            var application = Logs.Load(name, cut);
            var text = Decode(name, cut);
            whole.AsSpan().StartsWith(text).ShouldBeTrue();
            var lines = text.Count(b => b == '\n');
            application.Lines.ShouldBeInRange(lines, lines + 1);
            application.Problems.CorruptLines.ShouldBe(0);
        }
    }

    [SkippableTheory]
    [MemberData(nameof(AllCodecs))]
    public void Mutated_logs_neither_crash_nor_hang(string codec)
    {
        var (name, content) = Logs.Mini(codec);
        var random = new Random(11);
        for (var i = 0; i < 60; i++)
        {
            var mutated = (byte[])content.Clone();
            for (var n = random.Next(1, 30); n > 0; n--)
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            Logs.Load(name, mutated).Lines.ShouldBeGreaterThanOrEqualTo(0);
        }
    }

    [SkippableFact]
    public void Mutated_text_keeps_every_line_that_is_still_whole()
    {
        var (name, content) = Logs.Mini("none");
        var random = new Random(13);
        var lines = Encoding.UTF8.GetString(content).TrimEnd('\n').Split('\n');
        for (var i = 0; i < 100; i++)
        {
            var broken = random.Next(lines.Length);
            var changed = (string[])lines.Clone();
            changed[broken] = changed[broken][..random.Next(1, changed[broken].Length)];
            var application = Logs.Load(name, Encoding.UTF8.GetBytes(string.Join('\n', changed) + "\n"));
            application.Lines.ShouldBe(lines.Length);
            application.Problems.CorruptLines.ShouldBe(1);
        }
    }

    [Fact]
    public void Corrupt_lines_and_unknown_events_are_counted_and_skipped()
    {
        var application = Logs.OfEvents(
            """{"Event":"SparkListenerLogStart","Spark Version":"4.0.0"}""",
            "not json at all",
            """{"Event":"com.example.Custom","x":1}""",
            """{"Event":"com.example.Custom","x":2}""",
            """{"Event":"SparkListenerTaskEnd","Stage ID":0""",
            """{"Event":"SparkListenerApplicationStart","App Name":"a","App ID":"local-1","Timestamp":5,"User":"u"}""");
        application.Name.ShouldBe("a");
        application.Problems.CorruptLines.ShouldBe(2);
        application.Problems.UnknownEvents["com.example.Custom"].ShouldBe(2);
    }

    [Fact]
    public void Deep_nesting_and_absurd_numbers_are_harmless()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":[", 100_000));
        var application = Logs.OfEvents(
            """{"Event":"SparkListenerJobStart","Properties":""" + deep,
            """{"Event":"SparkListenerTaskEnd","Stage ID":0,"Task Info":{"Task ID":1},"Junk":""" + deep,
            """{"Event":"SparkListenerStageSubmitted","Stage Info":{"Stage ID":99999999999999999999,"Number of Tasks":1e300}}""",
            """{"Event":"SparkListenerTaskStart","Stage ID":0,"Task Info":{"Task ID":9223372036854775807,"Index":2147483647,"Launch Time":-9223372036854775808}}""",
            """{"Event":"SparkListenerTaskEnd","Stage ID":0,"Task Info":{"Task ID":9223372036854775807,"Index":2147483647,"Launch Time":-9223372036854775808,"Finish Time":9223372036854775807,"Failed":false,"Killed":false}}""");
        application.Problems.CorruptLines.ShouldBe(2);
    }

    [Fact]
    public void A_complete_last_line_without_its_end_counts_and_a_cut_one_is_noted()
    {
        const string Start = """{"Event":"SparkListenerLogStart","Spark Version":"3.5.1"}""";
        var whole = Logs.Load("local-1.inprogress", Encoding.UTF8.GetBytes(Start));
        whole.SparkVersion.ShouldBe("3.5.1");
        whole.Problems.TruncatedLine.ShouldBeFalse();
        var cut = Logs.Load("local-1.inprogress", Encoding.UTF8.GetBytes(Start + "\n" + Start[..20]));
        cut.SparkVersion.ShouldBe("3.5.1");
        cut.Problems.TruncatedLine.ShouldBeTrue();
        cut.Problems.CorruptLines.ShouldBe(0);
    }

    private static byte[] Decode(string name, byte[] content)
    {
        using var stream = Codecs.Decode(new MemoryStream(content), Codecs.OfFile(name)!.Value);
        var text = new MemoryStream();
        try
        {
            stream.CopyTo(text, 4096);
        }
        catch (IOException)
        {
            // The cut; what came before it is what counts.
        }

        return text.ToArray();
    }
}
