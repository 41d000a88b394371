using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hearth.Testing;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.Submission;

/// <summary>Every recorded case of the newest version through the command line against a server that records.</summary>
public sealed class SubmitGoldenTests(ITestOutputHelper output)
{
    [SkippableFact]
    public async Task Every_case_of_one_version_sends_what_spark_submit_sent()
    {
        var cases = SubmissionRecording.All().Where(recording => recording.Version == "4.3.0").ToArray();
        var unequal = new List<string>();
        foreach (var recording in cases)
        {
            var differences = (await CompareAsync(recording)).ToArray();
            if (differences.Length > 0)
                unequal.Add($"{recording.Name}\n  {string.Join("\n  ", differences.Take(6))}");
        }

        var summary = $"{cases.Length - unequal.Count} of {cases.Length} cases equal";
        output.WriteLine(summary);
        unequal.ForEach(output.WriteLine);
        unequal.ShouldBeEmpty(summary);
    }

    private static async Task<IEnumerable<string>> CompareAsync(SubmissionRecording recording)
    {
        await using var server = await RecordingApiServer.StartAsync();
        var folder = Path.Combine(Path.GetTempPath(), "hearth-submit-tests", recording.Name);
        var (args, environment) = recording.Lay(folder, server.Address);
        var run = await SubmitRun.Of(args, environment, folder);
        if (recording.ExitCode != 0)
            return run.ExitCode == 2 && server.Writes.Count == 0 ? [] : [$"exit code {run.ExitCode}, {server.Writes.Count} writes: {run.Error}"];
        if (run.ExitCode != 0)
            return [$"exit code {run.ExitCode}: {run.Error}"];
        return CanonicalSubmission.Differences(Canonical(recording.Requests, "{W}", "127.0.0.1:6443"), Canonical(server.Writes, folder, new Uri(server.Address).Authority));
    }

    // What is drawn by chance for each submission becomes a name.
    private static JsonNode? Canonical(IEnumerable<JsonNode?> requests, string folder, string authority)
    {
        var kept = new JsonArray([.. requests.Select(request => new JsonObject
        {
            ["method"] = request!["method"]!.DeepClone(),
            ["path"] = request["path"]!.DeepClone(),
            ["body"] = request["body"]!.DeepClone(),
        })]);
        var text = kept.ToJsonString().Replace(folder, "{W}", StringComparison.Ordinal);
        text = text.Replace(authority.Replace(":", "\\\\:", StringComparison.Ordinal), "SERVER", StringComparison.Ordinal);
        text = Regex.Replace(text, "spark-[0-9a-f]{32}", "APP");
        text = Regex.Replace(text, "spark-drv-[0-9a-f]{16}", "MAP");
        text = Regex.Replace(text, "spark-upload-[0-9a-f-]{36}", "UPLOAD");
        text = Regex.Replace(text, "/var/data/spark-[0-9a-f-]{36}", "LOCAL");
        text = Regex.Replace(text, "[0-9a-f]{16}(?=-(driver|policy|hadoop|krb5|kubernetes|delegation|exec))", "ID");
        text = Regex.Replace(text, "\"uid\":\"[0-9a-f-]{36}\"", "\"uid\":\"UID\"");
        text = Regex.Replace(text, "submitTime=[0-9]+", "submitTime=TIME");
        return CanonicalSubmission.Of(JsonNode.Parse(text));
    }
}
