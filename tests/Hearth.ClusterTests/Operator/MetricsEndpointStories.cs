using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hearth.Spark.Api;
using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Operator;

public sealed class MetricsEndpointStories : IDisposable
{
    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task The_program_serves_its_metrics_to_those_who_hold_the_token()
    {
        await using var cluster = await OperatorCluster.StartAsync();
        var token = _home.File("token");
        await File.WriteAllTextAsync(token, "let-me-read\n");
        await using var hearth = HearthProcess.Start(
            _home.Home, "operator", "--kubeconfig", cluster.WriteKubeconfig(_home.File("kubeconfig")), "--enable-metrics", "--metrics-bind-address", "127.0.0.1:0", "--metrics-cert", Certificate(),
            "--metrics-token-file", token, "--metrics-prefix", "my_", "--metrics-labels", "team,namespace", "--metrics-job-submit-latency-buckets", "1,10");
        await hearth.WaitForAsync("Metrics and health: https://");
        await hearth.WaitForAsync("The operator watches");
        var address = new Uri(hearth.Text.Split('\n').Single(l => l.Contains("Metrics and health: ", StringComparison.Ordinal)).Split(' ')[^1]);
        await cluster.Client.CreateAsync(Stories.Application("pi"));
        await cluster.Client.WaitForStateAsync("pi", ApplicationStates.Completed);

#pragma warning disable MA0039 // The test trusts the one certificate that it made.
        using var http = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, certificate, _, _) => certificate!.Subject == "CN=metrics" });
#pragma warning restore MA0039
        (await http.GetAsync(new Uri(address, "/metrics"))).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await http.GetStringAsync(new Uri(address, "/healthz"))).ShouldBe("ok");
        (await http.GetStringAsync(new Uri(address, "/readyz"))).ShouldBe("ok");
        http.DefaultRequestHeaders.Authorization = new("Bearer", "let-me-read");
        using var limit = new CancellationTokenSource(Stories.Patience);
        string text;
        do
        {
            text = await http.GetStringAsync(new Uri(address, "/metrics"), limit.Token);
        }
        while (!text.Contains("my_spark_application_success_count", StringComparison.Ordinal));

        text.ShouldContain("my_spark_application_success_count{team=\"Unknown\",namespace=\"default\"} 1\n");
        text.ShouldContain("my_spark_application_submit_latency_seconds_histogram_bucket{team=\"Unknown\",namespace=\"default\",le=\"10\"} 1\n");
        text.ShouldContain($"rest_client_requests_total{{code=\"201\",host=\"{cluster.Configuration.Server.Authority}\",method=\"POST\"}} ");
        text.ShouldContain($"rest_client_request_duration_seconds_bucket{{host=\"{cluster.Configuration.Server.Authority}\",verb=\"PATCH\",le=\"60\"}} ");
    }

    [Theory]
    [InlineData("--metrics-bind-address", "nowhere")]
    [InlineData("--metrics-token-file", "/does/not/exist")]
    [InlineData("--metrics-cert", "/does/not/exist")]
    public async Task What_cannot_be_used_is_said(params string[] arguments)
    {
        await using var cluster = await OperatorCluster.StartAsync();
        await using var hearth = await HearthProcess.RunAsync(_home.Home, ["operator", "--enable-metrics", "--kubeconfig", cluster.WriteKubeconfig(_home.File("kubeconfig")), .. arguments]);

        hearth.ExitCode.ShouldBe(2);
        hearth.Text.ShouldContain(arguments[^2]);
    }

    private string Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=metrics", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue.AddYears(-1000));
        var file = _home.File("metrics.pem");
        File.WriteAllText(file, certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        return file;
    }
}
