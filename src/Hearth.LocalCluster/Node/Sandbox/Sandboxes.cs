using System.Diagnostics;

namespace Hearth.LocalCluster.Nodes;

internal static class Sandboxes
{
    /// <summary>Bubblewrap where it is installed and this user may use it; plain processes else, said once.</summary>
    public static ISandbox Choose(NodeOptions options)
    {
        var plain = new PlainProcess(ExecutablePath.Find("setpriv"), ExecutablePath.Find("setsid"));
        if (options.Isolate == false)
            return plain;
        var program = ExecutablePath.Find("bwrap");
        var trouble = program is null ? "bwrap is not installed" : Try(program);
        if (trouble is null)
            return new Bubblewrap(program!);
        if (options.Isolate == true)
            throw new InvalidOperationException($"Pods cannot be isolated: {trouble}");
        NodeLog.NoSandbox(options.Logger, trouble);
        return plain;
    }

    private static string? Try(string program)
    {
        using var process = Process.Start(new ProcessStartInfo(program, ["--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev", "--unshare-pid", "--unshare-uts", "--unshare-ipc", "true"])
        {
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : error.Trim();
    }
}
