using System.Text.Json;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission;

/// <summary>The pod template that the driver builds its executors from.</summary>
internal static class ExecutorTemplate
{
    private const string Container = "spark-kubernetes-executor";

    /// <summary>
    /// The user's file word for word; with an overlay, its content and the overlay as JSON. Null where there is neither.
    /// </summary>
    public static string? Text(PodDraft draft)
    {
        var template = draft.Request.ExecutorTemplate;
        var overlay = draft.Request.ExecutorOverlay;
        if (template is null && draft.Conf.Conf.Contains(SparkKeys.ExecutorTemplate))
            template = PodTemplates.Missing;
        if (template?.Error is { } error && (template.Text.Length == 0 || overlay is not null))
        {
            PodTemplates.Report(draft.Conf, SparkKeys.ExecutorTemplate, error);
            return null;
        }

        if (template?.Error is { } unreadable)
            draft.Warnings.Add(new(SparkKeys.ExecutorTemplate, $"the driver will not be able to create executors: Could not load pod from template file. {unreadable}", "give a file that holds one Pod"));

        if (overlay is null)
            return template?.Text;
        var pod = overlay.Apply((template?.Pod ?? new Pod()) with { ApiVersion = "v1", Kind = "Pod" }, ContainerName(draft));
        return JsonSerializer.Serialize(pod, KubeJson.Default.Pod);
    }

    private static string ContainerName(PodDraft draft) => draft.Conf.Text(SparkKeys.ExecutorTemplateContainer, Container);
}
