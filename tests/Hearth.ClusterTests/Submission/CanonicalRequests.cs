using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hearth.Testing;

namespace Hearth.ClusterTests.Submission;

/// <summary>Recorded writes of one submission in a form to compare: what is drawn by chance for each becomes a name.</summary>
internal static class CanonicalRequests
{
    /// <param name="requests">Method, path and body of each.</param>
    /// <param name="folder">Where the files of the command line lie.</param>
    public static JsonNode? Of(IEnumerable<JsonNode?> requests, string folder)
    {
        var kept = new JsonArray([.. requests.Select(request => new JsonObject
        {
            ["method"] = request!["method"]!.DeepClone(),
            ["path"] = request["path"]!.DeepClone(),
            ["body"] = request["body"]!.DeepClone(),
        })]);
        var text = kept.ToJsonString().Replace(folder, "{W}", StringComparison.Ordinal);
        text = Regex.Replace(text, @"127\.0\.0\.1\\\\:\d+", "SERVER");
        text = Regex.Replace(text, "spark-[0-9a-f]{32}", "APP");
        text = Regex.Replace(text, "spark-drv-[0-9a-f]{16}", "MAP");
        text = Regex.Replace(text, "spark-upload-[0-9a-f-]{36}", "UPLOAD");
        text = Regex.Replace(text, "/var/data/spark-[0-9a-f-]{36}", "LOCAL");
        text = Regex.Replace(text, "[0-9a-fx][0-9a-f]{15}(?=-(driver|policy|hadoop|krb5|kerberos|kubernetes|delegation|exec))", "ID");
        text = Regex.Replace(text, "\"uid\":\"[0-9a-f-]{36}\"", "\"uid\":\"UID\"");
        text = Regex.Replace(text, "submitTime=[0-9]{13}", "submitTime=TIME");
        return CanonicalSubmission.Of(JsonNode.Parse(text));
    }
}
