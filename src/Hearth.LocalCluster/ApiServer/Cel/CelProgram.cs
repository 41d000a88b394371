using System.Text;

namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>
/// A compiled expression of the Common Expression Language, with the macros and libraries that rules of CRDs have in Kubernetes 1.34.
/// Evaluation is bounded: a rule that costs more than its budget ends with an error.
/// </summary>
/// <example>
/// <code>
/// var program = CelProgram.Compile("self.replicas &lt;= self.maxReplicas", ("self", CelType.OfSchema(schema)!));
/// var holds = program.Evaluate(("self", CelJson.ToValue(json, type))) is true;
/// </code>
/// </example>
internal sealed class CelProgram
{
    /// <summary>What one call may cost, as the API server limits it.</summary>
    public const long CallBudget = 1_000_000;

    private readonly CelNode _root;
    private readonly IReadOnlySet<string> _names;

    private CelProgram(CelNode root, CelType type, IReadOnlySet<string> names) => (_root, Type, _names) = (root, type, names);

    /// <summary>What it evaluates to, as far as that is known before.</summary>
    public CelType Type { get; }

    /// <summary>Compiles with the variables that there are; those of type <see cref="CelType.Dyn"/> are checked when they are used.</summary>
    /// <exception cref="CelCompileException">Everything that is wrong, each with its place.</exception>
    public static CelProgram Compile(string expression, params ReadOnlySpan<(string Name, CelType Type)> variables)
    {
        try
        {
            var root = CelParser.Parse(expression);
            var scope = CelTypes.None;
            foreach (var (name, known) in variables)
                scope = scope.With(name, known);
            var checker = new CelChecker();
            var type = checker.Check(root, scope);
            if (checker.Errors.Count > 0)
                throw new CelCompileException(CelCompileException.Failed + string.Join('\n', checker.Errors.OrderBy(error => error.Position).Select(error => Describe(expression, error.Position, error.Message))));
            return checker.ConversionError is { } conversion
                ? throw new CelCompileException(conversion)
                : new CelProgram(root, type, checker.Names);
        }
        catch (CelSyntaxException e)
        {
            throw new CelCompileException(CelCompileException.Failed + string.Join('\n', e.Problems.Select(problem => Describe(expression, problem.Position, problem.Message))));
        }
    }

    /// <summary>What it may cost for one value of a type.</summary>
    public double MostCost(CelType self) => CelCost.Of(_root, self);

    /// <summary>Whether a variable occurs in it.</summary>
    public bool Uses(string variable) => _names.Contains(variable);

    /// <summary>The value, or a <see cref="CelError"/>.</summary>
    public object? Evaluate(params IReadOnlyList<(string Name, object? Value)> variables) => Evaluate(variables, CallBudget, out _);

    /// <param name="variables">Their values.</param>
    /// <param name="budget">What it may cost.</param>
    /// <param name="cost">What it cost.</param>
    public object? Evaluate(IReadOnlyList<(string Name, object? Value)> variables, long budget, out long cost)
    {
        var evaluation = new CelEvaluation(budget);
        var value = evaluation.Evaluate(_root, CelScope.Of(variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value))));
        cost = evaluation.Cost;
        // However deep it happened and whatever was made of it.
        return cost > budget ? CelEvaluation.OutOfBudget : value;
    }

    /// <summary>As cel-go shows a mistake: the line, and an arrow below it.</summary>
    private static string Describe(string expression, int position, string message)
    {
        var before = expression[..Math.Min(position, expression.Length)];
        var line = before.Count(c => c == '\n');
        var column = before.Length - (before.LastIndexOf('\n') + 1);
        return new StringBuilder($"ERROR: <input>:{line + 1}:{column + 1}: {message}\n | ")
            .Append(expression.Split('\n')[line]).Append("\n | ").Append([.. before[^column..].Select(letter => char.IsAscii(letter) ? '.' : '．')])
            .Append(position < expression.Length && !char.IsAscii(expression[position]) ? '＾' : '^').ToString();
    }
}

/// <summary>An expression that does not compile; the message shows each mistake in it, with the words of the API server.</summary>
internal sealed class CelCompileException(string message) : Exception(message)
{
    /// <summary>How a message begins that shows mistakes.</summary>
    public const string Failed = "compilation failed: ";
}
