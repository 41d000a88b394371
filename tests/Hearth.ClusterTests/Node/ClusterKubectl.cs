using System.Diagnostics;

namespace Hearth.ClusterTests.Nodes;

/// <summary>The real kubectl, told of one cluster alone.</summary>
internal static class ClusterKubectl
{
    public static Process Start(string config, string line) => Shell(config, $"exec kubectl {line}");

    /// <summary>A line for the shell: with pipes around kubectl.</summary>
    public static Process Shell(string config, string line) => Process.Start(OfThisCluster(config, new ProcessStartInfo("sh", ["-c", line])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        UseShellExecute = false,
    }))!;

    /// <summary>With kubectl's cache beside the kubeconfig: another cluster may have had the same port.</summary>
    public static ProcessStartInfo OfThisCluster(string config, ProcessStartInfo start)
    {
        start.Environment["KUBECONFIG"] = config;
        start.Environment["HOME"] = Path.GetDirectoryName(config)!;
        return start;
    }

    public static Task<(int Code, string Output, string Error)> TellAsync(string config, string line, string? input) => ReadAsync(Start(config, line), input);

    public static Task<(int Code, string Output, string Error)> TellShellAsync(string config, string line) => ReadAsync(Shell(config, line), null);

    private static async Task<(int Code, string Output, string Error)> ReadAsync(Process process, string? input)
    {
        using (process)
        {
            if (input is not null)
                await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            using var limit = new CancellationTokenSource(HearthProcess.Patience);
            var text = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, text[0], text[1]);
        }
    }
}
