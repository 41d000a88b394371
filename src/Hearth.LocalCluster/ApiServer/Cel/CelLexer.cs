using System.Globalization;
using System.Text;

namespace Hearth.LocalCluster.ApiServer.Cel;

internal enum CelTokenKind
{
    End,
    Name,
    Quoted,
    Literal,
    Symbol,
}

/// <param name="Value">Of a literal.</param>
internal readonly record struct CelToken(CelTokenKind Kind, int Position, string Text, object? Value = null);

/// <summary>Splits an expression into tokens by the grammar of the CEL specification.</summary>
internal sealed class CelLexer(string text)
{
    private static readonly string[] s_symbols =
        ["==", "!=", "<=", ">=", "&&", "||", "[?", "{?", ".?", "(", ")", "[", "]", "{", "}", ".", ",", "?", ":", "+", "-", "*", "/", "%", "<", ">", "!"];

    private readonly List<(int Position, string Message)> _problems = [];
    private int _at;

    /// <summary>Text that is no token: it is passed over, and the rest read on.</summary>
    public IReadOnlyList<(int Position, string Message)> Problems => _problems;

    public List<CelToken> ReadAll()
    {
        var tokens = new List<CelToken>();
        do
        {
            if (Next() is { } token)
                tokens.Add(token);
        }
        while (tokens.Count == 0 || tokens[^1].Kind != CelTokenKind.End);
        return tokens;
    }

    /// <summary>What was read so far is no token, nor with the next letter.</summary>
    private CelToken? PassOver(int start)
    {
        var end = Math.Min(_at + (_at < text.Length && char.IsHighSurrogate(text[_at]) ? 2 : 1), text.Length);
        _problems.Add((start, $"Syntax error: token recognition error at: '{text[start..end].Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)}'"));
        _at = end;
        return null;
    }

    private char Current => Peek(0);

    private char Peek(int by) => _at + by < text.Length ? text[_at + by] : '\0';

    private CelToken? Next()
    {
        SkipSpace();
        var start = _at;
        if (_at >= text.Length)
            return new CelToken(CelTokenKind.End, start, "<EOF>");
        if (StringPrefix() is { } prefix)
            return ReadString(prefix);
        if (char.IsAsciiLetter(Current) || Current == '_')
            return ReadName();
        if (char.IsAsciiDigit(Current) || (Current == '.' && char.IsAsciiDigit(Peek(1))))
            return ReadNumber();
        if (Current == '`')
            return ReadQuotedName();
        foreach (var symbol in s_symbols)
        {
            // A "?" after a bracket begins an optional entry, not a condition, as conditions need something before them.
            if (string.CompareOrdinal(text, _at, symbol, 0, symbol.Length) != 0)
                continue;
            _at += symbol.Length;
            return new CelToken(CelTokenKind.Symbol, start, symbol);
        }

        // The first half of a symbol is none.
        if (Current is '=' or '&' or '|')
            _at++;
        return PassOver(start);
    }

    private void SkipSpace()
    {
        while (_at < text.Length)
        {
            if (Current is ' ' or '\t' or '\n' or '\r' or '\f')
                _at++;
            else if (Current == '/' && Peek(1) == '/')
                _at = text.IndexOf('\n', _at) is var end && end < 0 ? text.Length : end;
            else
                return;
        }
    }

