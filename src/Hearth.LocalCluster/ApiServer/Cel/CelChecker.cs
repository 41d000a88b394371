namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>Infers types and finds what can never work: unknown names, fields and functions, operands that do not fit.</summary>
internal sealed class CelChecker
{
    private static readonly CelType s_bool = CelType.Of(CelKind.Bool);

    private readonly List<(int Position, string Message)> _errors = [];
    private readonly List<(int Position, string Message)> _doubts = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    /// <summary>What cannot be typed; where nothing is, what the validators of the API server refuse beyond types.</summary>
    public IReadOnlyList<(int Position, string Message)> Errors => _errors.Count > 0 ? _errors : _doubts;

    /// <summary>A literal that cannot be converted: found when the program is made, after all else is right.</summary>
    public string? ConversionError { get; private set; }

    /// <summary>The variables that the expression uses.</summary>
    public IReadOnlySet<string> Names => _names;

    public CelType Check(CelNode node, CelTypes scope)
    {
        if (!System.Runtime.CompilerServices.RuntimeHelpers.TryEnsureSufficientExecutionStack())
            return Fail(node, "expression is nested too deep");
        return node switch
        {
            CelNode.Literal literal => CelType.Of(CelFunctions.KindOf(literal.Value)),
            CelNode.Name name => Name(name, scope),
            CelNode.Select select => Select(select, scope),
            CelNode.Call call => Call(call, scope),
            CelNode.List list => CelType.ListOf(Join(list, [.. list.Items.Select(item => Content(Check(item.Value, scope), item.IsOptional))])),
            CelNode.Map map => Map(map, scope),
            CelNode.Bind bind => Bind(bind, scope),
            CelNode.Comprehension comprehension => Comprehension(comprehension, scope),
            _ => CelType.Dyn,
        };
    }

    private CelType Name(CelNode.Name name, CelTypes scope)
    {
        _names.Add(name.Text);
        if (scope.Find(name.Text) is { } type)
            return type;
        return CelFunctions.TypeNamed(name.Text) is not null ? CelType.Of(CelKind.Type) : Fail(name, $"undeclared reference to '{name.Text}' (in container '')");
    }

    private CelType Select(CelNode.Select select, CelTypes scope)
    {
        var operand = Check(select.Operand, scope);
        var isOptional = select.IsOptional || operand.Kind == CelKind.Optional;
        var field = Field(select, operand.Kind == CelKind.Optional ? operand.Element! : operand);
        if (select.IsTest)
            return s_bool;
        return isOptional ? CelType.OptionalOf(field) : field;
    }

    private CelType Field(CelNode.Select select, CelType operand) => operand.Kind switch
    {
        CelKind.Dyn => CelType.Dyn,
        CelKind.Map => operand.Element!,
        CelKind.Object => operand.Fields.TryGetValue(select.Field, out var field) ? field.Type : Fail(select, $"undefined field '{select.Field}'"),
        _ => Fail(select, $"type '{operand}' does not support field selection"),
    };

    private CelType Call(CelNode.Call call, CelTypes scope)
    {
        List<CelType> types = [.. (call.Target is null ? call.Arguments : call.Arguments.Prepend(call.Target)).Select(argument => Argument(call, argument, scope))];
        if (CelLiterals.Problem(call) is { } problem)
            _doubts.Add((problem.Node.Position, problem.Message));
        if (CelLiterals.ConversionError(call) is { } error)
            ConversionError ??= error;
        switch (call.Function)
        {
            case "_&&_" or "_||_":
                return types.TrueForAll(type => Fits(CelKind.Bool, type)) ? s_bool : NoOverload(call, types);
            case "_?_:_":
                return Fits(CelKind.Bool, types[0]) && AreAlike(types[1], types[2]) ? Common(types[1], types[2]) : NoOverload(call, types);
            case "_==_" or "_!=_" when !AreAlike(types[0], types[1]):
            case "_+_" when types[0].Kind == CelKind.List && types[1].Kind == CelKind.List && !AreAlike(types[0], types[1]):
            case "_[_]" or "_[?_]" when !CanIndex(types[0], types[1]):
            case "@in" when types[1].Kind is CelKind.List && !AreAlike(types[0], types[1].Element!) || types[1].Kind is CelKind.Map && !AreAlike(types[0], types[1].Key!):
                return NoOverload(call, types);
        }

        var overloads = CelFunctions.Named(call.Function);
        if (overloads.Count == 0)
            return Fail(call, $"undeclared reference to '{call.Function}' (in container '')");
        var fitting = overloads.Where(overload => Fits(overload, call.Target is not null, types)).ToList();
        return fitting.Count switch
        {
            0 => NoOverload(call, types),
            1 => fitting[0].Result(types),
            _ => fitting.Select(overload => overload.Result(types)).Aggregate(Common),
        };
    }

    /// <summary>What is formatted may be of many types; other lists are of one.</summary>
    private CelType Argument(CelNode.Call call, CelNode argument, CelTypes scope)
    {
        if (call.Function != "format" || argument is not CelNode.List list)
            return Check(argument, scope);
        foreach (var (item, _) in list.Items)
            Check(item, scope);
        return CelType.ListOf(CelType.Dyn);
    }

    private static bool CanIndex(CelType operand, CelType key) => operand.Kind switch
    {
        CelKind.Dyn => true,
        CelKind.List => key.Kind is CelKind.Int or CelKind.Dyn,
        CelKind.Map => AreAlike(operand.Key!, key),
        CelKind.Optional => CanIndex(operand.Element!, key),
        _ => false,
    };

