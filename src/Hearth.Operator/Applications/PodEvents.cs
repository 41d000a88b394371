using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;

namespace Hearth.Operator.Applications;

/// <summary>
/// What the cluster's events say of pods that neither run nor tell why: a volume that cannot be mounted, a sandbox that is refused.
/// </summary>
internal sealed class PodEvents(KubeClient client, TimeProvider time)
{
    /// <summary>Most volumes are there by then.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);
    private static readonly string[] s_ordinary = ["Scheduled", "Pulling", "Pulled", "Created", "Started", "SuccessfulAttachVolume"];
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

    /// <summary>What is left to know of a driver whose pod is gone.</summary>
    /// <param name="application">Whose status does not tell its end.</param>
    /// <param name="seen">As it was when it went before our eyes; null: no operator looked.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<VanishedDriver> VanishedAsync(SparkApplication application, PodFacts? seen, CancellationToken cancellationToken)
    {
        var status = application.Status!;
        var about = status.Hearth?.DriverUid is { } uid ? $"involvedObject.uid={uid}" : $"involvedObject.kind=Pod,involvedObject.name={status.DriverInfo.PodName ?? DriverPod.NameOf(application)}";
        var events = (await ListAsync(client, application.Metadata.Namespace!, about, cancellationToken)).Where(e => At(e) >= status.LastSubmissionAttemptTime).ToList();
        var last = events.Where(e => !s_ordinary.Contains(e.Reason)).MaxBy(At);
        return new(
            seen is not null || events.Exists(e => e.Reason == "Killing" && e.Message?.Contains(SparkLabels.DriverContainer, StringComparison.Ordinal) == true),
            last is null ? null : $"{last.Reason}: {last.Message}");
    }

    private static async Task<PodTrouble?> AskAsync(KubeClient client, PodFacts pod, CancellationToken cancellationToken) =>
        (await ListAsync(client, pod.Namespace, $"involvedObject.uid={pod.Uid},type=Warning", cancellationToken)).MaxBy(At) is { Reason: { Length: > 0 } reason } last
            ? new PodTrouble(reason, last.Message ?? "") { FromEvent = true }
            : null;

    /// <summary>Empty where the operator may not look: no reason is no news.</summary>
    private static async Task<IReadOnlyList<Event>> ListAsync(KubeClient client, string ns, string about, CancellationToken cancellationToken)
    {
        try
        {
            return (await client.ListAsync(ResourceTypes.Events, ns, new() { FieldSelector = about }, cancellationToken)).Items;
        }
        catch (KubeException e) when (!e.IsUnauthorized)
        {
            return [];
        }
    }

    private static DateTimeOffset? At(Event e) => e.LastTimestamp ?? e.Metadata.CreationTimestamp;
}

/// <summary>A driver whose pod is gone while status does not tell how it ended.</summary>
/// <param name="Ran">It had not ended when its pod was deleted; else nobody knows.</param>
/// <param name="LastEvent">What the cluster said of it last, beside the steps that every pod takes; null: nothing.</param>
internal sealed record VanishedDriver(bool Ran, string? LastEvent);
