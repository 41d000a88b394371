using System.Globalization;
using System.Text;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;

namespace Hearth.Cli.Commands;

/// <summary>A driver pod in the words of spark-submit (<c>KubernetesUtils.formatPodState</c>).</summary>
internal static class PodReport
{
    private const string None = "N/A";

    public static string Of(Pod pod)
    {
        var text = new StringBuilder();
        Add(text, "pod name", pod.Metadata.Name);
        Add(text, "namespace", pod.Metadata.Namespace);
        Add(text, "labels", string.Join(", ", (pod.Metadata.Labels ?? new Dictionary<string, string>()).Select(label => $"{label.Key} -> {label.Value}")));
        Add(text, "pod uid", pod.Metadata.Uid);
        Add(text, "creation time", Time(pod.Metadata.CreationTimestamp));
        Add(text, "service account name", pod.Spec?.ServiceAccountName);
        Add(text, "volumes", string.Join(", ", (pod.Spec?.Volumes ?? []).Select(volume => volume.Name)));
        Add(text, "node name", pod.Spec?.NodeName);
        Add(text, "start time", Time(pod.Status?.StartTime));
        Add(text, "phase", pod.Status?.Phase);
        text.Append("\t container status: ").Append('\n').Append(Containers(pod));
        return text.ToString();
    }

    public static string Containers(Pod pod)
    {
        var text = new StringBuilder();
        foreach (var status in pod.Status?.ContainerStatuses ?? [])
        {
            Add(text, "\t container name", status.Name);
            Add(text, "\t container image", status.Image);
            if (status.State?.Running is { } running)
            {
                Add(text, "\t container state", "running");
                Add(text, "\t container started at", Time(running.StartedAt));
            }
            else if (status.State?.Terminated is { } terminated)
            {
                Add(text, "\t container state", "terminated");
                Add(text, "\t container started at", Time(terminated.StartedAt));
                Add(text, "\t container finished at", Time(terminated.FinishedAt));
                Add(text, "\t exit code", terminated.ExitCode.ToString(CultureInfo.InvariantCulture));
                Add(text, "\t termination reason", terminated.Reason);
            }
            else
            {
                Add(text, "\t container state", "waiting");
                Add(text, "\t pending reason", status.State?.Waiting?.Reason);
            }
        }

        return text.Length == 0 ? "\t " + None + "\n" : text.ToString();
    }

    private static void Add(StringBuilder text, string label, string? value) =>
        text.Append("\t ").Append(label).Append(": ").Append(string.IsNullOrEmpty(value) ? None : value).Append('\n');

    private static string? Time(DateTimeOffset? time) => time is { } at ? TimeConverter.Format(at) : null;
}
