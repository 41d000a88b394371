namespace Hearth.Cli.Output;

/// <summary>Texts in lines of a width.</summary>
internal static class WordWrap
{
    /// <summary>Breaks at blanks; a word that is longer than a line stays whole. Line ends of the text are kept.</summary>
    public static IEnumerable<string> Lines(string text, int width)
    {
        foreach (var paragraph in text.Split('\n'))
        {
            var line = "";
            foreach (var word in paragraph.Split(' '))
            {
                if (line.Length > 0 && line.Length + 1 + word.Length > width)
                {
                    yield return line;
                    line = word;
                }
                else
                {
                    line = line.Length == 0 ? word : $"{line} {word}";
                }
            }

            yield return line;
        }
    }
}
