using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Operator;

/// <summary>Connect and Thrift servers beyond what the peer offers.</summary>
public sealed class ConnectStories
{
    [Fact]
    public async Task A_server_without_work_is_stopped_and_starts_again_on_request()
    {
        await using var cluster = await OperatorCluster.StartAsync();
        await using var hearth = Stories.Start(cluster.Client);
        var address = LoopbackAddress.OfThisProcess(83);
        using var rest = new QuietServer(address);
        await CreateAsync(cluster.Client, new() { IdleStop = "2s" });
        var first = await ServerAsync(cluster.Client, _ => true);
        // Before it is ready: that lasts for two seconds only.
        var watching = new TaskCompletionSource();
        var ready = StatusAsync(cluster.Client, s =>
        {
            watching.TrySetResult();
            return s is { State: "Ready", Hearth.Tasks: 7 };
        });
        await watching.Task;
        await cluster.Client.PatchAsync(
            ResourceTypes.Pods, "default", "connect-server",
            Patch.Merge(JsonNode.Parse($$$"""{"status":{"phase":"Running","podIP":"{{{address}}}","conditions":[{"type":"Ready","status":"True"}]}}""")!), "status", CancellationToken.None);

        await ready;
        var stopped = await StatusAsync(cluster.Client, s => s.State == "Stopped");
        stopped.Hearth!.StoppedGeneration.ShouldBe(1);
        stopped.Conditions!.Single().Message.ShouldBe("Server pod is not ready: it is stopped, no task for 2s (spec.hearth.idleStop)");
        (await cluster.Client.FindAsync(ResourceTypes.Pods, "default", "connect-server", CancellationToken.None)).ShouldBeNull();

        await cluster.Client.PatchAsync(
            SparkResources.SparkConnects, "default", "connect", Patch.Merge(JsonNode.Parse("""{"spec":{"hearth":{"start":"monday"}}}""")!), CancellationToken.None);
        var second = await ServerAsync(cluster.Client, pod => pod.Metadata.Uid != first.Metadata.Uid);
        second.Metadata.DeletionTimestamp.ShouldBeNull();
    }

    [Fact]
    public async Task A_thrift_server_has_its_script_port_and_probes()
    {
        await using var cluster = await OperatorCluster.StartAsync();
        await using var hearth = Stories.Start(cluster.Client);
        await CreateAsync(cluster.Client, new() { Server = "Thrift" });

        var server = await ServerAsync(cluster.Client, _ => true);

        var container = server.Spec!.Containers!.Single();
        container.Args!.Single().ShouldStartWith("${SPARK_HOME}/sbin/start-thriftserver.sh --master k8s://");
        container.ReadinessProbe!.TcpSocket!.Port.ToString().ShouldBe("10000");
        container.Lifecycle!.PreStop!.Exec!.Command![^1].ShouldBe("${SPARK_HOME}/sbin/stop-thriftserver.sh");
        var service = await cluster.Client.GetAsync(ResourceTypes.Services, "default", "connect-server", CancellationToken.None);
        service.Spec!.Ports!.Select(p => $"{p.Name}:{p.Port}").ShouldBe(["driver-rpc:7078", "blockmanager:7079", "web-ui:4040", "spark-thrift-server:10000"]);
    }

