namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>Infers types and finds what can never work: unknown names, fields and functions, operands that do not fit.</summary>
internal sealed class CelChecker
{
    private static readonly CelType s_bool = CelType.Of(CelKind.Bool);

    private static readonly CelKind[] s_summed = [CelKind.Int, CelKind.Uint, CelKind.Double, CelKind.Duration, CelKind.Dyn];
    private static readonly CelKind[] s_ordered = [CelKind.Int, CelKind.Uint, CelKind.Double, CelKind.Bool, CelKind.Duration, CelKind.Timestamp, CelKind.String, CelKind.Bytes, CelKind.Dyn];

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
            CelNode.List list => CelType.ListOf(Join([.. list.Items.Select(item => (item.Value.Position, Content(item.Value, item.IsOptional, scope)))])),
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
        return CelFunctions.TypeNamed(name.Text) is { } named ? CelFunctions.TypeOf(named) : Fail(name, $"undeclared reference to '{name.Text}' (in container '')");
    }

    private CelType Select(CelNode.Select select, CelTypes scope)
    {
        // A variable may have a dot in its name.
        if (select is { Operand: CelNode.Name owner, IsTest: false, IsOptional: false } && scope.Find($"{owner.Text}.{select.Field}") is { } known)
            return known;
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
        CelKind.Quantity or CelKind.Url or CelKind.Format or CelKind.Semver or CelKind.Authorizer or CelKind.PathCheck or CelKind.GroupCheck or CelKind.ResourceCheck or CelKind.Decision =>
            Fail(select, $"unexpected failed resolution of '{operand}'"),
        _ => NoFields(select, operand),
    };

    private CelType NoFields(CelNode.Select select, CelType operand)
    {
        Fail(select, $"type '{operand}' does not support field selection");
        return CelType.Dyn;
    }

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
                foreach (var (argument, type) in call.Arguments.Zip(types).Where(pair => !Fits(CelKind.Bool, pair.Second)))
                    Fail(argument, $"expected type 'bool' but found '{type}'");
                return s_bool;
            case "_?_:_":
                return Fits(CelKind.Bool, types[0]) && AreAlike(types[1], types[2]) ? Common(types[1], types[2]) : NoOverload(call, types);
            case "_==_" or "_!=_" when !AreAlike(types[0], types[1]):
            case "_+_" when types[0].Kind == CelKind.List && types[1].Kind == CelKind.List && !AreAlike(types[0], types[1]):
            case "_[_]" or "_[?_]" when !CanIndex(types[0], types[1]):
            case "orValue" when types.Count == 2 && types[0].Kind == CelKind.Optional && !AreAlike(types[0].Element!, types[1]):
            case "or" when types.Count == 2 && !AreAlike(types[0], types[1]):
            case "indexOf" or "lastIndexOf" when types.Count == 2 && types[0].Kind == CelKind.List && !AreAlike(types[0].Element!, types[1]):
            case "join" when !IsOf(types[0], [CelKind.String, CelKind.Dyn]):
            case "sum" when !IsOf(types[0], s_summed):
            case "min" or "max" or "isSorted" when !IsOf(types[0], s_ordered):
            case "sets.contains" or "sets.intersects" or "sets.equivalent" when types.Count == 2 && !AreAlike(types[0], types[1]):
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

    private static bool IsOf(CelType list, CelKind[] elements) => list.Kind != CelKind.List || Array.IndexOf(elements, list.Element!.Kind) >= 0;

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
        if (left.Kind == CelKind.Type && right.Kind == CelKind.Type)
            return true;
        return left.Kind == right.Kind
            && (left.Kind != CelKind.Object || left.IsSameObject(right))
            && (left.Element is null || right.Element is null || AreAlike(left.Element, right.Element))
            && (left.Key is null || right.Key is null || AreAlike(left.Key, right.Key));
    }

    private static bool IsNullable(CelType type) => type.Kind is CelKind.Null or CelKind.Object or CelKind.Timestamp or CelKind.Duration or CelKind.Optional;

    private static CelType Common(CelType left, CelType right) => AreAlike(left, right) && left.Kind is not (CelKind.Dyn or CelKind.Null) ? left : left.Kind == CelKind.Null ? right : CelType.Dyn;

    /// <summary>Of an item or entry: of an optional one what is in it.</summary>
    private CelType Content(CelNode value, bool isOptional, CelTypes scope)
    {
        var type = Check(value, scope);
        if (!isOptional)
            return type;
        if (type.Kind is not (CelKind.Optional or CelKind.Dyn))
            Fail(value, $"expected type '{CelType.OptionalOf(type)}' but found '{type}'");
        return type.Kind == CelKind.Optional ? type.Element! : type;
    }

    private CelType Join(List<(int Position, CelType Type)> items)
    {
        if (items.Count == 0)
            return CelType.Unset;
        var first = items[0].Type;
        if (items.Find(item => !first.IsSame(item.Type)) is { Type: not null } other)
            _doubts.Add((other.Position, $"expected type '{first}' but found '{other.Type}'"));
        return items.Select(item => item.Type).Aggregate(Common);
    }

    private CelType Map(CelNode.Map map, CelTypes scope)
    {
        var keys = map.Entries.Select(entry => (entry.Key.Position, Check(entry.Key, scope))).ToList();
        var values = map.Entries.Select(entry => (entry.Value.Position, Content(entry.Value, entry.IsOptional, scope))).ToList();
        return CelType.MapOf(Join(keys), Join(values));
    }

    private CelType Bind(CelNode.Bind bind, CelTypes scope)
    {
        var value = Check(bind.Value, scope);
        if (value.Kind is not (CelKind.Optional or CelKind.Dyn))
        {
            // The macro stands for a question whether there is a value, and for that value.
            Fail(bind, $"found no matching overload for 'hasValue' applied to '{value}.()'");
            Fail(bind, $"found no matching overload for 'value' applied to '{value}.()'");
        }

        var body = Check(bind.Body, scope.With(bind.Variable, value.Kind == CelKind.Optional ? value.Element! : CelType.Dyn));
        if (bind.Macro == CelMacro.OptMap)
            return CelType.OptionalOf(body);
        return body.Kind is CelKind.Optional or CelKind.Dyn ? body : Fail(bind, $"found no matching overload for '_?_:_' applied to '(bool, {body}, optional_type(dyn))'");
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
        switch (node.Macro)
        {
            case CelMacro.All or CelMacro.Exists:
                Predicate(node.Body, inner);
                return s_bool;
            case CelMacro.ExistsOne:
                Condition(node, node.Body, inner, CelType.Of(CelKind.Int));
                return s_bool;
            case CelMacro.Filter:
                Condition(node, node.Body, inner, CelType.ListOf(first));
                return CelType.ListOf(first);
            case CelMacro.Map or CelMacro.TransformList when node.Filter is not null:
                var mapped = CelType.ListOf(Check(node.Body, inner));
                Condition(node, node.Filter, inner, mapped);
                return mapped;
            case CelMacro.TransformMap or CelMacro.TransformMapEntry:
                if (node.Filter is not null)
                    Predicate(node.Filter, inner);
                return node.Macro == CelMacro.TransformMap ? CelType.MapOf(first, Check(node.Body, inner)) : Entry(node, Check(node.Body, inner));
            default:
                return CelType.ListOf(Check(node.Body, inner));
        }
    }

    private CelType Entry(CelNode macro, CelType type) => type.Kind is CelKind.Map or CelKind.Dyn
        ? type
        : Fail(macro, $"found no matching overload for 'cel.@mapInsert' applied to '({CelType.MapOf(CelType.Dyn, CelType.Dyn)}, {type})'");

    /// <summary>What a macro keeps: real servers make a conditional of it, and tell of that.</summary>
    private void Condition(CelNode macro, CelNode condition, CelTypes scope, CelType kept)
    {
        var type = Check(condition, scope);
        if (!Fits(CelKind.Bool, type))
            Fail(macro, $"found no matching overload for '_?_:_' applied to '({type}, {kept}, {kept})'");
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
        return CelType.Error;
    }
}

/// <summary>Types of variables, the innermost first.</summary>
internal sealed class CelTypes(string name, CelType type, CelTypes? outer)
{
    public static CelTypes None { get; } = new("", CelType.Dyn, null);

    public CelTypes With(string variable, CelType of) => new(variable, of, this);

    public CelType? Find(string variable) => variable == name ? type : outer?.Find(variable);
}
