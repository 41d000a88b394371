using System.Collections.Concurrent;

namespace Hearth.Operator.Applications;

/// <summary>Asks what keeps pods from working: pod by pod and seldom, because most work before there is anything to ask.</summary>
/// <param name="patience">How long an answer is good.</param>
/// <param name="ask">Null where nothing is known.</param>
internal sealed class PodInquiry(TimeProvider time, TimeSpan patience, Func<PodFacts, CancellationToken, Task<PodTrouble?>> ask)
{
    /// <summary>However many pods wait.</summary>
    private const int AnswersPerSecond = 10;
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(2);
    private readonly ConcurrentDictionary<string, Answer> _answers = new(StringComparer.Ordinal);
    private long _nextTicks;

    private sealed record Answer(DateTimeOffset At, PodTrouble? Trouble);

    public async ValueTask<PodTrouble?> AboutAsync(PodFacts pod, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if ((_answers.TryGetValue(pod.Uid, out var known) && now - known.At < patience) || !MayAsk(now))
            return known?.Trouble;
        var answer = new Answer(now, await ask(pod, cancellationToken));
        Forget(now);
        _answers[pod.Uid] = answer;
        return answer.Trouble;
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
            if (now - answer.At > s_longest)
                _answers.TryRemove(uid, out _);
        }
    }
}
