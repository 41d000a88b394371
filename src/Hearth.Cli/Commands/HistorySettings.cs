using System.CommandLine;
using Hearth.Cli.Output;
using Hearth.History;
using Hearth.Spark.Configuration;

namespace Hearth.Cli.Commands;

/// <summary>Settings of Spark's History Server, as its users have them: a properties file and, over it, <c>SPARK_HISTORY_OPTS</c>.</summary>
internal static class HistorySettings
{
    public static HistoryOptions Read(string? file, CliContext context)
    {
        var problems = new List<Problem>();
        var options = new HistoryOptions { LogDirectories = [] };
        if (file is not null)
            options = Apply(options, ReadFile(file, context), file, problems, context);
        if (context.Environment("SPARK_HISTORY_OPTS") is { Length: > 0 } java)
            options = Apply(options, HistoryProperties.OfJavaOptions(java), "SPARK_HISTORY_OPTS", problems, context);
        return problems.Count == 0 ? options : throw new UserError(ExitCodes.InvalidInput, [.. problems]);
    }

    public static bool IsGiven(this ParseResult parsed, Option option) => parsed.GetResult(option) is { Implicit: false };

    private static HistoryOptions Apply(
        HistoryOptions options, IEnumerable<KeyValuePair<string, string>> properties, string where, List<Problem> problems, CliContext context) =>
        HistoryProperties.Apply(
            options, properties, advice => context.Terminal.Say($"warning: {where}: {advice}"), problem => problems.Add(new Problem(problem, where)));

    private static IEnumerable<KeyValuePair<string, string>> ReadFile(string file, CliContext context)
    {
        try
        {
            return JavaProperties.Read(File.ReadAllText(Path.GetFullPath(file, context.WorkingDirectory)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw UserError.Invalid(e.Message, "name a readable properties file", file);
        }
    }
}
