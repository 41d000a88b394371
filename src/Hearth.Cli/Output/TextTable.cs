namespace Hearth.Cli.Output;

/// <summary>Columns as kubectl prints them: capitals above, three blanks between.</summary>
internal static class TextTable
{
    public static void Write(TextWriter output, IReadOnlyList<string> titles, IEnumerable<IReadOnlyList<string>> rows)
    {
        List<IReadOnlyList<string>> all = [titles, .. rows.Select(row => (IReadOnlyList<string>)[.. row.Select(Terminal.Harmless)])];
        var widths = Enumerable.Range(0, titles.Count).Select(column => all.Max(row => row[column].Length)).ToArray();
        foreach (var row in all)
            output.WriteLine(string.Join("   ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    /// <summary>An age as kubectl prints it: 12s, 5m, 3h, 2d.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 120 } => $"{Math.Max(0, (long)age.TotalSeconds)}s",
        { TotalMinutes: < 120 } => $"{(long)age.TotalMinutes}m",
        { TotalHours: < 48 } => $"{(long)age.TotalHours}h",
        _ => $"{(long)age.TotalDays}d",
    };
}
