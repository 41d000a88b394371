using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Decoding;

namespace Hearth.LocalCluster.ApiServer.Tables;

/// <summary>Marks rows of pods that have ended, which clients may hide.</summary>
internal static class RowConditions
{
    public static JsonArray? Of(JsonObject value)
    {
        if (value.Text("kind") != "Pod")
            return null;
        var (reason, message) = value.Map("status")?.Text("phase") switch
        {
            "Succeeded" => ("Succeeded", "The pod has completed successfully."),
            "Failed" => ("Failed", "The pod failed."),
            _ => ("", ""),
        };
        if (reason.Length == 0)
            return null;
        return [new JsonObject { ["type"] = "Completed", ["status"] = "True", ["reason"] = reason, ["message"] = message }];
    }
}
