using System.Text;
using System.Text.Json;

namespace Hearth.History.Replay;

/// <summary>What ended a task and the text that Spark shows for it (<c>TaskFailedReason.toErrorString</c>).</summary>
internal static class TaskEndReason
{
    public static (EndReason Reason, string? Error) Parse(JsonElement reason) => reason.Text("Reason") switch
    {
        "Success" => (EndReason.Success, null),
        "TaskKilled" => (EndReason.Killed, reason.Text("Kill Reason") ?? "unknown reason"),
        "TaskCommitDenied" => (EndReason.CommitDenied,
            "TaskCommitDenied (Driver denied task commit)"
            + $" for job: {reason.Int("Job ID", -1)}, partition: {reason.Int("Partition ID", -1)}, attemptNumber: {reason.Int("Attempt Number", -1)}"),
        "Resubmitted" => (EndReason.Resubmitted, "Resubmitted (resubmitted due to lost executor)"),
        "FetchFailed" => (EndReason.OtherFailure, FetchFailed(reason)),
        "ExceptionFailure" => (EndReason.OtherFailure, ExceptionFailure(reason)),
        "ExecutorLostFailure" => (EndReason.OtherFailure, ExecutorLost(reason)),
        "ExecutorShutdownFailure" => (EndReason.OtherFailure, $"ExecutorShutdownFailure (executor {reason.Text("Executor ID") ?? "Unknown"} was shutting down)"),
        "TaskResultLost" => (EndReason.OtherFailure, "TaskResultLost (result lost from block manager)"),
        _ => (EndReason.OtherFailure, "UnknownReason"),
    };

    private static string FetchFailed(JsonElement reason)
    {
        var address = reason.Object("Block Manager Address") is { } manager
            ? $"BlockManagerId({manager.Text("Executor ID")}, {manager.Text("Host")}, {manager.Int("Port", 0)}, None)"
            : "null";
        var mapIndex = reason.Long("Map Index") is { } index && index != int.MinValue ? index.ToString() : "Unknown";
        return $"FetchFailed({address}, shuffleId={reason.Int("Shuffle ID", 0)}, mapIndex={mapIndex}, mapId={reason.Long("Map ID") ?? 0}, "
            + $"reduceId={reason.Int("Reduce ID", 0)}, message=\n{reason.Text("Message") ?? "Unknown reason"}\n)";
    }

    private static string ExceptionFailure(JsonElement reason)
    {
        if (reason.Text("Full Stack Trace") is { } full)
            return full;
        var frames = reason.Array("Stack Trace").Select(Frame);
        return $"{reason.Text("Class Name")}: {reason.Text("Description")}\n" + string.Join('\n', frames.Select(f => "        " + f));
    }

    private static string Frame(JsonElement frame)
    {
        var file = frame.Text("File Name");
        var line = frame.Int("Line Number", -1);
        var place = (file, line) switch
        {
            (_, -2) => "Native Method",
            (null, _) => "Unknown Source",
            (_, >= 0) => $"{file}:{line}",
            _ => file,
        };
        return $"{frame.Text("Declaring Class")}.{frame.Text("Method Name")}({place})";
    }

    private static string ExecutorLost(JsonElement reason)
    {
        var cause = reason.Flag("Exit Caused By App", missing: true) ? "caused by one of the running tasks" : "unrelated to the running tasks";
        var text = new StringBuilder($"ExecutorLostFailure (executor {reason.Text("Executor ID") ?? "Unknown"} exited {cause})");
        if (reason.Text("Loss Reason") is { } loss)
            text.Append(" Reason: ").Append(loss);
        return text.ToString();
    }
}
