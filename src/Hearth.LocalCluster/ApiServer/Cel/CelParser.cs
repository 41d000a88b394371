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

    private const string Operands = "'-', '!', 'true', 'false', 'null', NUM_FLOAT, NUM_INT, NUM_UINT, STRING, BYTES, IDENTIFIER}";
    private const string Expected = " expecting {'[', '{', '(', '.', " + Operands;

    private readonly List<CelToken> _tokens;
    private readonly List<(int Position, string Message)> _problems = [];
    private readonly string _text;
    private int _at;
    private int _depth;
    private int _open;

    private CelParser(string text)
    {
        _text = text;
        var lexer = new CelLexer(text);
        _tokens = lexer.ReadAll();
        _problems.AddRange(lexer.Problems);
    }

    /// <exception cref="CelSyntaxException">The text is no expression.</exception>
    public static CelNode Parse(string text)
    {
        var parser = new CelParser(text);
        CelNode? node = null;
        try
        {
            node = parser.Whole();
        }
        catch (CelSyntaxException exception)
        {
            parser._problems.AddRange(exception.Problems);
        }

        return parser._problems.Count == 0 ? node! : throw CelSyntaxException.Of([.. parser._problems.OrderBy(problem => problem.Position)]);
    }

    private CelNode Whole()
    {
        var node = Expression();
        if (Current.Kind == CelTokenKind.End)
            return node;
        var what = _tokens[_at + 1].Kind == CelTokenKind.End ? "extraneous" : "mismatched";
        throw new CelSyntaxException(Current.Position, $"Syntax error: {what} input '{Shown(Current)}' expecting <EOF>");
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

        if (Current.Kind == CelTokenKind.End)
            throw Unfinished(symbol);
        var operand = Member();
        return count % 2 == 0 ? operand : new CelNode.Call(symbol.Position, symbol.Text == "!" ? "!_" : "-_", null, [operand]);
    }

    /// <summary>Real servers tell a sign without an operand in their own ways.</summary>
    private CelSyntaxException Unfinished(CelToken sign) => sign.Text == "!"
        ? new(Current.Position, $"Syntax error: extraneous input '<EOF>'{Expected}")
        : CelSyntaxException.Of([(Current.Position, $"Syntax error: no viable alternative at input '{_text[sign.Position..].TrimEnd()}'"), (Current.Position, $"Syntax error: mismatched input '<EOF>'{Expected}")]);

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
                throw new CelSyntaxException(Current.Position, node is CelNode.Name type ? $"undeclared reference to '{type.Text}' (in container '')" : "message construction is not supported");
            else
                return node;
        }
    }

    private CelNode.Call Index(CelNode node, int position, string function)
    {
        if (!StartsOperand(Current))
            throw Unexpected(" expecting {'[', '{', '(', '.', " + Operands.Replace("'!', ", "'!', '?', ", StringComparison.Ordinal));
        _open++;
        var key = Expression();
        _open--;
        Expect("]");
        return new CelNode.Call(position, function, null, [node, key]);
    }

    private CelNode Field(CelNode operand, CelToken dot, bool isOptional)
    {
        var name = Current;
        if (name.Kind == CelTokenKind.Quoted)
            throw new CelSyntaxException(name.Position, "unsupported syntax: '`'");
        if (name.Kind != CelTokenKind.Name && IsOperator(name))
        {
            _problems.AddRange(NoAlternative(dot).Problems);
            return operand;
        }

        if (name.Kind != CelTokenKind.Name)
            throw NoAlternative(dot);
        _at++;
        if (isOptional || Take("(") is not { } parenthesis)
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
                return Current.Kind == CelTokenKind.Name ? NameOrCall(Current) : throw NoAlternative(token);
            case CelTokenKind.Symbol when token.Text == "(":
                _at++;
                _open++;
                var inner = Expression();
                _open--;
                Expect(")");
                return inner;
            case CelTokenKind.Symbol when token.Text is "[" or "[?":
                return ListLiteral();
            case CelTokenKind.Symbol when token.Text is "{" or "{?":
                return MapLiteral();
            default:
                return Missing(Expected);
        }
    }

    /// <summary>One token too many is passed over, where an operand follows it.</summary>
    private CelNode Missing(string expected)
    {
        if (Current.Kind != CelTokenKind.End && !StartsOperand(_tokens[_at + 1]) && IsOperator(Current))
        {
            // It is taken for the operator that it is, of operands that are missing.
            _problems.AddRange(Unexpected(expected).Problems);
            return new CelNode.Literal(Current.Position, null);
        }

        if (Current.Kind == CelTokenKind.End || !StartsOperand(_tokens[_at + 1]))
            throw Unexpected(expected);
        _problems.Add((Current.Position, $"Syntax error: extraneous input '{Shown(Current)}'{expected}"));
        _at++;
        return Unary();
    }

    private static bool IsOperator(CelToken token) => token.Kind == CelTokenKind.Symbol && token.Text is "||" or "&&" or "==" or "!=" or "<=" or ">=" or "<" or ">" or "in" or "+" or "*" or "/" or "%";

    private static bool StartsOperand(CelToken token) => token.Kind is CelTokenKind.Name or CelTokenKind.Literal || token.Kind == CelTokenKind.Symbol && token.Text is "(" or "[" or "[?" or "{" or "{?" or "." or "-" or "!";

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
        const string First = " expecting {'[', '{', '(', ')', '.', " + Operands;
        var arguments = new List<CelNode>();
        if (!StartsOperand(Current) && !Is(")"))
        {
            if (Current.Kind == CelTokenKind.End || !StartsOperand(_tokens[_at + 1]) && _tokens[_at + 1].Text != ")")
                throw Unexpected(First);
            _problems.Add((Current.Position, $"Syntax error: extraneous input '{Shown(Current)}'{First}"));
            _at++;
        }

        _open++;
        while (!Is(")"))
        {
            if (arguments.Count > 0 && Take(",") is null)
                break;
            arguments.Add(Expression());
        }

        _open--;
        Expect(")");
        return arguments;
    }

    private CelNode.List ListLiteral()
    {
        var start = _tokens[_at++];
        var items = new List<(CelNode, bool)>();
        var isOptional = start.Text == "[?";
        if (Current.Kind == CelTokenKind.End && !isOptional)
            throw Unexpected(" expecting {'[', ']', '{', '(', '.', ',', " + Operands.Replace("'!', ", "'!', '?', ", StringComparison.Ordinal));
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
        if (Current.Kind == CelTokenKind.End && !isOptional)
            throw Unexpected(" expecting {'[', '{', '}', '(', '.', ',', " + Operands.Replace("'!', ", "'!', '?', ", StringComparison.Ordinal));
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

    private bool Is(string symbol) => Current.Kind == CelTokenKind.Symbol && Current.Text == symbol;

    /// <summary>One token too many is passed over; one too few is thought to be there at the end of the text.</summary>
    private void Expect(string symbol)
    {
        if (Take(symbol) is not null)
            return;
        if (Current.Kind == CelTokenKind.End && _open == 0 && symbol != ":")
            throw new CelSyntaxException(Current.Position, $"Syntax error: missing '{symbol}' at '<EOF>'");
        if (Current.Kind == CelTokenKind.End || _tokens[_at + 1].Text != symbol || _tokens[_at + 1].Kind != CelTokenKind.Symbol)
            throw Unexpected($" expecting '{symbol}'");
        _problems.Add((Current.Position, $"Syntax error: extraneous input '{Shown(Current)}' expecting '{symbol}'"));
        _at += 2;
    }

    private CelSyntaxException Unexpected(string expecting) => new(Current.Position, $"Syntax error: mismatched input '{Shown(Current)}'{expecting}");

    /// <summary>After a dot stands a name.</summary>
    private CelSyntaxException NoAlternative(CelToken dot)
    {
        var end = Current.Kind == CelTokenKind.End ? _text.Length : Current.Position + Shown(Current).Length;
        return new(Current.Position, $"Syntax error: no viable alternative at input '{_text[dot.Position..end].TrimEnd()}'");
    }

    private static string Shown(CelToken token) => token.Kind == CelTokenKind.Quoted ? $"`{token.Text}`" : token.Text;
}
