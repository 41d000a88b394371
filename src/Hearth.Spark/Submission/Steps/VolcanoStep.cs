using System.Text.Json.Nodes;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Configuration;

namespace Hearth.Spark.Submission.Steps;

/// <summary>Volcano's PodGroup, created before the driver, and the annotation that puts the driver into it.</summary>
internal static class VolcanoStep
{
    public static void Configure(PodDraft draft)
    {
        var name = draft.ApplicationId + "-podgroup";
        draft.Annotations["scheduling.k8s.io/group-name"] = name;
        var template = Template(draft);
        var given = template["metadata"] as JsonObject;
        var metadata = new ObjectMeta
        {
            Name = name,
            Namespace = draft.Namespace,
            Labels = Map(given?["labels"]),
            Annotations = Map(given?["annotations"]),
        };
        draft.PreResources.Add(PlannedObjects.Untyped("scheduling.volcano.sh/v1beta1", "PodGroup", metadata,
            ("spec", template["spec"]?.DeepClone() ?? new JsonObject())));
    }

    private static JsonObject Template(PodDraft draft)
    {
        if (draft.Conf.Text(SparkKeys.VolcanoTemplateFile) is { } file)
            return Parse(draft, SparkKeys.VolcanoTemplateFile, draft.Request.Submitter.PodGroupTemplate, $"{file} is no PodGroup");
        if (draft.Conf.Text(SparkKeys.VolcanoTemplateJson) is { } json)
            return Parse(draft, SparkKeys.VolcanoTemplateJson, json, "the value is no JSON of a PodGroup");
        return [];
    }

    private static JsonObject Parse(PodDraft draft, string key, string? json, string message)
    {
        try
        {
            if (json is not null && JsonNode.Parse(json) is JsonObject parsed)
                return parsed;
        }
        catch (System.Text.Json.JsonException)
        {
            // Reported below with the key.
        }

        draft.Conf.Problem(key, message, "give a PodGroup of scheduling.volcano.sh/v1beta1");
        return [];
    }

    private static Dictionary<string, string>? Map(JsonNode? node) => (node as JsonObject)?
        .ToDictionary(pair => pair.Key, pair => pair.Value?.ToString() ?? "", StringComparer.Ordinal);
}
