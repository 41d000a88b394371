namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>Literal arguments that can be judged before anything is evaluated: patterns, times, durations, conversions.</summary>
internal static class CelLiterals
{
    private static readonly string[] s_conversions = ["bool", "bytes", "double", "int", "string", "uint"];

    /// <summary>What is wrong with a literal argument of a call; null where nothing is.</summary>
    public static (CelNode Node, string Message)? Problem(CelNode.Call call)
    {
        if (call is { Function: "format", Target: CelNode.Literal { Value: string pattern }, Arguments: [CelNode.List list] })
            return Formatted(call, pattern, list);
        if (call.Arguments is not [CelNode.Literal { Value: string text } literal])
            return null;
        return call.Function switch
        {
            "matches" when new CelRegex().Find(text) is null => (literal, "invalid matches argument"),
            "timestamp" or "duration" when call.Target is null && Convert(call.Function, text) is CelError => (literal, $"invalid {call.Function} argument"),
            _ => null,
        };
    }

    /// <summary>Clauses and what stands for them, as far as it is literal.</summary>
    private static (CelNode Node, string Message)? Formatted(CelNode.Call call, string pattern, CelNode.List list)
    {
        var clauses = Clauses(pattern).ToArray();
        if (clauses.Length < list.Items.Count)
            return (call, $"too many arguments supplied to string.format (expected {clauses.Length}, got {list.Items.Count})");
        foreach (var (clause, (item, _)) in clauses.Zip(list.Items))
        {
            if (clause == 'd' && item is CelNode.Literal { Value: string or bool or byte[] } literal)
                return (item, $"error during formatting: decimal clause can only be used on integers, was given {CelType.Of(CelFunctions.KindOf(literal.Value))}");
        }

        return null;
    }

    private static IEnumerable<char> Clauses(string pattern)
    {
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '%' || ++i >= pattern.Length || pattern[i] == '%')
                continue;
            while (i < pattern.Length - 1 && (pattern[i] == '.' || char.IsAsciiDigit(pattern[i])))
                i++;
            yield return pattern[i];
        }
    }

    /// <summary>Why no program can be made of a call with a literal argument.</summary>
    public static string? ConversionError(CelNode.Call call) => call switch
    {
        { Function: "find" or "findAll", Target: not null, Arguments: [CelNode.Literal { Value: string pattern }, ..] } => CustomResources.PatternProblems.Of(pattern) is { } problem ? "program instantiation failed: " + problem : null,
        { Target: null, Arguments: [CelNode.Literal { Value: string text }] } when s_conversions.Contains(call.Function) => Convert(call.Function, text) is CelError error ? "instantiation failed: " + error.Message : null,
        _ => null,
    };

    private static object? Convert(string function, string text) =>
        CelFunctions.Apply(new CelEvaluation(CelProgram.CallBudget), function, false, [text]);
}
