using System.Text.RegularExpressions;

namespace Hearth.Operator.Applications;

/// <summary>The end of a log as status keeps it.</summary>
internal static partial class LogTail
{
    private const string Masked = "*****(redacted)";

    /// <summary>The last lines, no longer than <paramref name="limit"/> characters, what looks like a secret masked.</summary>
    public static string? Of(string log, int lines, int limit)
    {
        var last = log.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0).TakeLast(lines);
        var text = string.Concat(Secret().Replace(string.Join('\n', last), $"${{key}}{Masked}").Where(c => !char.IsControl(c) || c is '\n' or '\t'));
        if (text.Length == 0)
            return null;
        return text.Length <= limit ? text : text[^limit..];
    }

    [GeneratedRegex("(?<key>(secret|password|passwd|token|access[._-]?key|credential)[^\\s=:]*\\s*[=:]\\s*)\\S+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Secret();
}
