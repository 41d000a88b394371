using System.Collections.Concurrent;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Operator;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Operator;

/// <summary>Two operators of one lease: only one acts at any time, and the other one takes over in time.</summary>
public sealed class LeaderStories
{
    [Fact]
    public async Task A_leader_that_is_cut_off_acts_no_more_and_one_that_dies_is_replaced()
    {
        await using var cluster = await OperatorCluster.StartAsync(_ => DriverRole.Slow);
        var writes = new ConcurrentQueue<string>();
        await using var first = new Replica(cluster.Configuration, "first", writes);
        await first.Operator.Ready.WaitAsync(Stories.Patience);
        await using var second = new Replica(cluster.Configuration, "second", writes);
        await cluster.Client.CreateAsync(Stories.Application("a"));
        await cluster.Client.WaitForStateAsync("a", ApplicationStates.Running);

        first.IsCutOff = true;
        await second.Operator.Ready.WaitAsync(Stories.Patience);
        await cluster.Client.CreateAsync(Stories.Application("b"));
        await cluster.Client.WaitForStateAsync("b", ApplicationStates.Running);
        first.IsCutOff = false;
        await cluster.Client.WaitForStateAsync("b", ApplicationStates.Completed);
        await cluster.Client.WaitForStateAsync("a", ApplicationStates.Completed);

        // The second one dies without a word; the first one, back in its senses, leads again.
        second.IsCutOff = true;
        await cluster.Client.CreateAsync(Stories.Application("c"));
        await cluster.Client.WaitForStateAsync("c", ApplicationStates.Completed);

        var turns = writes.Aggregate(new List<string>(), (seen, who) =>
        {
            if (seen.LastOrDefault() != who)
                seen.Add(who);
            return seen;
        });
        turns.ShouldBe(["first", "second", "first"]);
        cluster.Player.Violations.ShouldBeEmpty();
        cluster.Player.Runs.Count.ShouldBe(3);
    }

    /// <summary>An operator whose network can be cut; what it writes, but for the lease, is noted when the server gets it.</summary>
    private sealed class Replica : DelegatingHandler, IAsyncDisposable
    {
        private readonly ConcurrentQueue<string> _writes;
        private readonly string _name;
        private readonly CancellationTokenSource _stop = new();
        private readonly KubeClient _client;
        private readonly Task _running;

        public Replica(KubeConfiguration server, string name, ConcurrentQueue<string> writes)
            : base(Connections.Create(server, () => null))
        {
            (_name, _writes, _client) = (name, writes, new KubeClient(server, this));
            var election = new LeaderElectionOptions
            {
                Namespace = "default",
                Identity = name,
                LeaseDuration = TimeSpan.FromSeconds(20),
                // A machine that stalls for seconds must not end a term.
                RenewDeadline = TimeSpan.FromSeconds(16),
                RetryPeriod = TimeSpan.FromMilliseconds(300),
            };
            Operator = new(_client, new() { LeaderElection = election }, TestLog.Factory);
            _running = Operator.RunAsync(_stop.Token);
        }

        public SparkOperator Operator { get; }

        public bool IsCutOff { get; set; }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _client.DisposeAsync();
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            while (IsCutOff)
                await Task.Delay(20, cancellationToken);
            if (request.Method != HttpMethod.Get && !request.RequestUri!.AbsolutePath.Contains("/leases", StringComparison.Ordinal))
                _writes.Enqueue(_name);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
