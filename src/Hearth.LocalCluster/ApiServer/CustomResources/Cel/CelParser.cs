using System.Globalization;

namespace Hearth.LocalCluster.ApiServer.CustomResources.Cel;

/// <summary>Turns an expression into a function, by recursive descent along CEL's grammar.</summary>
internal sealed class CelParser(string text)
{
    private const int MostDepth = 200;

    private static readonly (string Code, string Sign)[] s_escapes =
        [("__underscores__", "__"), ("__dot__", "."), ("__dash__", "-"), ("__slash__", "/")];

    private readonly CelLexer _lexer = new(text);
    private int _depth;

    public Func<CelScope, object?> Parse()
    {
        var expression = Conditional();
        if (_lexer.Kind != CelToken.End)
            throw new CelException($"Syntax error: extraneous input '{_lexer.Value}' expecting <EOF>");
        return expression;
    }

    private Func<CelScope, object?> Conditional()
    {
        if (++_depth > MostDepth)
            throw new CelException("expression is nested too deep");
        var condition = Or();
        _depth--;
        if (!_lexer.Take("?"))
            return condition;
        var then = Conditional();
        _lexer.Expect(":");
        var otherwise = Conditional();
        return scope => True(condition(scope)) ? then(scope) : otherwise(scope);
    }

    /// <summary>An error on one side does not matter where the other decides.</summary>
    private Func<CelScope, object?> Or()
    {
        var left = And();
        while (_lexer.Take("||"))
        {
            var (a, b) = (left, And());
            left = scope => Either(a, b, scope, decisive: true);
        }

        return left;
    }

    private Func<CelScope, object?> And()
    {
        var left = Relation();
        while (_lexer.Take("&&"))
        {
            var (a, b) = (left, Relation());
            left = scope => Either(a, b, scope, decisive: false);
        }

        return left;
    }

    private static bool Either(Func<CelScope, object?> left, Func<CelScope, object?> right, CelScope scope, bool decisive)
    {
        CelException error;
        try
        {
            return True(left(scope)) == decisive ? decisive : True(right(scope));
        }
        catch (CelException exception)
        {
            error = exception;
        }

        return True(right(scope)) == decisive ? decisive : throw error;
    }

    private Func<CelScope, object?> Relation()
    {
        var left = Sum();
        while (true)
        {
            var a = left;
            if (_lexer.Take("=="))
                left = Join(a, Sum(), (x, y) => CelValues.AreEqual(x, y));
            else if (_lexer.Take("!="))
                left = Join(a, Sum(), (x, y) => !CelValues.AreEqual(x, y));
            else if (_lexer.Take("<="))
                left = Join(a, Sum(), (x, y) => CelValues.Compare(x, y) <= 0);
            else if (_lexer.Take(">="))
                left = Join(a, Sum(), (x, y) => CelValues.Compare(x, y) >= 0);
            else if (_lexer.Take("<"))
                left = Join(a, Sum(), (x, y) => CelValues.Compare(x, y) < 0);
            else if (_lexer.Take(">"))
                left = Join(a, Sum(), (x, y) => CelValues.Compare(x, y) > 0);
            else if (_lexer is { Kind: CelToken.Name, Value: "in" })
            {
                _lexer.Next();
                left = Join(a, Sum(), (x, y) => CelValues.Contains(y, x));
            }
            else
            {
                return left;
            }
        }
    }

    private static Func<CelScope, object?> Join(Func<CelScope, object?> a, Func<CelScope, object?> b, Func<object?, object?, object?> join) =>
        scope => join(a(scope), b(scope));

    private Func<CelScope, object?> Sum()
    {
        var left = Product();
        while (_lexer.Is("+") || _lexer.Is("-"))
        {
            var sign = _lexer.Value[0];
            _lexer.Next();
            left = Join(left, Product(), (x, y) => CelValues.Calculate(sign, x, y));
        }

        return left;
    }

    private Func<CelScope, object?> Product()
    {
        var left = Unary();
        while (_lexer.Is("*") || _lexer.Is("/") || _lexer.Is("%"))
        {
            var sign = _lexer.Value[0];
            _lexer.Next();
            left = Join(left, Unary(), (x, y) => CelValues.Calculate(sign, x, y));
        }

        return left;
    }

    private Func<CelScope, object?> Unary()
    {
        if (_lexer.Take("!"))
        {
            var inner = Unary();
            return scope => !True(inner(scope));
        }

        if (_lexer.Take("-"))
        {
            var inner = Unary();
            return scope => inner(scope) switch { long whole => -whole, double real => -real, _ => throw CelValues.NoOverload("-_") };
        }

        return Member();
    }

    private Func<CelScope, object?> Member()
    {
        var target = Primary();
        while (true)
        {
            var from = target;
            if (_lexer.Take("."))
            {
                var name = _lexer.TakeName();
                target = _lexer.Take("(") ? Method(from, name) : Select(from, Unescape(name));
            }
            else if (_lexer.Take("["))
            {
                var index = Conditional();
                _lexer.Expect("]");
                target = Join(from, index, CelValues.At);
            }
            else
            {
                return target;
            }
        }
    }

    private static Func<CelScope, object?> Select(Func<CelScope, object?> from, string name) => scope => CelValues.Field(from(scope), name);

