using System.Collections.Concurrent;
using System.Globalization;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.Kube.Core.Objects;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Hearth.ClusterTests.Operator;

/// <summary>
/// What one application costs the API server, from its creation to COMPLETED and clean: each request is counted, so that none is added
/// unseen. Throughput before a real API server is this number.
/// </summary>
public sealed class RequestBudgetStories(ITestOutputHelper output)
{
    private const int Applications = 5;

    /// <summary>For each application.</summary>
    private static readonly Dictionary<string, int> s_exactly = new()
    {
        ["POST configmaps"] = 2, // spark.properties, the executors' template
        ["POST services"] = 2, // the driver's, the UI's
        ["POST pods"] = 1,
        ["PATCH pods"] = 1, // its end is told: it may go
        ["PATCH configmaps"] = 2, // handed to the driver
        ["PATCH services"] = 1, // the driver's, handed to it
        ["PUT sparkapplications/status"] = 1, // SUBMITTED, with the attempt and the address of the UI
        ["DELETE configmaps"] = 2,
        ["DELETE services"] = 2,
    };

    /// <summary>What is seen late is told together with what follows.</summary>
    private static readonly Dictionary<string, int> s_atMost = new()
    {
        ["PATCH sparkapplications/status"] = 3, // RUNNING, SUCCEEDING, COMPLETED
        ["POST events"] = 6, // added, submitted, driver pending, running and completed, completed
        ["GET pods/log"] = 1, // where no executor comes
        ["GET pods"] = 1, // only where the status is quicker than the watch
    };

    [Fact]
    public async Task One_application_costs_so_many_requests_and_no_more()
    {
        await using var cluster = await OperatorCluster.StartAsync(_ => DriverRole.Alone);
        using var counter = new Counter(cluster.Configuration);
        await using var client = new KubeClient(cluster.Configuration, counter);
        await using var hearth = Stories.Start(client);
        await hearth.Ready;
        await cluster.Client.CreateAsync(Stories.Application("first"));
        await cluster.Client.WaitForStateAsync("first", ApplicationStates.Completed);
        await ToldAsync(cluster.Client, "first");
        counter.Requests.Clear();
        counter.Statuses.Clear();

        for (var i = 0; i < Applications; i++)
        {
            await cluster.Client.CreateAsync(Stories.Application($"pi-{i.ToString(CultureInfo.InvariantCulture)}"));
            await cluster.Client.WaitForStateAsync($"pi-{i.ToString(CultureInfo.InvariantCulture)}", ApplicationStates.Completed);
        }

        await ToldAsync(cluster.Client, $"pi-{(Applications - 1).ToString(CultureInfo.InvariantCulture)}");
        foreach (var (request, count) in counter.Requests.OrderBy(r => r.Key, StringComparer.Ordinal))
            output.WriteLine($"{(double)count / Applications:0.0} {request}");
        foreach (var status in counter.Statuses)
            output.WriteLine(status);
        output.WriteLine($"{(double)counter.Requests.Values.Sum() / Applications:0.0} requests for each application");
        counter.Requests.TryRemove("GET serviceaccounts", out _); // asked anew at times
        counter.Requests.Keys.Except(s_exactly.Keys).Except(s_atMost.Keys).ShouldBeEmpty();
        foreach (var (request, each) in s_exactly)
            counter.Requests.GetValueOrDefault(request).ShouldBe(each * Applications, request);
        foreach (var (request, most) in s_atMost)
            counter.Requests.GetValueOrDefault(request).ShouldBeLessThanOrEqualTo(most * Applications, request);
    }

    /// <summary>Waits for the last event of an application; they are told one after another.</summary>
    private static async Task ToldAsync(KubeClient client, string name)
    {
        using var limit = new CancellationTokenSource(Stories.Patience);
        var about = new ListOptions { FieldSelector = $"involvedObject.name={name},reason=SparkApplicationCompleted" };
        while ((await client.ListAsync(ResourceTypes.Events, "default", about, limit.Token)).Items.Count == 0)
            await Task.Delay(25, limit.Token);
    }

    private sealed class Counter : DelegatingHandler
    {
        public Counter(KubeConfiguration server) => InnerHandler = Connections.Create(server, () => null);

        public ConcurrentDictionary<string, int> Requests { get; } = new(StringComparer.Ordinal);

        /// <summary>What was written to status, for a budget that is passed.</summary>
        public ConcurrentQueue<string> Statuses { get; } = new();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri!.AbsolutePath.EndsWith("/status", StringComparison.Ordinal))
                Statuses.Enqueue($"{request.Method} {await request.Content!.ReadAsStringAsync(cancellationToken)}");
            if (!request.RequestUri!.Query.Contains("watch=true", StringComparison.Ordinal))
                Requests.AddOrUpdate($"{request.Method} {ResourceOf(request.RequestUri.AbsolutePath)}", 1, (_, count) => count + 1);
            return await base.SendAsync(request, cancellationToken);
        }

        /// <summary>The plural, and the subresource where there is one: what follows the namespace.</summary>
        private static string ResourceOf(string path)
        {
            var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
            var at = Array.IndexOf(parts, "namespaces") + 2;
            return at < 2 || at >= parts.Length ? path : parts.Length > at + 2 ? $"{parts[at]}/{parts[at + 2]}" : parts[at];
        }
    }
}
