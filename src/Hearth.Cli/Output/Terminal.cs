namespace Hearth.Cli.Output;

/// <summary>Where a command writes: results on standard output, everything about the way there on standard error.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error, bool isInteractive)
{
    private const int Widest = 120;
    private const int Narrowest = 30;

    /// <summary>Results: data, answers, logs that were asked for.</summary>
    public TextWriter Out { get; } = TextWriter.Synchronized(output);

    /// <summary>Progress, hints, warnings and errors.</summary>
    public TextWriter Error { get; } = TextWriter.Synchronized(error);

    /// <summary>True where a person looks on and lines may be redrawn.</summary>
    public bool IsInteractive { get; } = isInteractive;

    /// <summary>How long lines of prose may be.</summary>
    public int Width { get; init; } = Widest;

    public static Terminal OfThisProcess() => new(
        Console.Out,
        Console.Error,
        !Console.IsOutputRedirected && !Console.IsErrorRedirected
            && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb")
            && Environment.GetEnvironmentVariable("CI") is null or "")
    {
        Width = Console.IsOutputRedirected || Console.WindowWidth <= 0 ? Widest : Math.Clamp(Console.WindowWidth - 1, Narrowest, Widest),
    };

    public void Say(string line) => Error.WriteLine(Harmless(line));

    /// <summary>
    /// A text as the terminal may get it: what clusters, manifests and mirrors say may hold sequences that move the cursor, rename the window or
    /// paste commands. They are shown instead, as kubectl does.
    /// </summary>
    public static string Harmless(string text) => text.Any(IsHarmful) ? string.Concat(text.Select(c => IsHarmful(c) ? Shown(c) : c.ToString())) : text;

    private static bool IsHarmful(char c) => char.IsControl(c) && c is not ('\n' or '\t');

    private static string Shown(char c) => c < ' ' ? $"^{(char)(c + '@')}" : $"\\u{(int)c:x4}";

    public void Say(UserError error)
    {
        foreach (var problem in error.Problems)
            Say(problem.ToString());
        if (error.Problems.Count > 1)
            Error.WriteLine($"{error.Problems.Count} problems; nothing was done.");
    }
}
