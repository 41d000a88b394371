namespace Hearth.Cli.State;

/// <summary>The folder of one <c>hearth run</c>: its lock, the node's files, the driver's log.</summary>
internal sealed class RunFolder : IDisposable
{
    private const string ClusterName = "cluster";
    private const int Kept = 20;
    private readonly FolderLock _lock;

    private RunFolder(string path, FolderLock taken) => (Path, _lock) = (path, taken);

    public string Path { get; }

    /// <summary>The cluster's files: volumes, container logs, the list of processes; gone after the run.</summary>
    public string Cluster => System.IO.Path.Combine(Path, ClusterName);

    public string DriverLog => System.IO.Path.Combine(Path, "driver.log");

    /// <summary>
    /// Ends what killed runs left running, forgets all but the last runs, and makes a folder for a new one.
    /// </summary>
    /// <param name="left">Told for each earlier run whose processes had to be ended.</param>
    public static RunFolder Create(HearthHome home, string application, TimeProvider time, Action<string, int> left)
    {
        Sweep(home.Runs, left);
        for (var attempt = 1; ; attempt++)
        {
            var name = $"{time.GetUtcNow():yyyyMMdd-HHmmss}-{application}" + (attempt == 1 ? "" : $"-{attempt}");
            var folder = System.IO.Path.Combine(home.Runs, name);
            if (Directory.Exists(folder))
                continue;
            HearthHome.MakePrivate(folder);
            if (FolderLock.TryTake(folder) is { } taken)
                return new RunFolder(folder, taken);
        }
    }

    public void Dispose()
    {
        DeleteCluster(Cluster);
        _lock.Dispose();
    }

    private static void Sweep(string runs, Action<string, int> left)
    {
        var folders = Directory.GetDirectories(runs).Order(StringComparer.Ordinal).ToList();
        for (var i = 0; i < folders.Count; i++)
        {
            if (FolderLock.TryTake(folders[i]) is not { } abandoned)
                continue;
            using (abandoned)
            {
                var cluster = System.IO.Path.Combine(folders[i], ClusterName);
                if (Directory.Exists(cluster))
                {
                    if (LocalCluster.LocalCluster.EndLeftovers(cluster) is var ended and > 0)
                        left(System.IO.Path.GetFileName(folders[i]), ended);
                    DeleteCluster(cluster);
                }
            }

            if (i < folders.Count - Kept)
                Directory.Delete(folders[i], recursive: true);
        }
    }

    private static void DeleteCluster(string cluster)
    {
        try
        {
            if (Directory.Exists(cluster))
                Directory.Delete(cluster, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A process that is still dying holds a file; the next start deletes the folder.
        }
    }
}
