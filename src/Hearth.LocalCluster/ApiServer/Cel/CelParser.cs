namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>Reads an expression by precedence and expands nothing: macros stay what they are in the tree.</summary>
internal sealed class CelParser
{
    private const int MaxDepth = 250;

    private static readonly HashSet<string> s_reserved = new(StringComparer.Ordinal)
    {
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package", "namespace", "return",
        "var", "void", "while",
    };

    private readonly List<CelToken> _tokens;
    private int _at;
    private int _depth;

    private CelParser(string text) => _tokens = new CelLexer(text).ReadAll();

    /// <exception cref="CelSyntaxException">The text is no expression.</exception>
    public static CelNode Parse(string text)
    {
        var parser = new CelParser(text);
        var node = parser.Expression();
        if (parser.Current.Kind == CelTokenKind.End)
            return node;
        var what = parser._tokens[parser._at + 1].Kind == CelTokenKind.End ? "extraneous" : "mismatched";
        throw new CelSyntaxException(parser.Current.Position, $"Syntax error: {what} input '{parser.Current.Text}' expecting <EOF>");
    }

    private CelToken Current => _tokens[_at];

    private CelNode Expression()
    {
        if (++_depth > MaxDepth)
            throw new CelSyntaxException(Current.Position, $"expression recursion limit exceeded: {MaxDepth}");
        var condition = Or();
        if (Take("?") is { } question)
        {
            var then = Or();
            Expect(":");
            condition = new CelNode.Call(question.Position, "_?_:_", null, [condition, then, Expression()]);
        }

        _depth--;
        return condition;
    }

    private CelNode Or() => Chain(And, "||");

    private CelNode And() => Chain(Relation, "&&");

    private CelNode Relation() => Chain(Sum, "==", "!=", "<=", ">=", "<", ">", "in");

    private CelNode Sum() => Chain(Product, "+", "-");

    private CelNode Product() => Chain(Unary, "*", "/", "%");

    private CelNode Chain(Func<CelNode> operand, params ReadOnlySpan<string> symbols)
    {
        var left = operand();
        while (Current.Kind == CelTokenKind.Symbol && symbols.Contains(Current.Text))
        {
            var symbol = _tokens[_at++];
            left = new CelNode.Call(symbol.Position, symbol.Text == "in" ? "@in" : $"_{symbol.Text}_", null, [left, operand()]);
        }

        return left;
    }

    private CelNode Unary()
    {
        if (Current.Kind != CelTokenKind.Symbol || Current.Text is not ("!" or "-"))
            return Member();
        var symbol = Current;
        var count = 0;
        for (; Current.Kind == CelTokenKind.Symbol && Current.Text == symbol.Text; _at++)
            count++;
        if (symbol.Text == "-" && Current is { Kind: CelTokenKind.Literal, Value: ulong or long or double } && !Current.Text.EndsWith('u'))
        {
            _tokens[_at] = Current with { Value = Negate(Current.Value!) };
            count--;
        }

        var operand = Member();
        return count % 2 == 0 ? operand : new CelNode.Call(symbol.Position, symbol.Text == "!" ? "!_" : "-_", null, [operand]);
    }

    private static object Negate(object value) => value switch
    {
        ulong => (object)long.MinValue,
        long number => -number,
        _ => -(double)value,
    };

    private CelNode Member()
    {
        var node = Primary();
        while (true)
        {
            if (Take(".") is { } dot)
                node = Field(node, dot, false);
            else if (Take(".?") is { } optionalDot)
                node = Field(node, optionalDot, true);
            else if (Take("[?") is { } optionalIndex)
                node = Index(node, optionalIndex.Position, "_[?_]");
            else if (Take("[") is { } index)
                node = Index(node, index.Position, "_[_]");
            else if (Current is { Kind: CelTokenKind.Symbol, Text: "{" or "{?" })
                throw new CelSyntaxException(Current.Position, "message construction is not supported");
            else
                return node;
        }
    }