    private static bool Fits(CelOverload overload, bool isMethod, List<CelType> types) =>
        overload.IsMethod == isMethod && overload.Parameters.Count == types.Count && overload.Parameters.Zip(types).All(pair => Fits(pair.First, pair.Second));

    private static bool Fits(CelKind wanted, CelType actual) => wanted == CelKind.Dyn || actual.Kind == CelKind.Dyn || wanted == actual.Kind;

    /// <summary>Whether values of the two types may be of one type: for equality, branches and list items.</summary>
    private static bool AreAlike(CelType left, CelType right)
    {
        if (left.Kind == CelKind.Dyn || right.Kind == CelKind.Dyn)
            return true;
        if (left.Kind == CelKind.Null || right.Kind == CelKind.Null)
            return IsNullable(left) && IsNullable(right);
        // Objects are of the same type only where they are of the same place in the schema.
        return left.Kind == right.Kind
            && (left.Kind != CelKind.Object || ReferenceEquals(left, right))
            && (left.Element is null || right.Element is null || AreAlike(left.Element, right.Element))
            && (left.Key is null || right.Key is null || AreAlike(left.Key, right.Key));
    }

    private static bool IsNullable(CelType type) => type.Kind is CelKind.Null or CelKind.Object or CelKind.Timestamp or CelKind.Duration or CelKind.Optional;

    private static CelType Common(CelType left, CelType right) => AreAlike(left, right) && left.Kind is not (CelKind.Dyn or CelKind.Null) ? left : left.Kind == CelKind.Null ? right : CelType.Dyn;

    private static CelType Content(CelType type, bool isOptional) => isOptional && type.Kind == CelKind.Optional ? type.Element! : type;

    private CelType Join(CelNode node, List<CelType> types)
    {
        if (types.Count == 0)
            return CelType.Dyn;
        if (types.Find(type => !AreAlike(types[0], type)) is { } other)
            _doubts.Add((node.Position, $"expected type '{types[0]}' but found '{other}'"));
        return types.Aggregate(Common);
    }

    private CelType Map(CelNode.Map map, CelTypes scope)
    {
        var keys = map.Entries.Select(entry => Check(entry.Key, scope)).ToList();
        var values = map.Entries.Select(entry => Content(Check(entry.Value, scope), entry.IsOptional)).ToList();
        return CelType.MapOf(Join(map, keys), Join(map, values));
    }

    private CelType Bind(CelNode.Bind bind, CelTypes scope)
    {
        var value = Check(bind.Value, scope);
        if (value.Kind is not (CelKind.Optional or CelKind.Dyn))
            return Fail(bind, $"found no matching overload for '{(bind.Macro == CelMacro.OptMap ? "optMap" : "optFlatMap")}' applied to '{value}'");
        var body = Check(bind.Body, scope.With(bind.Variable, value.Element ?? CelType.Dyn));
        return bind.Macro == CelMacro.OptMap ? CelType.OptionalOf(body) : body;
    }

    private CelType Comprehension(CelNode.Comprehension node, CelTypes scope)
    {
        var range = Check(node.Range, scope);
        if (range.Kind is not (CelKind.List or CelKind.Map or CelKind.Dyn))
            return Fail(node.Range, $"expression of type '{range}' cannot be range of a comprehension (must be list, map, or dynamic)");
        var element = range.Element ?? CelType.Dyn;
        var key = range.Kind == CelKind.Map ? range.Key! : range.Kind == CelKind.List ? CelType.Of(CelKind.Int) : CelType.Dyn;
        var first = node.Second is not null || range.Kind == CelKind.Map ? key : element;
        var inner = scope.With(node.First, first);
        inner = node.Second is { } second ? inner.With(second, element) : inner;
        if (node.Filter is not null)
            Predicate(node.Filter, inner);
        switch (node.Macro)
        {
            case CelMacro.All or CelMacro.Exists or CelMacro.ExistsOne:
                Predicate(node.Body, inner);
                return s_bool;
            case CelMacro.Filter:
                Predicate(node.Body, inner);
                return CelType.ListOf(first);
            case CelMacro.TransformMap:
                return CelType.MapOf(first, Check(node.Body, inner));
            case CelMacro.TransformMapEntry:
                return Check(node.Body, inner);
            default:
                return CelType.ListOf(Check(node.Body, inner));
        }
    }

    private void Predicate(CelNode node, CelTypes scope)
    {
        var type = Check(node, scope);
        if (!Fits(CelKind.Bool, type))
            Fail(node, $"expected type 'bool' but found '{type}'");
    }

    private CelType NoOverload(CelNode.Call call, List<CelType> types)
    {
        // An operand that is wrong itself is told once.
        var applied = call.Target is null ? $"({string.Join(", ", types)})" : $"{types[0]}.({string.Join(", ", types.Skip(1))})";
        return Fail(call, $"found no matching overload for '{call.Function}' applied to '{applied}'");
    }

    private CelType Fail(CelNode node, string message)
    {
        _errors.Add((node.Position, message));
        return CelType.Dyn;
    }
}

/// <summary>Types of variables, the innermost first.</summary>
internal sealed class CelTypes(string name, CelType type, CelTypes? outer)
{
    public static CelTypes None { get; } = new("", CelType.Dyn, null);

    public CelTypes With(string variable, CelType of) => new(variable, of, this);

    public CelType? Find(string variable) => variable == name ? type : outer?.Find(variable);
}
