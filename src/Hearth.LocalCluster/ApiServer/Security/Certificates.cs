using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hearth.LocalCluster.ApiServer.Security;

/// <summary>The cluster's own authority, and the certificate by which the server shows who it is.</summary>
internal sealed class Certificates
{
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";
    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string CommonName = "2.5.4.3";
    private const string Organization = "2.5.4.10";

    private static readonly string[] s_names =
        ["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"];

    private readonly X509Certificate2 _authority;

    private Certificates(X509Certificate2 authority, X509Certificate2 server)
    {
        _authority = authority;
        AuthorityPem = authority.ExportCertificatePem() + "\n";
        Server = server;
    }

    public string AuthorityPem { get; }

    public X509Certificate2 Server { get; }

    /// <param name="directory">Where the authority is kept so that kubeconfigs stay valid; null makes a new one.</param>
    public static Certificates Create(TimeProvider time, string? directory, IEnumerable<IPAddress> addresses)
    {
        var now = time.GetUtcNow();
        var authority = directory is null ? NewAuthority(now) : Keep(directory, now);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kube-apiserver", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, false));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerUse)], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(authority, true, false));
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in s_names)
            names.AddDnsName(name);
        foreach (var address in addresses.Append(IPAddress.Loopback).Distinct())
            names.AddIpAddress(address);
        request.CertificateExtensions.Add(names.Build());
        Span<byte> serial = stackalloc byte[12];
        RandomNumberGenerator.Fill(serial);
        serial[0] &= 0x7f;
        using var issued = request.Create(authority, now.AddHours(-1), now.AddYears(1), serial);
        return new Certificates(authority, issued.CopyWithPrivateKey(key));
    }

    /// <summary>
    /// The user that a client's certificate names, if the cluster's own authority signed it for clients: the common name, and an
    /// organization for each group. Null for any other certificate.
    /// </summary>
    public UserInfo? UserOf(X509Certificate2 client, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(_authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientUse));
        chain.ChainPolicy.VerificationTime = now.LocalDateTime;
        if (!chain.Build(client))
            return null;
        var name = "";
        var groups = new List<string>();
        foreach (var part in client.SubjectName.EnumerateRelativeDistinguishedNames())
        {
            if (part.HasMultipleElements)
                continue;
            if (part.GetSingleElementType().Value == CommonName)
                name = part.GetSingleElementValue() ?? "";
            else if (part.GetSingleElementType().Value == Organization)
                groups.Add(part.GetSingleElementValue() ?? "");
        }

        return name.Length == 0 ? null : new UserInfo(name, [.. groups, "system:authenticated"])
        {
            Extra = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
            {
                ["authentication.kubernetes.io/credential-id"] = ["X509SHA256=" + client.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant()],
            },
        };
    }

    /// <summary>A certificate for the key and the names of a signing request, for the uses that it states, in PEM.</summary>
    /// <param name="usages">Kubernetes' words, such as <c>client auth</c>.</param>
    public string Issue(SigningRequest asked, IReadOnlyList<string> usages, DateTimeOffset now, TimeSpan lifetime)
    {
        var request = new CertificateRequest(asked.Request.SubjectName, asked.Request.PublicKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(usages.Aggregate(X509KeyUsageFlags.None, (all, usage) => all | KeyUsage(usage)), true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([.. usages.Select(ExtendedUse).OfType<Oid>()], false));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_authority, true, false));
        if (asked.Names is { } names)
            request.CertificateExtensions.Add(names);
        Span<byte> serial = stackalloc byte[16];
        RandomNumberGenerator.Fill(serial);
        serial[0] &= 0x7f;
        var end = now.Add(lifetime);
        var last = new DateTimeOffset(_authority.NotAfter);
        using var key = _authority.GetECDsaPrivateKey()!;
        using var issued = request.Create(_authority.SubjectName, X509SignatureGenerator.CreateForECDsa(key), now.AddMinutes(-5), end < last ? end : last, serial);
        return issued.ExportCertificatePem() + "\n";
    }

    private static X509KeyUsageFlags KeyUsage(string usage) => usage switch
    {
        "digital signature" or "signing" => X509KeyUsageFlags.DigitalSignature,
        "key encipherment" => X509KeyUsageFlags.KeyEncipherment,
        _ => X509KeyUsageFlags.None,
    };

    private static Oid? ExtendedUse(string usage) => usage switch
    {
        "client auth" => new Oid(ClientUse),
        "server auth" => new Oid(ServerUse),
        _ => null,
    };

    private static X509Certificate2 NewAuthority(DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=hearth-local-cluster", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.CreateSelfSigned(now.AddHours(-2), now.AddYears(10));
    }

    private static X509Certificate2 Keep(string directory, DateTimeOffset now)
    {
        var certificate = Path.Combine(directory, "ca.crt");
        var key = Path.Combine(directory, "ca.key");
        if (File.Exists(certificate) && File.Exists(key))
            return X509Certificate2.CreateFromPemFile(certificate, key);
        var authority = NewAuthority(now);
        PrivateFile.Write(key, authority.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem() + "\n");
        PrivateFile.Write(certificate, authority.ExportCertificatePem() + "\n");
        return authority;
    }
}

/// <summary>Files that only their owner may read, written whole or not at all.</summary>
internal static class PrivateFile
{
    public static void Write(string path, string content)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}.tmp");
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(temporary, options))
            writer.Write(content);
        File.Move(temporary, path, overwrite: true);
    }
}
