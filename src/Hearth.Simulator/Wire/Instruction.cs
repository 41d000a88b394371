using System.Globalization;

namespace Hearth.Simulator.Wire;

/// <summary>What one task makes its executor do.</summary>
internal abstract record Instruction
{
    private Instruction()
    {
    }

    /// <summary>Throws points at a square and counts those inside the circle.</summary>
    public sealed record ThrowDarts(int Points, int Seed) : Instruction;

    /// <summary>Keeps one core's slot for this long without burning the core.</summary>
    public sealed record Occupy(int Milliseconds) : Instruction;

    /// <summary>Throws an exception of this Java class.</summary>
    public sealed record Throw(string ClassName, string Reason) : Instruction;

    /// <summary>Ends the executor's process.</summary>
    public sealed record Exit(int Code) : Instruction;

    public string[] Encode() => this switch
    {
        ThrowDarts darts => ["pi", Text(darts.Points), Text(darts.Seed)],
        Occupy occupy => ["occupy", Text(occupy.Milliseconds)],
        Throw failure => ["throw", failure.ClassName, failure.Reason],
        Exit exit => ["exit", Text(exit.Code)],
        _ => throw new InvalidOperationException("no such instruction"),
    };

    /// <summary>Null for an instruction that this version does not know.</summary>
    public static Instruction? Decode(ReadOnlySpan<string> fields) => fields switch
    {
        ["pi", var points, var seed] => new ThrowDarts(Number(points), Number(seed)),
        ["occupy", var time] => new Occupy(Number(time)),
        ["throw", var name, var text] => new Throw(name, text),
        ["exit", var code] => new Exit(Number(code)),
        _ => null,
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int Number(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
