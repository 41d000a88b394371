using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Spark.Api;
using Hearth.Testing;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Spark.Api;

public sealed class SparkJsonTests
{
    [SkippableFact]
    public void Every_recorded_application_survives_a_round_trip()
    {
        var applications = File.ReadLines(Shared.Path("golden", "kubeflow", "admission.jsonl"))
            .Select(line => JsonNode.Parse(line)!)
            .Where(recorded => recorded["stored"] is not null && recorded["manifest"]!["kind"]!.ToString() == "SparkApplication")
            .Select(recorded => recorded["stored"]!.ToJsonString())
            .ToList();
        applications.ShouldNotBeEmpty();
        foreach (var json in applications)
        {
            var application = JsonSerializer.Deserialize(json, SparkJson.Default.SparkApplication)!;
            var written = JsonSerializer.SerializeToNode(application, SparkJson.Default.SparkApplication)!;
            JsonNode.DeepEquals(written["spec"], JsonNode.Parse(json)!["spec"]).ShouldBeTrue($"{written["spec"]}\n--- recorded ---\n{json}");
        }
    }

    [Fact]
    public void An_empty_status_serialises_as_clients_expect()
    {
        var status = new SparkApplication { Status = new SparkApplicationStatus() };
        JsonSerializer.SerializeToNode(status, SparkJson.Default.SparkApplication)!["status"]!.ToJsonString()
            .ShouldBe("""{"applicationState":{"state":""},"driverInfo":{},"lastSubmissionAttemptTime":null,"terminationTime":null}""");
    }
}
