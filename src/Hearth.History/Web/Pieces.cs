using Hearth.History.Model;
using Hearth.History.Rest;

namespace Hearth.History.Web;

/// <summary>Small parts that pages share: states, meters, tiles.</summary>
internal static class Pieces
{
    /// <summary>A state as a labelled dot; its kind is a class of the style sheet.</summary>
    public static Markup State(string text, string kind)
    {
        var html = new Html();
        html.Add($"<span class=\"state s-{kind}\">{text}</span>");
        return html.ToMarkup();
    }

    public static Markup State(JobStatus status) => State(Word(status), Kind(status));

    public static Markup State(StageStatus status) => State(status.ToString().ToLowerInvariant(), Kind(status));

    public static Markup State(SqlExecution execution) => State(SqlResource.StatusOf(execution).ToLowerInvariant(), Kind(execution));

    public static Markup State(TaskState status) => State(TaskView.StatusText(status).ToLowerInvariant(), Kind(status));

    public static string Kind(JobStatus status) => status switch { JobStatus.Succeeded => "ok", JobStatus.Failed => "bad", JobStatus.Running => "run", _ => "dim" };

    public static string Kind(StageStatus status) => status switch { StageStatus.Complete => "ok", StageStatus.Failed => "bad", StageStatus.Active => "run", _ => "dim" };

    public static string Kind(TaskState status) => status switch { TaskState.Success => "ok", TaskState.Failed => "bad", TaskState.Killed => "dim", _ => "run" };

    public static string Kind(SqlExecution execution) => SqlResource.StatusOf(execution) switch { "COMPLETED" => "ok", "FAILED" => "bad", _ => "run" };

    /// <summary>A bar of what is done; its width is a class because styles are not inline.</summary>
    public static Markup Meter(long done, long failed, long of)
    {
        var kind = failed > 0 ? " bad" : done < of ? " run" : "";
        return new($"<span class=\"meter{kind}\" aria-hidden=\"true\"><i class=\"w{(of <= 0 ? 0 : Math.Clamp(done * 20 / of, 0, 20))}\"></i></span>");
    }

    public static void Tile(Html tiles, string value, string label, string kind = "") =>
        tiles.Add($"<li{(kind.Length > 0 ? new Markup($" class=\"t-{kind}\"") : default)}><b>{value}</b><span>{label}</span></li>");

    /// <summary>A failure: its first line, and all of it when opened.</summary>
    public static void Failure(Html html, string text, int most = 160)
    {
        var line = Show.Reason(text, most);
        if (line == text)
            html.Add($"<span class=\"failure\">{text}</span>");
        else
            html.Add($"<details class=\"failure\"><summary>{line}</summary><pre>{text}</pre></details>");
    }

    public static void Tiles(Html html, Action<Html> write)
    {
        html.Add($"<ul class=\"tiles\">");
        write(html);
        html.Add($"</ul>");
    }

    private static string Word(JobStatus status) => status.ToString().ToLowerInvariant();
}
