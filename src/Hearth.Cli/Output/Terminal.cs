namespace Hearth.Cli.Output;

/// <summary>Where a command writes: results on standard output, everything about the way there on standard error.</summary>
internal sealed class Terminal(TextWriter output, TextWriter error, bool isInteractive)
{
    /// <summary>Results: data, answers, logs that were asked for.</summary>
    public TextWriter Out { get; } = TextWriter.Synchronized(output);

    /// <summary>Progress, hints, warnings and errors.</summary>
    public TextWriter Error { get; } = TextWriter.Synchronized(error);

    /// <summary>True where a person looks on and lines may be redrawn.</summary>
    public bool IsInteractive { get; } = isInteractive;

    public static Terminal OfThisProcess() => new(
        Console.Out,
        Console.Error,
        !Console.IsOutputRedirected && !Console.IsErrorRedirected
            && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb")
            && Environment.GetEnvironmentVariable("CI") is null or "");

    public void Say(string line) => Error.WriteLine(line);

    public void Say(UserError error)
    {
        foreach (var problem in error.Problems)
            Error.WriteLine(problem);
        if (error.Problems.Count > 1)
            Error.WriteLine($"{error.Problems.Count} problems; nothing was done.");
    }
}
