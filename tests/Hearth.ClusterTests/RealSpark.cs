using System.Diagnostics;
using Hearth.Testing;
using Xunit;

namespace Hearth.ClusterTests;

/// <summary>The Spark distribution that tests run; unpacked once a machine.</summary>
internal static class RealSpark
{
    private static readonly SemaphoreSlim s_unpacking = new(1, 1);

    private static readonly Lazy<string?> s_java = new(WriteJava);

    /// <summary>
    /// A JAVA_HOME whose java starts in half the time: short lives do not repay the work of the second compiler, nor that of a parallel
    /// collector. Null where there is no Java.
    /// </summary>
    public static string? JavaHome => s_java.Value;

    /// <summary>A SPARK_HOME; skips the test where there is none, or no Java.</summary>
    public static async Task<string> HomeAsync()
    {
        Skip.If(JavaHome is null, "needs Java 17 (openjdk-17-jre-headless)");
        var unpack = Shared.Path("spark", "unpack");
        await s_unpacking.WaitAsync();
        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"hearth-tests-spark-{Environment.UserName}")).FullName;
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

    private static string? WriteJava()
    {
        string[] homes = [Environment.GetEnvironmentVariable("JAVA_HOME") ?? "", .. Directory.Exists("/usr/lib/jvm") ? Directory.GetDirectories("/usr/lib/jvm", "*17*") : []];
        if (homes.FirstOrDefault(home => File.Exists(Path.Combine(home, "bin", "java"))) is not { } real || OperatingSystem.IsWindows())
            return null;
        // Not in /tmp, which is each pod's own, nor at home, which is closed to the users that containers run as.
        var home = $"/var/tmp/hearth-tests-java-{Environment.UserName}";
        var java = Path.Combine(Directory.CreateDirectory(Path.Combine(home, "bin")).FullName, "java");
        var draft = $"{java}.{Environment.ProcessId}";
        File.WriteAllText(draft, $"#!/bin/sh\nexec {real}/bin/java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC \"$@\"\n");
        File.SetUnixFileMode(draft, (UnixFileMode)0b111_101_101);
        File.Move(draft, java, overwrite: true);
        return home;
    }
}
