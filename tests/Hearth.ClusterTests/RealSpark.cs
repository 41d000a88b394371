using System.Diagnostics;
using Hearth.Testing;
using Xunit;

namespace Hearth.ClusterTests;

/// <summary>The Spark distribution that tests run; unpacked once a machine.</summary>
internal static class RealSpark
{
    private static readonly SemaphoreSlim s_unpacking = new(1, 1);

    /// <summary>A SPARK_HOME; skips the test where there is none, or no Java.</summary>
    public static async Task<string> HomeAsync()
    {
        Skip.IfNot(Directory.Exists("/usr/lib/jvm") || Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 }, "needs Java 17 (openjdk-17-jre-headless)");
        var unpack = Shared.Path("spark", "unpack");
        await s_unpacking.WaitAsync();
        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "hearth-tests-spark")).FullName;
            using var process = Process.Start(new ProcessStartInfo(unpack, [folder]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            var path = (await process.StandardOutput.ReadToEndAsync()).Trim().Split('\n')[^1];
            await process.WaitForExitAsync();
            Skip.IfNot(process.ExitCode == 0 && Directory.Exists(path), "the Spark distribution does not unpack (xz?)");
            return path;
        }
        finally
        {
            s_unpacking.Release();
        }
    }
}
