using Hearth.Cli;
using Hearth.Cli.Output;

namespace Hearth.ClusterTests.Submission;

/// <summary>One run of <c>hearth submit</c> in the test's process.</summary>
internal sealed record SubmitRun(int ExitCode, string Out, string Error)
{
    public static async Task<SubmitRun> Of(IReadOnlyList<string> args, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var interruption = new Interruption();
        var variables = new Dictionary<string, string>(environment ?? new Dictionary<string, string>()) { ["KUBECONFIG"] = "/nonexistent" };
        var context = new CliContext
        {
            Terminal = new Terminal(output, error, isInteractive: false),
            OpenInput = () => new MemoryStream(),
            Environment = variables.GetValueOrDefault,
            WorkingDirectory = folder ?? Path.GetTempPath(),
            Interruption = interruption,
        };
        var exitCode = await CommandLine.RunAsync(["submit", .. args], context);
        return new(exitCode, output.ToString(), error.ToString());
    }
}
