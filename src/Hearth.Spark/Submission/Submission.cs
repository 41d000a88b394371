using Hearth.Kube.Core.Objects;
using Hearth.Spark.Configuration;
using Hearth.Spark.Submission.Steps;

namespace Hearth.Spark.Submission;

/// <summary>
/// From a resolved configuration to the objects of a driver: what Spark's <c>KubernetesClientApplication</c> sends to the API server.
/// Pure: the same request gives the same plan.
/// </summary>
public static class Submission
{
    /// <summary>The plan, or every problem of the request.</summary>
    public static SubmissionResult<SubmissionPlan> Plan(SubmissionRequest request)
    {
        if (!SparkReleases.TryGet(request.Version, out var traits, out var versionWarning))
        {
            return new()
            {
                Problems = [new("sparkVersion", $"Spark {request.Version} is older than Hearth supports", $"use one of {string.Join(", ", SparkReleases.Known)}")],
            };
        }

        var conf = new ConfReader(request.Conf, traits, request.Submitter.Environment);
        var warnings = new List<SubmissionProblem>();
        if (versionWarning is not null)
            warnings.Add(new("sparkVersion", versionWarning));
        var names = Names(request, conf, warnings);
        var draft = new PodDraft(request, traits, conf, names, PodTemplates.Start(request, conf, warnings));
        draft.Warnings.AddRange(warnings);
        VolumeSpec.CheckMountPaths(conf, SparkKeys.ExecutorVolumes, VolumeSpec.Read(conf, traits, SparkKeys.ExecutorVolumes));
        Fold(draft);
        var configMap = ConfFiles.Mount(draft);
        ConfHints.Add(draft);
        ExecutorChecks.Add(draft);
        return conf.Problems.Count > 0
            ? new() { Problems = ConfHints.Suggest(conf), Warnings = draft.Warnings }
            : new() { Value = Finish(draft, configMap), Warnings = draft.Warnings };
    }

    /// <summary>The plan of a request that was prepared, or the problems of both steps together; one for each key.</summary>
    public static SubmissionResult<SubmissionPlan> Plan(SubmissionResult<SubmissionRequest> prepared)
    {
        var planned = Plan(prepared.Value!);
        var problems = prepared.Problems.Concat(planned.Problems.Where(problem => prepared.Problems.All(told => told.Key != problem.Key))).ToArray();
        return new() { Value = problems.Length == 0 ? planned.Value : null, Problems = problems, Warnings = [.. prepared.Warnings, .. planned.Warnings] };
    }

    private static SubmissionNames Names(SubmissionRequest request, ConfReader conf, List<SubmissionProblem> warnings)
    {
        var identity = request.Identity;
        var application = conf.Conf[SparkKeys.AppName] ?? "spark";
        var prefix = ResourceNames.Prefix(application, identity.ResourceId);
        if (prefix.Length + "-driver".Length > ResourceNames.ObjectNameLimit)
            prefix = Shorten(prefix, identity.ResourceId, warnings);
        var service = prefix + "-driver-svc";
        if (service.Length > ResourceNames.ServiceNameLimit)
        {
            var shorter = $"spark-{identity.ServiceId}-driver-svc";
            warnings.Add(new(SparkKeys.AppName, $"Driver's hostname would preferably be {service}, but this is too long (must be <= {ResourceNames.ServiceNameLimit} "
                + $"characters). Falling back to use {shorter} as the driver service's name."));
            service = shorter;
        }

        var pod = conf.Text(SparkKeys.DriverPodName, prefix + "-driver");
        return new(identity.ApplicationId, application, prefix, pod, service, $"spark-drv-{identity.ConfigMapId}-conf-map");
    }

    // Spark would send names that the API server refuses.
    private static string Shorten(string prefix, string id, List<SubmissionProblem> warnings)
    {
        var shorter = $"{prefix[..(ResourceNames.LongestPrefix - id.Length - 1)].TrimEnd('-')}-{id}";
        warnings.Add(new(SparkKeys.AppName, $"the application's name is too long for the names of its objects; they start with {shorter}", "choose a shorter name"));
        return shorter;
    }

    private static void Fold(PodDraft draft)
    {
        var excluded = draft.Traits.ExcludedFeatureSteps ? draft.Conf.List(SparkKeys.DriverExcludedSteps) : [];
        var steps = FeatureStep.BuiltIn.Where(step => step.In?.Invoke(draft.Traits) ?? true).Concat(UserSteps(draft)).ToArray();
        foreach (var step in steps)
            step.Check?.Invoke(draft);
        foreach (var step in steps.Where(step => !excluded.Contains(step.ClassName)))
            step.Configure(draft);
    }

    private static IEnumerable<FeatureStep> UserSteps(PodDraft draft)
    {
        foreach (var name in draft.Conf.List(SparkKeys.DriverFeatureSteps))
        {
            if (FeatureStep.Optional.FirstOrDefault(step => step.ClassName == name) is { } known)
                yield return known;
            else
                draft.Conf.Problem(SparkKeys.DriverFeatureSteps, $"Failed to initialize feature step: {name} (java.lang.ClassNotFoundException: {name}): Hearth runs no Java code", "express it as a pod template");
        }
    }

    private static SubmissionPlan Finish(PodDraft draft, ConfigMap configMap)
    {
        var pod = draft.ToPod();
        return new SubmissionPlan
        {
            Namespace = draft.Namespace,
            Names = draft.Names,
            PreResources = draft.PreResources,
            Driver = draft.Request.DriverOverlay is { } overlay ? overlay.Apply(pod, draft.ContainerName) : pod,
            Resources = [.. draft.Resources, configMap],
            Properties = draft.Properties,
            Uploads = draft.Uploads,
            Warnings = draft.Warnings,
        };
    }
}
