using System.Diagnostics;
using System.Reflection;
using Xunit;

namespace Hearth.ClusterTests.ApiServers.Clients;

/// <summary>A program of a client library: an interpreter with its arguments.</summary>
internal sealed record ClientProgram(string FileName, params string[] Arguments)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    /// <summary>Debian's client for Python, 22.6.</summary>
    public static async Task<ClientProgram> PythonAsync(string program)
    {
        foreach (var python in (string[])["/usr/bin/python3", "python3"])
        {
            if (await EndsWellAsync(python, "-c", "import kubernetes.leaderelection, kubernetes.dynamic"))
                return new(python, PathOf(program));
        }

        throw new SkipException("needs the Kubernetes client of Python (Debian's python3-kubernetes)");
    }

    /// <summary>The client of the npm registry, 1.4, where the build has restored it.</summary>
    public static async Task<ClientProgram> JavaScriptAsync(string program)
    {
        var folder = typeof(ClientProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "NpmFolder").Value!;
        var client = Path.Combine(folder, "node_modules", "@kubernetes", "client-node", "dist", "index.js");
        Skip.IfNot(File.Exists(client), "needs @kubernetes/client-node from npm in the build");
        Skip.IfNot(await EndsWellAsync("node", "--version"), "needs Node.js (nodejs)");
        return new("node", PathOf(program), client);
    }

    /// <summary>fabric8 7.6, the client that Spark brings and uses. Java compiles the program.</summary>
    public static async Task<ClientProgram> JavaAsync(string program)
    {
        var jars = Path.Combine(await RealSpark.HomeAsync(), "jars");
        return new(Path.Combine(RealSpark.JavaHome!, "bin", "java"), "-Xmx512m", "-Dlog4j2.level=OFF", "-cp", Path.Combine(jars, "*"), PathOf(program));
    }

    /// <summary>What it prints; it must end with 0.</summary>
    public async Task<string> RunAsync(string kubeconfig, params string[] arguments)
    {
        var start = new ProcessStartInfo(FileName, [.. Arguments, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["KUBECONFIG"] = kubeconfig;
        // All servers are on loopback: a proxy of the machine has no part in them.
        foreach (var name in (string[])["http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"])
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(s_patience);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        Assert.True(process.ExitCode == 0, $"{string.Join(' ', Arguments)} before {kubeconfig} ended with {process.ExitCode}\n{await error}\n{await output}");
        return await output;
    }

    private static string PathOf(string program) => Path.Combine(AppContext.BaseDirectory, "ApiServer", "Clients", program);

    private static async Task<bool> EndsWellAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
            await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
