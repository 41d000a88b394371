using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;
using Hearth.Spark.Submission;
using Shouldly;

namespace Hearth.ClusterTests.Operator;

/// <summary>What ended applications may leave behind: the driver of the last attempt, what it owns, and the UI's Service.</summary>
internal static class Leftovers
{
    private static readonly TimeSpan s_patience = Stories.Patience;

    /// <summary>Nothing else exists once the garbage collector has had its time.</summary>
    public static async Task ShouldBeNoneAsync(KubeClient client, IReadOnlyDictionary<string, SparkApplication> applications, string why)
    {
        using var limit = new CancellationTokenSource(s_patience);
        while (true)
        {
            var found = await FindAsync(client, applications);
            if (found.Count == 0)
                return;
            if (limit.IsCancellationRequested)
                found.Select(left => $"{left.Name} of {left.Owner}").ShouldBeEmpty(why);
            await Task.Delay(200, CancellationToken.None);
        }
    }

    private static async Task<List<(string Name, string Owner)>> FindAsync(KubeClient client, IReadOnlyDictionary<string, SparkApplication> applications)
    {
        var allowed = applications.Values.SelectMany(Allowed).Concat(["ConfigMap kube-root-ca.crt", "Service kubernetes"]).ToHashSet(StringComparer.Ordinal);
        var found = new List<(string Name, string Owner)>();
        await AddAsync(client, ResourceTypes.Pods, found);
        await AddAsync(client, ResourceTypes.Services, found);
        await AddAsync(client, ResourceTypes.ConfigMaps, found);
        await AddAsync(client, ResourceTypes.Secrets, found);
        await AddAsync(client, ResourceTypes.PersistentVolumeClaims, found);
        return [.. found.Where(left => !allowed.Contains(left.Name))];
    }

    private static async Task AddAsync<T>(KubeClient client, ResourceType<T> type, List<(string Name, string Owner)> found)
        where T : KubeObject
    {
        await foreach (var item in client.ListAllAsync(type, "default", null, CancellationToken.None))
            found.Add(($"{type.Kind} {item.Metadata.Name}", item.Metadata.OwnerReferences is [var owner, ..] ? $"{owner.Kind} {owner.Name} {owner.Uid}" : "nobody"));
    }

    private static IEnumerable<string> Allowed(SparkApplication application)
    {
        if (application.Status is not { SubmissionId: { } id, DriverInfo.PodName: { } driver } status)
            yield break;
        var name = application.Metadata.Name!;
        yield return $"Pod {driver}";
        yield return $"Service {name}-ui-svc";
        var identity = SubmissionIdentity.FromAttempt(id, status.LastSubmissionAttemptTime ?? default);
        yield return $"ConfigMap spark-drv-{identity.ConfigMapId}-conf-map";
        yield return $"ConfigMap {name}-{identity.ResourceId}-driver-podspec-conf-map";
        yield return $"Service {name}-{identity.ResourceId}-driver-svc";
    }
}
