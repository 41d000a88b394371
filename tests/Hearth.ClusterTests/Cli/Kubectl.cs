using System.Diagnostics;
using Shouldly;

namespace Hearth.ClusterTests.Cli;

/// <summary>The real kubectl, with a kubeconfig.</summary>
internal static class Kubectl
{
    public static async Task<string> RunAsync(string config, params string[] arguments)
    {
        var start = new ProcessStartInfo("kubectl", ["--kubeconfig", config, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(HearthProcess.Patience);
        var text = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        process.ExitCode.ShouldBe(0, $"kubectl {string.Join(' ', arguments)}\n{text[0]}{text[1]}");
        return text[0];
    }
}
