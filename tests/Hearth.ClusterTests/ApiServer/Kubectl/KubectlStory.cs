using System.Diagnostics;
using System.Text;

namespace Hearth.ClusterTests.ApiServers.Kubectl;

/// <summary>What a command printed and how it ended.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Error);

/// <summary>A step of a story: a command line, or a file to write.</summary>
internal abstract record KubectlStep(int Line)
{
    /// <summary><c>$ command</c>: run before both servers and compared.</summary>
    public sealed record Command(int Line, string Text) : KubectlStep(Line);

    /// <summary><c>~ command</c>: run until it ends with 0, not compared; waits for controllers.</summary>
    public sealed record Until(int Line, string Text) : KubectlStep(Line);

    /// <summary><c>@ name</c>: a file for later commands; its lines follow, up to the next step.</summary>
    public sealed record File(int Line, string Name, string Content) : KubectlStep(Line);

    /// <summary>Reads a story. Lines that start with <c>#</c> outside of files are comments; blank lines end nothing.</summary>
    public static IEnumerable<KubectlStep> Read(string path)
    {
        var lines = System.IO.File.ReadAllLines(path);
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            if (line.StartsWith("$ ", StringComparison.Ordinal))
                yield return new Command(i + 1, line[2..]);
            else if (line.StartsWith("~ ", StringComparison.Ordinal))
                yield return new Until(i + 1, line[2..]);
            else if (line.StartsWith("@ ", StringComparison.Ordinal))
            {
                var content = new StringBuilder();
                var start = i;
                while (i + 1 < lines.Length && !IsStep(lines[i + 1]))
                    content.Append(lines[++i]).Append('\n');
                yield return new File(start + 1, line[2..], content.ToString());
            }
        }
    }

    private static bool IsStep(string line) => line.Length > 1 && line[0] is '$' or '~' or '@' or '#' && line[1] == ' ';
}

/// <summary>Runs commands with a kubeconfig and a folder of its own.</summary>
internal sealed class KubectlRunner
{
    private readonly string _home;
    private readonly string _kubeconfig;

    public KubectlRunner(string home, string kubeconfig)
    {
        _home = home;
        _kubeconfig = kubeconfig;
        Directory.CreateDirectory(home);
    }

    /// <summary>How long a step may wait for controllers.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(3);

    public void Write(KubectlStep.File file)
    {
        var path = Path.Combine(_home, file.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, file.Content);
    }

    /// <returns>What still fails after all patience; null where the command came to end with 0.</returns>
    public async Task<string?> UntilAsync(KubectlStep.Until step)
    {
        var watch = Stopwatch.StartNew();
        while (await RunAsync(step.Text) is { ExitCode: not 0 } failed)
        {
            if (watch.Elapsed > Patience)
                return $"still ends with {failed.ExitCode}: {failed.Output}{failed.Error}";
            await Task.Delay(100);
        }

        return null;
    }

    public async Task<CommandResult> RunAsync(string command)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", command])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
            WorkingDirectory = _home,
        };
        start.Environment["KUBECONFIG"] = _kubeconfig;
        start.Environment["HOME"] = _home;
        start.Environment.Remove("KUBECTL_EXTERNAL_DIFF");
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new CommandResult(process.ExitCode, await output, await error);
    }
}
