using System.Globalization;
using System.Net;
using Hearth.Kube.Client;
using Hearth.Operator;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Operator;

/// <summary>What Prometheus reads through the lives of applications, and after a restart of the operator.</summary>
public sealed class MetricsStories
{
    private const string Etl = "{app_type=\"etl\",namespace=\"default\"}";
    private const string Unknown = "{app_type=\"Unknown\",namespace=\"default\"}";
    private static readonly IPEndPoint s_endpoint = new(LoopbackAddress.OfThisProcess(84), 18080);

    private static readonly OperatorOptions s_options = new() { Metrics = new() { Endpoint = s_endpoint, Labels = ["app-type", "namespace"], Prefix = "" } };

    [Fact]
    public async Task Every_metric_says_what_happened_and_a_restart_counts_nothing_twice()
    {
        await using var cluster = await OperatorCluster.StartAsync(pod => pod.Metadata.Labels![SparkLabels.AppName] switch
        {
            "failing" => DriverRole.Fail,
            "running" => DriverRole.Run,
            _ => DriverRole.Succeed,
        });
        await using (var hearth = Stories.Start(cluster.Client, s_options))
        {
            await hearth.Ready;
            await LiveAsync(cluster.Client);
            var wanted = new Dictionary<string, double>
            {
                ["spark_application_count" + Etl] = 2,
                ["spark_application_count" + Unknown] = 3,
                ["spark_application_submit_count" + Etl] = 2,
                ["spark_application_submit_count" + Unknown] = 3, // failing twice, running once
                ["spark_application_failed_submission_count" + Unknown] = 2,
                ["spark_application_running_count" + Unknown] = 1,
                ["spark_application_success_count" + Etl] = 2,
                ["spark_application_failure_count" + Unknown] = 2,
                ["spark_application_success_execution_time_seconds_count" + Etl] = 2,
                ["spark_application_failure_execution_time_seconds_count" + Unknown] = 2,
                ["spark_application_submit_latency_seconds_count" + Etl] = 2,
                ["spark_application_submit_latency_seconds_count" + Unknown] = 2, // of each application the first
                ["spark_application_submit_latency_seconds_histogram_count" + Etl] = 2,
                ["spark_application_start_latency_seconds_count" + Etl] = 2,
                ["spark_application_start_latency_seconds_histogram_count" + Unknown] = 2,
                ["spark_application_start_latency_seconds_histogram_bucket{app_type=\"etl\",namespace=\"default\",le=\"+Inf\"}"] = 2,
            };
            var said = await ScrapeAsync(metrics => wanted.All(m => metrics.GetValueOrDefault(m.Key, -1) == m.Value));
            foreach (var (name, value) in wanted)
                said.GetValueOrDefault(name, -1).ShouldBe(value, name);

            said.Keys.ShouldContain(name => name.StartsWith("workqueue_depth{controller=\"spark-application-controller\"", StringComparison.Ordinal));
            said.Where(m => m.Key.StartsWith("rest_client_requests_total{code=\"201\"", StringComparison.Ordinal)).Sum(m => m.Value).ShouldBeGreaterThan(10);
            said.Where(m => m.Key.StartsWith("controller_runtime_reconcile_total{controller=\"spark-application-controller\"", StringComparison.Ordinal)).Sum(m => m.Value).ShouldBeGreaterThan(5);
            said.ShouldNotContainKey("spark_application_success_count" + Unknown);
        }

        await using var next = Stories.Start(cluster.Client, s_options);
        await next.Ready;
        await cluster.Client.CreateAsync(EtlApplication("etl-3"));
        await cluster.Client.WaitForStateAsync("etl-3", ApplicationStates.Completed);
        var after = await ScrapeAsync(metrics => metrics.GetValueOrDefault("spark_application_success_count" + Etl) == 1);
        after["spark_application_count" + Etl].ShouldBe(1);
        after["spark_application_running_count" + Unknown].ShouldBe(1, "the present state, not what this process saw happen");
        after.ShouldNotContainKey("spark_application_failure_count" + Unknown);
        after.ShouldNotContainKey("spark_application_submit_count" + Unknown);
    }

    private static async Task LiveAsync(KubeClient client)
    {
        await client.CreateAsync(EtlApplication("etl-1"));
        await client.CreateAsync(EtlApplication("etl-2"));
        await client.CreateAsync(Stories.Application("running"));
        await client.CreateAsync(Stories.Application("failing", spec => spec with { RestartPolicy = new() { Type = "OnFailure", OnFailureRetries = 1, OnFailureRetryInterval = 1 } }));
        await client.CreateAsync(Stories.Application("refused", spec => spec with
        {
            Driver = new() { ServiceAccount = "nobody" },
            RestartPolicy = new() { Type = "OnFailure", OnSubmissionFailureRetries = 1, OnSubmissionFailureRetryInterval = 1 },
        }));
        await client.WaitForStateAsync("etl-1", ApplicationStates.Completed);
        await client.WaitForStateAsync("etl-2", ApplicationStates.Completed);
        await client.WaitForStateAsync("running", ApplicationStates.Running);
        await client.WaitForStateAsync("failing", ApplicationStates.Failed);
        await client.WaitForStateAsync("refused", ApplicationStates.Failed);
    }

    private static SparkApplication EtlApplication(string name)
    {
        var application = Stories.Application(name);
        return application with { Metadata = application.Metadata with { Labels = new Dictionary<string, string> { ["app_type"] = "etl" } } };
    }

    /// <summary>What is written after a status may be read a moment later.</summary>
    private static async Task<Dictionary<string, double>> ScrapeAsync(Func<Dictionary<string, double>, bool> isThere)
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://{s_endpoint}") };
        using var limit = new CancellationTokenSource(Stories.Patience);
        while (true)
        {
            var metrics = Parse(await http.GetStringAsync(new Uri("/metrics", UriKind.Relative)));
            if (isThere(metrics) || limit.IsCancellationRequested)
                return metrics;
            await Task.Delay(25, CancellationToken.None);
        }
    }

    private static Dictionary<string, double> Parse(string text) => text.Split('\n')
        .Where(line => line.Length > 0 && line[0] != '#')
        .ToDictionary(line => line[..line.LastIndexOf(' ')], line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture), StringComparer.Ordinal);
}
