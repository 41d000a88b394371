using Hearth.Spark.Api;
using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission.Applications;

/// <summary>The fields of a manifest as configuration, in the order in which the peer operator writes its spark-submit command.</summary>
internal static class ApplicationSettings
{
    private static readonly string[] s_ownKeys =
        [SparkKeys.DriverPodName, SparkKeys.DriverTemplate, SparkKeys.ExecutorTemplate, SparkKeys.DriverTemplateContainer, SparkKeys.ExecutorTemplateContainer];

    public static SettingList Of(SparkApplication application, ApplicationContext context, List<SubmissionProblem> problems, List<SubmissionProblem> warnings)
    {
        var spec = application.Spec;
        var settings = new SettingList();
        foreach (var setting in context.Defaults)
            settings.Add(setting.Key, setting.Value, setting.Origin);
        settings.Add(SparkKeys.Namespace, application.Metadata.Namespace ?? "default", "metadata.namespace");
        settings.Add(SparkKeys.Image, spec.Image, "spec.image");
        settings.Add(SparkKeys.ImagePullPolicy, spec.ImagePullPolicy, "spec.imagePullPolicy");
        settings.AddList(SparkKeys.ImagePullSecrets, spec.ImagePullSecrets, "spec.imagePullSecrets");
        settings.Add("spark.kubernetes.pyspark.pythonVersion", spec.PythonVersion, "spec.pythonVersion");
        settings.Add(SparkKeys.MemoryOverheadFactor, spec.MemoryOverheadFactor, "spec.memoryOverheadFactor");
        settings.Add(SparkKeys.WaitAppCompletion, false, "operator");
        AddSparkConf(settings, spec, warnings);
        settings.AddAll("spark.hadoop.", spec.HadoopConf, "spec.hadoopConf");
        var (podName, origin) = DriverPodName(application);
        settings.Add(SparkKeys.DriverPodName, podName, origin);
        ApplicationMonitoring.AddSettings(settings, application);
        RoleSettings.Add(settings, application, SparkRole.Driver, spec.Driver, context, problems);
        AddDriver(settings, spec.Driver);
        RoleSettings.Add(settings, application, SparkRole.Executor, spec.Executor, context, problems);
        AddExecutor(settings, spec);
        settings.AddAll(SparkKeys.NodeSelector, spec.NodeSelector, "spec.nodeSelector");
        AddDynamicAllocation(settings, spec.DynamicAllocation);
        settings.Add(SparkKeys.DriverTemplateContainer, SparkRole.Driver.Container, "operator");
        settings.Add(SparkKeys.ExecutorTemplateContainer, SparkRole.Executor.Container, "operator");
        AddFlags(settings, application, context);
        return settings;
    }

    /// <summary>The name of the driver pod and the field that gives it.</summary>
    public static (string Name, string Origin) DriverPodName(SparkApplication application)
    {
        if (application.Spec.Driver.PodName is { Length: > 0 } name)
            return (name, "spec.driver.podName");
        return application.Spec.SparkConf?.GetValueOrDefault(SparkKeys.DriverPodName) is { Length: > 0 } set
            ? (set, $"spec.sparkConf.{SparkKeys.DriverPodName}")
            : ($"{application.Metadata.Name}-driver", "metadata.name");
    }

    private static void AddSparkConf(SettingList settings, SparkApplicationSpec spec, List<SubmissionProblem> warnings)
    {
        foreach (var (key, value) in (spec.SparkConf ?? new Dictionary<string, string>()).OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (!s_ownKeys.Contains(key))
                settings.Add(key, value, $"spec.sparkConf.{key}");
            else if (key != SparkKeys.DriverPodName || !string.IsNullOrEmpty(spec.Driver.PodName))
                warnings.Add(new($"spec.sparkConf.{key}", "is set by the operator and ignored here", key == SparkKeys.DriverPodName ? "use spec.driver.podName" : "use the role's template field"));
        }
    }

    private static void AddDriver(SettingList settings, DriverSpec driver)
    {
        settings.Add(SparkKeys.DriverMaster, driver.KubernetesMaster, "spec.driver.kubernetesMaster");
        settings.AddAll(SparkKeys.ServiceLabel, driver.ServiceLabels, "spec.driver.serviceLabels");
        settings.AddAll(SparkKeys.ServiceAnnotation, driver.ServiceAnnotations, "spec.driver.serviceAnnotations");
    }

    private static void AddExecutor(SettingList settings, SparkApplicationSpec spec)
    {
        var executor = spec.Executor;
        var dynamic = spec.DynamicAllocation?.Enabled == true
            || string.Equals(spec.SparkConf?.GetValueOrDefault(SparkKeys.DynamicAllocation), "true", StringComparison.OrdinalIgnoreCase);
        if (executor.Instances is { } instances)
            settings.Add(SparkKeys.ExecutorInstances, instances, "spec.executor.instances");
        else if (!dynamic && !settings.Contains(SparkKeys.ExecutorInstances))
            settings.Add(SparkKeys.ExecutorInstances, 1, "default");
        settings.Add("spark.kubernetes.executor.deleteOnTermination", executor.DeleteOnTermination, "spec.executor.deleteOnTermination");
        if (spec.SparkConfigMap is not null)
            settings.Add(SparkKeys.ExecutorEnv + "SPARK_CONF_DIR", ApplicationOverlay.SparkConfPath, "spec.sparkConfigMap");
    }

    private static void AddDynamicAllocation(SettingList settings, DynamicAllocation? allocation)
    {
        if (allocation?.Enabled != true)
            return;
        const string Field = "spec.dynamicAllocation.";
        settings.Add(SparkKeys.DynamicAllocation, true, Field + "enabled");
        settings.Add("spark.dynamicAllocation.initialExecutors", allocation.InitialExecutors, Field + "initialExecutors");
        settings.Add("spark.dynamicAllocation.minExecutors", allocation.MinExecutors, Field + "minExecutors");
        settings.Add("spark.dynamicAllocation.maxExecutors", allocation.MaxExecutors, Field + "maxExecutors");
        settings.Add("spark.dynamicAllocation.shuffleTracking.enabled", allocation.ShuffleTrackingEnabled ?? true, Field + "shuffleTrackingEnabled");
        settings.Add("spark.dynamicAllocation.shuffleTracking.timeout", allocation.ShuffleTrackingTimeout, Field + "shuffleTrackingTimeout");
    }

    // What the peer gives as a flag wins over sparkConf.
    private static void AddFlags(SettingList settings, SparkApplication application, ApplicationContext context)
    {
        var deps = application.Spec.Deps ?? new Dependencies();
        settings.Add(SparkKeys.Master, context.Master, "operator");
        settings.Add(SparkKeys.AppName, application.Metadata.Name, "metadata.name");
        settings.AddList(SparkKeys.Jars, deps.Jars, "spec.deps.jars");
        settings.AddList(SparkKeys.JarsPackages, deps.Packages, "spec.deps.packages");
        settings.AddList(SparkKeys.JarsExcludes, deps.ExcludePackages, "spec.deps.excludePackages");
        settings.AddList(SparkKeys.JarsRepositories, deps.Repositories, "spec.deps.repositories");
        settings.AddList(SparkKeys.PyFiles, deps.PyFiles, "spec.deps.pyFiles");
        settings.AddList(SparkKeys.Files, deps.Files, "spec.deps.files");
        settings.AddList(SparkKeys.Archives, deps.Archives, "spec.deps.archives");
    }
}
