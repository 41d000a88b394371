using Hearth.Spark.Api;

namespace Hearth.Spark.Submission.Applications;

/// <summary>The fields that driver and executor share, as configuration.</summary>
internal static class RoleSettings
{
    public static void Add(SettingList settings, SparkApplication application, SparkRole role, SparkPodSpec pod, ApplicationContext context, List<SubmissionProblem> problems)
    {
        AddLabels(settings, application, role, pod, context);
        settings.Add(role.Kubernetes("container.image"), pod.Image ?? application.Spec.Image, pod.Image is null ? "spec.image" : role.Field("image"));
        AddOrDefault(settings, role.Spark("cores"), pod.Cores?.ToString(System.Globalization.CultureInfo.InvariantCulture), "1", role.Field("cores"));
        settings.Add(role.Kubernetes("request.cores"), pod.CoreRequest, role.Field("coreRequest"));
        settings.Add(role.Kubernetes("limit.cores"), pod.CoreLimit, role.Field("coreLimit"));
        AddOrDefault(settings, role.Spark("memory"), pod.Memory, "1g", role.Field("memory"));
        settings.Add(role.Spark("memoryOverhead"), pod.MemoryOverhead, role.Field("memoryOverhead"));
        settings.Add($"spark.kubernetes.authenticate.{role.Name}.serviceAccountName", pod.ServiceAccount, role.Field("serviceAccount"));
        settings.Add(role.Spark("extraJavaOptions"), ApplicationMonitoring.JavaOptions(application, role, pod, settings), role.Field("javaOptions"));
        settings.AddAll(role.Kubernetes("annotation."), pod.Annotations, role.Field("annotations"));
        foreach (var (name, reference) in (pod.EnvSecretKeyRefs ?? new Dictionary<string, NameKey>()).OrderBy(entry => entry.Key, StringComparer.Ordinal))
            settings.Add(role.Kubernetes("secretKeyRef.") + name, $"{reference.Name}:{reference.Key}", role.Field($"envSecretKeyRefs.{name}"));
        settings.AddAll(role.Environment, pod.EnvVars, role.Field("envVars"));
        AddSecrets(settings, role, pod);
        LocalDirVolumes.Add(settings, application.Spec, role, pod, problems);
    }

    private static void AddOrDefault(SettingList settings, string key, string? value, string fallback, string field)
    {
        if (value is not null)
            settings.Add(key, value, field);
        else if (!settings.Contains(key))
            settings.Add(key, fallback, "default");
    }

    private static void AddLabels(SettingList settings, SparkApplication application, SparkRole role, SparkPodSpec pod, ApplicationContext context)
    {
        var prefix = role.Kubernetes("label.");
        settings.Add(prefix + SparkLabels.AppName, application.Metadata.Name, "operator");
        settings.Add(prefix + SparkLabels.LaunchedBy, "true", "operator");
        if (pod.Template is null)
            settings.Add(prefix + SparkLabels.MutatedBy, "true", "operator");
        settings.Add(prefix + SparkLabels.SubmissionId, context.SubmissionId, "operator");
        settings.AddAll(prefix, Passed(application.Metadata.Labels), "metadata.labels");
        settings.AddAll(prefix, pod.Labels, role.Field("labels"));
    }

    /// <summary>Kueue would queue a pod with its labels as work of its own.</summary>
    private static Dictionary<string, string>? Passed(IReadOnlyDictionary<string, string>? labels) =>
        labels?.Where(label => !label.Key.StartsWith("kueue.x-k8s.io/", StringComparison.Ordinal)).ToDictionary(StringComparer.Ordinal);

    private static void AddSecrets(SettingList settings, SparkRole role, SparkPodSpec pod)
    {
        foreach (var secret in pod.Secrets ?? [])
        {
            var field = role.Field($"secrets.{secret.Name}");
            settings.Add(role.Kubernetes("secrets.") + secret.Name, secret.Path, field);
            if (secret.SecretType == "GCPServiceAccount")
                settings.Add(role.Environment + "GOOGLE_APPLICATION_CREDENTIALS", $"{secret.Path}/key.json", field);
            else if (secret.SecretType == "HadoopDelegationToken")
                settings.Add(role.Environment + "HADOOP_TOKEN_FILE_LOCATION", $"{secret.Path}/hadoop.token", field);
        }
    }
}
