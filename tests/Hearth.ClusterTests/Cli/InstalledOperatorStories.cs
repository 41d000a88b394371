using Shouldly;
using Xunit;

namespace Hearth.ClusterTests.Cli;

/// <summary>Hearth's own operator, installed with kubectl on a local cluster as on any other: by definitions, roles and a Deployment.</summary>
public sealed class InstalledOperatorStories : IDisposable
{
    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: hearth, namespace: spark-operator}
        spec:
          replicas: 0
          selector: {matchLabels: {app: hearth}}
          template:
            metadata: {labels: {app: hearth}}
            spec:
              serviceAccountName: spark-operator-controller
              containers:
              - name: operator
                image: hearth:1
                args: [operator, --leader-election, --leader-election-namespace, spark-operator, --driver-master, "k8s://https://$(KUBERNETES_SERVICE_HOST):$(KUBERNETES_SERVICE_PORT)"]
                env: [{name: HEARTH_HOME, value: /tmp}]
        """;

    private readonly TemporaryHome _home = new();

    public void Dispose() => _home.Dispose();

    [SkippableFact]
    public async Task It_takes_the_lease_when_it_is_scaled_up_and_runs_an_application()
    {
        Kubectl.ShouldBeInstalled();
        var config = _home.File("kubeconfig");
        await using var dev = HearthProcess.Start(_home.Home, "dev", "--no-operator", "--kubeconfig", config, "--image", $"hearth:1={Image()}");
        await dev.WaitForAsync("Ctrl-C ends it");
        await RunAsync(config, "apply --server-side -f deploy/crds");
        await RunAsync(config, "apply -f deploy/rbac.yaml");
        await File.WriteAllTextAsync(_home.File("hearth.yaml"), Deployment);
        await RunAsync(config, $"apply -f {_home.File("hearth.yaml")}");
        (await RunAsync(config, "-n spark-operator get deployment hearth --no-headers")).ShouldMatch(@"^hearth +0/0 +0 +0 ");
        await RunAsync(config, "apply -f samples/spark-pi.yaml");

        await RunAsync(config, "-n spark-operator scale deployment hearth --replicas=1");
        await RunAsync(config, "-n spark-operator rollout status deployment/hearth --timeout=290s");
        await RunAsync(config, "wait --for=jsonpath={.status.applicationState.state}=COMPLETED sparkapplication/spark-pi --timeout=290s");
        (await RunAsync(config, "-n spark-operator get leases -o jsonpath={.items[*].spec.holderIdentity}")).ShouldNotBeEmpty();
        (await RunAsync(config, "-n spark-operator logs deployment/hearth")).ShouldContain("The operator watches.");

        await RunAsync(config, "-n spark-operator scale deployment hearth --replicas=0");
        await RunAsync(config, "-n spark-operator wait --for=delete pod -l app=hearth --timeout=290s");
    }

    /// <summary>The program that is tested, as an image.</summary>
    private string Image()
    {
        var folder = Directory.CreateDirectory(_home.File("image")).FullName;
        File.WriteAllText(
            Path.Combine(folder, "image.json"),
            $$"""{"name": "hearth", "binds": [{"source": "{{AppContext.BaseDirectory.TrimEnd('/')}}", "target": "/opt/hearth"}], "entrypoint": ["/opt/hearth/hearth"]}""");
        return folder;
    }

    private static Task<string> RunAsync(string config, string arguments) => Kubectl.RunAsync(config, arguments.Split(' '));
}
