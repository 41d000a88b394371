using System.Text;
using System.Text.RegularExpressions;
using static Hearth.LocalCluster.ApiServer.Cel.CelKind;
using static Hearth.LocalCluster.ApiServer.Cel.CelOverload;

namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>Functions on text. Positions and lengths count code points, as CEL has it.</summary>
internal static class CelStrings
{
    /// <summary>No function makes a longer text: a few nested replacements could fill the memory otherwise.</summary>
    private const int MaxLength = 10_000_000;

    public static IEnumerable<CelOverload> All =>
    [
        Function("size", [CelKind.String], Int, a => (long)Length((string)a[0]!)),
        Method("size", [CelKind.String], Int, a => (long)Length((string)a[0]!)),
        Function("size", [Bytes], Int, a => (long)((byte[])a[0]!).Length),
        Method("size", [Bytes], Int, a => (long)((byte[])a[0]!).Length),
        Method("contains", [CelKind.String, CelKind.String], Bool, a => Text(a, 0).Contains(Text(a, 1), StringComparison.Ordinal)),
        Method("startsWith", [CelKind.String, CelKind.String], Bool, a => Text(a, 0).StartsWith(Text(a, 1), StringComparison.Ordinal)),
        Method("endsWith", [CelKind.String, CelKind.String], Bool, a => Text(a, 0).EndsWith(Text(a, 1), StringComparison.Ordinal)),
        Typed("matches", true, [CelKind.String, CelKind.String], _ => CelType.Of(Bool), (e, a) => WithRegex(e, a, regex => regex.IsMatch(Text(a, 0)))),
        Typed("matches", false, [CelKind.String, CelKind.String], _ => CelType.Of(Bool), (e, a) => WithRegex(e, a, regex => regex.IsMatch(Text(a, 0)))),
        Typed("find", true, [CelKind.String, CelKind.String], _ => CelType.Of(CelKind.String), (e, a) => WithRegex(e, a, regex => regex.Match(Text(a, 0)).Value)),
        Typed("findAll", true, [CelKind.String, CelKind.String], _ => s_texts, (e, a) => WithRegex(e, a, regex => FindAll(regex, Text(a, 0), -1))),
        Typed("findAll", true, [CelKind.String, CelKind.String, Int], _ => s_texts, (e, a) => WithRegex(e, a, regex => FindAll(regex, Text(a, 0), (long)a[2]!))),
        Method("charAt", [CelKind.String, Int], CelKind.String, a => Slice(Text(a, 0), (long)a[1]!, Math.Min((long)a[1]! + 1, Length(Text(a, 0))))),
        Method("substring", [CelKind.String, Int], CelKind.String, a => Slice(Text(a, 0), (long)a[1]!, Length(Text(a, 0)))),
        Method("substring", [CelKind.String, Int, Int], CelKind.String, a => Slice(Text(a, 0), (long)a[1]!, (long)a[2]!)),
        Method("indexOf", [CelKind.String, CelKind.String], Int, a => IndexOf(Text(a, 0), Text(a, 1), 0)),
        Method("indexOf", [CelKind.String, CelKind.String, Int], Int, a => IndexOf(Text(a, 0), Text(a, 1), (long)a[2]!)),
        Method("lastIndexOf", [CelKind.String, CelKind.String], Int, a => LastIndexOf(Text(a, 0), Text(a, 1), long.MaxValue)),
        Method("lastIndexOf", [CelKind.String, CelKind.String, Int], Int, a => LastIndexOf(Text(a, 0), Text(a, 1), (long)a[2]!)),
        Method("lowerAscii", [CelKind.String], CelKind.String, a => Change(Text(a, 0), char.IsAsciiLetterUpper, c => (char)(c | 0x20))),
        Method("upperAscii", [CelKind.String], CelKind.String, a => Change(Text(a, 0), char.IsAsciiLetterLower, c => (char)(c & ~0x20))),
        Method("trim", [CelKind.String], CelKind.String, a => Text(a, 0).Trim()),
        Method("replace", [CelKind.String, CelKind.String, CelKind.String], CelKind.String, a => Replace(Text(a, 0), Text(a, 1), Text(a, 2), -1)),
        Method("replace", [CelKind.String, CelKind.String, CelKind.String, Int], CelKind.String, a => Replace(Text(a, 0), Text(a, 1), Text(a, 2), (long)a[3]!)),
        Method("split", [CelKind.String, CelKind.String], CelKind.List, a => Split(Text(a, 0), Text(a, 1), -1)) with { Result = _ => s_texts },
        Method("split", [CelKind.String, CelKind.String, Int], CelKind.List, a => Split(Text(a, 0), Text(a, 1), (long)a[2]!)) with { Result = _ => s_texts },
        Method("join", [CelKind.List], CelKind.String, a => Join((CelList)a[0]!, "")),
        Method("join", [CelKind.List, CelKind.String], CelKind.String, a => Join((CelList)a[0]!, Text(a, 1))),
        Method("format", [CelKind.String, CelKind.List], CelKind.String, a => CelFormatting.Format(Text(a, 0), ((CelList)a[1]!).Items)),
        Function("strings.quote", [CelKind.String], CelKind.String, a => CelFormatting.Quote(Text(a, 0))),
    ];

