using Hearth.ClusterTests.Cli;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Nodes;

/// <summary>Workloads that people install beside Spark, with the real kubectl, on two nodes.</summary>
public sealed class WorkloadStories(ClusterFixture fixture) : IClassFixture<ClusterFixture>
{
    private const string Waits = "\"terminationGracePeriodSeconds\":0,\"containers\":[{\"name\":\"c\",\"image\":\"test:1\",\"command\":[\"sleep\",\"1000\"]}]";

    [SkippableFact]
    public async Task A_daemon_set_is_on_each_node_and_rolls_forward_and_back()
    {
        var (story, config) = await StoryAsync();
        string Manifest(string generation) => """
            {"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"agent","annotations":{"kubernetes.io/change-cause":"<generation>"}},
             "spec":{"selector":{"matchLabels":{"app":"agent"}},"template":{"metadata":{"labels":{"app":"agent","generation":"<generation>"}},"spec":{<waits>}}}}
            """.Replace("<generation>", generation, StringComparison.Ordinal);
        await ApplyAsync(config, story, Manifest("first"));
        await TellAsync(config, story, "rollout status daemonset/agent --timeout=200s");
        (await TellAsync(config, story, "get daemonset agent --no-headers")).ShouldMatch(@"^agent +2 +2 +2 +2 +2 +<none>");
        (await TellAsync(config, story, "get pods -l app=agent -o jsonpath={.items[*].spec.nodeName}")).Split(' ').ShouldBe(["hearth-1", "hearth-2"], ignoreOrder: true);

        await ApplyAsync(config, story, Manifest("second"));
        (await TellAsync(config, story, "rollout status daemonset/agent --timeout=200s")).ShouldContain("daemon set \"agent\" successfully rolled out");
        (await TellAsync(config, story, "rollout history daemonset/agent")).ShouldMatch(@"1 +first\s+2 +second");
        await TellAsync(config, story, "rollout undo daemonset/agent");
        await TellAsync(config, story, "rollout status daemonset/agent --timeout=200s");
        (await TellAsync(config, story, "get pods -l generation=first -o name")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
        await TellAsync(config, story, "rollout restart daemonset/agent");
        await TellAsync(config, story, "rollout status daemonset/agent --timeout=200s");
        await TellAsync(config, story, "delete daemonset agent --cascade=foreground --timeout=200s");
        (await TellAsync(config, story, "get pods")).ShouldContain("No resources found");
    }

    [SkippableFact]
    public async Task Nodes_are_cordoned_drained_and_given_back()
    {
        Kubectl.ShouldBeInstalled();
        var directory = Directory.CreateTempSubdirectory("hearth-drain-").FullName;
        await using (var cluster = await LocalCluster.LocalCluster.StartAsync(new() { Directory = directory, Images = ClusterFixture.Images, Nodes = 2 }, CancellationToken.None))
        {
            var (story, config) = (new PodStory(cluster.Admin, "default"), cluster.KubeconfigPath);
            await ApplyAsync(config, story, """
                {"apiVersion":"v1","kind":"List","items":[
                  {"apiVersion":"apps/v1","kind":"DaemonSet","metadata":{"name":"agent"},"spec":{"selector":{"matchLabels":{"app":"agent"}},"template":{"metadata":{"labels":{"app":"agent"}},"spec":{<waits>}}}},
                  {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"web"},"spec":{"replicas":2,"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},"spec":{
                    "topologySpreadConstraints":[{"maxSkew":1,"topologyKey":"kubernetes.io/hostname","whenUnsatisfiable":"ScheduleAnyway","labelSelector":{"matchLabels":{"app":"web"}}}],<waits>}}}}]}
                """);
            await TellAsync(config, story, "rollout status deployment/web --timeout=200s");
            await TellAsync(config, story, "rollout status daemonset/agent --timeout=200s");
            (await TellAsync(config, story, "get pods -l app=web -o jsonpath={.items[*].spec.nodeName}")).Split(' ').ShouldBe(["hearth-1", "hearth-2"], ignoreOrder: true);
            await TellAsync(config, story, "drain hearth-2 --ignore-daemonsets --timeout=200s");
            await TellAsync(config, story, "wait --for=jsonpath={.spec.taints[0].key}=node.kubernetes.io/unschedulable node/hearth-2 --timeout=200s");
            await UntilAsync(config, story, "get pods -l app=web -o jsonpath={.items[*].spec.nodeName}", nodes => nodes == "hearth-1 hearth-1");
            await TellAsync(config, story, "rollout status deployment/web --timeout=200s");
            (await TellAsync(config, story, "get pods -l app=agent --field-selector=spec.nodeName=hearth-2,status.phase=Running -o name")).ShouldNotBeEmpty();
            (await TellAsync(config, story, "get node hearth-2 --no-headers")).ShouldContain("Ready,SchedulingDisabled");
            await TellAsync(config, story, "uncordon hearth-2");
            await TellAsync(config, story, "wait --for=jsonpath={.metadata.name}=hearth-2 node/hearth-2 --timeout=200s");
            await TellAsync(config, story, "run back --image=test:1 --restart=Never --overrides={\"spec\":{\"nodeSelector\":{\"kubernetes.io/hostname\":\"hearth-2\"}}} --command -- true");
            (await story.EndedAsync("back")).Spec!.NodeName.ShouldBe("hearth-2");
        }

        Directory.Delete(directory, recursive: true);
    }

    [SkippableFact]
    public async Task A_service_before_a_deployment_gets_ready_endpoints_and_is_reached_by_name()
    {
        var (story, config) = await StoryAsync();
        // The shape in which people run a Spark Connect server: a Deployment, a Service for clients, a headless one for executors.
        await ApplyAsync(config, story, """
            {"apiVersion":"v1","kind":"List","items":[
              {"apiVersion":"v1","kind":"Service","metadata":{"name":"connect"},"spec":{"selector":{"app":"connect"},"ports":[{"name":"grpc","port":15002,"targetPort":"grpc"}]}},
              {"apiVersion":"v1","kind":"Service","metadata":{"name":"connect-headless"},"spec":{"clusterIP":"None","publishNotReadyAddresses":true,"selector":{"app":"connect"},"ports":[{"name":"driver","port":7078},{"name":"grpc","port":15002}]}},
              {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"connect"},"spec":{"replicas":0,"selector":{"matchLabels":{"app":"connect"}},"template":{"metadata":{"labels":{"app":"connect"}},"spec":{
                "terminationGracePeriodSeconds":0,
                "containers":[{"name":"spark","image":"test:1","command":["sh","-c","exec python3 -m http.server 15002 --bind $IP --directory /etc"],
                  "env":[{"name":"IP","valueFrom":{"fieldRef":{"fieldPath":"status.podIP"}}}],
                  "ports":[{"name":"grpc","containerPort":15002}],"readinessProbe":{"tcpSocket":{"port":"grpc"},"periodSeconds":1}}]}}}}]}
            """);
        await TellAsync(config, story, "scale deployment connect --replicas=1");
        await TellAsync(config, story, "rollout status deployment/connect --timeout=200s");
        await TellAsync(config, story, "wait --for=condition=Available deployment/connect --timeout=200s");
        foreach (var service in new[] { "connect", "connect-headless" })
            await TellAsync(config, story, $"wait --for=jsonpath={{.endpoints[0].conditions.ready}}=true endpointslice -l kubernetes.io/service-name={service} --timeout=200s");
        await story.RunAsync("client", "for host in connect connect-headless; do until python3 -c \"import urllib.request; urllib.request.urlopen('http://$host:15002/hostname')\"; do sleep 0.2; done; done");
        (await story.EndedAsync("client")).Status!.Phase.ShouldBe("Succeeded");
        await TellAsync(config, story, "delete deployment connect --cascade=foreground --timeout=200s");
        await UntilAsync(config, story, "get endpointslice -l kubernetes.io/service-name=connect -o jsonpath={.items[*].endpoints}", ends => !ends.Contains("addresses", StringComparison.Ordinal));
    }

    private static async Task ApplyAsync(string config, PodStory story, string json)
    {
        var file = Path.Combine(Path.GetDirectoryName(config)!, Guid.NewGuid().ToString("N") + ".json");
        await File.WriteAllTextAsync(file, json.Replace("<waits>", Waits, StringComparison.Ordinal));
        await TellAsync(config, story, "apply -f " + file);
        File.Delete(file);
    }

    /// <summary>Asks until controllers, which nobody can wait for with kubectl, have come as far.</summary>
    private static async Task UntilAsync(string config, PodStory story, string line, Func<string, bool> holds)
    {
        using var limit = new CancellationTokenSource(HearthProcess.Patience);
        string answer;
        while (!holds(answer = await TellAsync(config, story, line)))
        {
            limit.IsCancellationRequested.ShouldBeFalse($"{line}: {answer}");
            await Task.Delay(50, CancellationToken.None);
        }
    }

    private static Task<string> TellAsync(string config, PodStory story, string line) => Kubectl.RunAsync(config, ["-n", story.Namespace, .. line.Split(' ')]);

    private async Task<(PodStory Story, string Config)> StoryAsync()
    {
        Kubectl.ShouldBeInstalled();
        return (await fixture.StoryAsync(), fixture.Cluster.KubeconfigPath);
    }
}
