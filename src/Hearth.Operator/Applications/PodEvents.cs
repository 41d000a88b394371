using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;

namespace Hearth.Operator.Applications;

/// <summary>
/// What the cluster's events say of pods that neither run nor tell why: a volume that cannot be mounted, a sandbox that is refused.
/// </summary>
internal sealed class PodEvents(KubeClient client, TimeProvider time)
{
    /// <summary>Most volumes are there by then.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);
    private readonly PodInquiry _inquiry = new(time, s_patience, (pod, cancellationToken) => AskAsync(client, pod, cancellationToken));

    /// <summary>When a pod that waits without a reason is worth another look; null for any other pod.</summary>
    public static TimeSpan? LookAgain(PodFacts pod, DateTimeOffset now)
    {
        if (pod.Phase != PodPhase.Pending || pod.Deleting || pod.Created is not { } created || pod.Trouble is { FromEvent: false })
            return null;
        var half = TimeSpan.FromTicks((now - created).Ticks / 2);
        return half < s_patience ? s_patience : half > s_longest ? s_longest : half;
    }

    /// <summary>The pod with the reason that its newest warning gives.</summary>
    public async ValueTask<PodFacts> ExplainAsync(PodFacts pod, CancellationToken cancellationToken) =>
        pod is { Phase: PodPhase.Pending, Trouble: null, Deleting: false, Created: { } created } && time.GetUtcNow() - created >= s_patience
            ? pod with { Trouble = await _inquiry.AboutAsync(pod, cancellationToken) }
            : pod;

    private static async Task<PodTrouble?> AskAsync(KubeClient client, PodFacts pod, CancellationToken cancellationToken)
    {
        try
        {
            var events = await client.ListAsync(ResourceTypes.Events, pod.Namespace, new() { FieldSelector = $"involvedObject.uid={pod.Uid},type=Warning" }, cancellationToken);
            return events.Items.MaxBy(e => e.LastTimestamp ?? e.Metadata.CreationTimestamp) is { Reason: { Length: > 0 } reason } last
                ? new PodTrouble(reason, last.Message ?? "") { FromEvent = true }
                : null;
        }
        catch (KubeException e) when (!e.IsUnauthorized)
        {
            // No reason is no news.
            return null;
        }
    }
}
