using System.Text.Json;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.LocalCluster.Controllers;
using Shouldly;
using Xunit;

namespace Hearth.Tests.LocalCluster.Controllers;

/// <summary>What the state of a node means for it and for its pods.</summary>
public sealed class NodeTroubleTests
{
    [Theory]
    [InlineData("""[{"type":"Ready","status":"True"}]""", "")]
    [InlineData("""[{"type":"Ready","status":"False"}]""", "not-ready:NoSchedule not-ready:NoExecute")]
    [InlineData("""[{"type":"Ready","status":"Unknown"}]""", "unreachable:NoSchedule unreachable:NoExecute")]
    [InlineData("""[{"type":"Ready","status":"True"},{"type":"MemoryPressure","status":"True"},{"type":"PIDPressure","status":"True"}]""", "memory-pressure:NoSchedule pid-pressure:NoSchedule")]
    [InlineData("""[{"type":"Ready","status":"True"},{"type":"DiskPressure","status":"Unknown"},{"type":"NetworkUnavailable","status":"True"}]""", "network-unavailable:NoSchedule")]
    public void Troubles_are_taints(string conditions, string taints) =>
        string.Join(' ', NodeTaints.Of(Node($$"""{"status":{"conditions":{{conditions}} } }""")).Select(t => $"{t.Key["node.kubernetes.io/".Length..]}:{t.Effect}")).ShouldBe(taints);

    [Theory]
    [InlineData("node.kubernetes.io/not-ready", "NoExecute", true)]
    [InlineData("node.kubernetes.io/memory-pressure", "NoSchedule", true)]
    [InlineData("node.kubernetes.io/memory-pressure", "NoExecute", false)]
    [InlineData("node.kubernetes.io/unschedulable", "NoSchedule", true)]
    [InlineData("node.kubernetes.io/out-of-service", "NoExecute", false)]
    [InlineData("gpu", "NoSchedule", false)]
    public void Only_taints_of_troubles_are_taken_back(string key, string effect, bool isOurs) => NodeTaints.IsOurs(new() { Key = key, Effect = effect }).ShouldBe(isOurs);

    [Theory]
    [InlineData("[]", 0)]
    [InlineData("""[{"operator":"Exists"}]""", null)]
    [InlineData("""[{"key":"a","operator":"Exists","tolerationSeconds":300},{"key":"b","operator":"Exists"}]""", 300)]
    [InlineData("""[{"key":"a","operator":"Exists","tolerationSeconds":300},{"key":"b","operator":"Exists","tolerationSeconds":10}]""", 10)]
    [InlineData("""[{"key":"a","operator":"Exists","tolerationSeconds":300},{"key":"a","operator":"Exists","tolerationSeconds":5},{"key":"b","operator":"Exists"}]""", 5)]
    [InlineData("""[{"key":"a","operator":"Exists","tolerationSeconds":-1},{"key":"b","operator":"Exists"}]""", 0)]
    [InlineData("""[{"key":"a","operator":"Exists"}]""", 0)]
    [InlineData("""[{"key":"a","operator":"Equal","value":"2"},{"key":"b","operator":"Exists"}]""", 0)]
    [InlineData("""[{"key":"a","operator":"Exists","effect":"NoSchedule"},{"key":"b","operator":"Exists"}]""", 0)]
    public void A_pod_stays_as_long_as_it_tolerates_every_taint(string tolerations, int? seconds)
    {
        var node = Node("""{"spec":{"taints":[{"key":"a","value":"1","effect":"NoExecute"},{"key":"b","effect":"NoExecute"},{"key":"c","effect":"NoSchedule"}]}}""");
        var pod = JsonSerializer.Deserialize($$"""{"spec":{"tolerations":{{tolerations}} } }""", KubeJson.Default.Pod)!;
        TaintEviction.Stay(pod, node).ShouldBe(seconds is { } stay ? TimeSpan.FromSeconds(stay) : null);
    }

    private static Node Node(string json) => JsonSerializer.Deserialize(json, KubeJson.Default.Node)!;
}
