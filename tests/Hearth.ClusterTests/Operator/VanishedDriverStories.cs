using System.Net;
using System.Text;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Operator;

/// <summary>A driver is deleted after it was made and before the status could tell of it.</summary>
public sealed class VanishedDriverStories
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_told_and_not_made_again_under_the_same_attempt(bool isFirstOfTheProcess)
    {
        await using var cluster = await OperatorCluster.StartAsync(pod => pod.Metadata.Labels![SparkLabels.AppName] == "pi" ? DriverRole.Run : DriverRole.Succeed);
        using var between = new DeletesBeforeStatus(cluster.Configuration, cluster.Client);
        await using var client = new KubeClient(cluster.Configuration, between);
        await using var hearth = Stories.Start(client, new() { DriverGracePeriod = TimeSpan.FromSeconds(1) });
        await hearth.Ready;
        if (!isFirstOfTheProcess)
        {
            await cluster.Client.CreateAsync(Stories.Application("before"));
            await cluster.Client.WaitForStateAsync("before", ApplicationStates.Completed);
        }

        await cluster.Client.CreateAsync(Stories.Application("pi"));
        var ended = await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Failed);

        between.Deleted.ShouldBe(1);
        between.Made.ShouldBe(1);
        ended.Status!.ApplicationState.ErrorMessage.ShouldBe("driver pod not found");
        ended.Status.SubmissionAttempts.ShouldBe(1);
        cluster.Player.Violations.ShouldBeEmpty();
    }

    /// <summary>Once the driver of <c>pi</c> exists it is deleted, and the status that would tell of it meets a conflict.</summary>
    private sealed class DeletesBeforeStatus : DelegatingHandler
    {
        private readonly KubeClient _administrator;
        private int _deleted;
        private int _made;

        public DeletesBeforeStatus(KubeConfiguration server, KubeClient administrator)
        {
            _administrator = administrator;
            InnerHandler = Connections.Create(server, () => null);
        }

        public int Deleted => _deleted;

        public int Made => _made;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.AbsolutePath;
            var isStatus = path.EndsWith("/sparkapplications/pi/status", StringComparison.Ordinal) && request.Method != HttpMethod.Get;
            if (isStatus && Volatile.Read(ref _made) == 1 && Interlocked.CompareExchange(ref _deleted, 1, 0) == 0)
            {
                await _administrator.DeleteAsync(ResourceTypes.Pods, "default", "pi-driver", new() { GracePeriodSeconds = 0 }, cancellationToken);
                return new(HttpStatusCode.Conflict)
                {
                    Content = new StringContent("""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Conflict","message":"the object has been modified","code":409}""", Encoding.UTF8, "application/json"),
                };
            }

            var isDriver = request.Method == HttpMethod.Post && path.EndsWith("/pods", StringComparison.Ordinal) && (await request.Content!.ReadAsStringAsync(cancellationToken)).Contains("\"pi-driver\"", StringComparison.Ordinal);
            var answer = await base.SendAsync(request, cancellationToken);
            if (isDriver && answer.IsSuccessStatusCode)
                Interlocked.Increment(ref _made);
            return answer;
        }
    }
}
