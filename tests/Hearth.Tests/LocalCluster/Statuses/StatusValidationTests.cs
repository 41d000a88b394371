using System.Text.Json.Nodes;
using Hearth.LocalCluster.ApiServer.Validation;
using Hearth.LocalCluster.ApiServer.Validation.Statuses;
using Shouldly;
using Xunit;

namespace Hearth.Tests.LocalCluster.Statuses;

public sealed class StatusValidationTests
{
    [Theory]
    [InlineData("""{"replicas":2,"readyReplicas":2,"availableReplicas":1}""", null)]
    [InlineData("""{"replicas":-1}""", "status.replicas: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("""{"replicas":1,"updatedReplicas":2}""", "status.updatedReplicas: Invalid value: 2: cannot be greater than status.replicas")]
    [InlineData("""{"replicas":2,"availableReplicas":1}""", "status.availableReplicas: Invalid value: 1: cannot be greater than readyReplicas")]
    public void Counts_of_a_deployment_fit_together(string status, string? problem) =>
        FirstOf(errors => CountValidation.Deployment(errors, Of(status), Of("{}"))).ShouldBe(problem);

    [Fact]
    public void Collisions_are_not_taken_back() =>
        FirstOf(errors => CountValidation.DaemonSet(errors, Of("{}"), Of("""{"collisionCount":2}"""))).ShouldBe("status.collisionCount: Invalid value: 0: cannot be decremented");

    [Theory]
    [InlineData("""{"containerStatuses":[{"name":"a","state":{"terminated":{"exitCode":0}}}]}""", "Never", null)]
    [InlineData("""{"containerStatuses":[{"name":"a","state":{"running":{}}}]}""", "Always", null)]
    [InlineData("""{"containerStatuses":[{"name":"a","state":{"running":{}}}]}""", "Never", "status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state")]
    [InlineData("""{"podIPs":[{"ip":"10.0.0.1"},{"ip":"10.0.0.2"}]}""", "Always", """status.podIPs: Invalid value: [{"IP":"10.0.0.1"},{"IP":"10.0.0.2"}]: may specify no more than one IP for each IP family""")]
    [InlineData("""{"hostIP":"10.0.0.1","hostIPs":[{"ip":"10.0.0.2"}]}""", "Always", """status.hostIPs[0].ip: Invalid value: "10.0.0.2": must be equal to `hostIP`""")]
    public void What_a_node_says_of_a_pod_can_be(string status, string policy, string? problem)
    {
        var old = Of("""{"containerStatuses":[{"name":"a","state":{"terminated":{"exitCode":0}}}]}""");
        old["spec"] = new JsonObject { ["restartPolicy"] = policy };
        FirstOf(errors => PodStatusValidation.Validate(errors, Of(status), old)).ShouldBe(problem);
    }

    [Theory]
    [InlineData("""{"conditions":[{"type":"Complete","status":"True"},{"type":"SuccessCriteriaMet","status":"True"}],"startTime":"2026-01-01T00:00:00Z","completionTime":"2026-01-01T00:00:01Z"}""", null)]
    [InlineData("""{"conditions":[{"type":"Complete","status":"True"}],"startTime":"2026-01-01T00:00:00Z","completionTime":"2026-01-01T00:00:01Z"}""", "status.conditions: Invalid value: cannot set Complete=True condition without the SuccessCriteriaMet=true condition")]
    [InlineData("""{"completionTime":"2026-01-01T00:00:01Z"}""", """status.completionTime: Invalid value: "2026-01-01T00:00:01Z": cannot set completionTime when there is no Complete=True condition""")]
    [InlineData("""{"ready":2,"active":1}""", "status.ready: Invalid value: 2: cannot set more ready pods than active")]
    [InlineData("""{"completedIndexes":"0,2-1"}""", """status.completedIndexes: Invalid value: "0,2-1": error parsing completedIndexes: non-increasing order, previous: 2, current: 1""")]
    public void The_end_of_a_job_is_told_whole(string status, string? problem)
    {
        var value = Of(status);
        value["spec"] = new JsonObject { ["completions"] = 3, ["completionMode"] = "Indexed" };
        FirstOf(errors => JobStatusValidation.Validate(errors, value, Of("{}"))).ShouldBe(problem);
    }

    private static JsonObject Of(string status) => new() { ["status"] = JsonNode.Parse(status) };

    private static string? FirstOf(Action<ErrorList> validate)
    {
        var errors = new ErrorList();
        validate(errors);
        return errors.All.Count > 0 ? errors.All[0].ToString() : null;
    }
}