    private static string Unescape(string name)
    {
        if (!name.StartsWith("__", StringComparison.Ordinal) && !name.Contains("__", StringComparison.Ordinal))
            return name;
        foreach (var (code, sign) in s_escapes)
            name = name.Replace(code, sign, StringComparison.Ordinal);
        return name.Length > 4 && name.StartsWith("__", StringComparison.Ordinal) && name.EndsWith("__", StringComparison.Ordinal) ? name[2..^2] : name;
    }

    private Func<CelScope, object?> Method(Func<CelScope, object?> target, string name)
    {
        if (name is "all" or "exists" or "exists_one" or "filter" or "map")
            return Macro(target, name);
        var arguments = Arguments(")");
        return scope => CelFunctions.Call(name, target(scope), [.. arguments.Select(argument => argument(scope))]);
    }

    private Func<CelScope, object?> Macro(Func<CelScope, object?> target, string name)
    {
        var variable = _lexer.TakeName();
        _lexer.Expect(",");
        var body = Conditional();
        var second = _lexer.Take(",") ? Conditional() : null;
        _lexer.Expect(")");
        return scope =>
        {
            var items = target(scope) switch
            {
                List<object?> list => list,
                Dictionary<string, object?> map => [.. map.Keys],
                _ => throw CelValues.NoOverload(name),
            };
            CelScope With(object? item)
            {
                if (--scope.Steps[0] < 0)
                    throw new CelException("operation cancelled: actual cost limit exceeded");
                return new CelScope(variable, item, scope);
            }

            return name switch
            {
                "all" => items.TrueForAll(item => True(body(With(item)))),
                "exists" => items.Exists(item => True(body(With(item)))),
                "exists_one" => items.Count(item => True(body(With(item)))) == 1,
                "filter" => items.Where(item => True(body(With(item)))).ToList(),
                _ => second is null
                    ? items.Select(item => body(With(item))).ToList()
                    : items.Where(item => True(body(With(item)))).Select(item => second(With(item))).ToList(),
            };
        };
    }

    private List<Func<CelScope, object?>> Arguments(string end)
    {
        var arguments = new List<Func<CelScope, object?>>();
        if (_lexer.Take(end))
            return arguments;
        do
        {
            if (_lexer.Is(end))
                break;
            arguments.Add(Conditional());
        }
        while (_lexer.Take(","));
        _lexer.Expect(end);
        return arguments;
    }

    private Func<CelScope, object?> Primary()
    {
        var value = _lexer.Value;
        switch (_lexer.Kind)
        {
            case CelToken.Text:
                _lexer.Next();
                return _ => value;
            case CelToken.Whole:
                _lexer.Next();
                var whole = long.Parse(value, CultureInfo.InvariantCulture);
                return _ => whole;
            case CelToken.Real:
                _lexer.Next();
                var real = double.Parse(value, CultureInfo.InvariantCulture);
                return _ => real;
            case CelToken.Name:
                _lexer.Next();
                return Named(value);
        }

        if (_lexer.Take("("))
        {
            var inner = Conditional();
            _lexer.Expect(")");
            return inner;
        }

        if (_lexer.Take("["))
        {
            var items = Arguments("]");
            return scope => items.Select(item => item(scope)).ToList();
        }

        _lexer.Expect("{");
        return MapLiteral();
    }

    private Func<CelScope, object?> MapLiteral()
    {
        var entries = new List<(Func<CelScope, object?> Key, Func<CelScope, object?> Value)>();
        while (!_lexer.Take("}"))
        {
            var key = Conditional();
            _lexer.Expect(":");
            entries.Add((key, Conditional()));
            _lexer.Take(",");
        }

        return scope => entries.ToDictionary(entry => entry.Key(scope) as string ?? throw CelValues.NoOverload("map"), entry => entry.Value(scope), StringComparer.Ordinal);
    }

    private Func<CelScope, object?> Named(string name)
    {
        switch (name)
        {
            case "true":
                return _ => true;
            case "false":
                return _ => false;
            case "null":
                return _ => null;
            case "has":
                _lexer.Expect("(");
                return Has();
        }

        if (!_lexer.Take("("))
            return scope => scope.Find(name);
        var arguments = Arguments(")");
        return scope => CelFunctions.Call(name, null, [.. arguments.Select(argument => argument(scope))]);
    }

    /// <summary><c>has(a.b)</c>: everything but the last field must be there.</summary>
    private Func<CelScope, object?> Has()
    {
        var target = Primary();
        var field = "";
        while (!_lexer.Take(")"))
        {
            if (field.Length > 0)
                target = Select(target, field);
            if (_lexer.Take("["))
            {
                target = Join(target, Conditional(), CelValues.At);
                _lexer.Expect("]");
                field = "";
                continue;
            }

            _lexer.Expect(".");
            field = Unescape(_lexer.TakeName());
        }

        if (field.Length == 0)
            throw new CelException("invalid argument to has() macro");
        var (owner, last) = (target, field);
        return scope => owner(scope) is Dictionary<string, object?> map && map.ContainsKey(last);
    }

    private static bool True(object? value) => value is bool flag ? flag : throw CelValues.NoOverload("_&&_");
}
