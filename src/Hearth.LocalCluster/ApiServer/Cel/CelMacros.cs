namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>Calls that are no functions: <c>has</c>, the comprehensions, bindings.</summary>
internal static class CelMacros
{
    public static CelNode Expand(int position, string name, CelNode? target, IReadOnlyList<CelNode> arguments)
    {
        if (target is null)
            return name == "has" && arguments.Count == 1 ? Has(position, arguments[0]) : new CelNode.Call(position, name, null, arguments);
        // Functions with a dot in their name look like methods of a variable.
        if (target is CelNode.Name space && CelFunctions.Named($"{space.Text}.{name}").Count > 0)
            return new CelNode.Call(position, $"{space.Text}.{name}", null, arguments);
        return Macro(position, name, target, arguments) ?? new CelNode.Call(position, name, target, arguments);
    }

    private static CelNode.Select Has(int position, CelNode argument) => argument is CelNode.Select { IsTest: false, IsOptional: false } select
        ? select with { Position = position, IsTest = true }
        : throw new CelSyntaxException(argument.Position, "invalid argument to has() macro");

    private static CelNode? Macro(int position, string name, CelNode target, IReadOnlyList<CelNode> arguments) => (name, arguments.Count) switch
    {
        ("all", 2) => Over(position, CelMacro.All, target, arguments, 1),
        ("exists", 2) => Over(position, CelMacro.Exists, target, arguments, 1),
        ("exists_one", 2) => Over(position, CelMacro.ExistsOne, target, arguments, 1),
        ("map", 2 or 3) => Over(position, CelMacro.Map, target, arguments, 1),
        ("filter", 2) => Over(position, CelMacro.Filter, target, arguments, 1),
        ("all", 3) => Over(position, CelMacro.All, target, arguments, 2),
        ("exists", 3) => Over(position, CelMacro.Exists, target, arguments, 2),
        ("existsOne", 3) => Over(position, CelMacro.ExistsOne, target, arguments, 2),
        ("transformList", 3 or 4) => Over(position, CelMacro.TransformList, target, arguments, 2),
        ("transformMap", 3 or 4) => Over(position, CelMacro.TransformMap, target, arguments, 2),
        ("transformMapEntry", 3 or 4) => Over(position, CelMacro.TransformMapEntry, target, arguments, 2),
        ("optMap", 2) => new CelNode.Bind(position, CelMacro.OptMap, Variable(arguments[0]), target, arguments[1]),
        ("optFlatMap", 2) => new CelNode.Bind(position, CelMacro.OptFlatMap, Variable(arguments[0]), target, arguments[1]),
        _ => null,
    };

    private static CelNode.Comprehension Over(int position, CelMacro macro, CelNode range, IReadOnlyList<CelNode> arguments, int variables) => new(
        position,
        macro,
        range,
        Variable(arguments[0]),
        variables == 2 ? Variable(arguments[1]) : null,
        arguments.Count == variables + 2 ? arguments[variables] : null,
        arguments[^1]);

    private static string Variable(CelNode node) => node is CelNode.Name name
        ? name.Text
        : throw new CelSyntaxException(node.Position, "argument must be a simple name");
}
