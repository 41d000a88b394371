using Hearth.Cli.Running;
using Spectre.Console;

namespace Hearth.Cli.Output;

/// <summary>Shows how a run goes on.</summary>
internal interface IRunProgress : IDisposable
{
    void Show(RunSnapshot snapshot, TimeSpan elapsed);
}

/// <summary>A line for each change, for logs and pipes.</summary>
internal sealed class PlainProgress(Terminal terminal) : IRunProgress
{
    private RunSnapshot? _last;

    public void Show(RunSnapshot snapshot, TimeSpan elapsed)
    {
        if (snapshot == _last)
            return;
        _last = snapshot;
        terminal.Say($"{elapsed.TotalSeconds,6:F1}s  {snapshot.State,-12} driver: {snapshot.Driver ?? "none"}; executors: {snapshot.Executors}");
        if (snapshot.Trouble is { } trouble)
            terminal.Say($"         {trouble}");
    }

    public void Dispose()
    {
    }
}

/// <summary>One line that is drawn again and again, for people; changes of state stay as lines above it.</summary>
internal sealed class LiveProgress(Terminal terminal) : IRunProgress
{
    private static readonly string[] s_frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) });
    private string? _state;
    private int _frame;

    public void Show(RunSnapshot snapshot, TimeSpan elapsed)
    {
        Clear();
        if (snapshot.State != _state)
        {
            _state = snapshot.State;
            _console.MarkupLine($"[grey]{elapsed.TotalSeconds,6:F1}s[/]  [{Color(snapshot.State)}]{Markup.Escape(snapshot.State)}[/]");
        }

        var line = $"{elapsed.TotalSeconds,6:F1}s  {snapshot.State}  driver: {snapshot.Driver ?? "none"}  executors: {snapshot.Executors}" + (snapshot.Trouble is null ? "" : $"  {snapshot.Trouble}");
        var width = Math.Max(20, _console.Profile.Width - 4);
        var shown = Terminal.Harmless(line.ReplaceLineEndings(" "));
        _console.Markup($"[blue]{s_frames[_frame++ % s_frames.Length]}[/] {Markup.Escape(shown.Length > width ? shown[..width] : shown)}");
    }

    public void Dispose() => Clear();

    private void Clear() => terminal.Error.Write("\r\u001b[2K");

    private static string Color(string state) => state switch
    {
        "COMPLETED" => "green",
        "FAILED" or "SUBMISSION_FAILED" or "FAILING" => "red",
        "RUNNING" => "blue",
        _ => "yellow",
    };
}
