using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Hearth.Testing;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Cli;

/// <summary>The real kubectl, with a kubeconfig, in the folder of the repository.</summary>
internal static class Kubectl
{
    private static readonly string? s_program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(f => Path.Combine(f, "kubectl")).FirstOrDefault(File.Exists);

    /// <summary>The first that streams over WebSocket.</summary>
    private const int OldestMinor = 31;

    private static readonly Lazy<string?> s_trouble = new(Trouble);

    /// <summary>Skips the test on a machine without it, or with one that is too old.</summary>
    public static void ShouldBeInstalled() => Skip.If(s_trouble.Value is not null, s_trouble.Value);

    /// <summary>What it prints; it must end with 0.</summary>
    public static async Task<string> RunAsync(string config, params string[] arguments)
    {
        using var process = Start(config, arguments);
        using var limit = new CancellationTokenSource(HearthProcess.Patience);
        var text = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        await process.WaitForExitAsync(limit.Token);
        process.ExitCode.ShouldBe(0, $"kubectl {string.Join(' ', arguments)}\n{text[0]}{text[1]}");
        return text[0] + text[1];
    }

    private static string? Trouble()
    {
        if (s_program is null)
            return "needs kubectl (Debian's kubernetes-client)";
        using var process = Process.Start(new ProcessStartInfo(s_program, ["version", "--client", "--output=json"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        var said = process.StandardOutput.ReadToEnd();
        var version = Regex.Match(said, "\"gitVersion\": *\"v1\\.(?<minor>[0-9]+)", RegexOptions.ExplicitCapture);
        return version.Success && int.Parse(version.Groups["minor"].Value, CultureInfo.InvariantCulture) >= OldestMinor ? null : $"needs kubectl 1.{OldestMinor} or later; {s_program} is {(version.Success ? version.Value : "of no version that is known")}";
    }

    public static Process Start(string config, params string[] arguments)
    {
        ShouldBeInstalled();
        var start = new ProcessStartInfo(s_program!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = Shared.Repository };
        start.Environment["KUBECONFIG"] = config;
        // Its cache, beside the kubeconfig: each cluster is another.
        start.Environment["HOME"] = Path.GetDirectoryName(config)!;
        return Process.Start(start)!;
    }
}
