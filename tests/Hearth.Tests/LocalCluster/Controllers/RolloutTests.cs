using System.Text.Json;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.LocalCluster.Controllers;
using Shouldly;
using Xunit;

namespace Hearth.Tests.LocalCluster.Controllers;

public sealed class RolloutTests
{
    private static readonly KubeObject s_deployment = Read("""
        {"metadata":{"name":"one","namespace":"default","annotations":{"deployment.kubernetes.io/revision":"2"}},
         "spec":{"replicas":1,"progressDeadlineSeconds":600,"selector":{"matchLabels":{"app":"one"}},"template":{"metadata":{"labels":{"app":"one"}}}},
         "status":{"conditions":[{"type":"Progressing","status":"True","reason":"NewReplicaSetAvailable","message":"ReplicaSet \"one-before\" has successfully progressed."}]}}
        """);

    [Fact]
    public void A_new_set_is_told_of_by_a_later_look_where_the_status_of_its_making_was_refused() =>
        Progress("""{"deployment.kubernetes.io/revision":"3"}""").ShouldBe($"Created new replica set \"{Newest}\"");

    [Theory]
    [InlineData("""{"deployment.kubernetes.io/revision":"1"}""")]
    [InlineData("""{"deployment.kubernetes.io/revision":"2"}""")]
    [InlineData("""{"deployment.kubernetes.io/revision":"3","deployment.kubernetes.io/revision-history":"1"}""")]
    public void A_set_that_was_told_of_or_came_back_is_not(string annotations) =>
        Progress(annotations).ShouldBe("ReplicaSet \"one-before\" has successfully progressed.");

    private static string Newest => new Rollout(s_deployment, []).NewestName;

    private static string? Progress(string annotations)
    {
        var newest = Read($$$"""{"metadata":{"name":"{{{Newest}}}","namespace":"default","annotations":{{{annotations}}} },"spec":{"replicas":1}}""");
        var before = Read("""{"metadata":{"name":"one-before","namespace":"default","annotations":{"deployment.kubernetes.io/revision":"1"}},"spec":{"replicas":0}}""");
        var rollout = new Rollout(s_deployment, [before, newest]);
        var status = new DeploymentStatus(rollout, DateTimeOffset.UnixEpoch);
        status.Found(Newest, rollout.IsNewestUntold);
        return (string?)status.ToJson(rolls: false)["conditions"]!.AsArray().Single(c => (string?)c!["type"] == "Progressing")!["message"];
    }

    private static KubeObject Read(string json) => JsonSerializer.Deserialize(json, KubeJson.Default.KubeObject)!;
}
