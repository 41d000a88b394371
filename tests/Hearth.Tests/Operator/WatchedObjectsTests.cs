using System.Text.Json;
using Hearth.Kube.Core.Serialization;
using Hearth.Operator.Applications;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Operator;

/// <summary>What is read of a watched object says the same as the whole object.</summary>
public sealed class WatchedObjectsTests
{
    private const string Metadata = """
        "metadata":{"name":"pi-driver","generateName":null,"namespace":"team","uid":"u","resourceVersion":"7","generation":3,
          "creationTimestamp":"2026-01-01T00:00:00Z","deletionTimestamp":"2026-01-01T01:00:00Z","deletionGracePeriodSeconds":30,"selfLink":"x",
          "labels":{"sparkoperator.k8s.io/app-name":"pi","spark-role":"driver","sparkoperator.k8s.io/submission-id":"s","esc":"a\"b\u00e9","big":"BIG"},
          "annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{}","kept":"yes"},"finalizers":["f"],
          "ownerReferences":[{"apiVersion":"v1","kind":"Pod","name":"p","uid":"o","controller":true}],
          "managedFields":[{"manager":"kubelet","fieldsV1":{"f:status":{"f:phase":{}}}}]}
        """;

    [Theory]
    [InlineData("""{"phase":"Running","conditions":[{"type":"PodScheduled","status":"True","lastTransitionTime":"2026-01-01T00:00:05Z"}],"containerStatuses":[{"name":"spark-kubernetes-driver","state":{"running":{"startedAt":"2026-01-01T00:00:09Z"}}}]}""")]
    [InlineData("""{"phase":"Failed","reason":"Evicted","containerStatuses":[{"name":"spark-kubernetes-driver","state":{"terminated":{"exitCode":3,"reason":"Error","finishedAt":"2026-01-01T00:00:09Z"}}},{"name":"sidecar","state":{}}]}""")]
    [InlineData("""{"phase":"Pending","initContainerStatuses":[{"name":"i","state":{"waiting":{"reason":"ImagePullBackOff","message":"no"}}}],"unknown":{"a":[1,{"b":2}]}}""")]
    [InlineData("{}")]
    public void A_pod(string status)
    {
        var json = $$$"""{"kind":"Pod","spec":{"containers":[{"name":"spark-kubernetes-driver","env":[{"name":"A","value":"b"}]}],"tolerations":[]},{{{Metadata.Replace("BIG", new string('x', 5000))}}},"status":{{{status}}},"extra":[[]]}""";

        var watched = JsonSerializer.Deserialize(json, WatchedPodConverter.Pods.Object)!;

        PodFacts.Of(watched).ShouldBe(PodFacts.Of(JsonSerializer.Deserialize(json, KubeJson.Default.Pod)!));
        watched.Metadata.ResourceVersion.ShouldBe("7");
    }

    [Fact]
    public void An_application()
    {
        var json = $$$"""{"apiVersion":"sparkoperator.k8s.io/v1beta2","kind":"SparkApplication",{{{Metadata}}},"spec":{"type":"Scala","sparkVersion":"4.0.1","driver":{"template":{"metadata":{"labels":{"a":"b"} } } },"executor":{},"mainApplicationFile":"local:///a"},"status":{"applicationState":{"state":"RUNNING"},"driverInfo":{} } }""";

        var watched = JsonSerializer.Deserialize(json, new SparkJson(WatchedMetadataConverter.Options(SparkJson.Default)).SparkApplication)!;

        JsonSerializer.Serialize(StatusWriter.Kept(watched), SparkJson.Default.SparkApplication)
            .ShouldBe(JsonSerializer.Serialize(StatusWriter.Kept(JsonSerializer.Deserialize(json, SparkJson.Default.SparkApplication)!), SparkJson.Default.SparkApplication));
    }

    [Theory]
    [InlineData("""{"metadata":[]}""")]
    [InlineData("""{"metadata":{"labels":3}}""")]
    [InlineData("""{"status":{"phase":{}}}""")]
    [InlineData("[]")]
    public void What_is_no_pod_is_refused(string json) =>
        Should.Throw<JsonException>(() => JsonSerializer.Deserialize(json, WatchedPodConverter.Pods.Object));
}
