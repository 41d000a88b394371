using System.Text;
using Hearth.Cli;
using Hearth.Cli.Output;

namespace Hearth.Tests.Cli;

/// <summary>Runs a command line inside the test's process and keeps what it wrote.</summary>
internal sealed record CliRun(int ExitCode, string Out, string Error)
{
    public static async Task<CliRun> Of(IReadOnlyList<string> args, string input = "", string? workingDirectory = null, IReadOnlyDictionary<string, string>? environment = null)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var context = new CliContext
        {
            Terminal = new Terminal(output, error, isInteractive: false),
            OpenInput = () => new MemoryStream(Encoding.UTF8.GetBytes(input)),
            Environment = name => environment?.GetValueOrDefault(name),
            WorkingDirectory = workingDirectory ?? Path.GetTempPath(),
            Interruption = new Interruption(),
        };
        var exitCode = await CommandLine.RunAsync(args, context);
        return new CliRun(exitCode, output.ToString(), error.ToString());
    }
}