    [Fact]
    public async Task A_service_that_somebody_deleted_comes_back_and_why_a_server_is_not_ready_is_told()
    {
        await using var cluster = await OperatorCluster.StartAsync();
        await using var hearth = Stories.Start(cluster.Client);
        await CreateAsync(cluster.Client, new());
        await ServerAsync(cluster.Client, Runs);
        await StatusAsync(cluster.Client, s => s.State == "NotReady");

        await cluster.Client.DeleteAsync(ResourceTypes.Services, "default", "connect-server", null, CancellationToken.None);
        await cluster.Client.PatchAsync(ResourceTypes.Pods, "default", "connect-server", Patch.Merge(JsonNode.Parse("""
            {"status":{"phase":"Pending","containerStatuses":[{"name":"spark-kubernetes-driver","ready":false,"restartCount":0,"image":"spark:typo","imageID":"",
              "state":{"waiting":{"reason":"ImagePullBackOff","message":"Back-off pulling image \"spark:typo\""}}}]}}
            """)!), "status", CancellationToken.None);

        var waiting = await StatusAsync(cluster.Client, s => s.Conditions is [{ Message: { } message }] && message.Contains("ImagePullBackOff", StringComparison.Ordinal));
        waiting.Conditions!.Single().Message.ShouldBe("Server pod is not ready: ImagePullBackOff: Back-off pulling image \"spark:typo\"");
        (await cluster.Client.FindAsync(ResourceTypes.Services, "default", "connect-server", CancellationToken.None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_server_that_ends_at_once_is_replaced_but_not_in_a_hurry()
    {
        await using var cluster = await OperatorCluster.StartAsync();
        await using var hearth = Stories.Start(cluster.Client);
        await CreateAsync(cluster.Client, new());
        var first = await ServerAsync(cluster.Client, Runs);

        await cluster.Client.PatchAsync(ResourceTypes.Pods, "default", "connect-server", Patch.Merge(JsonNode.Parse("""{"status":{"phase":"Failed"}}""")!), "status", CancellationToken.None);
        var second = await ServerAsync(cluster.Client, pod => pod.Metadata.Uid != first.Metadata.Uid);

        (second.Metadata.CreationTimestamp - first.Metadata.CreationTimestamp).ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(15));
    }

    private static Task<SparkConnect> CreateAsync(KubeClient client, ConnectOptions options) => client.CreateAsync(SparkResources.SparkConnects, "default", new SparkConnect
    {
        Metadata = new() { Name = "connect" },
        Spec = new() { SparkVersion = "4.0.1", Image = "spark:4.0.1", Server = new(), Executor = new() { Instances = 1 }, Hearth = options },
    }, CancellationToken.None);

    /// <summary>The player has had its word: what a story writes of the pod then stays.</summary>
    private static bool Runs(Pod pod) => pod.Status?.Phase == PodPhase.Running;

    private static async Task<Pod> ServerAsync(KubeClient client, Func<Pod, bool> wanted)
    {
        using var limit = new CancellationTokenSource(Stories.Patience);
        await foreach (var e in client.WatchAsync(ResourceTypes.Pods, "default", new() { LabelSelector = SparkLabels.ConnectName }, limit.Token))
        {
            if (e.Type is Hearth.Kube.Watching.WatchEventType.Added or Hearth.Kube.Watching.WatchEventType.Modified && wanted(e.Object))
                return e.Object;
        }

        throw new TimeoutException("no such server pod came");
    }

    private static async Task<SparkConnectStatus> StatusAsync(KubeClient client, Func<SparkConnectStatus, bool> wanted)
    {
        using var limit = new CancellationTokenSource(Stories.Patience);
        await foreach (var e in client.WatchAsync(SparkResources.SparkConnects, "default", null, limit.Token))
        {
            if (e.Object.Status is { } status && wanted(status))
                return status;
        }

        throw new TimeoutException("the server does not get there");
    }

    /// <summary>The REST API of a driver whose executors have done seven tasks and do nothing more.</summary>
    private sealed class QuietServer : IDisposable
    {
        private readonly TcpListener _listener;

        public QuietServer(IPAddress address)
        {
            _listener = new(address, 4040);
            _listener.Start();
            _ = ServeAsync();
        }

        public void Dispose() => _listener.Dispose();

        private async Task ServeAsync()
        {
            try
            {
                while (true)
                {
                    using var connection = await _listener.AcceptTcpClientAsync();
                    await AnswerAsync(connection.GetStream());
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException)
            {
                // The story is over.
            }
        }

        private static async Task AnswerAsync(NetworkStream stream)
        {
            using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
            var request = await reader.ReadLineAsync() ?? "";
            while (await reader.ReadLineAsync() is { Length: > 0 })
            {
            }

            var body = request.Contains("allexecutors", StringComparison.Ordinal)
                ? """[{"id":"driver","totalTasks":0,"activeTasks":0},{"id":"1","totalTasks":7,"activeTasks":0}]"""
                : """[{"id":"spark-1"}]""";
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        }
    }
}
