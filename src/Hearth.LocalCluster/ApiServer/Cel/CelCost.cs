namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>
/// What an expression may cost at most, for values as large as its schema lets them be (<c>cel-go/checker</c>). What nobody can tell the size of
/// counts as nothing: what is refused here, real servers refuse too.
/// </summary>
internal sealed class CelCost
{
    private const double Traversal = 0.1;
    private const double Regex = 0.25;
    private const double List = 10;
    private const double Map = 30;

    public static double Of(CelNode root, CelType self) => new CelCost().Estimate(root, Scope.Of("self", self).With("oldSelf", self)).Cost;

    private Found Estimate(CelNode? node, Scope scope) => node switch
    {
        CelNode.Literal literal => new(0, literal.Value is string text ? text.EnumerateRunes().Count() : 1, null),
        CelNode.Name name => new(1, scope.Find(name.Text)?.MostElements ?? 0, scope.Find(name.Text)),
        CelNode.Select select => Select(select, scope),
        CelNode.Call call => Call(call, scope),
        CelNode.List list => new(List + list.Items.Sum(item => Estimate(item.Value, scope).Cost), list.Items.Count, null),
        CelNode.Map map => new(Map + map.Entries.Sum(entry => Estimate(entry.Key, scope).Cost + Estimate(entry.Value, scope).Cost), map.Entries.Count, null),
        CelNode.Comprehension loop => Loop(loop, scope),
        CelNode.Bind bind => Bind(bind, scope),
        _ => new(0, 0, null),
    };

    private Found Select(CelNode.Select select, Scope scope)
    {
        var operand = Estimate(select.Operand, scope);
        if (select.IsTest)
            return new(operand.Cost, 1, null);
        var type = operand.Type?.Kind == CelKind.Object && operand.Type.Fields.TryGetValue(select.Field, out var field) ? field.Type : operand.Type?.Kind == CelKind.Map ? operand.Type.Element : null;
        return new(operand.Cost + 1, type?.MostElements ?? 0, type);
    }

    private Found Bind(CelNode.Bind bind, Scope scope)
    {
        var value = Estimate(bind.Value, scope);
        return new(value.Cost + Estimate(bind.Body, scope.With(bind.Variable, value.Type)).Cost, 0, null);
    }

    private Found Loop(CelNode.Comprehension loop, Scope scope)
    {
        var range = Estimate(loop.Range, scope);
        var isMap = range.Type?.Kind == CelKind.Map;
        var inner = loop.Second is null
            ? scope.With(loop.First, isMap ? null : range.Type?.Element)
            : scope.With(loop.First, null).With(loop.Second, range.Type?.Element);
        var body = Estimate(loop.Body, inner).Cost + Estimate(loop.Filter, inner).Cost;
        var (once, each) = loop.Macro switch
        {
            CelMacro.All => (1.0, 3 + body),
            CelMacro.Exists => (1.0, 4 + body),
            CelMacro.ExistsOne => (2.0, 2 + body),
            CelMacro.Map or CelMacro.TransformList => (1 + List, 2 + List + body),
            CelMacro.Filter => (1 + List, 3 + List + body),
            _ => (1 + Map, 2 + body),
        };
        return new(range.Cost + once + (range.Size * each), loop.Macro is CelMacro.Map or CelMacro.Filter or CelMacro.TransformList ? range.Size : 1, loop.Macro == CelMacro.Filter && !isMap ? range.Type : null);
    }

    private Found Call(CelNode.Call call, Scope scope)
    {
        var target = call.Target is null ? null : Estimate(call.Target, scope);
        var arguments = call.Arguments.Select(argument => Estimate(argument, scope)).ToArray();
        var below = (target?.Cost ?? 0) + arguments.Sum(argument => argument.Cost);
        var (first, second) = (arguments.ElementAtOrDefault(0), arguments.ElementAtOrDefault(1));
        return call.Function switch
        {
            "_&&_" or "_||_" => new(below, 1, null),
            "_?_:_" => new(first!.Cost + Math.Max(second!.Cost, arguments[2].Cost), Math.Max(second.Size, arguments[2].Size), second.Type),
            "_[_]" => new(below + 1, first!.Type?.Element?.MostElements ?? 0, first.Type?.Element),
            "_==_" or "_!=_" or "_<_" or "_<=_" or "_>_" or "_>=_" => new(below + Math.Ceiling(Math.Min(first!.Size, second!.Size) * Traversal), 1, null),
            "_+_" when first!.Type?.Kind == CelKind.String || second!.Type?.Kind == CelKind.String => new(below + Math.Ceiling((first.Size + second!.Size) * Traversal), first.Size + second.Size, CelType.Of(CelKind.String)),
            "@in" => new(below + second!.Size, 1, null),
            "startsWith" or "endsWith" => new(below + Math.Ceiling(first!.Size * Traversal), 1, null),
            "contains" when target?.Type?.Kind == CelKind.String => new(below + (Math.Ceiling(target.Size * Traversal) * Math.Ceiling(first!.Size * Traversal)), 1, null),
            "matches" or "find" or "findAll" when target is not null => new(below + (Math.Ceiling((target.Size + 1) * Traversal) * Math.Ceiling(first!.Size * Regex)), target.Size, null),
            "lowerAscii" or "upperAscii" or "substring" or "trim" when target is not null => new(below + Math.Ceiling(target.Size * Traversal), target.Size, target.Type),
            "replace" or "split" when target is not null => new(below + Math.Ceiling(target.Size * 2 * Traversal), target.Size, null),
            "isSorted" or "sum" or "max" or "min" or "indexOf" or "lastIndexOf" when target?.Type?.Kind == CelKind.List => new(below + (target.Size * (1 + (target.Type.Element?.Kind == CelKind.String ? Math.Ceiling(target.Type.Element.MostElements * Traversal) : 0))), 1, null),
            "url" or "isURL" or "quantity" or "isQuantity" => new(below + Math.Ceiling((first?.Size ?? 0) * Traversal), 1, null),
            _ => new(below + 1, 0, null),
        };
    }

    /// <param name="Size">The most characters, items or entries of the value.</param>
    /// <param name="Type">Of the value, where the schema says it.</param>
    private sealed record Found(double Cost, double Size, CelType? Type);

    private sealed record Scope(string Name, CelType? Type, Scope? Outer)
    {
        public static Scope Of(string name, CelType? type) => new(name, type, null);

        public Scope With(string name, CelType? type) => new(name, type, this);

        public CelType? Find(string name) => Name == name ? Type : Outer?.Find(name);
    }
}
