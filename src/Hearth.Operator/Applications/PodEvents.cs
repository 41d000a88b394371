using System.Collections.Concurrent;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;

namespace Hearth.Operator.Applications;

/// <summary>
/// What the cluster's events say of pods that neither run nor tell why: a volume that cannot be mounted, a sandbox that is refused.
/// Asked for pod by pod and seldom, because most pods run before there is anything to ask.
/// </summary>
internal sealed class PodEvents(KubeClient client, TimeProvider time)
{
    /// <summary>Most volumes are there by then.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(1);

    /// <summary>However many pods wait.</summary>
    private const int AnswersPerSecond = 10;
    private readonly ConcurrentDictionary<string, Answer> _answers = new(StringComparer.Ordinal);
    private long _nextTicks;

    private sealed record Answer(DateTimeOffset At, PodTrouble? Trouble);

    /// <summary>When a pod that waits without a reason is worth another look; null for any other pod.</summary>
    public static TimeSpan? LookAgain(PodFacts pod, DateTimeOffset now)
    {
        if (pod.Phase != PodPhase.Pending || pod.Deleting || pod.Created is not { } created || pod.Trouble is { FromEvent: false })
            return null;
        var half = TimeSpan.FromTicks((now - created).Ticks / 2);
        return half < s_patience ? s_patience : half > s_longest ? s_longest : half;
    }

    /// <summary>The pod with the reason that its newest warning gives.</summary>
    public async ValueTask<PodFacts> ExplainAsync(PodFacts pod, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (pod is not { Phase: PodPhase.Pending, Trouble: null, Deleting: false } || pod.Created is not { } created || now - created < s_patience)
            return pod;
        if (_answers.TryGetValue(pod.Uid, out var known) && now - known.At < s_patience)
            return pod with { Trouble = known.Trouble };
        if (!MayAsk(now))
            return pod with { Trouble = known?.Trouble };
        var answer = new Answer(now, await AskAsync(pod, cancellationToken));
        Forget(now);
        _answers[pod.Uid] = answer;
        return pod with { Trouble = answer.Trouble };
    }

    private async Task<PodTrouble?> AskAsync(PodFacts pod, CancellationToken cancellationToken)
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

    private bool MayAsk(DateTimeOffset now)
    {
        var next = Interlocked.Read(ref _nextTicks);
        return next <= now.UtcTicks && Interlocked.CompareExchange(ref _nextTicks, now.UtcTicks + (TimeSpan.TicksPerSecond / AnswersPerSecond), next) == next;
    }

    private void Forget(DateTimeOffset now)
    {
        if (_answers.Count < 1000)
            return;
        foreach (var (uid, answer) in _answers)
        {
            if (now - answer.At > s_longest + s_longest)
                _answers.TryRemove(uid, out _);
        }
    }
}
