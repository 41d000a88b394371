using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Hearth.LocalCluster.ApiServer.Security;

/// <summary>The cluster's own authority, and the certificate by which the server shows who it is.</summary>
internal sealed class Certificates
{
    private static readonly string[] s_names =
        ["localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"];

    private Certificates(X509Certificate2 authority, X509Certificate2 server)
    {
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
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
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
