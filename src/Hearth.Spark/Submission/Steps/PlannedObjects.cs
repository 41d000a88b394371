using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Kube.Core.Objects;

namespace Hearth.Spark.Submission.Steps;

/// <summary>The plain objects that several steps create.</summary>
internal static class PlannedObjects
{
    public static Secret Secret(string name, IReadOnlyDictionary<string, string> data) => new()
    {
        ApiVersion = "v1",
        Kind = "Secret",
        Metadata = new ObjectMeta { Name = name },
        Data = data,
        Immutable = true,
    };

    public static ConfigMap ConfigMap(string name, IReadOnlyDictionary<string, string> data) => new()
    {
        ApiVersion = "v1",
        Kind = "ConfigMap",
        Metadata = new ObjectMeta { Name = name },
        Data = data.Count == 0 ? null : data,
        Immutable = true,
    };

    public static KubeObject Untyped(string apiVersion, string kind, ObjectMeta metadata, params ReadOnlySpan<(string Field, JsonNode Value)> fields)
    {
        var extra = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var (field, value) in fields)
            extra[field] = JsonElement.Parse(value.ToJsonString());
        return new KubeObject { ApiVersion = apiVersion, Kind = kind, Metadata = metadata, Extra = extra };
    }
}
