using System.Security.Cryptography.X509Certificates;

namespace Hearth.Kube.Configuration;

/// <summary>
/// How to reach one API server as one user. Built by <see cref="KubeConfigFile"/> (a kubeconfig) or <see cref="InCluster"/>
/// (the service account of a pod), or by hand.
/// </summary>
public sealed record KubeConfiguration
{
    /// <summary>For example <c>https://127.0.0.1:6443</c>; may carry a path that all requests start with.</summary>
    public required Uri Server { get; init; }

    /// <summary>The namespace for calls that name none. Default: <c>default</c>.</summary>
    public string Namespace { get; init; } = "default";

    /// <summary>The certificates that the server's must descend from; null: those that the system trusts.</summary>
    public X509Certificate2Collection? CertificateAuthorities { get; init; }

    /// <summary>Accept any server certificate. For experiments only: whoever answers reads the token.</summary>
    public bool SkipTlsVerify { get; init; }

    /// <summary>The name that the server's certificate must carry, where it is not that of <see cref="Server"/>.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>The proxy to go through; null: none is used except what <c>HTTPS_PROXY</c> and its kin say.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Ask for uncompressed answers. Loopback servers are asked for them anyway.</summary>
    public bool DisableCompression { get; init; }

    /// <summary>Who calls. Default: nobody (anonymous).</summary>
    public CredentialSource Credentials { get; init; } = CredentialSource.Anonymous;

    /// <summary>Names that calls are made for (<c>Impersonate-User</c>); null: the caller itself.</summary>
    public string? ImpersonateUser { get; init; }

    public IReadOnlyList<string> ImpersonateGroups { get; init; } = [];

    /// <summary>Where this configuration comes from, for messages: <c>context "kind" of /home/me/.kube/config</c>.</summary>
    public string Origin { get; init; } = "the given configuration";

    /// <summary>The limit of one attempt of one call; watches and followed logs have none. Default: 60 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The name that writes are recorded under in <c>managedFields</c>. Default: <c>hearth</c>.</summary>
    public string FieldManager { get; init; } = "hearth";

    public string UserAgent { get; init; } = "hearth";
}
