namespace Hearth.Cli.Output;

/// <summary>One thing that is wrong.</summary>
/// <param name="What">What is wrong, one sentence without a full stop.</param>
/// <param name="Where">File, line and column, or the thing at fault; shown before the message.</param>
/// <param name="Fix">What to do about it.</param>
internal sealed record Problem(string What, string? Where = null, string? Fix = null)
{
    public override string ToString() =>
        (Where is null ? "error: " : $"{Where}: error: ") + What + (Fix is null ? "" : $"\n  {Fix}");
}

/// <summary>Ends a command with messages for the user and an exit code; all problems that are known are told at once.</summary>
internal sealed class UserError(int exitCode, params IReadOnlyList<Problem> problems)
    : Exception(string.Join('\n', problems))
{
    public int ExitCode { get; } = exitCode;

    public IReadOnlyList<Problem> Problems { get; } = problems;

    public static UserError Invalid(string what, string? fix = null, string? where = null) =>
        new(ExitCodes.InvalidInput, new Problem(what, where, fix));

    public static UserError Unreachable(string what, string? fix = null, string? where = null) =>
        new(ExitCodes.ClusterUnreachable, new Problem(what, where, fix));
}
