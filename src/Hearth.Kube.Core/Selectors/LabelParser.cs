namespace Hearth.Kube.Core.Selectors;

/// <summary>Reads the text form of label selectors, with the grammar (and the leniencies) of <c>labels.Parse</c>.</summary>
internal sealed class LabelParser(string text)
{
    private int _at;
    private Token? _next;

    private enum Kind
    {
        Word,
        In,
        NotIn,
        Equals,
        DoubleEquals,
        NotEquals,
        Not,
        Greater,
        Less,
        Open,
        Close,
        Comma,
        End,
    }

    private readonly record struct Token(Kind Kind, string Text);

    public List<LabelRequirement> Parse()
    {
        var requirements = new List<LabelRequirement>();
        if (PeekWord().Kind == Kind.End)
            return requirements;
        while (true)
        {
            requirements.Add(Requirement());
            var token = TakeWord();
            if (token.Kind == Kind.End)
                return requirements;
            if (token.Kind != Kind.Comma)
                throw Unexpected(token, "',' or the end");
            if (PeekWord().Kind is not (Kind.Word or Kind.Not))
                throw Unexpected(PeekWord(), "a key after ','");
        }
    }

    private LabelRequirement Requirement()
    {
        var token = TakeWord();
        var isNot = token.Kind == Kind.Not;
        if (isNot)
            token = TakeWord();
        if (token.Kind != Kind.Word)
            throw Unexpected(token, "a key");
        if (isNot)
            return new(token.Text, LabelOperator.DoesNotExist);
        return PeekWord().Kind is Kind.End or Kind.Comma ? new(token.Text, LabelOperator.Exists) : Restriction(token.Text);
    }

    private LabelRequirement Restriction(string key)
    {
        var token = Take();
        return token.Kind switch
        {
            Kind.In => new(key, LabelOperator.In, Values()),
            Kind.NotIn => new(key, LabelOperator.NotIn, Values()),
            Kind.Equals => new(key, LabelOperator.Equals, Value()),
            Kind.DoubleEquals => new(key, LabelOperator.DoubleEquals, Value()),
            Kind.NotEquals => new(key, LabelOperator.NotEquals, Value()),
            Kind.Greater => new(key, LabelOperator.GreaterThan, Value()),
            Kind.Less => new(key, LabelOperator.LessThan, Value()),
            _ => throw Unexpected(token, "in, notin, =, ==, !=, < or >"),
        };
    }

    private string Value()
    {
        if (PeekWord().Kind is Kind.End or Kind.Comma)
            return "";
        var token = TakeWord();
        return token.Kind == Kind.Word ? token.Text : throw Unexpected(token, "a value");
    }

    // An empty place between commas is the empty value.
    private List<string> Values()
    {
        var token = TakeWord();
        if (token.Kind != Kind.Open)
            throw Unexpected(token, "'('");
        var values = new List<string>();
        while (true)
        {
            token = TakeWord();
            var value = "";
            if (token.Kind == Kind.Word)
            {
                value = token.Text;
                token = TakeWord();
            }

            values.Add(value);
            if (token.Kind == Kind.Close)
                return values;
            if (token.Kind != Kind.Comma)
                throw Unexpected(token, "',' or ')'");
        }
    }

    /// <summary>Where a key or value may stand, <c>in</c> and <c>notin</c> are words like any other.</summary>
    private Token TakeWord() => AsWord(Take());

    private Token PeekWord() => AsWord(_next ??= Scan());

    private static Token AsWord(Token token) => token.Kind is Kind.In or Kind.NotIn ? token with { Kind = Kind.Word } : token;

    private Token Take()
    {
        var token = _next ?? Scan();
        _next = null;
        return token;
    }

    private Token Scan()
    {
        while (_at < text.Length && text[_at] is ' ' or '\t' or '\r' or '\n')
            _at++;
        if (_at == text.Length)
            return new(Kind.End, "");
        return IsSymbol(text[_at]) ? ScanSymbol() : ScanWord();
    }

    private Token ScanSymbol()
    {
        var two = _at + 1 < text.Length ? text.AsSpan(_at, 2) : [];
        var (kind, length) = two switch
        {
            "==" => (Kind.DoubleEquals, 2),
            "!=" => (Kind.NotEquals, 2),
            _ => (One(text[_at]), 1),
        };
        var token = new Token(kind, text.Substring(_at, length));
        _at += length;
        return token;
    }

    private Token ScanWord()
    {
        var start = _at;
        while (_at < text.Length && !IsSymbol(text[_at]) && text[_at] is not (' ' or '\t' or '\r' or '\n'))
            _at++;
        var word = text[start.._at];
        return new(word switch { "in" => Kind.In, "notin" => Kind.NotIn, _ => Kind.Word }, word);
    }

    private static bool IsSymbol(char c) => c is '=' or '!' or '(' or ')' or ',' or '>' or '<';

    private static Kind One(char c) => c switch
    {
        '=' => Kind.Equals,
        '!' => Kind.Not,
        '(' => Kind.Open,
        ')' => Kind.Close,
        ',' => Kind.Comma,
        '>' => Kind.Greater,
        _ => Kind.Less,
    };

    private SelectorException Unexpected(Token found, string expected) =>
        new($"the label selector \"{text}\" has {(found.Kind == Kind.End ? "its end" : $"'{found.Text}'")} where {expected} was expected");
}
