using Hearth.Kube.Core.Objects;
using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission;

/// <summary>How the user's driver template becomes the start of the driver pod (<c>KubernetesUtils.loadPodFromTemplate</c>).</summary>
internal static class PodTemplates
{
    public static PodTemplateFile Missing { get; } = new() { Error = "the file was not read" };

    public static void Report(ConfReader conf, string key, string error) =>
        conf.Problem(key, $"Could not load pod from template file. {conf.Conf[key]}: {error}", "give a readable file that holds one Pod as YAML or JSON");

    /// <summary>The template without Spark's container, that container, and the others; empty ones where there is no template.</summary>
    public static (Pod Pod, Container Container, IReadOnlyList<Container> Others) Start(SubmissionRequest request, ConfReader conf, List<SubmissionProblem> warnings)
    {
        var template = request.DriverTemplate ?? (conf.Conf.Contains(SparkKeys.DriverTemplate) ? Missing : null);
        if (template?.Error is { } error)
            Report(conf, SparkKeys.DriverTemplate, error);
        var pod = template?.Pod ?? new Pod();
        var (container, others) = Select(pod.Spec?.Containers ?? [], conf.Text(SparkKeys.DriverTemplateContainer), warnings);
        if (container.Args is { Count: > 0 })
        {
            warnings.Add(new(SparkKeys.DriverTemplate, $"the template's container {container.Name} has args, which come before Spark's own: the image's entry point will not find 'driver' first",
                "remove args from the template"));
        }

        return (pod, container, others);
    }

    private static (Container Container, IReadOnlyList<Container> Others) Select(IReadOnlyList<Container> containers, string? name, List<SubmissionProblem> warnings)
    {
        if (containers.Count == 0)
            return (new Container(), []);
        var index = 0;
        if (name is not null)
        {
            index = containers.ToList().FindIndex(container => container.Name == name);
            if (index < 0)
            {
                warnings.Add(new(SparkKeys.DriverTemplateContainer, $"specified container {name} not found on pod template, falling back to taking the first container"));
                index = 0;
            }
        }

        return (containers[index], [.. containers.Where((_, i) => i != index)]);
    }
}
