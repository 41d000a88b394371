using System.Text;
using Hearth.History.EventLogs;
using Hearth.History.Model;
using Hearth.History.Rest;
using Hearth.History.Snapshots;
using Hearth.History.Sources;
using Hearth.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Hearth.Tests.History;

/// <summary>Snapshots of logs that were read: found again, bounded, and never worse than reading the log.</summary>
public sealed class SnapshotTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTime _time = new();
    private readonly MemoryLogStore _store = new();

    public void Dispose() => _folder.Dispose();

    [SkippableFact]
    public async Task A_stored_application_answers_like_the_log_without_reading_it()
    {
        var (name, content) = Logs.Mini("none");
        _store.Put(name, content);
        var snapshots = Folder();
        var wanted = await AnswersAsync(snapshots);
        _store.Put(name, [.. Enumerable.Repeat((byte)' ', content.Length)]);
        (await AnswersAsync(snapshots)).ShouldBe(wanted);
        wanted.ShouldContain("taskMetrics");
    }

    /// <summary>Everything that the model holds, by its properties: one that is added later and not stored fails here.</summary>
    [SkippableTheory]
    [InlineData("stream")]
    [InlineData("rich-local")]
    [InlineData("rich-cluster")]
    public void Nothing_of_the_model_is_lost(string recorded)
    {
        var file = Directory.GetFiles(Shared.Path("golden", "history", "4.3.0", "logs", recorded)).Single();
        var application = Logs.Load(Path.GetFileName(file), File.ReadAllBytes(file));
        application.Connect.Sessions["s"] = new ServerSession("s", "u", "a", 1) { EndTime = 2, Statements = 3 };
        application.Thrift.Statements["t"] = new ServerStatement("t", "s", "u", "select 1", "g", 4) { FinishTime = 5, CloseTime = 6, State = "CLOSED", Error = "e", Plan = "p", Rows = 7 };
        var stored = new MemoryStream();
        ApplicationPart.Write("key", application, new SnapshotFile.Writer(stored));
        Text(ApplicationPart.Read("key", SnapshotFile.Of(stored.ToArray()))!).ShouldBe(Text(application));
    }

    private static string Text(Application application)
    {
        var text = new StringBuilder();
        Append(text, application, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value, int depth)
    {
        switch (value)
        {
            case null or string or long or int or bool or double or Enum:
                text.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"{new string(' ', depth)}{value}");
                return;
            case TaskTable tasks:
                for (var row = 0; row < tasks.Count; row++)
                {
                    for (var column = 0; column < TaskColumns.Count; column++)
                        text.Append(tasks.Get(row, (TaskColumn)column)).Append(' ');
                }

                return;
            case IndexSet set:
                text.Append(set.Count);
                return;
            case ExecutorPeaks peaks:
                text.AppendJoin(' ', peaks.Raw.ToArray()).AppendLine();
                return;
            case TaskRow:
                return;
            case System.Collections.IEnumerable many:
                foreach (var one in many)
                    Append(text, one, depth + 1);
                return;
            default:
                // Links back to what is shown elsewhere, and what snapshots decide themselves.
                foreach (var property in value.GetType().GetProperties().Where(p => p.GetIndexParameters().Length == 0
                    && p.Name is not ("Place" or "IsHere" or "Remaining" or "EqualityContract" or "Statuses") && p.GetMethod is { IsStatic: false }))
                {
                    text.Append(' ', depth).AppendLine(property.Name);
                    Append(text, property.GetValue(value), depth + 1);
                }

                return;
        }
    }

    [SkippableFact]
    public void A_log_that_changed_has_no_snapshot()
    {
        var (name, content) = Logs.Mini("none");
        _store.Put(name, content);
        var snapshots = Folder();
        Store(snapshots, Log(), _store.Load()).ShouldBeTrue();
        snapshots.Find(Log(), _store).ShouldNotBeNull();
        _store.Put(name, content, second: 1);
        snapshots.Find(Log(), _store).ShouldBeNull();
    }

    [SkippableFact]
    public async Task A_damaged_snapshot_is_replaced_by_reading_the_log()
    {
        var (name, content) = Logs.Mini("none");
        _store.Put(name, content);
        var snapshots = Folder();
        var wanted = await AnswersAsync(snapshots);
        var path = Directory.GetFiles(_folder.Path).Single();
        var good = await File.ReadAllBytesAsync(path);
        var random = new Random(7);
        for (var i = 0; i < 200; i++)
        {
            var bad = (byte[])good.Clone();
            if (i % 4 == 0)
                bad = bad[..random.Next(bad.Length)];
            else
                bad[random.Next(bad.Length)] ^= (byte)(1 << random.Next(8));
            await File.WriteAllBytesAsync(path, bad);
            (await AnswersAsync(snapshots)).ShouldBe(wanted, $"round {i}");
        }
    }

    /// <summary>Every byte lies under a checksum: one that changed, or an end that is missing, is noticed wherever it is.</summary>
    [SkippableTheory]
    [InlineData("none", 131)]
    [InlineData("zstd", 173)]
    public void No_byte_of_a_snapshot_changes_unnoticed(string codec, int step)
    {
        var (name, content) = Logs.Mini(codec);
        _store.Put(name, content);
        var stored = new MemoryStream();
        ApplicationPart.Write("key", _store.Load(), new SnapshotFile.Writer(stored));
        var good = stored.ToArray();
        IsDamaged(good).ShouldBeFalse();
        for (var at = 0; at < good.Length; at += at < 64 ? 1 : step)
        {
            var bad = (byte[])good.Clone();
            bad[at] ^= (byte)(1 << (at % 8));
            IsDamaged(bad).ShouldBeTrue($"byte {at} of {good.Length}");
            Should.Throw<DamagedSnapshotException>(() => SnapshotFile.Of(good[..at]), $"cut at {at}");
        }

        static bool IsDamaged(byte[] snapshot)
        {
            try
            {
                Text(ApplicationPart.Read("key", SnapshotFile.Of(snapshot))!);
                return false;
            }
            catch (Exception e) when ((e as System.Reflection.TargetInvocationException)?.InnerException is DamagedSnapshotException || e is DamagedSnapshotException)
            {
                return true;
            }
        }
    }

    /// <summary>Even a main part that passes its checksum, being written so, ends in an application or in damage.</summary>
    [SkippableFact]
    public void A_main_part_of_any_content_ends_in_an_application_or_in_damage()
    {
        var (name, content) = Logs.Mini("none");
        _store.Put(name, content);
        var stored = new MemoryStream();
        ApplicationPart.Write("key", _store.Load(), new SnapshotFile.Writer(stored));
        var file = SnapshotFile.Of(stored.ToArray());
        var main = file.Read(file.Main);
        var random = new Random(23);
        for (var round = 0; round < 2000; round++)
        {
            var bad = (byte[])main.Clone();
            for (var n = random.Next(1, 4); n > 0; n--)
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            var copy = new MemoryStream();
            new SnapshotFile.Writer(copy).End(round % 5 == 0 ? bad.AsSpan(0, random.Next(bad.Length)) : bad);
            try
            {
                ApplicationPart.Read("key", SnapshotFile.Of(copy.ToArray()));
            }
            catch (DamagedSnapshotException)
            {
                // What it should be.
            }
        }
    }

    [SkippableFact]
    public void Parts_of_any_content_end_in_an_error_or_in_an_application()
    {
        var (name, content) = Logs.Mini("none");
        _store.Put(name, content);
        var stored = new MemoryStream();
        ApplicationPart.Write("key", _store.Load(), new SnapshotFile.Writer(stored));
        var random = new Random(11);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = stored.ToArray();
            for (var n = random.Next(1, 4); n > 0; n--)
                bytes[random.Next(40, bytes.Length)] = (byte)random.Next(256);
            var part = bytes.AsSpan(random.Next(40, bytes.Length)).ToArray();
            try
            {
                var reader = new PartReader(part);
                StagePart.ReadJob(reader);
            }
            catch (DamagedSnapshotException)
            {
                // What it should be.
            }
        }
    }

    [SkippableFact]
    public void Snapshots_not_used_for_longest_go_first()
    {
        var (name, content) = Logs.Mini("none");
        var sizes = new MemoryStream();
        _store.Put(name, content);
        var application = _store.Load();
        ApplicationPart.Write("key", application, new SnapshotFile.Writer(sizes));
        var snapshots = new SnapshotFolder(_folder.Path, (sizes.Length * 2) + 2000, _time, NullLogger.Instance);
        var logs = new[] { "a", "b", "c" }.Select(n => Log() with { Name = n }).ToArray();
        Store(snapshots, logs[0], application).ShouldBeTrue();
        _time.Advance(TimeSpan.FromMinutes(1));
        Store(snapshots, logs[1], application).ShouldBeTrue();
        _time.Advance(TimeSpan.FromMinutes(1));
        snapshots.Find(logs[0], _store).ShouldNotBeNull();
        _time.Advance(TimeSpan.FromMinutes(1));
        Store(snapshots, logs[2], application).ShouldBeTrue();
        snapshots.Find(logs[0], _store).ShouldNotBeNull();
        snapshots.Find(logs[1], _store).ShouldBeNull();
        snapshots.Find(logs[2], _store).ShouldNotBeNull();
    }

    [SkippableFact]
    public void A_snapshot_larger_than_the_bound_is_not_kept()
    {
        var (name, content) = Logs.Mini("none");
        _store.Put(name, content);
        Store(new SnapshotFolder(_folder.Path, 100, _time, NullLogger.Instance), Log(), _store.Load()).ShouldBeFalse();
        Directory.GetFiles(_folder.Path).ShouldBeEmpty();
    }

    [SkippableFact]
    public async Task A_folder_that_cannot_be_written_is_reported_once_and_harms_nothing()
    {
        var (name, content) = Logs.Mini("none");
        _store.Put(name, content);
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "");
        var warnings = new List<string>();
        var snapshots = new SnapshotFolder(file, 1L << 30, _time, new Collecting(warnings));
        (await AnswersAsync(snapshots)).ShouldContain("taskMetrics");
        (await AnswersAsync(snapshots)).ShouldContain("taskMetrics");
        warnings.Count.ShouldBe(1);
        warnings[0].ShouldContain(file);
    }

    [SkippableFact]
    public async Task Servers_that_share_a_folder_do_not_disturb_each_other()
    {
        var (name, content) = Logs.Mini("none");
        _store.Put(name, content);
        var application = _store.Load();
        var log = Log();
        await Parallel.ForEachAsync(Enumerable.Range(0, 40), (_, _) =>
        {
            var snapshots = Folder();
            Store(snapshots, log, application).ShouldBeTrue();
            snapshots.Find(log, _store).ShouldNotBeNull().TaskCount.ShouldBe(application.TaskCount);
            return ValueTask.CompletedTask;
        });
        Directory.GetFiles(_folder.Path).ShouldHaveSingleItem();
    }

    private bool Store(SnapshotFolder snapshots, EventLog log, Application application)
    {
        using var draft = snapshots.Begin().ShouldNotBeNull();
        return snapshots.Store(log, _store, application, draft);
    }

    private SnapshotFolder Folder() => new(_folder.Path, 1L << 30, _time, NullLogger.Instance);

    private EventLog Log() => EventLog.Find(_store.ListAsync(null, CancellationToken.None).Result).Single();

    /// <summary>All stages with their tasks, all SQL executions with plans: everything that lies in parts of its own.</summary>
    private async Task<string> AnswersAsync(SnapshotFolder snapshots)
    {
        using var cache = new ApplicationCache(1L << 30, workers: 1, snapshots, worthSnapshot: 0);
        var summary = new LogSummary { Id = "app", Name = "", User = "", SparkVersion = "4.3.0", StartTime = 0 };
        var loaded = await cache.GetAsync(new ListedAttempt(summary, Log(), _store), CancellationToken.None);
        await cache.Settled;
        return loaded.Read(application =>
        {
            var text = new MemoryStream();
            using var json = new System.Text.Json.Utf8JsonWriter(text, RestJson.Options);
            json.WriteStartArray();
            StagesResource.List(application, RestQuery.Parse("details=true&withSummaries=true"), SparkDialect.Newest, json);
            SqlResource.List(application, RestQuery.Parse("length=-1"), SparkDialect.Newest, 0, json);
            json.WriteEndArray();
            json.Flush();
            return Encoding.UTF8.GetString(text.ToArray());
        });
    }

    private sealed class Collecting(List<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Add(formatter(state, exception));
    }
}
