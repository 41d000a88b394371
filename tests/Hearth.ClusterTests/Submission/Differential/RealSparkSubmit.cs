using System.Diagnostics;
using System.Text;

namespace Hearth.ClusterTests.Submission.Differential;

/// <summary>The real spark-submit, one process for many submissions: starting a JVM for each would be most of the time.</summary>
internal sealed class RealSparkSubmit : IDisposable
{
    private readonly Process _process;

    private RealSparkSubmit(Process process) => _process = process;

    /// <param name="sparkHome">A Spark distribution; its own compiler compiles the little program that feeds it.</param>
    /// <param name="environment">SPARK_CONF_DIR and the like.</param>
    /// <param name="folder">The working directory.</param>
    public static RealSparkSubmit Start(string sparkHome, IReadOnlyDictionary<string, string> environment, string folder)
    {
        var sources = Path.Combine(AppContext.BaseDirectory, "Submission", "Differential");
        var start = new ProcessStartInfo(Path.Combine(RealSpark.JavaHome!, "bin", "java"), ["-Xmx512m", "-cp", Path.Combine(sparkHome, "jars", "*"), "org.codehaus.janino.JavaSourceClassLoader", "-sourcepath", sources, "SparkSubmitter"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        foreach (var name in (string[])["HADOOP_CONF_DIR", "SPARK_LOCAL_DIRS", "KUBECONFIG", "MASTER", "JAVA_TOOL_OPTIONS"])
            start.Environment.Remove(name);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        return new RealSparkSubmit(process);
    }

    /// <summary>Null where the submission succeeded, else what the exception says.</summary>
    public async Task<string?> SubmitAsync(IEnumerable<string> args)
    {
        await _process.StandardInput.WriteLineAsync(string.Join(' ', args.Select(arg => Convert.ToBase64String(Encoding.UTF8.GetBytes(arg)))));
        await _process.StandardInput.FlushAsync();
        return await _process.StandardOutput.ReadLineAsync() switch
        {
            "ok" => null,
            { } line when line.StartsWith("error ", StringComparison.Ordinal) => Encoding.UTF8.GetString(Convert.FromBase64String(line["error ".Length..])),
            var other => throw new InvalidOperationException($"the JVM ended or said something odd: {other}"),
        };
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(10)))
            _process.Kill();
        _process.Dispose();
    }
}
