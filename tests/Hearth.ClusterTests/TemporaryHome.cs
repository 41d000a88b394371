using System.Diagnostics;
using Hearth.Testing;
using Shouldly;

namespace Hearth.ClusterTests;

/// <summary>A home folder for one test, and the manifests that it writes.</summary>
internal sealed class TemporaryHome : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("hearth-story-");

    /// <summary>For HEARTH_HOME.</summary>
    public string Home => Path.Combine(_root.FullName, "home");

    public string File(string name) => Path.Combine(_root.FullName, name);

    /// <summary>Writes an application that runs one mode of the example workload; the result is the file.</summary>
    public string Workload(string name, params ReadOnlySpan<string> arguments)
    {
        var file = File($"{name}.yaml");
        System.IO.File.WriteAllText(file, $$"""
            apiVersion: sparkoperator.k8s.io/v1beta2
            kind: SparkApplication
            metadata: {name: {{name}}, namespace: default}
            spec:
              type: Scala
              mode: cluster
              image: docker.io/apache/spark:4.3.0
              mainClass: hearth.examples.Workload
              mainApplicationFile: local:///opt/spark/examples/jars/spark-examples.jar
              arguments: [{{string.Join(", ", arguments.ToArray().Select(a => $"\"{a}\""))}}]
              sparkVersion: 4.3.0
              restartPolicy: {type: Never}
              driver: {cores: 1, memory: 512m, serviceAccount: spark-operator-spark}
              executor: {instances: 2, cores: 1, memory: 512m}
            """);
        return file;
    }

    /// <summary>The commands of all living processes that carry this home's path: none may be left when a story ends.</summary>
    public IReadOnlyList<string> Processes() =>
        [.. Process.GetProcesses().Select(CommandLine).Where(c => c.Contains(_root.FullName, StringComparison.Ordinal))];

    public static UnixFileMode ModeOf(string path) => OperatingSystem.IsWindows() ? default : System.IO.File.GetUnixFileMode(path);

    /// <summary>Processes end a moment after their parent has.</summary>
    public async Task ShouldHaveNoProcessesAsync()
    {
        for (var tries = 0; tries < 600 && Processes().Count > 0; tries++)
            await Task.Delay(100);
        Processes().ShouldBeEmpty();
    }

    public void Dispose() => TemporaryFolder.Delete(_root.FullName);

    private static string CommandLine(Process process)
    {
        using (process)
        {
            try
            {
                return System.IO.File.ReadAllText($"/proc/{process.Id}/cmdline").Replace('\0', ' ') + System.IO.File.ReadAllText($"/proc/{process.Id}/environ");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return "";
            }
        }
    }
}
