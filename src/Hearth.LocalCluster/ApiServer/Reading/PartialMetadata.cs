using System.Globalization;
using System.Text.Json.Nodes;

namespace Hearth.LocalCluster.ApiServer.Reading;

/// <summary>Answers to clients that ask for metadata alone, as garbage collectors do.</summary>
internal static class PartialMetadata
{
    public static JsonObject Of(JsonObject value, string version = "v1") => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/" + version,
        ["metadata"] = value["metadata"]?.DeepClone(),
    };

    public static JsonObject List(ListPage page, IEnumerable<JsonObject> values, string version)
    {
        var metadata = new JsonObject { ["resourceVersion"] = page.Revision.ToString(CultureInfo.InvariantCulture) };
        if (page.Continue is not null)
            metadata["continue"] = page.Continue;
        if (page.Remaining is { } remaining)
            metadata["remainingItemCount"] = remaining;
        return new JsonObject
        {
            ["kind"] = "PartialObjectMetadataList",
            ["apiVersion"] = "meta.k8s.io/" + version,
            ["metadata"] = metadata,
            ["items"] = page.Items.Count == 0 ? null : new JsonArray([.. values.Select(JsonNode (value) => Of(value, version))]),
        };
    }
}
