using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission;

/// <summary>Finds the key that a user meant: Spark passes over a misspelt one without a word.</summary>
internal static class ConfHints
{
    /// <summary>The problems; where a key is missing and a near one is there, the suggestion names it.</summary>
    public static IReadOnlyList<SubmissionProblem> Suggest(ConfReader conf)
    {
        var suspects = Suspects(conf.Conf);
        return suspects.Count == 0 ? conf.Problems : [.. conf.Problems.Select(problem => Suggest(problem, conf.Conf, suspects))];
    }

    /// <summary>A warning for each key that looks misspelt.</summary>
    public static void Add(PodDraft draft)
    {
        foreach (var key in Suspects(draft.Conf.Conf))
        {
            if ((Misplaced(key) ?? NearestName.Find(key, KnownKeys.All)) is { } meant)
                draft.Warnings.Add(new(key, "Spark knows no such key and passes over it", $"did you mean {meant}?") { Origin = draft.Conf.Conf.Find(key)?.Origin });
        }
    }

    // Some settings of a role begin with spark.kubernetes, others do not.
    private static string? Misplaced(string key)
    {
        const string Kubernetes = "spark.kubernetes.";
        var other = key.StartsWith(Kubernetes, StringComparison.Ordinal) ? "spark." + key[Kubernetes.Length..] : Kubernetes + key["spark.".Length..];
        return KnownKeys.All.Contains(other) ? other : null;
    }

    private static SubmissionProblem Suggest(SubmissionProblem problem, SparkConf conf, List<string> suspects) =>
        !conf.Contains(problem.Key) && suspects.Find(key => NearestName.Find(key, [problem.Key]) is not null) is { } written
            ? problem with { Suggestion = $"you set {written}: did you mean {problem.Key}?" }
            : problem;

    private static List<string> Suspects(SparkConf conf) => [.. conf.Settings.Select(setting => setting.Key).Where(KnownKeys.IsSuspect)];
}