    private CelNode.Call Index(CelNode node, int position, string function)
    {
        var key = Expression();
        Expect("]");
        return new CelNode.Call(position, function, null, [node, key]);
    }

    private CelNode Field(CelNode operand, CelToken dot, bool isOptional)
    {
        // After a dot any word may stand, "in" and the literals too.
        var name = Current;
        if (name.Kind is not (CelTokenKind.Name or CelTokenKind.Quoted) && !(name.Kind is CelTokenKind.Symbol or CelTokenKind.Literal && char.IsAsciiLetter(name.Text[0])))
            throw Unexpected();
        _at++;
        if (isOptional || name.Kind == CelTokenKind.Quoted || Take("(") is not { } parenthesis)
            return new CelNode.Select(dot.Position, operand, name.Text, isOptional, false);
        return CelMacros.Expand(parenthesis.Position, name.Text, operand, Arguments());
    }

    private CelNode Primary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case CelTokenKind.Literal:
                _at++;
                return token.Value is ulong and 1UL << 63 && !token.Text.EndsWith('u')
                    ? throw new CelSyntaxException(token.Position, "invalid int literal")
                    : new CelNode.Literal(token.Position, token.Value);
            case CelTokenKind.Name:
                return NameOrCall(token);
            case CelTokenKind.Symbol when token.Text == ".":
                _at++;
                return Current.Kind == CelTokenKind.Name ? NameOrCall(Current) : throw Unexpected();
            case CelTokenKind.Symbol when token.Text == "(":
                _at++;
                var inner = Expression();
                Expect(")");
                return inner;
            case CelTokenKind.Symbol when token.Text is "[" or "[?":
                return ListLiteral();
            case CelTokenKind.Symbol when token.Text is "{" or "{?":
                return MapLiteral();
            default:
                throw Unexpected(" expecting {'[', '{', '(', '.', '-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}");
        }
    }

    private CelNode NameOrCall(CelToken name)
    {
        _at++;
        if (Take("(") is { } parenthesis)
            return CelMacros.Expand(parenthesis.Position, name.Text, null, Arguments());
        return s_reserved.Contains(name.Text)
            ? throw new CelSyntaxException(name.Position, $"reserved identifier: {name.Text}")
            : new CelNode.Name(name.Position, name.Text);
    }

    private List<CelNode> Arguments()
    {
        var arguments = new List<CelNode>();
        while (Take(")") is null)
        {
            if (arguments.Count > 0)
                Expect(",");
            arguments.Add(Expression());
        }

        return arguments;
    }

    private CelNode.List ListLiteral()
    {
        var start = _tokens[_at++];
        var items = new List<(CelNode, bool)>();
        var isOptional = start.Text == "[?";
        while (isOptional || Take("]") is null)
        {
            isOptional |= Take("?") is not null;
            items.Add((Expression(), isOptional));
            isOptional = false;
            if (Take(",") is not null)
                continue;
            Expect("]");
            break;
        }

        return new CelNode.List(start.Position, items);
    }

    private CelNode.Map MapLiteral()
    {
        var start = _tokens[_at++];
        var entries = new List<(CelNode, CelNode, bool)>();
        var isOptional = start.Text == "{?";
        while (isOptional || Take("}") is null)
        {
            isOptional |= Take("?") is not null;
            var key = Expression();
            Expect(":");
            entries.Add((key, Expression(), isOptional));
            isOptional = false;
            if (Take(",") is not null)
                continue;
            Expect("}");
            break;
        }

        return new CelNode.Map(start.Position, entries);
    }

    private CelToken? Take(string symbol)
    {
        if (Current.Kind != CelTokenKind.Symbol || Current.Text != symbol)
            return null;
        return _tokens[_at++];
    }

    private void Expect(string symbol)
    {
        if (Take(symbol) is null)
            throw Unexpected();
    }

    private CelSyntaxException Unexpected(string expecting = "") =>
        new(Current.Position, $"Syntax error: mismatched input '{Current.Text}'{expecting}");
}
