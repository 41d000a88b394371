using System.Globalization;
using System.Text;

namespace Hearth.LocalCluster.ApiServer.CustomResources.Cel;

internal enum CelToken
{
    End,
    Name,
    Text,
    Whole,
    Real,
    Sign,
}

/// <summary>Words of an expression.</summary>
internal sealed class CelLexer
{
    private static readonly string[] s_signs = ["&&", "||", "==", "!=", "<=", ">=", "?", ":", "<", ">", "+", "-", "*", "/", "%", "!", "(", ")", "[", "]", "{", "}", ",", "."];

    private readonly string _text;
    private int _at;

    public CelLexer(string text)
    {
        _text = text;
        Next();
    }

    public CelToken Kind { get; private set; }

    public string Value { get; private set; } = "";

    public bool Is(string sign) => Kind == CelToken.Sign && Value == sign;

    public bool Take(string sign)
    {
        if (!Is(sign))
            return false;
        Next();
        return true;
    }

    public void Expect(string sign)
    {
        if (!Take(sign))
            throw new CelException($"Syntax error: mismatched input '{(Kind == CelToken.End ? "<EOF>" : Value)}' expecting '{sign}'");
    }

    public string TakeName()
    {
        if (Kind != CelToken.Name)
            throw new CelException($"Syntax error: mismatched input '{Value}' expecting IDENTIFIER");
        var name = Value;
        Next();
        return name;
    }

    public void Next()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
        Kind = CelToken.End;
        Value = "";
        if (_at >= _text.Length)
            return;
        var first = _text[_at];
        var isRaw = first is 'r' or 'R' && _at + 1 < _text.Length && _text[_at + 1] is '"' or '\'';
        if (first is '"' or '\'' || isRaw)
            ReadText(isRaw);
        else if (char.IsAsciiDigit(first))
            ReadNumber();
        else if (char.IsAsciiLetter(first) || first == '_')
            ReadName();
        else
            ReadSign();
    }

    private void ReadName()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_'))
            _at++;
        Kind = CelToken.Name;
        Value = _text[start.._at];
    }

    private void ReadNumber()
    {
        var start = _at;
        Kind = CelToken.Whole;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.' && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1])))
        {
            if (_text[_at] == '.')
                Kind = CelToken.Real;
            _at++;
        }

        Value = _text[start.._at];
        if (_at < _text.Length && _text[_at] is 'u' or 'U')
            _at++;
    }

    private void ReadSign()
    {
        foreach (var sign in s_signs)
        {
            if (!_text.AsSpan(_at).StartsWith(sign, StringComparison.Ordinal))
                continue;
            Kind = CelToken.Sign;
            Value = sign;
            _at += sign.Length;
            return;
        }

        throw new CelException($"Syntax error: token recognition error at: '{_text[_at]}'");
    }

    private void ReadText(bool isRaw)
    {
        if (isRaw)
            _at++;
        var quote = _text[_at];
        var triple = new string(quote, 3);
        var end = _text.AsSpan(_at).StartsWith(triple, StringComparison.Ordinal) ? triple : quote.ToString();
        _at += end.Length;
        var value = new StringBuilder();
        while (!_text.AsSpan(_at).StartsWith(end, StringComparison.Ordinal))
        {
            if (_at >= _text.Length)
                throw new CelException("Syntax error: token recognition error: unterminated string");
            if (_text[_at] == '\\' && !isRaw && _at + 1 < _text.Length)
                value.Append(Escape());
            else
                value.Append(_text[_at++]);
        }

        _at += end.Length;
        Kind = CelToken.Text;
        Value = value.ToString();
    }

    private string Escape()
    {
        var letter = _text[_at + 1];
        _at += 2;
        if (letter is 'u' or 'x')
        {
            var length = letter == 'u' ? 4 : 2;
            var code = int.Parse(_text.AsSpan(_at, length), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            _at += length;
            return ((char)code).ToString();
        }

        return letter switch { 'n' => "\n", 't' => "\t", 'r' => "\r", _ => letter.ToString() };
    }
}
