using System.Text.Json;
using Hearth.History.Model;

namespace Hearth.History.Replay;

/// <summary>Parses <c>StageInfo</c> and what is in it.</summary>
internal sealed class StageInfoParser(StringPool strings)
{
    public StageInfo Parse(JsonElement info) => new()
    {
        Id = info.Int("Stage ID", -1),
        Attempt = info.Int("Stage Attempt ID", 0),
        Name = strings.Get(info.Text("Stage Name") ?? ""),
        Details = strings.Get(info.Text("Details") ?? ""),
        Tasks = info.Int("Number of Tasks", 0),
        Rdds = [.. info.Array("RDD Info").Select(Rdd)],
        ParentIds = info.Ints("Parent IDs"),
        SubmissionTime = info.Long("Submission Time"),
        CompletionTime = info.Long("Completion Time"),
        FailureReason = info.Text("Failure Reason") is { } reason ? strings.Get(reason) : null,
        Accumulables = [.. info.Array("Accumulables").Where(IsShown).Select(Accumulable)],
        ResourceProfileId = info.Int("Resource Profile Id", 0),
        ShufflePushEnabled = info.Flag("Shuffle Push Enabled"),
        ShuffleMergers = info.Int("Shuffle Push Mergers Count", 0),
    };

    /// <summary>Logs before 1.2 list only the stages' ids.</summary>
    public static StageInfo Unknown(int id) => new()
    {
        Id = id,
        Attempt = 0,
        Name = "unknown",
        Details = "unknown",
        Tasks = 0,
        Rdds = [],
        ParentIds = [],
        Accumulables = [],
    };

    public static StorageLevel Level(JsonElement? level)
    {
        if (level is not { } value)
            return StorageLevel.None;
        var known = new StorageLevel(
            value.Flag("Use Disk"), value.Flag("Use Memory"), value.Flag("Use Off Heap"), value.Flag("Deserialized"),
            value.Int("Replication", 1));
        return known;
    }

    private RddInfo Rdd(JsonElement info) => new(
        info.Int("RDD ID", -1), strings.Get(info.Text("Name") ?? ""), info.Text("Scope") is { } scope ? strings.Get(scope) : null,
        strings.Get(info.Text("Callsite") ?? ""), info.Ints("Parent IDs"), Level(info.Object("Storage Level")),
        info.Int("Number of Partitions", 0));

    private Accumulable Accumulable(JsonElement info) => new(
        info.Long("ID") ?? 0, info.Text("Name") is { } name ? strings.Get(name) : null,
        AccumulableText.Of(info.Find("Update")), AccumulableText.Of(info.Find("Value")));

    private static bool IsShown(JsonElement info) => !info.Flag("Internal") && info.Text("Metadata") != "sql";
}
