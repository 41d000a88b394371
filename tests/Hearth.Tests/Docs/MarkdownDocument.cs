using System.Text.RegularExpressions;
using Hearth.Testing;

namespace Hearth.Tests.Docs;

/// <summary>A document of this repository, and what in it is code.</summary>
internal sealed partial class MarkdownDocument
{
    private MarkdownDocument(string name, string text)
    {
        (Name, Text) = (name, text);
        Blocks = [.. Joined().Replace(text, " ").Split('\n').Where(line => line.StartsWith("    ", StringComparison.Ordinal)).Select(line => line.Trim())];
        Inline = [.. text.Split('\n').Where(line => !line.StartsWith("    ", StringComparison.Ordinal)).SelectMany(line => Code().Matches(line).Select(m => (m.Groups["code"].Value, line)))];
    }

    /// <summary>The path from the root of the repository.</summary>
    public string Name { get; }

    public string Text { get; }

    /// <summary>The lines of indented blocks; one that goes on in the next is one.</summary>
    public IReadOnlyList<string> Blocks { get; }

    /// <summary>What stands between backticks, with its line.</summary>
    public IReadOnlyList<(string Code, string Line)> Inline { get; }

    /// <summary>Where links lead that stay in the repository.</summary>
    public IEnumerable<string> Links => Link().Matches(Text).Select(m => m.Groups["to"].Value).Where(to => !to.Contains("://", StringComparison.Ordinal));

    public static IReadOnlyList<MarkdownDocument> All { get; } =
    [
        .. Directory.GetFiles(Shared.Repository, "*.md").Concat(new[] { "docs", "bench", "deploy", "samples" }.Select(folder => Path.Combine(Shared.Repository, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*.md", SearchOption.AllDirectories)))
            .Select(file => new MarkdownDocument(Path.GetRelativePath(Shared.Repository, file), File.ReadAllText(file))),
    ];

    [GeneratedRegex("`(?<code>[^`]+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\((?<to>[^)\s#]+)[^)]*\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"\s*\\\n\s+")]
    private static partial Regex Joined();
}
