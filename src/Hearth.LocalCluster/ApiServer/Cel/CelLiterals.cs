namespace Hearth.LocalCluster.ApiServer.Cel;

/// <summary>Literal arguments that can be judged before anything is evaluated: patterns, times, durations, conversions.</summary>
internal static class CelLiterals
{
    private static readonly string[] s_conversions = ["bool", "bytes", "double", "int", "string", "uint"];

    /// <summary>What is wrong with a literal argument of a call; null where nothing is.</summary>
    public static (CelNode Node, string Message)? Problem(CelNode.Call call)
    {
        if (call.Arguments is not [CelNode.Literal { Value: string text } literal])
            return null;
        return call.Function switch
        {
            "matches" when new CelRegex().Find(text) is null => (literal, "invalid matches argument"),
            "timestamp" or "duration" when call.Target is null && Convert(call.Function, text) is CelError => (literal, $"invalid {call.Function} argument"),
            _ => null,
        };
    }

    public static string? ConversionError(CelNode.Call call) =>
        call is { Target: null, Arguments: [CelNode.Literal { Value: string text }] } && s_conversions.Contains(call.Function)
            ? (Convert(call.Function, text) as CelError)?.Message : null;

    private static object? Convert(string function, string text) =>
        CelFunctions.Apply(new CelEvaluation(CelProgram.CallBudget), function, false, [text]);
}
