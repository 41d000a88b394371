using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Kube.Core.Serialization;
using Hearth.Spark.Api;
using System.Text.Json;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Operator;

/// <summary>What an application may ask for beside its run, and what the operator tells while it waits.</summary>
public sealed class OptionStories
{
    private static readonly ResourceType<KubeObject> s_routes = ResourceTypes.Untyped("gateway.networking.k8s.io", "v1", "httproutes", "HTTPRoute");
    private static readonly ResourceType<KubeObject> s_budgets = ResourceTypes.Untyped("policy", "v1", "poddisruptionbudgets", "PodDisruptionBudget");

    [Fact]
    public async Task What_events_say_of_a_waiting_driver_is_in_status_with_cause_and_fix()
    {
        await using var cluster = await OperatorCluster.StartAsync(_ => DriverRole.Pend);
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("pi"));
        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Submitted);
        var driver = await cluster.Client.GetAsync(ResourceTypes.Pods, "default", "pi-driver", CancellationToken.None);
        await cluster.Client.CreateAsync(ResourceTypes.Events, "default", new Event
        {
            Metadata = new() { Name = "pi-driver.1" },
            InvolvedObject = new() { ApiVersion = "v1", Kind = "Pod", Namespace = "default", Name = "pi-driver", Uid = driver.Metadata.Uid },
            Type = "Warning",
            Reason = "FailedMount",
            Message = "MountVolume.SetUp failed for volume \"settings-vol\" : configmap \"settings\" not found",
            LastTimestamp = DateTimeOffset.UnixEpoch,
        }, CancellationToken.None);

        var pi = await cluster.Client.WaitAsync("pi", a => a.Status?.Hearth?.Diagnosis is not null);

        pi.Status!.ApplicationState.State.ShouldBe(ApplicationStates.Submitted);
        var running = pi.Status.Conditions!.Single(c => c.Type == "DriverRunning");
        running.Reason.ShouldBe("FailedMount");
        running.Message.ShouldNotBeNull().ShouldContain("configmap \"settings\" not found");
        pi.Status.Hearth!.Diagnosis!.Cause.ShouldBe("missing-reference");
        pi.Status.Hearth.Diagnosis.Fix.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("""{"containerStatuses":[{"name":"spark-kubernetes-driver","image":"x","imageID":"","ready":false,"restartCount":0,"state":{"waiting":{"reason":"ImagePullBackOff","message":"Back-off pulling image \"x\""}}}]}""", "ImagePullBackOff", "image-pull")]
    [InlineData("""{"containerStatuses":[{"name":"spark-kubernetes-driver","image":"x","imageID":"","ready":false,"restartCount":0,"state":{"waiting":{"reason":"CreateContainerConfigError","message":"secret \"db\" not found"}}}]}""", "CreateContainerConfigError", "missing-reference")]
    [InlineData("""{"conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable","message":"0/3 nodes are available: 3 Insufficient cpu."}]}""", "Unschedulable", "unschedulable-capacity")]
    public async Task What_the_pod_says_is_in_status_at_once(string status, string reason, string cause)
    {
        await using var cluster = await OperatorCluster.StartAsync(_ => DriverRole.Pend);
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("pi"));
        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Submitted);
        await cluster.Client.PatchAsync(ResourceTypes.Pods, "default", "pi-driver", Patch.Merge(new JsonObject { ["status"] = JsonNode.Parse(status) }), "status", CancellationToken.None);

        var pi = await cluster.Client.WaitAsync("pi", a => a.Status?.Hearth?.Diagnosis is not null);

        pi.Status!.Conditions!.Single(c => c.Type == "DriverRunning").Reason.ShouldBe(reason);
        pi.Status.Hearth!.Diagnosis!.Cause.ShouldBe(cause);
    }

    [Fact]
    public async Task An_ended_application_keeps_its_driver_and_nothing_else()
    {
        await using var cluster = await OperatorCluster.StartAsync();
        await using var hearth = Stories.Start(cluster.Client, PeerStage.Options with { EnableBatchScheduler = false });
        await cluster.Client.CreateAsync(Stories.Application("pi", spec => spec with
        {
            DriverIngressOptions = [new() { ServicePort = 15002, ServicePortName = "connect", IngressUrlFormat = "{{$appName}}.connect.example.com" }],
        }));

        var pi = await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Completed);

        pi.Status!.DriverInfo.WebUIServiceName.ShouldBe("pi-ui-svc", "what was is still told");
        var services = await cluster.Client.ListAsync(ResourceTypes.Services, "default", null, CancellationToken.None);
        services.Items.Select(s => s.Metadata.Name).ShouldBe(["kubernetes"]);
        var maps = await cluster.Client.ListAsync(ResourceTypes.ConfigMaps, "default", null, CancellationToken.None);
        maps.Items.Select(m => m.Metadata.Name).ShouldBe(["kube-root-ca.crt"]);
        var ingresses = await cluster.Client.ListAsync(ResourceTypes.Untyped("networking.k8s.io", "v1", "ingresses", "Ingress"), "default", null, CancellationToken.None);
        ingresses.Items.ShouldBeEmpty();
        (await cluster.Client.GetAsync(ResourceTypes.Pods, "default", "pi-driver", CancellationToken.None)).Spec!.EnableServiceLinks.ShouldBe(false);
    }

    [Fact]
    public async Task The_url_of_the_UI_may_hold_the_application_s_id()
    {
        await using var cluster = await OperatorCluster.StartAsync(_ => DriverRole.Run);
        await using var hearth = Stories.Start(cluster.Client, new() { IngressUrlFormat = "spark.example.com/{{$appNamespace}}/{{$appId}}" });
        await cluster.Client.CreateAsync(Stories.Application("pi"));

        var pi = await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Running);

        var id = pi.Status!.SparkApplicationId.ShouldNotBeNull();
        pi.Status.DriverInfo.WebUIIngressAddress.ShouldBe($"http://spark.example.com/default/{id}");
        var driver = await cluster.Client.GetAsync(ResourceTypes.Pods, "default", "pi-driver", CancellationToken.None);
        driver.Metadata.Labels![SparkLabels.AppSelector].ShouldBe(id);
    }

    [Fact]
    public async Task The_driver_may_be_named_by_a_setting()
    {
        await using var cluster = await OperatorCluster.StartAsync();
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("pi", spec => spec with { SparkConf = new Dictionary<string, string> { ["spark.kubernetes.driver.pod.name"] = "main" } }));

        var pi = await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Completed);

        pi.Status!.DriverInfo.PodName.ShouldBe("main");
    }

    [Fact]
    public async Task Further_ports_are_open_without_a_service_of_the_UI_too()
    {
        await using var cluster = await OperatorCluster.StartAsync(_ => DriverRole.Run);
        await using var hearth = Stories.Start(cluster.Client, new() { EnableUIService = false });
        await cluster.Client.CreateAsync(Stories.Application("pi", spec => spec with
        {
            DriverIngressOptions = [new() { ServicePort = 15002, ServicePortName = "connect", IngressUrlFormat = "{{$appName}}.connect.example.com" }],
        }));

        var pi = await cluster.Client.WaitAsync("pi", a => a.Status?.DriverInfo.WebUIServiceName is not null);

        pi.Status!.DriverInfo.WebUIServiceName.ShouldBeEmpty();
        var services = await cluster.Client.ListAsync(ResourceTypes.Services, "default", null, CancellationToken.None);
        services.Items.Select(s => s.Metadata.Name).ShouldContain("pi-driver-15002");
        services.Items.Select(s => s.Metadata.Name).ShouldNotContain("pi-ui-svc");
    }

    [Fact]
    public async Task A_route_of_the_gateway_api_leads_to_the_UI_while_the_driver_runs()
    {
        var role = DriverRole.Run;
        await using var cluster = await OperatorCluster.StartAsync(_ => role);
        await InstallRoutesAsync(cluster.Client);
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("pi", spec => spec with
        {
            Hearth = new() { HttpRoute = new() { ParentRefs = [JsonDocument.Parse("""{"name":"public","namespace":"gateways"}""").RootElement], Hostnames = ["spark.example.com"], Path = "/{{$appNamespace}}/{{$appName}}" } },
        }));

        var pi = await cluster.Client.WaitAsync("pi", a => a.Status?.DriverInfo.WebUIIngressAddress is not null);

        pi.Status!.DriverInfo.WebUIIngressAddress.ShouldBe("http://spark.example.com/default/pi");
        var route = await cluster.Client.GetAsync(s_routes, "default", "pi-ui-route", CancellationToken.None);
        route.Metadata.OwnerReferences!.Single().Name.ShouldBe("pi");
        JsonNode.DeepEquals(JsonNode.Parse(route.Extra!["spec"].GetRawText()), JsonNode.Parse("""
            {
              "parentRefs": [{ "name": "public", "namespace": "gateways" }],
              "rules": [{
                "matches": [{ "path": { "type": "PathPrefix", "value": "/default/pi" } }],
                "backendRefs": [{ "name": "pi-ui-svc", "port": 4040 }],
                "filters": [{ "type": "URLRewrite", "urlRewrite": { "path": { "type": "ReplacePrefixMatch", "replacePrefixMatch": "/" } } }]
              }],
              "hostnames": ["spark.example.com"]
            }
            """)).ShouldBeTrue(route.Extra["spec"].GetRawText());
        var maps = await cluster.Client.ListAsync(ResourceTypes.ConfigMaps, "default", null, CancellationToken.None);
        maps.Items.Single(m => m.Metadata.Name!.StartsWith("spark-drv-", StringComparison.Ordinal)).Data!["spark.properties"].ShouldContain("spark.ui.proxyBase=/default/pi");

        await cluster.Client.SetSuspendAsync("pi", true);
        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Suspended);
        (await cluster.Client.FindAsync(s_routes, "default", "pi-ui-route", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task A_missing_gateway_api_does_not_stop_the_application()
    {
        await using var cluster = await OperatorCluster.StartAsync();
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("pi", spec => spec with { Hearth = new() { HttpRoute = new() { ParentRefs = [] } } }));

        var pi = await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Completed);

        pi.Status!.DriverInfo.WebUIServiceName.ShouldBe("pi-ui-svc");
        var services = await cluster.Client.ListAsync(ResourceTypes.Services, "default", null, CancellationToken.None);
        services.Items.Select(s => s.Metadata.Name).ShouldBe(["kubernetes"]);
    }

    [Fact]
    public async Task A_disruption_budget_guards_the_driver_until_it_ends_or_nobody_asks_for_it()
    {
        var role = DriverRole.Run;
        await using var cluster = await OperatorCluster.StartAsync(_ => role);
        await using var hearth = Stories.Start(cluster.Client, new() { EnableDriverPodDisruptionBudget = true });
        await cluster.Client.CreateAsync(Stories.Application("pi", spec => spec with { DriverPodDisruptionBudget = true }));
        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Running);

        var budget = await cluster.Client.GetAsync(s_budgets, "default", "pi-driver", CancellationToken.None);
        budget.Metadata.Labels![SparkLabels.AppName].ShouldBe("pi");
        budget.Extra!["spec"].GetProperty("minAvailable").GetInt32().ShouldBe(1);

        role = DriverRole.Succeed;
        await cluster.Client.PatchAsync(
            SparkResources.SparkApplications, "default", "pi", Patch.Merge(JsonNode.Parse("""{"spec":{"driverPodDisruptionBudget":false}}""")!), CancellationToken.None);
        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Completed);
        (await cluster.Client.FindAsync(s_budgets, "default", "pi-driver", CancellationToken.None)).ShouldBeNull();
    }

    [Fact]
    public async Task Kueue_starts_an_application_where_it_wants_and_takes_it_back()
    {
        var role = DriverRole.Run;
        await using var cluster = await OperatorCluster.StartAsync(_ => role);
        await using var hearth = Stories.Start(cluster.Client);
        var queued = Stories.Application("pi", spec => spec with { Suspend = true });
        await cluster.Client.CreateAsync(queued with { Metadata = queued.Metadata with { Labels = new Dictionary<string, string> { ["kueue.x-k8s.io/queue-name"] = "team-a", ["team"] = "a" } } });
        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Suspended);

        // Admitted: where the quota is, and go, in one write.
        await PatchAsync(cluster.Client, """{"spec":{"suspend":false,"driver":{"nodeSelector":{"pool":"spot"},"labels":{"kueue.x-k8s.io/podset":"driver"}},"executor":{"nodeSelector":{"pool":"spot"}}}}""");
        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Running);
        var driver = await cluster.Client.GetAsync(ResourceTypes.Pods, "default", "pi-driver", CancellationToken.None);
        driver.Spec!.NodeSelector!["pool"].ShouldBe("spot");
        driver.Metadata.Labels!["team"].ShouldBe("a");
        driver.Metadata.Labels!["kueue.x-k8s.io/podset"].ShouldBe("driver");
        driver.Metadata.Labels!.Keys.ShouldNotContain("kueue.x-k8s.io/queue-name", "a pod with it would be queued itself");

        // Evicted: the spec as it was, and stop.
        await PatchAsync(cluster.Client, """{"spec":{"suspend":true,"driver":{"nodeSelector":null,"labels":null},"executor":{"nodeSelector":null}}}""");
        var evicted = await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Suspended);
        evicted.Status!.Hearth!.Failures.ShouldBeNull();
        role = DriverRole.Succeed;
        await PatchAsync(cluster.Client, """{"spec":{"suspend":false,"driver":{"nodeSelector":{"pool":"fixed"}}}}""");
        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Completed);
        cluster.Player.Violations.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("volcano", "podgroups")]
    [InlineData("unheard-of", "unheard-of is not known")]
    public async Task A_scheduler_that_is_not_there_fails_the_submission_and_no_more(string scheduler, string words)
    {
        await using var cluster = await OperatorCluster.StartAsync();
        await using var hearth = Stories.Start(cluster.Client, PeerStage.Options);
        await cluster.Client.CreateAsync(Stories.Application("pi", spec => spec with { BatchScheduler = scheduler }));

        var pi = await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Failed);

        pi.Status!.ApplicationState.ErrorMessage.ShouldNotBeNull().ShouldContain(words);
        (await cluster.Client.ListAsync(ResourceTypes.Pods, "default", null, CancellationToken.None)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_run_that_takes_too_long_ends_with_the_reason()
    {
        await using var cluster = await OperatorCluster.StartAsync(_ => DriverRole.Run);
        await using var hearth = Stories.Start(cluster.Client);
        await cluster.Client.CreateAsync(Stories.Application("long", spec => spec with { Hearth = new() { Deadlines = new() { Running = "2s" } }, RestartPolicy = new() { Type = "Always" } }));
        await cluster.Client.CreateAsync(Stories.Application("alone", spec => spec with { Hearth = new() { Deadlines = new() { Executors = "2s" } }, Executor = new() { Instances = 3 } }));

        var tooLong = await cluster.Client.WaitForStateAsync("long", ApplicationStates.Failed);
        tooLong.Status!.ApplicationState.ErrorMessage.ShouldBe("the run took longer than 2s (spec.hearth.deadlines.running)");
        var alone = await cluster.Client.WaitForStateAsync("alone", ApplicationStates.Failed);
        alone.Status!.ApplicationState.ErrorMessage.ShouldBe("0 of 3 executors ran within 2s (spec.hearth.deadlines.executors)");
    }

    private static Task<SparkApplication> PatchAsync(KubeClient client, string patch) =>
        client.PatchAsync(SparkResources.SparkApplications, "default", "pi", Patch.Merge(JsonNode.Parse(patch)!), CancellationToken.None);

    private static async Task InstallRoutesAsync(KubeClient client)
    {
        var definition = JsonNode.Parse("""
            {
              "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
              "metadata": { "name": "httproutes.gateway.networking.k8s.io", "annotations": { "api-approved.kubernetes.io": "https://github.com/kubernetes-sigs/gateway-api/pull/2466" } },
              "spec": {
                "group": "gateway.networking.k8s.io", "scope": "Namespaced", "names": { "kind": "HTTPRoute", "listKind": "HTTPRouteList", "plural": "httproutes", "singular": "httproute" },
                "versions": [{ "name": "v1", "served": true, "storage": true, "schema": { "openAPIV3Schema": { "type": "object", "x-kubernetes-preserve-unknown-fields": true } } }]
              }
            }
            """)!;
        await client.CreateAsync(
            ResourceTypes.Untyped("apiextensions.k8s.io", "v1", "customresourcedefinitions", "CustomResourceDefinition", namespaced: false),
            null, definition.Deserialize(KubeJson.Default.KubeObject)!, CancellationToken.None);
    }
}
