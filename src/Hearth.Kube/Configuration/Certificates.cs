using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Hearth.Kube.Configuration;

/// <summary>Reads PEM certificates and keys; <c>what</c> names the place in messages.</summary>
internal static class Certificates
{
    public static X509Certificate2Collection FromFile(string path, string what) => FromPem(ReadFile(path, what), $"{what} ({path})");

    public static X509Certificate2Collection FromPem(string pem, string what)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(pem);
        }
        catch (CryptographicException e)
        {
            throw new KubeConfigurationException($"{what} is no PEM certificate: {e.Message}", e);
        }

        return certificates.Count > 0 ? certificates : throw new KubeConfigurationException($"{what} holds no PEM certificate (-----BEGIN CERTIFICATE-----).");
    }

    /// <summary>The first certificate with its key, followed by the issuers in the same text.</summary>
    public static X509Certificate2Collection WithKey(string certificatePem, string keyPem, string what)
    {
        var chain = FromPem(certificatePem, what);
        try
        {
            var leaf = X509Certificate2.CreateFromPem(certificatePem, keyPem);
            // Windows' TLS refuses keys that live in memory only.
            if (OperatingSystem.IsWindows())
                leaf = X509CertificateLoader.LoadPkcs12(leaf.Export(X509ContentType.Pkcs12), null);
            chain[0] = leaf;
            return chain;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new KubeConfigurationException($"{what} and its key do not fit together: {e.Message}", e);
        }
    }

    public static string ReadFile(string path, string what)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigurationException($"Cannot read {what} {path}: {e.Message}", e);
        }
    }

    public static string Decode(string base64, string what)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(base64));
        }
        catch (FormatException e)
        {
            throw new KubeConfigurationException($"{what} is not base64.", e);
        }
    }
}