    private static readonly CelType s_texts = CelType.ListOf(CelType.Of(CelKind.String));

    private static string Text(object?[] arguments, int index) => (string)arguments[index]!;

    private static int Length(string text) => Ascii.IsValid(text) ? text.Length : text.EnumerateRunes().Count();

    private static object? WithRegex(CelEvaluation evaluation, object?[] arguments, Func<Regex, object?> use)
    {
        if (!evaluation.Charge((long)Text(arguments, 0).Length * (Text(arguments, 1).Length + 4) / 40))
            return CelEvaluation.OutOfBudget;
        return evaluation.Regex.Find(Text(arguments, 1)) is { } regex ? use(regex) : new CelError($"error parsing regexp: `{Text(arguments, 1)}`");
    }

    private static CelList FindAll(Regex regex, string text, long limit) =>
        new([.. regex.Matches(text).Take(limit < 0 ? int.MaxValue : (int)Math.Min(limit, int.MaxValue)).Select(match => (object?)match.Value)]);

    private static object Slice(string text, long from, long to)
    {
        var length = Length(text);
        if (from < 0 || from > length)
            return new CelError($"index out of range: {from}");
        if (to < 0 || to > length)
            return new CelError($"index out of range: {to}");
        if (from > to)
            return new CelError($"invalid substring range. start: {from}, end: {to}");
        return length == text.Length ? text[(int)from..(int)to] : string.Concat(text.EnumerateRunes().Skip((int)from).Take((int)(to - from)));
    }

    private static object IndexOf(string text, string part, long from)
    {
        if (part.Length == 0)
            return from;
        if (from < 0 || from > Length(text))
            return new CelError($"index out of range: {from}");
        var at = text.IndexOf(part, Offset(text, from), StringComparison.Ordinal);
        return at < 0 ? -1L : (long)Length(text[..at]);
    }

    private static object LastIndexOf(string text, string part, long from)
    {
        var length = Length(text);
        if (from != long.MaxValue && (from < 0 || from > length))
            return new CelError($"index out of range: {from}");
        if (part.Length == 0)
            return Math.Min(from, length);
        var end = Math.Min(text.Length, Offset(text, Math.Min(from, length)) + part.Length);
        var at = text.AsSpan(0, end).LastIndexOf(part, StringComparison.Ordinal);
        return at < 0 ? -1L : (long)Length(text[..at]);
    }

    /// <summary>The place in UTF-16 of a code point.</summary>
    private static int Offset(string text, long codePoint) =>
        Ascii.IsValid(text) ? (int)codePoint : text.EnumerateRunes().Take((int)codePoint).Sum(rune => rune.Utf16SequenceLength);

    private static string Change(string text, Func<char, bool> when, Func<char, char> change) =>
        string.Create(text.Length, (text, when, change), (span, state) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = state.when(state.text[i]) ? state.change(state.text[i]) : state.text[i];
        });

    private static object Replace(string text, string old, string with, long limit)
    {
        if (limit == 0)
            return text;
        if (old.Length == 0)
            return Interleave(text, with, limit);
        var result = new StringBuilder();
        var at = 0;
        for (long done = 0; limit < 0 || done < limit; done++)
        {
            var next = text.IndexOf(old, at, StringComparison.Ordinal);
            if (next < 0)
                break;
            result.Append(text, at, next - at).Append(with);
            at = next + old.Length;
            if (result.Length > MaxLength)
                return CelEvaluation.OutOfBudget;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>As Go: the empty text stands before every code point and at the end.</summary>
    private static object Interleave(string text, string with, long limit)
    {
        if ((long)text.Length * with.Length > MaxLength)
            return CelEvaluation.OutOfBudget;
        var result = new StringBuilder();
        long done = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (limit < 0 || done++ < limit)
                result.Append(with);
            result.Append(rune);
        }

        return (limit < 0 || done < limit ? result.Append(with) : result).ToString();
    }

    private static CelList Split(string text, string separator, long limit)
    {
        if (limit == 0)
            return new CelList([]);
        var count = limit < 0 ? int.MaxValue : (int)Math.Min(limit, int.MaxValue);
        if (separator.Length > 0)
            return new CelList([.. text.Split(separator, count)]);
        var runes = text.EnumerateRunes().Select(rune => rune.ToString()).ToList();
        return runes.Count <= count
            ? new CelList([.. runes])
            : new CelList([.. runes[..(count - 1)], string.Concat(runes[(count - 1)..])]);
    }

    private static object Join(CelList list, string separator)
    {
        if (!list.Items.All(item => item is string))
            return CelError.NoOverload;
        return list.Items.Sum(item => (long)((string)item!).Length + separator.Length) > MaxLength
            ? CelEvaluation.OutOfBudget
            : string.Join(separator, list.Items);
    }
}
