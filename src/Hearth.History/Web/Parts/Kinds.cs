using Hearth.History.Model;
using Hearth.History.Rest;

namespace Hearth.History.Web.Parts;

/// <summary>The word for a state, and its kind: a class of the style sheet that gives it a colour.</summary>
internal static class Kinds
{
    public static string Word(JobStatus status) => status.ToString().ToLowerInvariant();

    public static string Word(StageStatus status) => status.ToString().ToLowerInvariant();

    public static string Word(TaskState status) => TaskView.StatusText(status).ToLowerInvariant();

    public static string Of(JobStatus status) => status switch { JobStatus.Succeeded => "ok", JobStatus.Failed => "bad", JobStatus.Running => "run", _ => "dim" };

    public static string Of(StageStatus status) => status switch { StageStatus.Complete => "ok", StageStatus.Failed => "bad", StageStatus.Active => "run", _ => "dim" };

    public static string Of(TaskState status) => status switch { TaskState.Success => "ok", TaskState.Failed => "bad", TaskState.Killed => "dim", _ => "run" };

    public static string Of(SqlExecution execution) => SqlResource.StatusOf(execution) switch { "COMPLETED" => "ok", "FAILED" => "bad", _ => "run" };
}
