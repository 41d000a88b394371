namespace Hearth.Kube.Configuration;

/// <summary>The configuration that a pod gets through its service account.</summary>
public static class InCluster
{
    private const string Folder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>Whether this process runs in a pod with a service account.</summary>
    public static bool IsAvailable(Func<string, string?>? environment = null, string folder = Folder) =>
        (environment ?? Environment.GetEnvironmentVariable)("KUBERNETES_SERVICE_HOST") is { Length: > 0 }
        && File.Exists(Path.Combine(folder, "token"));

    /// <exception cref="KubeConfigurationException">This is no pod, or its service account's token is not mounted.</exception>
    public static KubeConfiguration Load(Func<string, string?>? environment = null, string folder = Folder, TimeProvider? time = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        var host = environment("KUBERNETES_SERVICE_HOST");
        var port = environment("KUBERNETES_SERVICE_PORT_HTTPS") ?? environment("KUBERNETES_SERVICE_PORT") ?? "443";
        if (string.IsNullOrEmpty(host))
            throw new KubeConfigurationException("Not in a pod: KUBERNETES_SERVICE_HOST is not set. Outside of a cluster pass a kubeconfig.");
        var token = Path.Combine(folder, "token");
        if (!File.Exists(token))
            throw new KubeConfigurationException($"The service account's token {token} is missing. Set automountServiceAccountToken: true on the pod, or pass a kubeconfig.");
        var authorities = Path.Combine(folder, "ca.crt");
        var ns = Path.Combine(folder, "namespace");
        return new()
        {
            Server = new UriBuilder("https", host.Trim('[', ']'), int.Parse(port)).Uri,
            CertificateAuthorities = File.Exists(authorities) ? Certificates.FromFile(authorities, "the service account's ca.crt") : null,
            Namespace = File.Exists(ns) ? File.ReadAllText(ns).Trim() : "default",
            Credentials = CredentialSource.FromTokenFile(token, time),
            Origin = "the pod's service account",
        };
    }
}
