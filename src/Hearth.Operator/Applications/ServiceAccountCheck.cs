using System.Collections.Concurrent;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;

namespace Hearth.Operator.Applications;

/// <summary>
/// Whether a driver's ServiceAccount exists, asked before anything is made: a pod without one is refused only after its ConfigMaps
/// exist. Those that were there a moment ago are not asked for again.
/// </summary>
internal sealed class ServiceAccountCheck(KubeClient client, TimeProvider time)
{
    private static readonly TimeSpan s_trust = TimeSpan.FromSeconds(30);
    private readonly ConcurrentDictionary<ObjectKey, DateTimeOffset> _seen = new();

    /// <summary>Null where the account exists, or where the operator may not look.</summary>
    public async Task<SubmissionFailure?> MissingAsync(string ns, string? name, CancellationToken cancellationToken)
    {
        var key = new ObjectKey(ns, name is { Length: > 0 } ? name : "default");
        if (_seen.TryGetValue(key, out var at) && time.GetUtcNow() - at < s_trust)
            return null;
        try
        {
            if (await client.FindAsync(ResourceTypes.ServiceAccounts, ns, key.Name, cancellationToken) is null)
                return SubmissionFailures.MissingServiceAccount(ns, key.Name);
        }
        catch (KubeException e) when (e.IsForbidden)
        {
        }

        _seen[key] = time.GetUtcNow();
        return null;
    }
}
