using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Hearth.Kube.Client;
using Hearth.Kube.Configuration;
using Hearth.LocalCluster.Controllers;
using Shouldly;
using Xunit;
using Server = Hearth.LocalCluster.ApiServer.ApiServer;

namespace Hearth.ClusterTests.ApiServers;

/// <summary>Certificates that are asked for, approved or denied, signed, and used.</summary>
public sealed class CertificateStories : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hearth-certificates-").FullName;
    private readonly CancellationTokenSource _stop = new();
    private Server _server = null!;
    private KubeClient _client = null!;
    private Task _controllers = Task.CompletedTask;
    private string _config = "";

    public async Task InitializeAsync()
    {
        _server = await Server.StartAsync(new() { Random = new Random(1) }, CancellationToken.None);
        _config = _server.WriteKubeconfig(Path.Combine(_folder, "kubeconfig"));
        _client = new(KubeConfigFile.Load(_config));
        _controllers = ClusterControllers.RunAsync(_client, new() { VolumeDirectory = Path.Combine(_folder, "volumes"), ApiServer = _server.Address, Signer = _server.Signer }, _stop.Token);
    }

    public async Task DisposeAsync()
    {
        await _stop.CancelAsync();
        await _controllers.ContinueWith(_ => { }, TaskScheduler.Default);
        _client.Dispose();
        await _server.DisposeAsync();
        _stop.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [SkippableFact]
    public async Task An_approved_one_lets_its_owner_in_as_far_as_roles_allow()
    {
        Cli.Kubectl.ShouldBeInstalled();
        using var key = RSA.Create(2048);
        await AskAsync("jane", new CertificateRequest("O=readers, CN=jane", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequestPem(), "kubernetes.io/kube-apiserver-client", "digital signature", "key encipherment", "client auth");
        (await KubectlAsync("get csr jane --no-headers")).ShouldMatch(@"^jane +\S+ +kubernetes.io/kube-apiserver-client +admin +<none> +Pending\s*$");
        await KubectlAsync("certificate approve jane");
        await KubectlAsync("wait --for=jsonpath={.status.certificate} csr/jane --timeout=200s");
        (await KubectlAsync("get csr jane --no-headers")).ShouldContain("Approved,Issued");

        var certificate = await CertificateAsync("jane");
        var (certificateFile, keyFile) = (Path.Combine(_folder, "jane.crt"), Path.Combine(_folder, "jane.key"));
        await File.WriteAllTextAsync(certificateFile, certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(keyFile, key.ExportPkcs8PrivateKeyPem());
        var config = Path.Combine(_folder, "jane", "kubeconfig");
        Directory.CreateDirectory(Path.GetDirectoryName(config)!);
        File.Copy(_config, config);
        await Cli.Kubectl.RunAsync(config, "config", "set-credentials", "jane", "--client-certificate=" + certificateFile, "--client-key=" + keyFile);
        await Cli.Kubectl.RunAsync(config, "config", "set-context", "--current", "--user=jane");
        (await Cli.Kubectl.RunAsync(config, "auth", "whoami", "-o", "jsonpath={.status.userInfo.username} {.status.userInfo.groups}")).ShouldBe("jane [\"readers\",\"system:authenticated\"]");
        using (var refused = Cli.Kubectl.Start(config, "get", "pods"))
        {
            (await refused.StandardError.ReadToEndAsync()).ShouldContain("User \"jane\" cannot list resource \"pods\"");
            await refused.WaitForExitAsync();
        }

        await KubectlAsync("create clusterrolebinding readers --clusterrole=view --group=readers");
        (await Cli.Kubectl.RunAsync(config, "get", "pods")).ShouldContain("No resources found");
        certificate.Dispose();
    }

    [SkippableFact]
    public async Task Kubelets_get_theirs_for_serving_and_for_the_server()
    {
        Cli.Kubectl.ShouldBeInstalled();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("O=system:nodes, CN=system:node:one", key, HashAlgorithmName.SHA256);
        await AskAsync("client", request.CreateSigningRequestPem(), "kubernetes.io/kube-apiserver-client-kubelet", "digital signature", "client auth");
        await KubectlAsync("wait --for=jsonpath={.status.certificate} csr/client --timeout=200s");
        (await KubectlAsync("get csr client -o jsonpath={.status.conditions[0].reason}")).ShouldBe("AutoApproved");

        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("one.example.com");
        request.CertificateExtensions.Add(names.Build());
        await AskAsync("serving", request.CreateSigningRequestPem(), "kubernetes.io/kubelet-serving", "digital signature", "server auth");
        await KubectlAsync("certificate approve serving");
        await KubectlAsync("wait --for=jsonpath={.status.certificate} csr/serving --timeout=200s");
        using var serving = await CertificateAsync("serving");
        serving.MatchesHostname("one.example.com").ShouldBeTrue();
        serving.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages.Cast<Oid>().Single().Value.ShouldBe("1.3.6.1.5.5.7.3.1");
        using var authority = X509Certificate2.CreateFromPem(_server.CertificateAuthorityPem);
        serving.Issuer.ShouldBe(authority.Subject);
    }

    [SkippableFact]
    public async Task Denied_ones_and_those_for_other_uses_are_not_signed()
    {
        Cli.Kubectl.ShouldBeInstalled();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = new CertificateRequest("CN=jane", key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
        await AskAsync("denied", pem, "kubernetes.io/kube-apiserver-client", "client auth");
        await KubectlAsync("certificate deny denied");
        await AskAsync("wrong", pem, "kubernetes.io/kube-apiserver-client", "client auth", "server auth");
        await KubectlAsync("certificate approve wrong");
        await KubectlAsync("wait --for=condition=Failed csr/wrong --timeout=200s");
        (await KubectlAsync("get csr wrong -o jsonpath={.status.conditions[?(@.type=='Failed')].message}")).ShouldBe("invalid usage for client certificate: server auth");
        (await KubectlAsync("get csr denied wrong -o jsonpath={.items[*].status.certificate}")).ShouldBe("");
    }

    private async Task AskAsync(string name, string pem, string signer, params string[] usages)
    {
        var file = Path.Combine(_folder, name + ".yaml");
        await File.WriteAllTextAsync(file, $"""
            apiVersion: certificates.k8s.io/v1
            kind: CertificateSigningRequest
            metadata: {"{"}name: {name}{"}"}
            spec:
              request: {Convert.ToBase64String(Encoding.UTF8.GetBytes(pem))}
              signerName: {signer}
              usages: [{string.Join(", ", usages)}]
            """);
        await KubectlAsync("create -f " + file);
    }

    private async Task<X509Certificate2> CertificateAsync(string name) =>
        X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(Convert.FromBase64String(await KubectlAsync($"get csr {name} -o jsonpath={{.status.certificate}}"))));

    private Task<string> KubectlAsync(string line) => Cli.Kubectl.RunAsync(_config, line.Split(' '));
}
