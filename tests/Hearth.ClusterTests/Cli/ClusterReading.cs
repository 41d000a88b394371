using Hearth.Kube.Client;
using Hearth.Spark.Api;

namespace Hearth.ClusterTests.Cli;

/// <summary>What stories read of a cluster, in its namespace default.</summary>
internal static class ClusterReading
{
    /// <summary>The whole log of a container; null: of the pod's only one.</summary>
    public static async Task<string> LogAsync(this KubeClient client, string pod, string? container = null)
    {
        await using var log = await client.OpenLogAsync("default", pod, new() { Container = container }, CancellationToken.None);
        using var reader = new StreamReader(log);
        return await reader.ReadToEndAsync();
    }

    /// <summary>Waits until an application has completed or failed; the result says which.</summary>
    public static async Task<string> EndAsync(this KubeClient client, string name)
    {
        using var limit = new CancellationTokenSource(HearthProcess.Patience);
        await foreach (var change in client.WatchAsync(SparkResources.SparkApplications, "default", new() { FieldSelector = $"metadata.name={name}", Bookmarks = false }, limit.Token))
        {
            if (change.Object.Status?.ApplicationState.State is "COMPLETED" or "FAILED")
                return change.Object.Status.ApplicationState.State;
        }

        throw new TimeoutException($"{name} does not end");
    }
}
