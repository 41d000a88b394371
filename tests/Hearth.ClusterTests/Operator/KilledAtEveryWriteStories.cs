using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Hearth.Kube.Client;
using Hearth.Kube.Core.Objects;
using Hearth.Operator;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.Operator;

/// <summary>An operator dies at each of its writes, before or after the server has done it; the next one finishes the work.</summary>
public sealed class KilledAtEveryWriteStories(ITestOutputHelper output)
{
    private const int MoreWritesThanARunTakes = 60;

    [Theory]
    [InlineData(false, false, null)]
    [InlineData(true, false, null)]
    [InlineData(false, true, null)]
    [InlineData(true, true, null)]
    [InlineData(false, false, """{"arguments":["changed"]}""")]
    [InlineData(true, false, """{"arguments":["changed"]}""")]
    [InlineData(false, true, """{"arguments":["changed"]}""")]
    [InlineData(true, true, """{"arguments":["changed"]}""")]
    [InlineData(true, true, """{"driver":{"podName":"changed"}}""")]
    public async Task No_application_is_lost_none_runs_twice_and_nothing_stays(bool serverHasDoneIt, bool bornBeforeItsEyes, string? change)
    {
        await using var cluster = await OperatorCluster.StartAsync(controllers: true);
        cluster.Player.Work = TimeSpan.FromMilliseconds(400);
        var deaths = 0;
        for (var write = 1; write <= MoreWritesThanARunTakes; write++)
        {
            var name = $"pi-{write}";
            if (!bornBeforeItsEyes)
                await cluster.Client.CreateAsync(Stories.Application(name));
            if (!await RunUntilDeathAsync(cluster, name, write, serverHasDoneIt, bornBeforeItsEyes))
                break;
            deaths++;
            if (change is not null)
                await cluster.Client.PatchAsync(SparkResources.SparkApplications, "default", name, Patch.Merge(new JsonObject { ["spec"] = JsonNode.Parse(change.Replace("changed", $"changed-{write}", StringComparison.Ordinal)) }), CancellationToken.None);
            await using var next = Stories.Start(cluster.Client);
            var done = await cluster.Client.WaitForStateAsync(name, ApplicationStates.Completed);
            done.Status!.ExecutionAttempts.ShouldBe(1, name);
            done.Status.SubmissionAttempts.ShouldBe(1, name);
            await ShouldHaveOneDriverAsync(cluster, done);
            await Leftovers.ShouldBeNoneAsync(cluster.Client, await cluster.Client.ApplicationsAsync(), name);
        }

        output.WriteLine($"{deaths} deaths, {cluster.Player.Runs.Count} drivers ran");
        deaths.ShouldBeGreaterThan(8);
        deaths.ShouldBeLessThan(MoreWritesThanARunTakes);
        cluster.Player.Violations.ShouldBeEmpty();
    }

    private static async Task ShouldHaveOneDriverAsync(OperatorCluster cluster, SparkApplication application)
    {
        var selector = $"{SparkLabels.AppName}={application.Metadata.Name},{SparkLabels.Role}=driver";
        var drivers = await cluster.Client.ListAsync(ResourceTypes.Pods, "default", new() { LabelSelector = selector }, CancellationToken.None);
        var driver = drivers.Items.ShouldHaveSingleItem();
        driver.Metadata.Labels![SparkLabels.SubmissionId].ShouldBe(application.Status!.SubmissionId);
        cluster.Player.Runs.ShouldContainKeyAndValue(application.Status.SubmissionId!, driver.Metadata.Uid!);
    }

    /// <returns>False where the application completed before the operator wrote that often.</returns>
    private static async Task<bool> RunUntilDeathAsync(OperatorCluster cluster, string name, int write, bool serverHasDoneIt, bool bornBeforeItsEyes)
    {
        using var sudden = new SuddenDeath(cluster, serverHasDoneIt);
        await using var client = new KubeClient(cluster.Configuration, sudden);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(sudden.Death);
        var hearth = new SparkOperator(client, new(), TestLog.Factory);
        if (!bornBeforeItsEyes)
            sudden.DieAt(write);
        var running = hearth.RunAsync(stop.Token);
        if (bornBeforeItsEyes)
        {
            // What a process does first is not what it does always.
            await hearth.Ready;
            await cluster.Client.CreateAsync(Stories.Application($"{name}-before"));
            await cluster.Client.WaitForStateAsync($"{name}-before", ApplicationStates.Completed);
            sudden.DieAt(write);
            await cluster.Client.CreateAsync(Stories.Application(name));
        }

        var completed = cluster.Client.WaitForStateAsync(name, ApplicationStates.Completed);
        await Task.WhenAny(running, completed);
        var died = sudden.Death.IsCancellationRequested;
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!died)
            await completed;
        else
            _ = completed.ContinueWith(t => t.Exception, TaskScheduler.Default);
        return died;
    }

    /// <summary>From one write on nothing goes through any more: the process is gone.</summary>
    private sealed class SuddenDeath : DelegatingHandler
    {
        private readonly CancellationTokenSource _death = new();
        private readonly bool _serverHasDoneIt;
        private int _left;

        public SuddenDeath(OperatorCluster cluster, bool serverHasDoneIt)
        {
            _serverHasDoneIt = serverHasDoneIt;
            var authorities = cluster.Configuration.CertificateAuthorities!;
            InnerHandler = new SocketsHttpHandler
            {
                EnableMultipleHttp2Connections = true,
                SslOptions = new()
                {
                    CertificateChainPolicy = Policy(authorities),
                },
            };
        }

        public CancellationToken Death => _death.Token;

        /// <param name="write">1 is the next one.</param>
        public void DieAt(int write) => Interlocked.Exchange(ref _left, write);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            _death.Token.ThrowIfCancellationRequested();
            // Events are told by a loop of their own: they do not count, or the number would mean another write each time.
            if (request.Method == HttpMethod.Get || request.RequestUri!.AbsolutePath.EndsWith("/events", StringComparison.Ordinal) || Interlocked.Decrement(ref _left) != 0)
                return await base.SendAsync(request, cancellationToken);
            if (_serverHasDoneIt)
                (await base.SendAsync(request, CancellationToken.None)).Dispose();
            await _death.CancelAsync();
            throw new OperationCanceledException(_death.Token);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _death.Dispose();
            base.Dispose(disposing);
        }

        private static X509ChainPolicy Policy(X509Certificate2Collection authorities)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(authorities);
            return policy;
        }
    }
}
