using Hearth.Kube.Core.Quantities;

namespace Hearth.LocalCluster.Nodes;

// What a pod may write to the disk of its node.
internal sealed partial class PodWorker
{
    private static readonly TimeSpan s_storageCheck = TimeSpan.FromSeconds(10);

    /// <summary>Measures now and then, where the pod has limits, and evicts it beyond them.</summary>
    private async Task WatchStorageAsync(CancellationToken cancellationToken)
    {
        if (!HasStorageLimits())
            return;
        while (true)
        {
            await Task.Delay(s_storageCheck, _node.Time, cancellationToken);
            if (ExceededStorage() is { } message)
                Evict(message);
        }
    }

    private bool HasStorageLimits() =>
        (_pod.Spec?.Volumes ?? []).Any(v => v.EmptyDir?.SizeLimit is not null)
        || (_pod.Spec?.Containers ?? []).Any(c => c.Resources?.Limits?.ContainsKey("ephemeral-storage") == true);

    // In the order in which a kubelet looks: volumes, the pod, its containers.
    private string? ExceededStorage()
    {
        long total = 0;
        foreach (var volume in (_pod.Spec?.Volumes ?? []).Where(v => v.EmptyDir is not null))
        {
            var used = SizeOf(Path.Combine(_node.PodFolder(_pod), "volumes", volume.Name));
            if (volume.EmptyDir!.SizeLimit is { } limit && limit > Quantity.Zero && used > limit.RoundedUp())
                return $"Usage of EmptyDir volume \"{volume.Name}\" exceeds the limit \"{limit}\". ";
            total += volume.EmptyDir.Medium == "Memory" ? 0 : used;
        }

        var containers = (_pod.Spec?.Containers ?? []).Select(c => (c.Name, Used: UsedBy(c.Name!), Limit: StorageLimit(c))).ToList();
        total += containers.Sum(c => c.Used) + (_pod.Spec?.InitContainers ?? []).Sum(c => UsedBy(c.Name!));
        if (containers.TrueForAll(c => c.Limit is not null) && containers.Select(c => c.Limit!.Value).Aggregate(Quantity.Add) is var whole && total > whole.RoundedUp())
            return $"Pod ephemeral local storage usage exceeds the total limit of containers {whole}. ";
        return containers.Find(c => c.Limit is { } own && c.Used > own.RoundedUp()) is { Limit: { } exceeded } guilty
            ? $"Container {guilty.Name} exceeded its local ephemeral storage limit \"{exceeded}\". "
            : null;
    }

    private long UsedBy(string container) => SizeOf(Path.Combine(_node.PodFolder(_pod), "containers", container)) + SizeOf(Path.Combine(_node.LogFolder(_pod), container));

    private static Quantity? StorageLimit(Kube.Core.Objects.Container container) =>
        container.Resources?.Limits is { } limits && limits.TryGetValue("ephemeral-storage", out var limit) && limit > Quantity.Zero ? (Quantity?)limit : null;

    private static long SizeOf(string folder)
    {
        try
        {
            return !Directory.Exists(folder) ? 0 : new DirectoryInfo(folder)
                .EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint })
                .Sum(f => f.Length);
        }
        catch (IOException)
        {
            // Files come and go while they are counted: the next check counts again.
            return 0;
        }
    }
}
