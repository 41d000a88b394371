namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>An expression as a tree; <see cref="Position"/> is the offset in the text that messages point at.</summary>
internal abstract record CelNode(int Position)
{
    internal sealed record Literal(int Position, object? Value) : CelNode(Position);

    internal sealed record Name(int Position, string Text) : CelNode(Position);

    /// <summary><c>a.b</c>, <c>a.?b</c>; as the argument of <c>has</c> a question about presence.</summary>
    internal sealed record Select(int Position, CelNode Operand, string Field, bool IsOptional, bool IsTest) : CelNode(Position);

    /// <summary>A function, a method (with a target) or an operator (<c>_+_</c>, <c>_[_]</c>, ...).</summary>
    internal sealed record Call(int Position, string Function, CelNode? Target, IReadOnlyList<CelNode> Arguments) : CelNode(Position);

    internal sealed record List(int Position, IReadOnlyList<(CelNode Value, bool IsOptional)> Items) : CelNode(Position);

    internal sealed record Map(int Position, IReadOnlyList<(CelNode Key, CelNode Value, bool IsOptional)> Entries) : CelNode(Position);

    /// <summary>A macro over a list or a map: <paramref name="Second"/> is null but for those with two variables.</summary>
    internal sealed record Comprehension(
        int Position, CelMacro Macro, CelNode Range, string First, string? Second, CelNode? Filter, CelNode Body) : CelNode(Position);

    /// <summary><c>optMap</c> and <c>optFlatMap</c>: the content of an optional under a name.</summary>
    internal sealed record Bind(int Position, CelMacro Macro, string Variable, CelNode Value, CelNode Body) : CelNode(Position);
}

internal enum CelMacro
{
    All,
    Exists,
    ExistsOne,
    Map,
    Filter,
    TransformList,
    TransformMap,
    TransformMapEntry,
    OptMap,
    OptFlatMap,
}

/// <summary>An expression that cannot be compiled, with what is wrong and where.</summary>
internal sealed class CelSyntaxException(int position, string message) : Exception(message)
{
    public int Position { get; } = position;

    /// <summary>All that is wrong, in the order of the text.</summary>
    public IReadOnlyList<(int Position, string Message)> Problems { get; private init; } = [(position, message)];

    public static CelSyntaxException Of(IReadOnlyList<(int Position, string Message)> problems) => new(problems[0].Position, problems[0].Message) { Problems = problems };
}
