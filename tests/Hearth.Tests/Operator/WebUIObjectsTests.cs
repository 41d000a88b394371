using System.Text.Json.Nodes;
using Hearth.Operator;
using Hearth.Operator.Applications;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Operator;

/// <summary>Services and Ingresses as the peer documents them.</summary>
public sealed class WebUIObjectsTests
{
    [Theory]
    [InlineData("{}", "spark-driver-ui-port:4040>4040 ClusterIP")]
    [InlineData("""{"sparkConf":{"spark.ui.port":"4041"}}""", "spark-driver-ui-port:4041>4041 ClusterIP")]
    [InlineData("""{"sparkUIOptions":{}}""", "spark-driver-ui-port:4040>4040 ClusterIP")]
    [InlineData("""{"sparkConf":{"spark.ui.port":"4041"},"sparkUIOptions":{"servicePort":80,"servicePortName":"ui","serviceType":"NodePort"}}""", "ui:80>4041 NodePort")]
    [InlineData("""{"sparkConf":{"spark.ui.port":"4041"},"sparkUIOptions":{"serviceType":"LoadBalancer"}}""", "spark-driver-ui-port:4040>4041 LoadBalancer")]
    public void The_service_of_the_UI(string spec, string wanted)
    {
        var service = WebUIObjects.Service(Application("pi", spec), "attempt-1");

        var port = service.Spec!.Ports!.Single();
        $"{port.Name}:{port.Port}>{port.TargetPort} {service.Spec.Type}".ShouldBe(wanted);
        service.Metadata.Name.ShouldBe("pi-ui-svc");
        service.Spec.Selector.ShouldBe(new Dictionary<string, string> { [SparkLabels.AppName] = "pi", [SparkLabels.Role] = "driver" });
        service.Metadata.Labels.ShouldBe(new Dictionary<string, string> { [SparkLabels.AppName] = "pi", [SparkLabels.SubmissionId] = "attempt-1", [SparkLabels.CreatedBy] = "true" });
    }

    [Fact]
    public void Labels_of_the_manifest_replace_the_operator_s_and_annotations_are_taken()
    {
        var service = WebUIObjects.Service(Application("pi", """{"sparkUIOptions":{"serviceLabels":{"team":"a"},"serviceAnnotations":{"note":"b"}}}"""), "attempt-1");

        service.Metadata.Labels.ShouldBe(new Dictionary<string, string> { ["team"] = "a", [SparkLabels.CreatedBy] = "true" });
        service.Metadata.Annotations.ShouldBe(new Dictionary<string, string> { ["note"] = "b" });
    }

    [Theory]
    [InlineData("pi", "pi-ui-svc")]
    [InlineData("a23456789-a23456789-a23456789-a23456789-a23456789-abcdef", "a23456789-a23456789-a23456789-a23456789-a23456789-abcdef-ui-svc")]
    public void The_name_fits_as_it_is(string application, string wanted) => WebUIObjects.ServiceName(application).ShouldBe(wanted);

    [Fact]
    public void A_long_name_is_cut_and_told_apart_by_its_digest()
    {
        var name = WebUIObjects.ServiceName(new string('a', 63));

        name.ShouldBe(new string('a', 47) + "-b06521f3-ui-svc");
        name.Length.ShouldBe(63);
        WebUIObjects.ServiceName(new string('a', 62)).ShouldNotBe(name);
    }

    [Theory]
    [InlineData("pi", "pi-driver-8080")]
    [InlineData("a23456789-a23456789-a23456789-a23456789-a23456789", "a23456789-a23456789-a23456789-a23456789-a23456789-driver-8080")]
    [InlineData("a23456789-a23456789-a23456789-a23456789-a23456789-abc", "a23456789-a23456789-a23456789-a23456789-a2-1a829d16-driver-8080")]
    [InlineData("a23456789-a23456789-a23456789-a23456789-a23456789-abd", "a23456789-a23456789-a23456789-a23456789-a2-2b9ac0e7-driver-8080")]
    public void The_service_of_a_further_port_has_a_name_that_fits(string name, string wanted)
    {
        var application = Application(name, """{"driverIngressOptions":[{"servicePort":8080,"ingressURLFormat":"{{$appName}}.example.com"}]}""");

        var (service, ingress) = WebUIObjects.DriverPorts(application, new(), new()).Single();

        service.Metadata.Name.ShouldBe(wanted);
        service.Metadata.Name!.Length.ShouldBeLessThanOrEqualTo(63);
        ingress!.Extra!["spec"].ToString().ShouldContain($"\"name\":\"{wanted}\"");
    }

