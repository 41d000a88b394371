using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Hearth.LocalCluster.ApiServer.Security;

/// <summary>What a certificate is asked for (PKCS #10).</summary>
internal sealed class SigningRequest
{
    private const string CommonNameType = "2.5.4.3";
    private const string OrganizationType = "2.5.4.10";
    private const string AlternativeNames = "2.5.29.17";

    private SigningRequest(CertificateRequest request)
    {
        Request = request;
        foreach (var part in request.SubjectName.EnumerateRelativeDistinguishedNames().Where(part => !part.HasMultipleElements))
        {
            if (part.GetSingleElementType().Value == CommonNameType)
                CommonName = part.GetSingleElementValue() ?? "";
            else if (part.GetSingleElementType().Value == OrganizationType)
                Organizations.Add(part.GetSingleElementValue() ?? "");
        }

        Names = request.CertificateExtensions.FirstOrDefault(e => e.Oid?.Value == AlternativeNames);
        NameKinds = Names is null ? [] : KindsOf(Names);
    }

    public CertificateRequest Request { get; }

    public string CommonName { get; } = "";

    public List<string> Organizations { get; } = [];

    /// <summary>The subject's alternative names, as asked for.</summary>
    public X509Extension? Names { get; }

    /// <summary>Of which kinds they are: 1 mail, 2 DNS, 6 URI, 7 IP address.</summary>
    public IReadOnlySet<int> NameKinds { get; }

    /// <param name="request">Base64 of PEM, as in <c>spec.request</c>.</param>
    /// <returns>Null where it is none, is not signed by its own key, or the key is neither RSA nor of an elliptic curve.</returns>
    public static SigningRequest? TryRead(string? request)
    {
        try
        {
            var pem = Encoding.UTF8.GetString(Convert.FromBase64String(request ?? ""));
            // What was asked for is looked at, and only the names are taken over.
            return new(CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions, RSASignaturePadding.Pkcs1));
        }
        catch (Exception error) when (error is CryptographicException or FormatException or ArgumentException or AsnContentException or NotSupportedException)
        {
            return null;
        }
    }

    private static HashSet<int> KindsOf(X509Extension names)
    {
        var kinds = new HashSet<int>();
        var sequence = new AsnReader(names.RawData, AsnEncodingRules.DER).ReadSequence();
        while (sequence.HasData)
        {
            kinds.Add(sequence.PeekTag().TagValue);
            sequence.ReadEncodedValue();
        }

        return kinds;
    }
}
