using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;

namespace Hearth.History.Replay;

/// <summary>
/// Forward-only reading of one JSON line for the events that make up nearly all of a log (tasks). It does not allocate, does not
/// recurse, accepts keys in any order, and never throws on damaged text: it becomes <see cref="Broken"/>.
/// All other events are read by System.Text.Json.
/// </summary>
internal ref struct JsonCursor(ReadOnlySpan<byte> text)
{
    private static readonly SearchValues<byte> s_structure = SearchValues.Create("\"{}[]"u8);
    private readonly ReadOnlySpan<byte> _text = text;
    private int _position;

    public bool Broken { get; private set; }

    /// <summary>Only white space is left.</summary>
    public bool AtEnd
    {
        get
        {
            SkipSpace();
            return _position >= _text.Length;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool BeginObject() => Expect((byte)'{');

    /// <summary>Enters an array; false when the value is something else, which is then skipped.</summary>
    public bool TryBeginArray()
    {
        if (Peek() != '[')
        {
            Skip();
            return false;
        }

        _position++;
        return true;
    }

    /// <summary>Enters an object; false when the value is something else (null, say), which is then skipped.</summary>
    public bool TryBeginObject()
    {
        if (Peek() != '{')
        {
            Skip();
            return false;
        }

        _position++;
        return true;
    }

    /// <summary>True when another element follows; false when the array ended.</summary>
    public bool NextElement()
    {
        var next = Peek();
        if (next == ',')
        {
            _position++;
            next = Peek();
        }

        if (next == ']')
        {
            _position++;
            return false;
        }

        return !Broken;
    }

    /// <summary>The next key of the object, raw; false when the object ended or the text is broken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool NextKey(out ReadOnlySpan<byte> key)
    {
        var next = Peek();
        if (next == ',')
        {
            _position++;
            next = Peek();
        }

        if (next == '"')
        {
            key = RawString(out _);
            return Expect((byte)':');
        }

        key = default;
        if (next == '}')
            _position++;
        else
            Break();
        return false;
    }

    /// <summary>A number; also one in quotes, as accumulators are written. null and other values are 0.</summary>
    public long Int64()
    {
        var next = Peek();
        if (next == '"')
        {
            var quoted = RawString(out _);
            return Utf8Parser.TryParse(quoted, out long value, out var read) && read == quoted.Length ? value : 0;
        }

        var negative = next == '-';
        var at = negative ? _position + 1 : _position;
        long sum = 0;
        var begin = at;
        for (; at < _text.Length; at++)
        {
            var digit = (uint)(_text[at] - '0');
            if (digit > 9)
                break;
            sum = (sum * 10) + digit;
        }

        if (at == begin)
        {
            Skip();
            return 0;
        }

        // More than 18 digits may not fit, and fractions and exponents are rare: the general parser decides.
        if (at - begin > 18 || (at < _text.Length && _text[at] is (byte)'.' or (byte)'e' or (byte)'E'))
            return SlowNumber();
        _position = at;
        return negative ? -sum : sum;
    }

    public bool Bool()
    {
        var next = Peek();
        Skip();
        return next == 't';
    }

    public bool IsNumber => Peek() is '-' or (>= '0' and <= '9');
    public bool IsString => Peek() == '"';

    /// <summary>A string's bytes as they stand; <paramref name="escaped"/> when they hold backslashes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<byte> RawString(out bool escaped)
    {
        escaped = false;
        if (Peek() != '"')
        {
            Break();
            return default;
        }

        var begin = _position + 1;
        var quote = _text[begin..].IndexOfAny((byte)'"', (byte)'\\');
        if (quote >= 0 && _text[begin + quote] == '"')
        {
            _position = begin + quote + 1;
            return _text.Slice(begin, quote);
        }

        return EscapedString(begin, out escaped);
    }

    /// <summary>A string, or null for null and for any other kind of value (which is skipped).</summary>
    public string? String()
    {
        if (Peek() != '"')
        {
            Skip();
            return null;
        }

        var raw = RawString(out var escaped);
        return escaped ? Unescape(raw) : Encoding.UTF8.GetString(raw);
    }

    /// <summary>The bytes of the next value, whatever it is.</summary>
    public ReadOnlySpan<byte> Raw()
    {
        SkipSpace();
        var begin = _position;
        Skip();
        return Broken ? default : _text[begin.._position];
    }

    public int Position => _position;

    public void Skip()
    {
        switch (Peek())
        {
            case '"':
                RawString(out _);
                break;
            case '{' or '[':
                SkipNested();
                break;
            case < 0:
                Break();
                break;
            default:
                SkipLiteral();
                break;
        }
    }

    public static string Unescape(ReadOnlySpan<byte> raw)
    {
        var rented = ArrayPool<byte>.Shared.Rent(raw.Length + 2);
        try
        {
            rented[0] = (byte)'"';
            raw.CopyTo(rented.AsSpan(1));
            rented[raw.Length + 1] = (byte)'"';
            var reader = new System.Text.Json.Utf8JsonReader(rented.AsSpan(0, raw.Length + 2));
            reader.Read();
            return reader.GetString() ?? "";
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
        {
            // A lone surrogate or a bad escape: what can be read is better than nothing.
            return Encoding.UTF8.GetString(raw);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private ReadOnlySpan<byte> EscapedString(int begin, out bool escaped)
    {
        escaped = false;
        var at = begin;
        while (at < _text.Length)
        {
            var found = _text[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (found < 0)
                break;
            at += found;
            if (_text[at] == '"')
            {
                _position = at + 1;
                return _text[begin..at];
            }

            escaped = true;
            at += 2;
        }

        Break();
        return default;
    }

    private void SkipNested()
    {
        var depth = 0;
        var at = _position;
        while (true)
        {
            var found = at < _text.Length ? _text[at..].IndexOfAny(s_structure) : -1;
            if (found < 0)
            {
                Break();
                return;
            }

            at += found;
            switch (_text[at])
            {
                case (byte)'"':
                    _position = at;
                    RawString(out _);
                    if (Broken)
                        return;
                    at = _position;
                    continue;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                default:
                    depth--;
                    break;
            }

            at++;
            if (depth == 0)
            {
                _position = at;
                return;
            }
        }
    }

    private void SkipLiteral()
    {
        var begin = _position;
        while (_position < _text.Length && _text[_position] is not ((byte)',' or (byte)'}' or (byte)']') && _text[_position] > ' ')
            _position++;
        if (_position == begin)
            Break();
    }

    private long SlowNumber()
    {
        var begin = _position;
        SkipLiteral();
        var number = _text[begin.._position];
        if (Utf8Parser.TryParse(number, out long whole, out var read) && read == number.Length)
            return whole;
        return Utf8Parser.TryParse(number, out double real, out _) ? (long)real : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Expect(byte token)
    {
        if (Peek() == token)
        {
            _position++;
            return true;
        }

        Break();
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Peek()
    {
        if ((uint)_position < (uint)_text.Length && _text[_position] > ' ')
            return _text[_position];
        SkipSpace();
        return (uint)_position < (uint)_text.Length ? _text[_position] : -1;
    }

    private void SkipSpace()
    {
        while (_position < _text.Length && _text[_position] <= ' ')
            _position++;
    }

    private void Break()
    {
        Broken = true;
        _position = _text.Length;
    }
}