    [Theory]
    [InlineData("{{$appName}}.example.com", "http://pi.example.com", "pi.example.com", null)]
    [InlineData("{{ $appName }}.{{$appNamespace}}.example.com/", "http://pi.jobs.example.com", "pi.jobs.example.com", null)]
    [InlineData("https://spark.example.com/{{$appNamespace}}/{{$appName}}", "https://spark.example.com/jobs/pi", "spark.example.com", "/jobs/pi(/|$)(.*)")]
    [InlineData("spark.example.com/{{$appId}}", "http://spark.example.com/spark-1", "spark.example.com", "/spark-1(/|$)(.*)")]
    public void The_url_of_the_ingress(string format, string url, string host, string? path)
    {
        var application = Application("pi", "{}");
        var options = new OperatorOptions { IngressUrlFormat = format, IngressClassName = "nginx" };

        var (ingress, told) = WebUIObjects.Ingress(application, new() { SparkApplicationId = "spark-1", SubmissionId = "attempt-1" }, WebUIObjects.Service(application, "attempt-1"), options);

        told.ShouldBe(url);
        ingress.Metadata.Name.ShouldBe("pi-ui-ingress");
        var spec = JsonNode.Parse(ingress.Extra!["spec"].GetRawText())!;
        spec["ingressClassName"]!.ToString().ShouldBe("nginx");
        var rule = spec["rules"]![0]!;
        rule["host"]!.ToString().ShouldBe(host);
        rule["http"]!["paths"]![0]!["path"]?.ToString().ShouldBe(path);
        rule["http"]!["paths"]![0]!["pathType"]!.ToString().ShouldBe("ImplementationSpecific");
        ingress.Metadata.Annotations?.GetValueOrDefault("nginx.ingress.kubernetes.io/rewrite-target").ShouldBe(path is null ? null : "/$2");
        WebUIObjects.UIPath(application, options, "spark-1").ShouldBe(path?.Replace("(/|$)(.*)", "", StringComparison.Ordinal) ?? "");
    }

    [Fact]
    public void Annotations_and_tls_come_from_the_manifest_else_from_the_flags()
    {
        var options = new OperatorOptions
        {
            IngressUrlFormat = "{{$appName}}.example.com",
            IngressAnnotations = new Dictionary<string, string> { ["from"] = "flag" },
            IngressTls = [new() { Hosts = ["*.example.com"], SecretName = "flag" }],
        };

        Tell("{}").ShouldBe("""flag {"tls":[{"hosts":["*.example.com"],"secretName":"flag"}]}""");
        Tell("""{"sparkUIOptions":{"ingressAnnotations":{"from":"manifest"},"ingressTLS":[{"hosts":["a"],"secretName":"own"}]}}""").ShouldBe("""manifest {"tls":[{"hosts":["a"],"secretName":"own"}]}""");

        string Tell(string spec)
        {
            var application = Application("pi", spec);
            var ingress = WebUIObjects.Ingress(application, new(), WebUIObjects.Service(application, ""), options).Object;
            return $"{ingress.Metadata.Annotations!["from"]} {new JsonObject { ["tls"] = JsonNode.Parse(ingress.Extra!["spec"].GetRawText())!["tls"]!.DeepClone() }.ToJsonString()}";
        }
    }

    [Fact]
    public void Each_further_port_has_a_service_and_an_ingress_of_its_own()
    {
        var application = Application("pi", """
            {"driverIngressOptions":[
              {"servicePort":15002,"servicePortName":"connect","ingressURLFormat":"{{$appName}}.c.example.com","ingressAnnotations":{"a":"b"},"serviceType":"NodePort"},
              {"servicePort":7000,"ingressURLFormat":"x.example.com/{{$appName}}"}]}
            """);

        var ports = WebUIObjects.DriverPorts(application, new() { SubmissionId = "attempt-1" }, new() { IngressAnnotations = new Dictionary<string, string> { ["from"] = "flag" } }).ToList();

        ports.Select(p => $"{p.Service.Metadata.Name} {p.Service.Spec!.Type} {p.Service.Spec.Ports!.Single().Name}:{p.Service.Spec.Ports!.Single().Port} {p.Ingress!.Metadata.Name} {string.Join(',', p.Ingress.Metadata.Annotations!.Keys)}")
            .ShouldBe(["pi-driver-15002 NodePort connect:15002 pi-ing-15002 a", "pi-driver-7000 ClusterIP driver-ing-7000:7000 pi-ing-7000 from,nginx.ingress.kubernetes.io/rewrite-target"]);
    }

    private static SparkApplication Application(string name, string spec) => new()
    {
        Metadata = new() { Name = name, Namespace = "jobs", Uid = "u-1" },
        Spec = System.Text.Json.JsonSerializer.Deserialize(spec, SparkJson.Default.SparkApplicationSpec)!,
    };
}
