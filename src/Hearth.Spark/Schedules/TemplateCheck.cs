using Hearth.Spark.Api;
using Hearth.Spark.Submission;

namespace Hearth.Spark.Schedules;

/// <summary>Tells before the first time is due what every run of a schedule would fail with.</summary>
internal static class TemplateCheck
{
    /// <summary>One text for each mistake, as a run would tell it; empty where a submission can be planned.</summary>
    public static IEnumerable<string> Mistakes(ScheduledSparkApplication scheduled, DateTimeOffset now)
    {
        var run = ApplicationDefaults.Apply(new SparkApplication
        {
            Metadata = new() { Name = scheduled.Metadata.Name, Namespace = scheduled.Metadata.Namespace ?? "default" },
            Spec = scheduled.Spec.Template,
        });
        var mistakes = new List<FieldMistake>();
        ApplicationValidation.Check(run.Spec, "spec.template", run.Metadata.Namespace, mistakes);
        if (mistakes.Count > 0)
            return mistakes.Select(mistake => mistake.ToString());
        // Any names do: nothing is made.
        var planned = ApplicationSubmission.Plan(run, SubmissionIdentity.FromAttempt("check", now), new ApplicationContext("k8s://https://kubernetes", "check"));
        return planned.Problems.Select(problem => $"spec.template: {problem}");
    }
}
