using System.Text.Json.Nodes;
using Hearth.Kube.Core.Objects;

namespace Hearth.Spark.Submission.Steps;

/// <summary>Executors accept traffic from pods of their own application only.</summary>
internal static class NetworkPolicyStep
{
    public static void Configure(PodDraft draft)
    {
        var metadata = new ObjectMeta
        {
            Name = draft.ShortName("-policy"),
            Namespace = draft.Namespace,
            Labels = new Dictionary<string, string>(StringComparer.Ordinal) { ["spark-app-selector"] = draft.ApplicationId },
        };
        var spec = new JsonObject
        {
            ["podSelector"] = Selector(("spark-role", "executor"), ("spark-app-selector", draft.ApplicationId)),
            ["ingress"] = new JsonArray(new JsonObject
            {
                ["from"] = new JsonArray(new JsonObject { ["podSelector"] = Selector(("spark-app-selector", draft.ApplicationId)) }),
            }),
        };
        draft.Resources.Add(PlannedObjects.Untyped("networking.k8s.io/v1", "NetworkPolicy", metadata, ("spec", spec)));
    }

    private static JsonObject Selector(params ReadOnlySpan<(string Key, string Value)> labels)
    {
        var matched = new JsonObject();
        foreach (var (key, value) in labels)
            matched[key] = value;
        return new JsonObject { ["matchLabels"] = matched };
    }
}