    private CelToken ReadName()
    {
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Current) || Current == '_')
            _at++;
        var name = text[start.._at];
        return name switch
        {
            "true" => new CelToken(CelTokenKind.Literal, start, name, true),
            "false" => new CelToken(CelTokenKind.Literal, start, name, false),
            "null" => new CelToken(CelTokenKind.Literal, start, name),
            _ => new CelToken(name == "in" ? CelTokenKind.Symbol : CelTokenKind.Name, start, name),
        };
    }

    private CelToken? ReadQuotedName()
    {
        var start = _at++;
        var end = text.IndexOf('`', _at);
        if (end <= _at)
            return PassOver(start);
        var name = text[_at..end];
        _at = end + 1;
        return new CelToken(CelTokenKind.Quoted, start, name);
    }

    private CelToken ReadNumber()
    {
        var start = _at;
        var isHex = Current == '0' && Peek(1) is 'x' or 'X' && char.IsAsciiHexDigit(Peek(2));
        if (isHex)
            _at += 2;
        while (isHex ? char.IsAsciiHexDigit(Current) : char.IsAsciiDigit(Current))
            _at++;
        var isDouble = !isHex && ReadFraction();
        var number = text[start.._at];
        if (!isDouble && Current is 'u' or 'U')
        {
            _at++;
            return new CelToken(CelTokenKind.Literal, start, number + "u", ParseUnsigned(number, isHex) ?? throw Invalid("uint", start));
        }

        if (isDouble)
            return double.Parse(number, CultureInfo.InvariantCulture) is var real && double.IsFinite(real) ? new CelToken(CelTokenKind.Literal, start, number, real) : throw Invalid("double", start);
        return ParseUnsigned(number, isHex) switch
        {
            null => throw Invalid("int", start),
            // One more than the largest int is the digits of the smallest; the parser puts the sign on.
            > 1UL << 63 => throw Invalid("int", start),
            1UL << 63 => new CelToken(CelTokenKind.Literal, start, number, 1UL << 63),
            var value => new CelToken(CelTokenKind.Literal, start, number, (long)value),
        };
    }

    private bool ReadFraction()
    {
        var start = _at;
        if (Current == '.' && char.IsAsciiDigit(Peek(1)))
        {
            _at++;
            while (char.IsAsciiDigit(Current))
                _at++;
        }

        if (Current is 'e' or 'E' && (char.IsAsciiDigit(Peek(1)) || (Peek(1) is '+' or '-' && char.IsAsciiDigit(Peek(2)))))
        {
            _at += 2;
            while (char.IsAsciiDigit(Current))
                _at++;
        }

        return _at > start;
    }

    private static ulong? ParseUnsigned(string number, bool isHex) =>
        ulong.TryParse(isHex ? number.AsSpan(2) : number, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value : null;

    private static CelSyntaxException Invalid(string type, int position) => new(position, $"invalid {type} literal");

    /// <summary>The letters before a quote: b for bytes, r for raw.</summary>
    private string? StringPrefix()
    {
        var length = 0;
        while (length < 2 && Peek(length) is 'b' or 'B' or 'r' or 'R')
            length++;
        return Peek(length) is '"' or '\'' ? text.Substring(_at, length).ToLowerInvariant() : null;
    }

    private CelToken? ReadString(string prefix)
    {
        var start = _at;
        _at += prefix.Length;
        var quote = new string(Current, Peek(1) == Current && Peek(2) == Current ? 3 : 1);
        _at += quote.Length;
        var isBytes = prefix.Contains('b', StringComparison.Ordinal);
        var isRaw = prefix.Contains('r', StringComparison.Ordinal);
        var content = new StringBuilder();
        while (string.CompareOrdinal(text, _at, quote, 0, quote.Length) != 0)
        {
            if (_at >= text.Length || (quote.Length == 1 && Current is '\n' or '\r'))
                return PassOver(start);
            if (Current == '\\' && !isRaw)
            {
                if (!ReadEscape(content, isBytes))
                    return PassOver(start);
            }
            else
            {
                content.Append(text[_at++]);
            }
        }

        _at += quote.Length;
        var value = content.ToString();
        return new CelToken(CelTokenKind.Literal, start, text[start.._at], isBytes ? ToBytes(value, isRaw) : value);
    }

    /// <summary>In bytes an escape is a byte and a character is its UTF-8; escapes are kept apart as private characters meanwhile.</summary>
    private static byte[] ToBytes(string value, bool isRaw)
    {
        var bytes = new List<byte>();
        foreach (var rune in value.EnumerateRunes())
        {
            if (!isRaw && rune.Value is >= 0xF700 and <= 0xF7FF)
                bytes.Add((byte)(rune.Value - 0xF700));
            else
                bytes.AddRange(Encoding.UTF8.GetBytes(rune.ToString()));
        }

        return [.. bytes];
    }

    /// <returns>False where there is no such escape; the letter that makes it none is next.</returns>
    private bool ReadEscape(StringBuilder content, bool isBytes)
    {
        var start = _at++;
        var letter = Current;
        _at++;
        var plain = "abfnrtv\\'\"`?".IndexOf(letter, StringComparison.Ordinal);
        if (plain >= 0)
        {
            content.Append("\a\b\f\n\r\t\v\\'\"`?"[plain]);
            return true;
        }

        var (digits, radix) = letter switch
        {
            'x' or 'X' => (2, 16),
            'u' => (4, 16),
            'U' => (8, 16),
            >= '0' and <= '3' => (3, 8),
            _ => (0, 0),
        };
        if (radix is 0 or 8)
            _at--;
        if (radix == 0 || ReadCode(digits, radix) is not { } code)
            return false;
        if (isBytes && letter is not ('u' or 'U'))
            content.Append((char)(0xF700 + code));
        else if (Rune.IsValid(code))
            content.Append(new Rune(code));
        else
            throw new CelSyntaxException(start, "invalid unicode code point");
        return true;
    }

    private int? ReadCode(int digits, int radix)
    {
        long code = 0;
        for (var i = 0; i < digits; i++)
        {
            if (!char.IsAsciiHexDigit(Current) || (radix == 8 && Current is < '0' or > '7'))
                return null;
            code = (code * radix) + Convert.ToInt32(Current.ToString(), 16);
            _at++;
        }

        return (int)Math.Min(code, int.MaxValue);
    }
}
