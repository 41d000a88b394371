namespace Hearth.ClusterTests.ApiServers.Differential.Admission;

/// <summary>What random writes before webhooks and policies find.</summary>
internal static class AdmittedObjects
{
    /// <summary>A namespace whose account is there.</summary>
    public static IEnumerable<StoryRequest> Preparation(string ns) =>
    [
        Quiet("POST /api/v1/namespaces", $$$$"""{"metadata":{"name":"{{{{ns}}}}","labels":{"env":"test"}}}"""),
        Quiet("THERE", null) with { Method = "THERE", Path = $"/api/v1/namespaces/{ns}/serviceaccounts/default" },
    ];

    public static IEnumerable<StoryRequest> Of(string ns) =>
    [
        Quiet($"POST /api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"c","labels":{"env":"test"}},"data":{"a":"b"}}"""),
        Quiet($"POST /api/v1/namespaces/{ns}/pods", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}"""),
        Quiet($"POST /apis/apps/v1/namespaces/{ns}/deployments", """{"metadata":{"name":"d"},"spec":{"replicas":0,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}"""),
    ];

    /// <summary>A request whose answers are not compared.</summary>
    public static StoryRequest Quiet(string request, string? body) => new("preparation", 0, "QUIET", request, new Dictionary<string, string>(StringComparer.Ordinal), body);
}
