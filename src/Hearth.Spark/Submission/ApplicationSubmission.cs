using System.Text.Json;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.Spark.Api;
using Hearth.Spark.Configuration;
using Hearth.Spark.Submission.Applications;

namespace Hearth.Spark.Submission;

/// <summary>What an operator knows beside the manifest.</summary>
/// <param name="Master">The API server as the driver's configuration names it: <c>k8s://https://host:port</c>.</param>
/// <param name="SubmissionId">The attempt's id, which every pod carries as a label.</param>
public sealed record ApplicationContext(string Master, string SubmissionId)
{
    /// <summary>Settings below everything that the manifest says: a profile, cluster-wide defaults.</summary>
    public IReadOnlyList<SparkSetting> Defaults { get; init; } = [];

    /// <summary>A version that stands in for one the manifest does not say in a readable form.</summary>
    public SparkVersion FallbackVersion { get; init; } = SparkReleases.Newest;
}

/// <summary>
/// From a <c>SparkApplication</c> to the request of its submission: fields become configuration as Kubeflow's operator writes them, and
/// what its webhook would patch becomes part of the pods. Batch scheduling and the objects beside the submission are the operator's.
/// </summary>
public static class ApplicationSubmission
{
    /// <summary>The request and every problem of the manifest; with problems the request is not to be used.</summary>
    public static SubmissionResult<SubmissionRequest> From(SparkApplication application, SubmissionIdentity identity, ApplicationContext context)
    {
        var problems = new List<SubmissionProblem>();
        var warnings = new List<SubmissionProblem>();
        var spec = application.Spec;
        var options = new SubmitOptions
        {
            Settings = ApplicationSettings.Of(application, context, problems, warnings).Settings,
            MainClass = spec.MainClass is { Length: > 0 } main ? main : null,
            PrimaryResource = spec.MainApplicationFile is { Length: > 0 } file ? file : null,
            Arguments = spec.Arguments ?? [],
            ProxyUser = spec.ProxyUser is { Length: > 0 } user ? user : null,
            ResourceOrigin = "spec.mainApplicationFile",
        };
        CheckMode(spec, problems);
        WarnOfMemoryLimit(spec, warnings);
        var prepared = SubmitPreparation.Prepare(options, Version(spec, context, problems), identity);
        problems.AddRange(prepared.Problems);
        warnings.AddRange(prepared.Warnings);
        return new()
        {
            Value = prepared.Value! with
            {
                DriverTemplate = Template(SparkRole.Driver, spec.Driver, problems),
                ExecutorTemplate = Template(SparkRole.Executor, spec.Executor, problems),
                DriverOverlay = ApplicationOverlay.Of(application, SparkRole.Driver, spec.Driver, problems),
                ExecutorOverlay = ApplicationOverlay.Of(application, SparkRole.Executor, spec.Executor, problems),
            },
            Problems = problems,
            Warnings = warnings,
        };
    }

    /// <summary>Both steps: the plan of a manifest, or every problem of the manifest and of the configuration it makes.</summary>
    public static SubmissionResult<SubmissionPlan> Plan(SparkApplication application, SubmissionIdentity identity, ApplicationContext context) =>
        Submission.Plan(From(application, identity, context));

    /// <summary>What the driver pod of an application will be called: by <c>spec.driver.podName</c>, by sparkConf, or after the application.</summary>
    public static string DriverPodName(SparkApplication application) => ApplicationSettings.DriverPodName(application).Name;

    private static void CheckMode(SparkApplicationSpec spec, List<SubmissionProblem> problems)
    {
        if (spec.Mode is { Length: > 0 } mode && mode != "cluster")
            problems.Add(new("spec.mode", $"mode {mode} is not supported: only cluster runs the driver as a pod", "use cluster or leave it out"));
    }

    // Spark writes the limit of an executor's memory over that of its template.
    private static void WarnOfMemoryLimit(SparkApplicationSpec spec, List<SubmissionProblem> warnings)
    {
        if (!string.IsNullOrEmpty(spec.Executor.MemoryLimit))
            warnings.Add(new("spec.executor.memoryLimit", "has no effect: Spark sets the executors' memory limit to their request", "raise spec.executor.memoryOverhead"));
    }

    private static SparkVersion Version(SparkApplicationSpec spec, ApplicationContext context, List<SubmissionProblem> problems)
    {
        if (SparkVersion.TryParse(spec.SparkVersion, out var version))
            return version;
        if (!string.IsNullOrEmpty(spec.SparkVersion))
            problems.Add(new("spec.sparkVersion", $"'{spec.SparkVersion}' is not a Spark version", $"write the version in the image, for example {SparkReleases.Newest}"));
        return context.FallbackVersion;
    }

    private static PodTemplateFile? Template(SparkRole role, SparkPodSpec pod, List<SubmissionProblem> problems)
    {
        if (pod.Template is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } template)
            return null;
        try
        {
            return new() { Pod = template.Deserialize(KubeJson.Default.Pod) ?? new Pod(), Text = template.GetRawText() };
        }
        catch (JsonException e)
        {
            problems.Add(new(role.Field("template"), $"Could not load pod from template: {e.Message}", "it must be a pod template: metadata and spec"));
            return null;
        }
    }
}
