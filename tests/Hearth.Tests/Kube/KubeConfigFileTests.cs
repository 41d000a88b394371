using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Hearth.Kube.Configuration;
using Hearth.Testing;
using Shouldly;
using Xunit;

namespace Hearth.Tests.Kube;

public sealed class KubeConfigFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hearth-kubeconfig-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_context_gives_server_namespace_and_credentials()
    {
        var (certificate, key) = NewCertificate();
        File.WriteAllText(PathOf("ca.crt"), certificate);
        var file = Write("config", $"""
            current-context: one
            clusters:
            - name: c
              cluster: {"{"}server: "https://kube.example:6443/base", certificate-authority: ca.crt, tls-server-name: other, proxy-url: "http://u:p@proxy:3128"{"}"}
            users:
            - name: u
              user:
                client-certificate-data: {Base64(certificate)}
                client-key-data: {Base64(key)}
                token: secret
            contexts:
            - name: one
              context: {"{"}cluster: c, user: u, namespace: team{"}"}
            """);
        var configuration = KubeConfigFile.Load(file, null, _ => null);
        configuration.Server.ShouldBe(new Uri("https://kube.example:6443/base"));
        configuration.Namespace.ShouldBe("team");
        configuration.TlsServerName.ShouldBe("other");
        configuration.Proxy!.Port.ShouldBe(3128);
        configuration.CertificateAuthorities!.Count.ShouldBe(1);
        configuration.Origin.ShouldContain("one");
        var credential = await configuration.Credentials.GetAsync(default);
        credential.Authorization!.Parameter.ShouldBe("secret");
        credential.Certificate![0].HasPrivateKey.ShouldBeTrue();
        credential.ToString().ShouldNotContain("secret");
    }

    [Fact]
    public void Several_files_merge_and_the_first_to_set_a_value_wins()
    {
        var first = Write("a", """
            current-context: x
            contexts: [{name: x, context: {cluster: c}}]
            """);
        var second = Write("b", """
            current-context: y
            contexts: [{name: x, context: {cluster: other}}, {name: y, context: {cluster: c, namespace: ny}}]
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
            """);
        var environment = Environment($"{first}{Path.PathSeparator}{PathOf("missing")}{Path.PathSeparator}{second}");
        KubeConfigFile.Load(null, null, environment).Server.Port.ShouldBe(1);
        KubeConfigFile.Load(null, "y", environment).Namespace.ShouldBe("ny");
        var (names, current) = KubeConfigFile.Contexts(null, environment);
        names.ShouldBe(["x", "y"]);
        current.ShouldBe("x");
    }

    [Theory]
    [InlineData("current-context: x", "no context is named \"x\"")]
    [InlineData("contexts: []", "no current-context")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: c}}]", "no cluster is named \"c\"")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: \"ftp://x\"}}]", "no http or https address")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: c, user: u}}]\nclusters: [{name: c, cluster: {server: \"http://x\"}}]", "no user is named \"u\"")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: \"http://x\", certificate-authority-data: \"@\"}}]", "not base64")]
    [InlineData("current-context: x\ncontexts: [{name: x, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: \"http://x\", certificate-authority: nowhere.crt}}]", "nowhere.crt")]
    [InlineData("current-context: [x]", "must be a text")]
    [InlineData("a: [", "no valid YAML")]
    [InlineData("- a", "no kubeconfig")]
    [InlineData("", "no current-context")]
    public void A_mistake_is_told_with_its_place(string text, string said)
    {
        var file = Write("config", text);
        var message = Should.Throw<KubeConfigurationException>(() => KubeConfigFile.Load(file, null, _ => null)).Message;
        message.ShouldContain(said);
        message.ShouldContain(_folder.FullName);
    }

    [Theory]
    [InlineData("exec: {command: x, apiVersion: client.authentication.k8s.io/v1alpha1}", "v1alpha1")]
    [InlineData("auth-provider: {name: gcp}", "removed")]
    [InlineData("client-key-data: eA==", "client-certificate")]
    public void Credentials_that_cannot_be_used_say_what_to_do(string user, string said)
    {
        var file = Write("config", $"""
            current-context: x
            contexts: [{"{"}name: x, context: {"{"}cluster: c, user: u{"}"}{"}"}]
            clusters: [{"{"}name: c, cluster: {"{"}server: "http://x"{"}"}{"}"}]
            users: [{"{"}name: u, user: {"{"}{user}{"}"}{"}"}]
            """);
        Should.Throw<KubeConfigurationException>(() => KubeConfigFile.Load(file, null, _ => null)).Message.ShouldContain(said);
    }

    [Fact]
    public void A_missing_file_and_no_file_at_all_say_what_to_do()
    {
        Should.Throw<KubeConfigurationException>(() => KubeConfigFile.Load(PathOf("none"), null, _ => null)).Message.ShouldContain("does not exist");
        Should.Throw<KubeConfigurationException>(() => KubeConfigFile.Load(null, null, name => name == "HOME" ? _folder.FullName : null)).Message.ShouldContain("KUBECONFIG can name another");
    }

    [Fact]
    public async Task A_token_file_is_read_again_and_survives_a_moment_without_file()
    {
        var time = new FakeTime();
        var file = Write("token", "one\n");
        var source = CredentialSource.FromTokenFile(file, time);
        (await source.GetAsync(default)).Authorization!.Parameter.ShouldBe("one");
        File.WriteAllText(file, "two");
        (await source.GetAsync(default)).Authorization!.Parameter.ShouldBe("one");
        time.Advance(TimeSpan.FromMinutes(2));
        (await source.GetAsync(default)).Authorization!.Parameter.ShouldBe("two");
        File.Delete(file);
        time.Advance(TimeSpan.FromMinutes(2));
        (await source.GetAsync(default)).Authorization!.Parameter.ShouldBe("two");
    }

    [Fact]
    public async Task A_pod_reads_its_service_account()
    {
        Write("token", "t");
        Write("namespace", "jobs");
        string? Variable(string name) => name switch { "KUBERNETES_SERVICE_HOST" => "10.96.0.1", "KUBERNETES_SERVICE_PORT" => "443", _ => null };
        InCluster.IsAvailable(Variable, _folder.FullName).ShouldBeTrue();
        var configuration = InCluster.Load(Variable, _folder.FullName);
        configuration.Server.ShouldBe(new Uri("https://10.96.0.1/"));
        configuration.Namespace.ShouldBe("jobs");
        (await configuration.Credentials.GetAsync(default)).Authorization!.Parameter.ShouldBe("t");
        Should.Throw<KubeConfigurationException>(() => InCluster.Load(_ => null, _folder.FullName)).Message.ShouldContain("kubeconfig");
    }

    private static (string Certificate, string Key) NewCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=me", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static Func<string, string?> Environment(string kubeconfig) => name => name == "KUBECONFIG" ? kubeconfig : null;

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private string Write(string name, string text)
    {
        File.WriteAllText(PathOf(name), text);
        return PathOf(name);
    }
}
