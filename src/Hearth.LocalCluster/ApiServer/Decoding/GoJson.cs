using System.Globalization;
using System.Text;

namespace Hearth.LocalCluster.ApiServer.Decoding;

/// <summary>Says what is wrong with a JSON text in the words of Go's parser, which clients and users know: its scanner, run until the first byte that does not fit.</summary>
internal ref struct GoJson
{
    private readonly ReadOnlySpan<byte> _text;
    private int _at;

    private GoJson(ReadOnlySpan<byte> text) => _text = text;

    /// <summary>What is wrong with <paramref name="text"/>, which is no JSON.</summary>
    public static string Describe(ReadOnlySpan<byte> text)
    {
        var scanner = new GoJson(text);
        return scanner.Document() ?? "exceeded max depth";
    }

    private readonly bool IsAtEnd => _at >= _text.Length;

    private string? Document()
    {
        if (Value() is { } problem)
            return problem;
        SkipBlanks();
        return IsAtEnd ? null : Wrong("after top-level value");
    }

    // Without recursion: a hostile text may be deep.
    private string? Value()
    {
        var open = new Stack<bool>();
        while (true)
        {
            SkipBlanks();
            if (IsAtEnd)
                return Ended;
            if (_text[_at] is (byte)'{' or (byte)'[')
            {
                var isMap = _text[_at++] == '{';
                SkipBlanks();
                if (!IsAtEnd && _text[_at] == (isMap ? '}' : ']'))
                {
                    _at++;
                }
                else
                {
                    open.Push(isMap);
                    if (isMap && Key() is { } key)
                        return key;
                    continue;
                }
            }
            else if (Scalar() is { } problem)
            {
                return problem;
            }

            if (Close(open) is { } unclosed)
                return unclosed;
            if (open.Count == 0)
                return null;
        }
    }

    /// <summary>What follows a value inside of <paramref name="open"/>: their ends, then a comma and the next key.</summary>
    private string? Close(Stack<bool> open)
    {
        while (open.TryPeek(out var isMap))
        {
            SkipBlanks();
            if (IsAtEnd)
                return Ended;
            if (_text[_at] == (isMap ? '}' : ']'))
            {
                _at++;
                open.Pop();
                continue;
            }

            if (_text[_at] != ',')
                return Wrong(isMap ? "after object key:value pair" : "after array element");
            _at++;
            return isMap ? Key() : null;
        }

        return null;
    }

    private string? Key()
    {
        SkipBlanks();
        if (IsAtEnd)
            return Ended;
        if (_text[_at] != '"')
            return Wrong("looking for beginning of object key string");
        if (Text() is { } problem)
            return problem;
        SkipBlanks();
        if (IsAtEnd)
            return Ended;
        if (_text[_at] != ':')
            return Wrong("after object key");
        _at++;
        return null;
    }

    private string? Scalar() => (char)_text[_at] switch
    {
        '"' => Text(),
        'n' => Literal("null"u8),
        't' => Literal("true"u8),
        'f' => Literal("false"u8),
        '-' or (>= '0' and <= '9') => Number(),
        _ => Wrong("looking for beginning of value"),
    };

    private string? Text()
    {
        for (_at++; !IsAtEnd; _at++)
        {
            switch (_text[_at])
            {
                case (byte)'"':
                    _at++;
                    return null;
                case (byte)'\\':
                    _at++;
                    if (Escape() is { } problem)
                        return problem;
                    break;
                case < 0x20:
                    return Wrong("in string literal");
            }
        }

        return Ended;
    }

    private string? Escape()
    {
        if (IsAtEnd)
            return Ended;
        if (_text[_at] != 'u')
            return "bfnrt\\/\""u8.Contains(_text[_at]) ? null : Wrong("in string escape code");
        for (var digits = 0; digits < 4; digits++)
        {
            _at++;
            if (IsAtEnd)
                return Ended;
            if (!char.IsAsciiHexDigit((char)_text[_at]))
                return Wrong("in \\u hexadecimal character escape");
        }

        return null;
    }

    private string? Literal(ReadOnlySpan<byte> literal)
    {
        for (var i = 1; i < literal.Length; i++)
        {
            _at++;
            if (IsAtEnd)
                return Ended;
            if (_text[_at] != literal[i])
                return Wrong($"in literal {Encoding.ASCII.GetString(literal)} (expecting '{(char)literal[i]}')");
        }

        _at++;
        return null;
    }

    private string? Number()
    {
        if (_text[_at] == '-')
        {
            _at++;
            if (Digit("in numeric literal") is { } problem)
                return problem;
        }

        if (_text[_at] == '0')
            _at++;
        else
            SkipDigits();
        if (!IsAtEnd && _text[_at] == '.')
        {
            _at++;
            if (Digit("after decimal point in numeric literal") is { } problem)
                return problem;
            SkipDigits();
        }

        if (IsAtEnd || _text[_at] is not ((byte)'e' or (byte)'E'))
            return null;
        _at++;
        if (!IsAtEnd && _text[_at] is (byte)'+' or (byte)'-')
            _at++;
        if (Digit("in exponent of numeric literal") is { } missing)
            return missing;
        SkipDigits();
        return null;
    }

    private readonly string? Digit(string where) => IsAtEnd ? Ended : char.IsAsciiDigit((char)_text[_at]) ? null : Wrong(where);

    private void SkipDigits()
    {
        while (!IsAtEnd && char.IsAsciiDigit((char)_text[_at]))
            _at++;
    }

    private void SkipBlanks()
    {
        while (!IsAtEnd && _text[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            _at++;
    }

    private static string Ended => "unexpected end of JSON input";

    private readonly string Wrong(string where) => $"invalid character '{Quote(_text[_at])}' {where}";

    /// <summary>A byte as Go quotes the character of that number.</summary>
    private static string Quote(byte value) => value switch
    {
        (byte)'\'' => "\\'",
        (byte)'\\' => "\\\\",
        (byte)'\a' => "\\a",
        (byte)'\b' => "\\b",
        (byte)'\f' => "\\f",
        (byte)'\n' => "\\n",
        (byte)'\r' => "\\r",
        (byte)'\t' => "\\t",
        (byte)'\v' => "\\v",
        < 0x20 or 0x7f => "\\x" + value.ToString("x2", CultureInfo.InvariantCulture),
        (>= 0x80 and <= 0xa0) or 0xad => "\\u00" + value.ToString("x2", CultureInfo.InvariantCulture),
        _ => ((char)value).ToString(),
    };
}
