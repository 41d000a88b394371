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

    private string? ExceededStorage()
    {
        long total = 0;
        foreach (var volume in (_pod.Spec?.Volumes ?? []).Where(v => v.EmptyDir is not null))
        {
            var used = SizeOf(Path.Combine(_node.PodFolder(_pod), "volumes", volume.Name));
            if (volume.EmptyDir!.SizeLimit is { } limit && used > limit.RoundedUp())
                return $"Usage of EmptyDir volume \"{volume.Name}\" exceeds the limit \"{limit}\". ";
            total += used;
        }

        Quantity? whole = null;
        long allowed = 0;
        foreach (var container in _pod.Spec?.Containers ?? [])
        {
            var used = SizeOf(Path.Combine(_node.PodFolder(_pod), "containers", container.Name!)) + SizeOf(Path.Combine(_node.LogFolder(_pod), container.Name!));
            total += used;
            if (container.Resources?.Limits is not { } limits || !limits.TryGetValue("ephemeral-storage", out var limit))
                continue;
            if (used > limit.RoundedUp())
                return $"Container {container.Name} exceeded its local ephemeral storage limit \"{limit}\". ";
            allowed += limit.RoundedUp();
            whole = limit;
        }

        return whole is { } shown && total > allowed ? $"Pod ephemeral local storage usage exceeds the total limit of containers {shown}. " : null;
    }

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
