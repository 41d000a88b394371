using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hearth.History.EventLogs;
using Hearth.History.Model;
using Hearth.History.Rest;
using Hearth.History.Snapshots;
using Hearth.History.Sources;
using Hearth.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Hearth.Tests.History;

/// <summary>
/// Events of real applications lost, repeated, moved and changed, as a busy listener queue, a bad disk or an enemy leaves them: everything is
/// answered, and equally however the log was read. HEARTH_FUZZ_LOGS is the number of logs that are made of each (by default 6).
/// </summary>
public sealed partial class MutatedEventTests : IDisposable
{
    private const string Name = "local-1.inprogress";

    private readonly TemporaryFolder _folder = new();

    private static int Count => int.TryParse(Environment.GetEnvironmentVariable("HEARTH_FUZZ_LOGS"), out var count) ? count : 6;

    public void Dispose() => _folder.Dispose();

    [SkippableTheory]
    [InlineData("rich-local", 1)]
    [InlineData("rich-cluster", 2)]
    [InlineData("stream", 3)]
    [InlineData("crash", 4)]
    public void Answers_do_not_depend_on_how_a_log_was_read(string recorded, int seed)
    {
        var file = Directory.GetFiles(Shared.Path("golden", "history", "4.3.0", "logs", recorded)).Single();
        var lines = File.ReadAllLines(file);
        var random = new Random(seed);
        for (var i = 0; i < Count; i++)
        {
            var mutated = Mutate(lines, random);
            var store = new MemoryLogStore();
            var whole = Read(store, mutated, [mutated.Count]);
            whole.ShouldContain("\"stageId\"");
            int[] steps = [random.Next(1, mutated.Count), random.Next(1, mutated.Count), mutated.Count];
            Difference(whole, Read(store, mutated, steps)).ShouldBeNull($"log {i}, read to lines {string.Join(", ", steps)}");
            Difference(whole, FromSnapshot(store)).ShouldBeNull($"log {i}, from a snapshot");
        }
    }

    /// <summary>Where two answers part, with what stands before it.</summary>
    private static string? Difference(string wanted, string actual)
    {
        var same = wanted.AsSpan().CommonPrefixLength(actual);
        return same == wanted.Length && same == actual.Length ? null : $"{Around(wanted, same)}\ninstead of\n{Around(actual, same)}";
    }

    private static string Around(string text, int place) => text[Math.Max(0, place - 600)..Math.Min(text.Length, place + 60)];

    private static List<string> Mutate(string[] lines, Random random)
    {
        var mutated = lines.ToList();
        for (var rounds = random.Next(1, 4); rounds > 0; rounds--)
        {
            var share = random.NextDouble() * 0.2;
            switch (random.Next(5))
            {
                case 0: mutated.RemoveAll(_ => random.NextDouble() < share); break;
                case 1: mutated = [.. mutated.SelectMany(line => Enumerable.Repeat(line, random.NextDouble() < share ? 2 : 1))]; break;
                case 2: Move(mutated, random, (int)(mutated.Count * share)); break;
                case 3: Move(mutated, random, 5); break;
                default:
                    mutated = [.. mutated.Select(line => random.NextDouble() < share ? Change(line, random) : line)];
                    break;
            }
        }

        return mutated;
    }

    private static void Move(List<string> lines, Random random, int count)
    {
        for (; count > 0 && lines.Count > 1; count--)
        {
            var from = random.Next(lines.Count);
            var line = lines[from];
            lines.RemoveAt(from);
            lines.Insert(Math.Clamp(from + random.Next(-20, 21), 0, lines.Count), line);
        }
    }

    /// <summary>One number becomes another.</summary>
    private static string Change(string line, Random random)
    {
        var numbers = Number().Matches(line);
        if (numbers.Count == 0)
            return line;
        var number = numbers[random.Next(numbers.Count)];
        string[] others = ["0", "-1", "1", number.Value + "0", "2147483648", "9223372036854775807", "1.5", "null"];
        return string.Concat(line.AsSpan(0, number.Index), others[random.Next(others.Length)], line.AsSpan(number.Index + number.Length));
    }

    [GeneratedRegex("(?<=\":)[0-9]+(?=[,}])")]
    private static partial Regex Number();

    /// <summary>The answers after the log has grown to each of these numbers of lines.</summary>
    private static string Read(MemoryLogStore store, List<string> lines, int[] steps)
    {
        LoadedApplication? loaded = null;
        try
        {
            foreach (var step in steps.Order())
            {
                store.Put(Name, Encoding.UTF8.GetBytes(string.Concat(lines.Take(step).Select(line => line + "\n"))));
                var log = EventLog.Find(store.ListAsync(null, CancellationToken.None).Result).Single();
                loaded ??= new LoadedApplication(log, store, workers: 2);
                loaded.TryAdvance(log, CancellationToken.None).ShouldBeTrue();
            }

            return loaded!.Read(Answers);
        }
        finally
        {
            loaded?.Dispose();
        }
    }

    private string FromSnapshot(MemoryLogStore store)
    {
        var log = EventLog.Find(store.ListAsync(null, CancellationToken.None).Result).Single();
        var snapshots = new SnapshotFolder(_folder.Path, 1L << 30, new FakeTime(), NullLogger.Instance);
        using var draft = snapshots.Begin().ShouldNotBeNull();
        snapshots.Store(log, store, store.Load(), draft).ShouldBeTrue();
        return Answers(snapshots.Find(log, store).ShouldNotBeNull());
    }

    private static string Answers(Application application)
    {
        var text = new MemoryStream();
        using var json = new Utf8JsonWriter(text, RestJson.Options);
        json.WriteStartArray();
        JobsResource.List(application, RestQuery.Parse(""), SparkDialect.Newest, json);
        StagesResource.List(application, RestQuery.Parse("details=true&withSummaries=true"), SparkDialect.Newest, json);
        SqlResource.List(application, RestQuery.Parse("length=-1"), SparkDialect.Newest, 0, json);
        ExecutorsResource.List(application, activeOnly: false, SparkDialect.Newest, 0, json);
        StorageResource.List(application, SparkDialect.Newest, json);
        foreach (var key in application.Stages.Keys)
            StagesResource.TaskList(application, key, RestQuery.Parse("sortBy=-runtime"), SparkDialect.Newest, json);
        json.WriteEndArray();
        json.Flush();
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
