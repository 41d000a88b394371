using System.Diagnostics;
using System.Globalization;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.LocalCluster;
using Hearth.LocalCluster.Nodes;

namespace Hearth.Benchmarks.ApiServer;

/// <summary>
/// How long a pod takes from the request that creates it to a watcher who sees it running, one pod after the other:
/// <c>dotnet run -c Release --project bench/Hearth.Benchmarks -- podstart [PODS]</c>.
/// </summary>
internal static class PodStartScenario
{
    public static async Task RunAsync(string[] arguments, TextWriter output)
    {
        var count = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 50;
        var directory = Directory.CreateTempSubdirectory("hearth-bench-").FullName;
        var images = new ImageCatalog { Entries = [new("bench:*", new ImageDescription { Name = "bench" })] };
        await using (var cluster = await LocalCluster.LocalCluster.StartAsync(new LocalClusterOptions { Directory = directory, Images = images }, CancellationToken.None))
        {
            using var stop = new CancellationTokenSource();
            var running = new Seen();
            var watching = WatchAsync(cluster.Admin, running, stop.Token);
            for (var i = 0; i < Math.Min(10, count); i++)
                await StartAsync(cluster.Admin, $"warm-{i}", running);
            var times = new List<double>();
            for (var i = 0; i < count; i++)
                times.Add(await StartAsync(cluster.Admin, $"pod-{i}", running));
            times.Sort();
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"pod created to seen running: median {times[count / 2]:F0} ms, 95 % {times[count * 95 / 100]:F0} ms, least {times[0]:F0} ms ({count} pods, one after the other)"));
            await stop.CancelAsync();
            await watching;
        }

        Directory.Delete(directory, recursive: true);
    }

    private static async Task<double> StartAsync(KubeClient client, string name, Seen running)
    {
        var pod = new Pod
        {
            Metadata = new() { Name = name },
            Spec = new() { RestartPolicy = "Never", TerminationGracePeriodSeconds = 0, Containers = [new() { Name = "c", Image = "bench:1", Command = ["sleep", "1000"] }] },
        };
        var clock = Stopwatch.StartNew();
        var seen = running.For(name);
        await client.CreateAsync(ResourceTypes.Pods, "default", pod, CancellationToken.None);
        await seen.WaitAsync(TimeSpan.FromSeconds(30));
        var milliseconds = clock.Elapsed.TotalMilliseconds;
        await client.DeleteAsync(ResourceTypes.Pods, "default", name, new() { GracePeriodSeconds = 0 }, CancellationToken.None);
        return milliseconds;
    }

    private static async Task WatchAsync(KubeClient client, Seen running, CancellationToken stop)
    {
        try
        {
            await foreach (var change in client.WatchAsync(ResourceTypes.Pods, "default", new() { Bookmarks = false }, stop))
            {
                if (change.Object.Status?.Phase == PodPhase.Running)
                    running.Tell(change.Object.Metadata.Name!);
            }
        }
        catch (OperationCanceledException)
        {
            // The measurement is over.
        }
    }

    private sealed class Seen
    {
        private readonly Dictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);

        public Task For(string name)
        {
            lock (_waiting)
                return (_waiting[name] = new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }

        public void Tell(string name)
        {
            lock (_waiting)
                _waiting.GetValueOrDefault(name)?.TrySetResult();
        }
    }
}
