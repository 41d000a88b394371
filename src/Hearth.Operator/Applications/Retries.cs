using Hearth.Spark.Api;

namespace Hearth.Operator.Applications;

/// <summary>Whether an application runs again.</summary>
internal abstract record RetryAnswer
{
    private RetryAnswer()
    {
    }

    public sealed record Now : RetryAnswer;

    public sealed record Wait(DateTimeOffset Due) : RetryAnswer;

    /// <param name="Why">For people; null where no retry was ever asked for.</param>
    public sealed record No(string? Why) : RetryAnswer;
}

/// <summary>What broke a run.</summary>
internal enum FailureKind
{
    /// <summary>The objects could not be made.</summary>
    Submission,

    /// <summary>The driver ended with an error.</summary>
    Application,

    /// <summary>A node, a preemption or an eviction took the driver.</summary>
    Infrastructure,
}

/// <summary>
/// The rule of retries; docs/retries.md has it as a table. Each kind of failure has its own budget; waits double from the interval up
/// to a cap, with a tenth of jitter.
/// </summary>
internal static class Retries
{
    private const long DefaultInterval = 5;
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(10);

    public static RetryAnswer AfterRun(ApplicationSnapshot s)
    {
        var failures = s.Status.Hearth?.Failures ?? new();
        var kind = s.Status.Hearth?.Driver?.Kind == nameof(FailureKind.Infrastructure) ? FailureKind.Infrastructure : FailureKind.Application;
        var since = s.Status.TerminationTime ?? s.Now;
        if (s.Status.Hearth?.Driver?.Final == true)
            return new RetryAnswer.No("a deadline ended it");
        var budget = s.Spec.Hearth?.Retry?.OnInfrastructureFailure ?? 0;
        var taken = failures.Infrastructure ?? 0;
        if (kind == FailureKind.Infrastructure && budget > 0)
        {
            if (taken <= budget)
                return Due(s, since, Math.Max(taken, 1), s.Spec.RestartPolicy?.OnFailureRetryInterval);
            if (s.Spec.RestartPolicy?.Type is null or RestartPolicyTypes.Never)
                return new RetryAnswer.No($"{budget} retries after failures of the infrastructure are used up");
        }

        // What the infrastructure's own budget does not cover is the policy's.
        var count = (failures.Application ?? 0) + Math.Max(0, taken - budget);
        return s.Spec.RestartPolicy?.Type switch
        {
            RestartPolicyTypes.Always => Due(s, since, Math.Max(count, 1), s.Spec.RestartPolicy.OnFailureRetryInterval),
            RestartPolicyTypes.OnFailure when count <= (s.Spec.RestartPolicy.OnFailureRetries ?? 0) => Due(s, since, count, s.Spec.RestartPolicy.OnFailureRetryInterval),
            RestartPolicyTypes.OnFailure => new RetryAnswer.No($"{s.Spec.RestartPolicy.OnFailureRetries ?? 0} retries are used up"),
            _ => new RetryAnswer.No(null),
        };
    }

    public static RetryAnswer AfterSubmission(ApplicationSnapshot s)
    {
        var count = s.Status.Hearth?.Failures?.Submission ?? s.Status.SubmissionAttempts ?? 1;
        var since = s.Status.LastSubmissionAttemptTime ?? s.Now;
        var policy = s.Spec.RestartPolicy;
        if (s.Status.Hearth?.Final == true)
            return new RetryAnswer.No("the manifest must be corrected first");
        return policy?.Type switch
        {
            RestartPolicyTypes.Always => Due(s, since, count, policy.OnSubmissionFailureRetryInterval),
            RestartPolicyTypes.OnFailure when count <= (policy.OnSubmissionFailureRetries ?? 0) => Due(s, since, count, policy.OnSubmissionFailureRetryInterval),
            RestartPolicyTypes.OnFailure => new RetryAnswer.No($"{policy.OnSubmissionFailureRetries ?? 0} retries are used up"),
            _ => new RetryAnswer.No(null),
        };
    }

    /// <summary>The wait before retry <paramref name="number"/> (1 is the first).</summary>
    public static TimeSpan Interval(long? seconds, int number, TimeSpan longest, string seed)
    {
        var doubled = Math.Min((seconds ?? DefaultInterval) * Math.Pow(2, Math.Clamp(number - 1, 0, 30)), longest.TotalSeconds);
        // The jitter comes from the attempt's id: the same snapshot gives the same answer.
        return TimeSpan.FromSeconds(doubled * (1 + (Fraction(seed) * 0.1)));
    }

    private static double Fraction(string seed)
    {
        var hash = 2166136261u;
        foreach (var c in seed)
            hash = (hash ^ c) * 16777619;
        return hash / (double)uint.MaxValue;
    }

    private static RetryAnswer Due(ApplicationSnapshot s, DateTimeOffset since, int number, long? seconds)
    {
        var longest = Duration.Parse(s.Spec.Hearth?.Retry?.MaxInterval) ?? s_longest;
        // A clock that was set back must not make a wait longer, and what was told once stays.
        var due = (since < s.Now ? since : s.Now) + Interval(seconds, number, longest, s.Status.SubmissionId ?? "");
        if (s.Status.Hearth?.RetryAt is { } told && told < due)
            due = told;
        return due <= s.Now ? new RetryAnswer.Now() : new RetryAnswer.Wait(due);
    }
}
