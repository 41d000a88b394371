using System.Text;

namespace Hearth.LocalCluster.ApiServer.Decoding;

/// <summary>The order of keys in YAML that Go writes: numbers within them by their value, letters after everything else.</summary>
internal static class YamlKeys
{
    public static readonly Comparer<string> Natural = Comparer<string>.Create(Compare);

    private static int Compare(string left, string right)
    {
        var (a, b) = (left.EnumerateRunes().ToArray(), right.EnumerateRunes().ToArray());
        for (var i = 0; i < a.Length && i < b.Length; i++)
        {
            if (a[i] == b[i])
                continue;
            var (isLetter, isOther) = (Rune.IsLetter(a[i]), Rune.IsLetter(b[i]));
            if (isLetter != isOther)
                return isLetter ? 1 : -1;
            return isLetter ? a[i].CompareTo(b[i]) : CompareNumbers(a, b, i);
        }

        return a.Length.CompareTo(b.Length);
    }

    private static int CompareNumbers(Rune[] a, Rune[] b, int at)
    {
        // Zeros at the begin of a number do not count, those within it do.
        var head = (a[at].Value == '0' || b[at].Value == '0') && IsWithinNumber(a, at) ? 1L : 0;
        var (left, leftEnd) = Number(a, at, head);
        var (right, rightEnd) = Number(b, at, head);
        return left != right ? left.CompareTo(right) : leftEnd != rightEnd ? leftEnd.CompareTo(rightEnd) : a[at].CompareTo(b[at]);
    }

    private static bool IsWithinNumber(Rune[] text, int at)
    {
        for (var i = at - 1; i >= 0 && Rune.IsDigit(text[i]); i--)
        {
            if (text[i].Value != '0')
                return true;
        }

        return false;
    }

    private static (long Value, int End) Number(Rune[] text, int at, long value)
    {
        for (; at < text.Length && Rune.IsDigit(text[at]); at++)
            value = unchecked(value * 10 + text[at].Value - '0');
        return (value, at);
    }
}
