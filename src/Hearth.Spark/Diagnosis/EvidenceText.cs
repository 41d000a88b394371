using System.Text.RegularExpressions;

namespace Hearth.Spark.Diagnosis;

/// <summary>Evidence as lines to search, and a line as it may be shown.</summary>
internal static partial class EvidenceText
{
    private const int CharactersRead = 256 * 1024;
    private const int CharactersShown = 400;

    public static List<EvidenceLine> Lines(FailureEvidence evidence)
    {
        var lines = new List<EvidenceLine>();
        Add(lines, EvidenceSource.Submission, evidence.SubmissionError);
        foreach (var text in evidence.Events)
            Add(lines, EvidenceSource.Event, text);
        if (evidence.Driver is { } driver)
            Add(lines, EvidenceSource.Driver, Text(driver));
        foreach (var executor in evidence.Executors)
            Add(lines, EvidenceSource.Executor, Text(executor));
        foreach (var missing in evidence.MissingFromPod)
            Add(lines, EvidenceSource.Pod, "the pod lacks what the spec asks for: " + missing);
        Add(lines, EvidenceSource.Log, evidence.DriverLog);
        return lines;
    }

    /// <summary>A container in the words that signatures look for: <c>pod p: reason OOMKilled, exit code 137: message</c>.</summary>
    private static string Text(ContainerEvidence container) =>
        (container.Pod is null ? "" : $"pod {container.Pod}: ")
        + string.Join(", ", Parts(container))
        + (string.IsNullOrEmpty(container.Message) ? "" : ": " + container.Message);

    private static IEnumerable<string> Parts(ContainerEvidence container)
    {
        if (!string.IsNullOrEmpty(container.Reason))
            yield return $"reason {container.Reason}";
        if (container.ExitCode is { } code)
            yield return $"exit code {code};";
    }

    /// <summary>One line, cut around the first of the words, without what looks like a secret.</summary>
    public static string Show(string line, string word)
    {
        var text = Secret().Replace(line.Trim(), "${key}*********(redacted)");
        if (text.Length <= CharactersShown)
            return text;
        var at = Math.Max(0, text.IndexOf(word, StringComparison.Ordinal));
        var start = Math.Clamp(at - (CharactersShown / 4), 0, text.Length - CharactersShown);
        return $"{(start > 0 ? "..." : "")}{text.AsSpan(start, CharactersShown - 6)}...";
    }

    private static void Add(List<EvidenceLine> lines, EvidenceSource source, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return;
        var tail = text.Length <= CharactersRead ? text : text[^CharactersRead..];
        foreach (var line in tail.EnumerateLines())
        {
            if (!line.IsWhiteSpace())
                lines.Add(new EvidenceLine(source, line.ToString()));
        }
    }

    [GeneratedRegex(
        """(?<key>(secret|password|passwd|token|access[._-]?key|credential)[a-z0-9._-]{0,40}["']?\s{0,4}[=:]\s{0,4}["']?|bearer |://[^/\s:@]{1,64}:)[^\s"',;@]{6,4096}""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Secret();
}
