using System.Text;

namespace Hearth.LocalCluster.ApiServer.Decoding;

/// <summary>Which of YAML's styles can hold a text of one line or many without changing it.</summary>
internal readonly record struct TextShape(bool FitsPlain, bool FitsSingleQuotes, bool FitsBlock)
{
    public static TextShape Of(string text)
    {
        if (text.Length == 0)
            return new TextShape(FitsPlain: false, FitsSingleQuotes: true, FitsBlock: false);
        var isStructure = text.StartsWith("---", StringComparison.Ordinal) || text.StartsWith("...", StringComparison.Ordinal) || StartsWithIndicator(text);
        var (isOdd, breakThenSpace, spaceThenBreak) = (false, false, false);
        var before = '\n';
        foreach (var rune in text.EnumerateRunes())
        {
            isOdd |= !IsPrintable(rune);
            isStructure |= rune.Value == '#' && before is ' ' or '\t' or '\n';
            spaceThenBreak |= before == ' ' && rune.Value == '\n';
            before = rune.IsBmp ? (char)rune.Value : 'x';
        }

        for (var i = 1; i < text.Length; i++)
        {
            isStructure |= text[i - 1] == ':' && text[i] is ' ' or '\t' or '\n';
            breakThenSpace |= text[i - 1] == '\n' && text[i] == ' ';
        }

        var isBounded = text[0] is not (' ' or '\n') && text[^1] is not (' ' or '\n');
        var isQuotable = !isOdd && !spaceThenBreak;
        return new TextShape(
            isQuotable && !breakThenSpace && isBounded && !isStructure && text[^1] != ':',
            isQuotable && !breakThenSpace,
            isQuotable && text[^1] != ' ');
    }

    private static bool StartsWithIndicator(string text) =>
        "#,[]{}&*!|>'\"%@`".Contains(text[0], StringComparison.Ordinal) || text[0] is '?' or ':' or '-' && (text.Length == 1 || text[1] is ' ' or '\t' or '\n');

    /// <summary>Whether Go writes it as it is: what lies beyond the first 65,536 characters it does not.</summary>
    public static bool IsPrintable(Rune rune) =>
        rune.Value is '\n' or >= 0x20 and <= 0x7E or >= 0xA0 and <= 0xD7FF or >= 0xE000 and < 0xFEFF or > 0xFEFF and < 0xFFFE && rune.Value is not (0x2028 or 0x2029);
}
